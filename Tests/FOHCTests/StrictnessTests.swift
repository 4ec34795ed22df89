import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

/// Warnings that refuse, and warnings that are told again where something is made of a blueprint that has them.
struct StrictnessTests {
  private static let warned = BaseBlueprint.with(("  handoff_message: A colleague takes over.\n", ""))

  @Test(arguments: ["human", "compact", "json", "ndjson"])
  func aWarningIsRefusedOnlyUnderStrict(_ format: String) throws {
    let plain = try Tool.run(["check", "-", "--format", format], input: Self.warned)
    #expect(plain.status == 0 && !plain.errors.contains("--strict"))
    let strict = try Tool.run(["check", "-", "--strict", "--format", format], input: Self.warned)
    #expect(strict.status == 1)
    #expect(
      strict.errors.hasSuffix("refused: 1 file, 0 errors, 1 warning; under --strict warnings refuse\n"))
    let clean = try Tool.run(["check", "-", "--strict", "--format", format], input: BaseBlueprint.text)
    #expect(clean.status == 0 && !clean.errors.contains("refuse"))
  }

  @Test func programsAreToldThatItWasStrict() throws {
    func members(_ arguments: [String]) throws -> [String: Any] {
      let run = try Tool.run(["check", "-", "--format", "json"] + arguments, input: Self.warned)
      return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }
    #expect(try members([])["ok"] as? Bool == true)
    #expect(try members([])["strict"] == nil)
    #expect(try members(["--strict"])["ok"] as? Bool == false)
    #expect(try members(["--strict"])["strict"] as? Bool == true)
  }

  @Test func anErrorIsStillAnError() throws {
    let input = Self.warned.replacingOnce("required_slots: [day]", with: "required_slots: [dya]")
    let run = try Tool.run(["check", "-", "--strict"], input: input)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("refused: 1 file, ") && !run.errors.contains("--strict"))
  }

  @Test func validateIsStrictToo() throws {
    #expect(try Tool.run(["validate", "-", "--strict"], input: BaseDraft.text).status == 0)
    // A node more, to which nothing leads.
    let node = "{\"id\": \"nowhere\", \"kind\": \"handoff\", \"say\": \"I pass you on.\"}"
    let dead = BaseDraft.text.replacingOnce("\"nodes\": [", with: "\"nodes\": [\(node),")
    #expect(try Tool.run(["validate", "-"], input: dead).status == 0)
    let strict = try Tool.run(["validate", "-", "--strict"], input: dead)
    #expect(strict.status == 1)
    #expect(strict.errors.contains("under --strict warnings refuse"))
  }

  @Test func compileWritesNothingUnderStrict() throws {
    try withFolder { folder in
      let (blueprint, draft) = ("\(folder)/a.blueprint.yaml", "\(folder)/a.draft.json")
      try Data(Self.warned.utf8).write(to: URL(filePath: blueprint))
      #expect(try Tool.run(["compile", blueprint, "--strict", "-o", draft]).status == 1)
      #expect(!FileManager.default.fileExists(atPath: draft))
      let printed = try Tool.run(["compile", blueprint, "--strict"])
      #expect(printed.status == 1 && printed.output == "")
      #expect(try Tool.run(["compile", blueprint, "-o", draft]).status == 0)
      #expect(FileManager.default.fileExists(atPath: draft))
    }
  }

  // MARK: Where something is made of a blueprint with warnings

  @Test(arguments: ["simulate", "certify", "gate"])
  func openWarningsAreToldAgain(_ command: String) throws {
    let run = try Tool.run([command, "-"], input: Self.warned)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains(": warning FOH3014 [default-handoff-message]: ") == true)
    #expect(lines.last == "! 1 warning open in `-`")
    #expect(try Tool.run([command, "-"], input: BaseBlueprint.text).errors == "")
  }

  @Test func aReleaseFolderRefusesWarningsFromItsFirstDay() throws {
    let desk = try ReleaseFixture()
    try Data(Self.warned.utf8).write(to: URL(filePath: desk.agent("warned")))
    let refused = try desk.run(["release", "certify", desk.agent("warned")])
    #expect(refused.status == 2)
    #expect(refused.output.hasPrefix("✗ refused, open_warnings: a warning is open: "))
    #expect(refused.errors.contains("FOH3014") && refused.errors.contains("! 1 warning open in "))
    // Nothing is on record.
    #expect(try desk.bytes("audit.jsonl").isEmpty && desk.files(in: "certificates").isEmpty)
    #expect(try desk.publish("warned")["reason_code"] == "open_warnings")

    // A policy that is gone allows nothing more.
    let policy = try desk.bytes("gates.yaml")
    try FileManager.default.removeItem(at: desk.url("gates.yaml"))
    #expect(try desk.run(["release", "certify", desk.agent("warned")]).status == 2)

    try desk.write(policy, to: "gates.yaml")
    try desk.allowWarnings()
    let certified = try desk.run(["release", "certify", desk.agent("warned")])
    #expect(certified.status == 0 && certified.errors.contains("! 1 warning open in "))
    #expect(try desk.publish("warned").status == 0)
  }

  /// The hooks that ship look at the file that `init` proposes and at a release folder's policy, and refuse warnings.
  @Test func theHooksAreStrictAndLookAtWhatInitProposes() throws {
    let text = try Repository.text(".pre-commit-hooks.yaml")
    let entries = text.matches(of: /(?m)^  entry: (.*)$/).map { String($0.1) }
    #expect(entries == ["fohc check --strict", "fohc check --strict"])
    let patterns = text.matches(of: /(?m)^  files: (.*)$/).map { String($0.1) }
    let exclusions = text.matches(of: /(?m)^  exclude: (.*)$/).map { String($0.1) }
    #expect(patterns.count == 2 && Set(patterns).count == 1 && exclusions.count == 2)
    let files = try Regex(try #require(patterns.first))
    let excluded = try Regex(try #require(exclusions.first))
    func looksAt(_ path: String) -> Bool {
      path.firstMatch(of: files) != nil && path.firstMatch(of: excluded) == nil
    }
    for path in [
      "agent.blueprint.yaml", "desk/agent.blueprint.yml", "agent.draft.json", ".fohc/gates.yaml",
      "desk/.fohc/gates.yaml", "blueprints/hotel.yaml",
    ] { #expect(looksAt(path), "\(path)") }
    // What is on record cannot be changed any more.
    for path in ["agent.yaml", "navigates.yaml", ".fohc/drafts/0f.json", "desk/.fohc/drafts/0f.json"] {
      #expect(!looksAt(path), "\(path)")
    }
  }
}

/// Calls `body` with the path of a folder, which is taken away afterwards.
func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}
