import BlueprintCompiler
import Foundation
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// Writing proofs and checking them from the command line.
struct ProofObjectCommandTests {
  private static let blueprint = "Examples/blueprints/custom.yaml"
  private static let draft = "Examples/drafts/custom.draft.json"

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func codes(_ run: Tool.Run) throws -> [String] {
    (try object(run.output)["diagnostics"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
  }

  @Test func whatIsProvedIsAccepted() throws {
    let proof = try Tool.run(["prove", Self.blueprint])
    #expect(proof.status == 0)
    #expect(try object(proof.output)["schema_version"] as? String == "flow_proof.v1")
    // The blueprint's proof is its draft's.
    #expect(try Tool.run(["prove", Self.draft]).output == proof.output)
    let verdict = try Tool.run(["verify-proof", Self.draft, "-", "--format", "json"], input: proof.output)
    #expect(verdict.status == 0)
    let report = try object(verdict.output)
    #expect(report["ok"] as? Bool == true)
    #expect(report["draft_hash"] as? String == (try object(proof.output)["draft_hash"] as? String))
  }

  @Test func aChangedProofIsRefusedAtItsPlace() throws {
    let proof = try Tool.run(["prove", Self.draft]).output
    let end = try #require(proof.range(of: "\"end\": 1"))
    let changed = proof.replacingCharacters(in: end, with: "\"end\": 2")
    let run = try Tool.run(["verify-proof", Self.draft, "-", "--format", "json"], input: changed)
    #expect(run.status == 1)
    let finding = try #require((try object(run.output)["diagnostics"] as? [[String: Any]])?.first)
    #expect(finding["code"] as? String == "FOH6904")
    #expect((finding["path"] as? String)?.hasPrefix("/states/") == true)
    #expect((finding["message"] as? String)?.hasPrefix("NoSilentDrop 3, ends: ") == true)
  }

  @Test func theProofOfAnotherDraftIsRefused() throws {
    let proof = try Tool.run(["prove", Self.draft]).output
    let other = "Examples/drafts/dental_practice.draft.json"
    let run = try Tool.run(["verify-proof", other, "-", "--format", "json"], input: proof)
    #expect(run.status == 1)
    #expect(try codes(run) == ["FOH6903"])
  }

  @Test func whatIsRefutedHasNoProof() throws {
    let affirm = "\"on\": \"tool:book_viewing\", \"to\": \"visit/tool:book_viewing/confirm\""
    let draft = BaseDraft.text.replacingOnce(
      affirm, with: affirm.replacingOnce("/confirm", with: "/call/1"))
    let run = try Tool.run(["prove", "-", "--format", "json"], input: draft)
    #expect(run.status == 1)
    #expect(try codes(run).contains("FOH6201"))
  }

  @Test func filesThatCannotBeReadAreSaidToBe() throws {
    #expect(try Tool.run(["prove", "/nowhere.json"]).status == 66)
    #expect(try Tool.run(["verify-proof", Self.draft, "/nowhere.json"]).status == 66)
    #expect(try Tool.run(["verify-proof", Self.draft, "Package.swift"]).status == 1)
    #expect(try Tool.run(["verify-proof", Self.blueprint, Self.draft]).status == 1)
  }
}
