import Foundation
import PolicyGraph
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
