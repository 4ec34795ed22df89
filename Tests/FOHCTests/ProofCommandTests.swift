import BlueprintCompiler
import Documents
import Foundation
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// What the command line says of a draft that breaks a guarantee.
struct ProofCommandTests {
  private static let affirm =
    "{\"from\": \"visit/talk\", \"on\": \"tool:book_viewing\", \"to\": \"visit/tool:book_viewing/confirm\"}"
  /// The base draft with a call that nobody confirmed.
  private static let unconfirmed = BaseDraft.text.replacingOnce(
    affirm, with: affirm.replacingOnce("/confirm\"}", with: "/call/1\"}"))

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func aProvedDraftHasItsVerdicts() throws {
    let run = try Tool.run(["validate", "-", "--format", "json"], input: BaseDraft.text)
    #expect(run.status == 0)
    let proof = try #require(try object(run.output)["proof"] as? [String: [String: Any]])
    for invariant in Invariant.allCases {
      #expect(proof[invariant.rawValue]?["verdict"] as? String == "proved")
      let clauses = proof[invariant.rawValue]?["clauses"] as? [String: String]
      #expect(clauses == Dictionary(uniqueKeysWithValues: invariant.clauses.map { ($0.rawValue, "proved") }))
    }
  }

  @Test func aRefutationIsAConversationThatReplays() throws {
    let run = try Tool.run(["validate", "-", "--format", "json"], input: Self.unconfirmed)
    #expect(run.status == 1)
    let report = try object(run.output)
    let findings = try #require(report["diagnostics"] as? [[String: Any]])
    let finding = try #require(findings.first { $0["code"] as? String == "FOH6201" })
    let witness = try #require(finding["witness"])
    let folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let draft = folder.appending(path: "draft.json")
    try Data(Self.unconfirmed.utf8).write(to: draft)
    let text = String(decoding: try JSONSerialization.data(withJSONObject: witness), as: UTF8.self)
    #expect(try Tool.run(["replay", "-", "--draft", draft.path], input: text).status == 0)

    // On the draft without the fault it shows nothing.
    try Data(BaseDraft.text.utf8).write(to: draft)
    #expect(try Tool.run(["replay", "-", "--draft", draft.path], input: text).status == 1)
  }

  /// Calls `body` with the paths of a draft and of its validation result.
  private func withResult(
    of text: String = Self.unconfirmed, _ body: (_ draft: String, _ result: String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let draft = folder.appending(path: "draft.json")
    let result = folder.appending(path: "result.json")
    try Data(text.utf8).write(to: draft)
    try Data(try Tool.run(["validate", draft.path, "--format", "json"]).output.utf8).write(to: result)
    try body(draft.path, result.path)
  }

  /// What is replayed is the whole conversation, the agent's half too, as the finding shows it.
  @Test func aResultIsReplayedAsItWasShown() throws {
    try withResult { draft, result in
      let replayed = try Tool.run(["replay", result, "--draft", draft])
      #expect(replayed.status == 0)
      let shown = try Tool.run(["validate", draft]).output
      let lines = replayed.output.split(separator: "\n")
      #expect(lines.contains { $0.hasPrefix("agent") } && lines.contains { $0.hasPrefix("user") })
      for line in lines { #expect(shown.contains(line), "\(line)") }

      let json = try object(try Tool.run(["replay", result, "--draft", draft, "--format", "json"]).output)
      let turns = try #require(json["conversation"] as? [[String: Any]])
      #expect(turns.count == lines.count)
      #expect(turns.last?["speaker"] as? String == "fault")
      #expect((json["witness"] as? [String: Any])?["code"] as? String == "FOH6201")

      let other = try Tool.run(["replay", result, "--draft", draft, "--number", "99"])
      #expect(other.status == 1 && other.errors.contains("no number 99"))
    }
  }

  @Test func aWitnessIsASequenceDiagram() throws {
    try withResult { draft, result in
      let run = try Tool.run(["replay", result, "--draft", draft, "--format", "mermaid"])
      try Repository.expectGolden(run.output, "Tests/Fixtures/graph/unconfirmed-call.sequence.mmd")
    }
  }

  /// A circle of nodes that say nothing is told by its nodes, and no block of the diagram is empty.
  @Test func aSilentCircleIsShown() throws {
    let circle = TinyDraft(
      [Node("one", .route), Node("two", .route)], [Edge("one", .auto, "two"), Edge("two", .auto, "one")]
    ).completed
    let text = PrettyJSON.text(of: JSONValue(circle))
    let shown = try Tool.run(["validate", "-"], input: text).output
    #expect(shown.contains("it has gone round in silence: `one`, `two`, `one`"))
    try withResult(of: text) { draft, result in
      let report = try object(String(contentsOfFile: result, encoding: .utf8))
      let findings = try #require(report["diagnostics"] as? [[String: Any]])
      let witnesses = findings.filter { $0["witness"] != nil }
      let number = try #require(witnesses.firstIndex { $0["code"] as? String == "FOH5203" }) + 1
      let diagram = try Tool.run(
        ["replay", result, "--draft", draft, "--format", "mermaid", "--number", "\(number)"]
      ).output
      let lines = diagram.split(separator: "\n").map { $0.drop { $0 == " " } }
      let loop = try #require(lines.firstIndex { $0.hasPrefix("loop ") })
      #expect(lines[loop + 1].hasPrefix("Note over") && lines[loop + 2] == "end")
    }
  }

  @Test func aWitnessIsShownInTheGraph() throws {
    try withResult { draft, result in
      let run = try Tool.run(["graph", draft, "--witness", result])
      #expect(run.status == 1)
      // The steps of the conversation, and where it goes wrong.
      for mark in ["step 1", "step 2", "✗ FOH6201 unconfirmed-call", "penwidth=2.5"] {
        #expect(run.output.contains(mark), "\(mark)")
      }
      let chart = try Tool.run(["graph", draft, "--witness", result, "--format", "mermaid"]).output
      #expect(chart.contains("linkStyle") && chart.contains("step 1"))
      #expect(try Tool.run(["graph", draft]).output.contains("step 1") == false)
      #expect(try Tool.run(["graph", draft, "--witness", result, "--detail", "overview"]).status == 64)
      #expect(try Tool.run(["graph", draft, "--witness", result, "--format", "json"]).status == 64)
      #expect(try Tool.run(["graph", draft, "--witness", draft]).status == 1)
    }
  }

  @Test func aConversationReadsLikeOne() throws {
    let run = try Tool.run(["validate", "-"], input: Self.unconfirmed)
    try Repository.expectGolden(run.output, "Tests/Fixtures/human/unconfirmed-call.txt")
  }

  @Test func exploringFindsTheSame() throws {
    let run = try Tool.run(["explore", "-", "--json"], input: Self.unconfirmed)
    #expect(run.status == 1)
    let violations = try #require(try object(run.output)["violations"] as? [[String: Any]])
    #expect(violations.contains { $0["code"] as? String == "FOH6201" })
    let sound = try object(try Tool.run(["explore", "-", "--json"], input: BaseDraft.text).output)
    #expect(sound["violations"] as? [String] == [])
  }
}
