import BlueprintCompiler
import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

@testable import Gates

/// One prepared draft, passed on, gives what the same draft gives that is read from its bytes and prepared again.
struct PreparedEvidenceTests {
  private func reviewAgain(_ draft: PreparedDraft) throws -> DraftUnderReview {
    var findings = Findings(limits: .kept)
    let source = SourceText(name: "again", bytes: CanonicalJSON.bytes(of: draft.json))
    let document = try #require(readJSON(source, limits: .kept, findings: &findings))
    return try #require(reviewDraft(document, findings: &findings))
  }

  @Test(arguments: Repository.examples)
  func theSameCertificateDecisionAndConfidence(_ name: String) throws {
    let draft = try #require(compile(try Repository.source("Examples/blueprints/\(name)")).draft)
    let (review, again) = (reviewDraft(draft), try reviewAgain(draft))
    #expect(confidence(of: draft) == confidence(of: again.prepared))
    let plan = SimulationPlan(mode: .full, adaptiveRuns: 3)
    let certificates = [
      Certificate(
        simulate(draft, plan), engine: GateFixture.engine, issuedAt: GateFixture.now, validForHours: 24),
      again.certificate(
        playing: plan, engine: GateFixture.engine, issuedAt: GateFixture.now, validForHours: 24),
    ]
    #expect(
      CanonicalJSON.text(of: certificates[0].json) == CanonicalJSON.text(of: certificates[1].json))
    #expect(certificates[0].faults(as: again, engine: GateFixture.engine, trusted: nil) == [])
    let decisions = [review, again].map { review in
      decideRelease(
        ReleaseEvidence(draft: .present(review), certificate: .present(certificates[0])),
        engine: GateFixture.engine, now: GateFixture.now)
    }
    #expect(decisions.allSatisfy { $0.isPassed })
  }

  /// What is prepared is not believed: faults of a draft's schema and shape are looked for in any case, and so is a
  /// blueprint's error that it carries.
  @Test func preparingHidesNoFault() throws {
    var shapeless = GateFixture.draft
    shapeless.edges[0].to = "nowhere"
    let faulty = try #require(
      compile(.yaml(BaseBlueprint.with(("must_collect: [area, day]", "must_collect: [nowhere]")))).draft)
    for draft in [prepare(shapeless), faulty] {
      let (review, again) = (reviewDraft(draft), try reviewAgain(draft))
      #expect(!review.errors.isEmpty)
      #expect(review.errors == again.errors)
      #expect(review.reasons.map(\.code) == [.draftInvalid])
    }
  }
}
