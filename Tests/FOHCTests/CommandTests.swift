import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import fohc

/// The tool as its users run it: arguments in, text and an exit status out.
struct CommandTests {
  @Test func compilePrintsTheContractAsJSON() throws {
    let run = try Tool.run(["compile", "Examples/blueprints/custom.yaml", "--format", "json"])
    #expect(run.status == 0)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let expected: Set = [
      "ok", "file", "authoring_model", "draft_hash", "sha256", "validation", "diagnostics", "draft",
      "not_run",
    ]
    #expect(Set(object.keys) == expected)
    #expect(object["ok"] as? Bool == true)
    #expect(object["authoring_model"] as? String == "conversation_blueprint.v1")
  }

  @Test func findingsHaveTheContractsFields() throws {
    let run = try Tool.run(
      ["compile", "-", "--format", "json"], input: BaseBlueprint.with(("name: Viewings desk", "name: 24")))
    #expect(run.status == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let finding = try #require((object["diagnostics"] as? [[String: Any]])?.first)
    let fields: Set = [
      "code", "name", "stage", "severity", "message", "path", "location", "notes", "help", "fix",
    ]
    #expect(Set(finding.keys) == fields)
    #expect(finding["path"] as? String == "/name")
    let location = try #require(finding["location"] as? [String: Int])
    #expect(
      location == ["line": 2, "column": 7, "end_line": 2, "end_column": 9, "offset": 48, "length": 2])
  }

  @Test func ndjsonKeepsTheOrderOfTheFiles() throws {
    let files = ["Examples/blueprints/restaurant.json", "/nowhere.yaml", "Examples/blueprints/custom.yaml"]
    let run = try Tool.run(["compile", "--format", "ndjson"] + files)
    #expect(run.status == 66)
    let lines = run.output.split(separator: "\n")
    let names = try lines.map {
      try #require(
        (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["file"] as? String)
    }
    #expect(names == files)
  }

  @Test(
    arguments: [
      (["compile", "Examples/blueprints/custom.yaml"], 0), (["check", "Examples"], 0),
      (["validate", "Examples/drafts/custom.draft.json"], 0),
      (["validate", "Examples/blueprints/custom.yaml"], 1),
      (["check", "Package.swift"], 1), (["check", "Sources/CXXHash"], 66),
      (["compile", "/nowhere.yaml"], 66),
      (["compile", "Examples"], 66), (["compile"], 64), (["nonsense"], 64), (["compil"], 64),
      (["--version"], 0), (["help", "compile"], 0), ([], 0),
      (["explain", "duplicate-phase"], 0),
      (["explain", "FOH9999"], 64), (["schema", "blueprint"], 0), (["schema", "draft"], 0),
      (["schema", "audit-record"], 0), (["schema", "audit-checkpoint"], 0), (["schema", "incident"], 0),
      (["schema", "key"], 0), (["schema", "nonsense"], 64), (["audit"], 0), (["audit", "verify"], 64),
      (["keys"], 0),
      (["explain", "malformed-value"], 0), (["explain", "FOH7102"], 0),
      (["compile", "Package.swift", "--format", "xml"], 64),
      (["hash", "Examples/blueprints/custom.yaml", "Examples/drafts/custom.draft.json"], 0),
    ] as [([String], Int32)])
  func exitsWithItsStatus(_ arguments: [String], _ status: Int32) throws {
    #expect(try Tool.run(arguments).status == status)
  }

  @Test func misspeltCommandIsNamed() throws {
    #expect(try Tool.run(["compil", "x.yaml"]).errors.contains("did you mean `compile`?"))
    #expect(try Tool.run(["help"]).output.contains("73 output not writable"))
  }

  @Test func unreadableFilesAreNotErrorsOfADocument() throws {
    let alone = try Tool.run(["check", "/nowhere.yaml"])
    #expect(alone.errors.hasSuffix("refused: 1 file, not readable\n"))
    let beside = try Tool.run(["check", "/nowhere.yaml", "Examples/blueprints/custom.yaml"])
    #expect(beside.errors.hasSuffix("refused: 2 files, 1 not readable, 0 errors, 0 warnings\n"))
  }

  @Test func blueprintAndItsDraftHaveOneHash() throws {
    let run = try Tool.run(["hash", "Examples/blueprints/custom.yaml", "Examples/drafts/custom.draft.json"])
    let hashes = run.output.split(separator: "\n").map { $0.split(separator: " ").first }
    #expect(hashes.count == 2)
    #expect(hashes.first == hashes.last)
  }

  @Test func checkReadsGatePoliciesToo() throws {
    let sound = try Tool.run(["check", "-"], input: "schema_version: gate_policy.v1\n")
    #expect(sound.status == 0)
    #expect(sound.output == "")
    let misspelt = try Tool.run(
      ["check", "-", "--format", "compact"],
      input: "schema_version: gate_policy.v1\ncertificate: {min_mod: full}\n")
    #expect(misspelt.status == 1)
    #expect(misspelt.output.contains("2:15") && misspelt.output.contains("misspelt-key"))
    let draft = try Tool.run(["gate", "-"], input: "schema_version: gate_policy.v1\n")
    #expect(draft.status == 2)
    #expect(draft.output.contains("is a gate policy, not a draft"))
  }

  @Test func initListsTheTrades() throws {
    let unknown = try Tool.run(["init", "resturant"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean `restaurant`?"))
    for trade in Trade.allCases {
      let line = "\(trade.rawValue) "
      #expect(unknown.errors.contains(line) && unknown.errors.contains(trade.template.summary))
      #expect(try Tool.run(["init", "--help"]).output.contains(trade.template.summary))
    }
  }

  @Test(arguments: Trade.allCases.map(\.rawValue))
  func initWritesABlueprintWithoutAFinding(_ trade: String) throws {
    let blueprint = try Tool.run(["init", trade])
    #expect(blueprint.status == 0)
    let check = try Tool.run(["check", "-"], input: blueprint.output)
    #expect(check.status == 0)
    #expect(check.output == "")
    #expect(try Tool.run(["simulate", "-"], input: blueprint.output).status == 0)
  }

  @Test(arguments: ["dot", "mermaid", "json"])
  func graphNamesEveryNodeKind(_ format: String) throws {
    let detail = format == "json" ? [] : ["--detail", "full"]
    let run = try Tool.run(
      ["graph", "Examples/blueprints/airline_bookings.yaml", "--format", format] + detail)
    #expect(run.status == 0)
    for kind in [
      "open", "route", "ask", "talk", "interrupted", "confirm", "call", "report", "hand", "close",
    ] {
      #expect(run.output.contains(kind))
    }
  }

  @Test func humanFindingsShowTheLineAndThePlace() throws {
    let run = try Tool.run(
      ["check", "-"], input: BaseBlueprint.with(("required_slots: [day]", "required_slots: [dya]")))
    try Repository.expectGolden(run.output, "Tests/Fixtures/human/unknown-slot.txt")
  }

  /// `fohc compile … > draft.json` writes a draft and nothing else, whatever there is to say.
  @Test(arguments: ["human", "compact"])
  func printedDraftIsAllOfStandardOutput(_ format: String) throws {
    let input = BaseBlueprint.with(("  handoff_message: A colleague takes over.\n", ""))
    let run = try Tool.run(["compile", "-", "--format", format], input: input)
    #expect(run.status == 0)
    #expect(run.errors.contains("FOH3014"))
    let draft = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(draft?["schema_version"] as? String == "flow_draft.v1")

    let refused = try Tool.run(
      ["compile", "-", "--format", format], input: BaseBlueprint.with(("name: Viewings desk", "name: 24")))
    #expect(refused.status == 1)
    #expect(refused.output == "")
    #expect(refused.errors.contains("FOH2008"))
  }

  @Test func outputFolderTakesOneDraftForEachBlueprint() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try Tool.run([
      "compile", "Examples/blueprints/custom.yaml", "Examples/blueprints/restaurant.json", "-o", folder.path,
    ])
    #expect(run.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["custom.draft.json", "restaurant.draft.json"])
    let written = try Data(contentsOf: folder.appending(path: "custom.draft.json"))
    #expect(Array(written) == (try Repository.bytes("Examples/drafts/custom.draft.json")))
  }
}

/// Runs the built tool in the checkout.
enum Tool {
  struct Run {
    let status: Int32
    let output: String
    let errors: String
  }

  static let executable: URL = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
    let folder = bundle.map { URL(filePath: $0).deletingLastPathComponent() }
    return (folder ?? Repository.root.appending(path: ".build/debug")).appending(path: "fohc")
  }()

  static func run(_ arguments: [String], input: String = "") throws -> Run {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = Repository.root
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    // A file, because two pipes that one reads in turn can fill up.
    let errors = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())")
    try Data().write(to: errors)
    defer { try? FileManager.default.removeItem(at: errors) }
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}
