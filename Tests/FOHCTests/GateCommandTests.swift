import Documents
import BlueprintCompiler
import Foundation
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

@testable import Gates

/// `fohc gate` on files: what is not evidence, and what it was not given.
struct GateCommandTests {
  private let folder: URL
  private static let noon = "2026-11-24T12:00:00Z"

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "fohc-gate-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(BaseBlueprint.text, "agent.yaml")
    try write("schema_version: gate_policy.v1\n", "gates.yaml")
    let certified = try Tool.run([
      "certify", path("agent.yaml"), "-o", path("cert.json"), "--at", Self.noon,
    ])
    #expect(certified.status == 0)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  private func gate(_ more: [String] = [], certificate: String = "cert.json") throws -> Tool.Run {
    try Tool.run(
      ["gate", path("agent.yaml"), "--certificate", path(certificate), "--at", Self.noon] + more)
  }

  @Test func endsWithWhatItWasNotGiven() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try gate()
    #expect(run.status == 0)
    #expect(
      run.output.hasSuffix(
        "not given, so not looked at: the live version (`--live`), incidents (`--incidents`), recorded evaluations "
          + "(`--evals`), a gate policy (the usual rules were asked) (`--policy`)\n"))
    #expect(run.output.contains("✓ sim_cert: pass; not looked at: the words of `user_goal` were not read"))
    let some = try gate(["--live", path("agent.yaml"), "--policy", path("gates.yaml")])
    #expect(
      some.output.hasSuffix("not looked at: incidents (`--incidents`), recorded evaluations (`--evals`)\n"))
    let json = try gate(["--format", "json"])
    #expect(json.output.contains(#""not_given":["live","incidents","evals","policy"]"#))
    #expect(
      try gate(["--format", "junit"]).output.contains("<system-out>not given, so not looked at: the live"))
  }

  @Test func allRefusesWithoutAnyOfThem() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(CanonicalJSON.text(of: IncidentList.empty), "incidents.jsonl")
    let given = [
      ("--live", "agent.yaml", "live_missing"), ("--incidents", "incidents.jsonl", "incidents_missing"),
      ("--policy", "gates.yaml", "policy_missing"),
    ]
    for (option, _, code) in given {
      let others = given.filter { $0.0 != option }.flatMap { [$0.0, path($0.1)] }
      let run = try gate(["--all"] + others)
      #expect(run.status == 2 && run.output.contains(code), "\(option)")
    }
    let all = try gate(["--all"] + given.flatMap { [$0.0, path($0.1)] })
    #expect(all.status == 2 && all.output.contains("evaluations_missing"))
    // One that lists none is a record of incidents.
    #expect(try gate(["--incidents", path("incidents.jsonl")]).status == 0)
  }

  /// A file in which there is nothing to be seen is empty, whatever is in it.
  @Test(arguments: ["", "\n", " \t\r\n\n", "\u{FEFF}", "\u{FEFF}\n\u{200B}\u{A0}\n", "\u{2028}"])
  func blanksAreNoEvidence(_ text: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(text, "blank")
    for (option, code) in [
      ("--incidents", "incidents_unreadable"), ("--evals", "evaluations_empty"),
      ("--policy", "policy_unreadable"),
      ("--live", "live_unreadable"),
    ] {
      let run = try gate([option, path("blank")])
      #expect(run.status == 2 && run.output.contains(code), "\(option): \(run.output)")
      #expect(run.output.contains("(`\(path("blank"))`)"))
    }
    #expect(try gate(certificate: "blank").output.contains("sim_cert_empty"))
    #expect(try Tool.run(["gate", path("blank"), "--certificate", path("cert.json")]).status == 2)
  }

  @Test func conflictsAreNoEvidence() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("schema_version: gate_policy.v1\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", "gates.yaml")
    let run = try gate(["--policy", path("gates.yaml")])
    #expect(run.status == 2 && run.output.contains("git's conflict markers, from line 2 on"))
  }

  @Test func commandsCarryTheRealNames() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("schema_version: gate_policy.v1\ncertificate: {min_mode: stress}\n", "gates.yaml")
    let weaker = try gate(["--policy", path("gates.yaml")])
    #expect(
      weaker.output.contains("$ fohc certify \(path("agent.yaml")) --mode stress -o \(path("cert.json"))\n"))
    let none = try Tool.run(["gate", path("agent.yaml"), "--at", Self.noon])
    #expect(none.output.contains("$ fohc certify \(path("agent.yaml")) -o \(path("agent.cert.json"))\n"))
    let missing = try gate(["--policy", path("it's gone.yaml"), "--format", "json"])
    #expect(missing.output.contains("fohc check '\(path("it'\\\\''s gone.yaml"))'"))
    #expect(missing.output.contains("is missing (`\(path("it's gone.yaml"))`)"))
  }

  /// The draft that an editor is shown beside a faulty blueprint is simulated, certified and released by nobody.
  @Test func aFaultyBlueprintsDraftIsRefused() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let faulty = BaseBlueprint.with(("must_collect: [area, day]", "must_collect: [arae, day]"))
    let draft = try #require(compile(SourceText(name: "", text: faulty)).draft).draft
    #expect(draft.faults.count == 1 && draft.faults.first?.code.hasPrefix("FOH3") == true)
    try write(PrettyJSON.text(of: JSONValue(draft)), "draft.json")
    #expect(try Tool.run(["validate", path("draft.json")]).output.contains("FOH7110"))
    #expect(try Tool.run(["simulate", path("draft.json")]).status == 1)
    #expect(try Tool.run(["certify", path("draft.json"), "-o", path("other.json")]).status == 1)
    let run = try Tool.run([
      "gate", path("draft.json"), "--certificate", path("cert.json"), "--at", Self.noon,
    ])
    #expect(run.status == 2 && run.output.contains("draft_invalid"))
    #expect(run.output.contains("this draft was made from a blueprint with errors"))
  }

  @Test func canonicalBytesAreThoseThatAreHashed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = Array(try Tool.run(["hash", "--canonical", path("agent.yaml")]).output.utf8)
    let hash = DraftHash(canonicalBytes: bytes)
    let line = try Tool.run(["hash", path("agent.yaml")]).output
    #expect(line.hasPrefix("\(hash.draftHash)  sha256:\(hash.sha256)  "))
    #expect(bytes.first == UInt8(ascii: "{") && bytes.last == UInt8(ascii: "}"))
    try write(String(decoding: bytes, as: UTF8.self), "draft.json")
    #expect(Array(try Tool.run(["hash", "--canonical", path("draft.json")]).output.utf8) == bytes)
    #expect(try Tool.run(["hash", "--canonical", path("agent.yaml"), path("draft.json")]).status == 64)
    let none = try Tool.run(["hash", "--canonical", path("gates.yaml")])
    #expect(none.status != 0 && none.output.isEmpty && !none.errors.isEmpty)
  }
}
