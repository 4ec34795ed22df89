import Documents
import Gates
import TestSupport
import Testing
@testable import ConversationSimulator

/// For each gate a case that must be refused. A build in which a gate cannot refuse is red.
struct GateCanaryTests {
  @Test(arguments: GateName.allCases)
  func refuses(_ gate: GateName) {
    var evidence = GateFixture.everything
    switch gate {
    case .simulationCertificate: evidence.certificate = .absent
    case .evaluationLoop: evidence.incidents = .present([GateFixture.incident()])
    }
    let decision = GateFixture.decide(evidence)
    #expect(!decision.isPassed)
    #expect(decision.gates.filter { !$0.isPassed }.map(\.gate) == [gate])
    #expect(decision.reason != nil)
  }

  /// A `quick` certificate that was edited to claim `stress` and full coverage, of an engine that is not here.
  @Test func refusesAnUnsignedForgery() {
    var evidence = GateFixture.everything
    var policy = UnsignedStates.policy
    policy.minimumMode = .stress
    policy.coverageFloors = [.events: 100]
    evidence.policy = .present(policy)
    evidence.live = .present(LiveVersion(GateFixture.review, policies: [policy]))
    evidence.certificate = .present(
      GateFixture.forged(
        GateFixture.certificate(engine: Engine(version: "1.9.0")), [("mode", .string("stress"))]))
    let decision = GateFixture.decide(evidence)
    #expect(decision.gates.filter { !$0.isPassed }.map(\.gate) == [.simulationCertificate])
    #expect(decision.codes(.simulationCertificate) == [.coverageBelowFloor])
  }

  /// A confirmation that is gone, in a draft that is fine by itself.
  @Test func refusesALostGuarantee() throws {
    let state = try #require(EvidenceStates.live.first { $0.codes == [.guaranteeLost] })
    var evidence = GateFixture.everything
    evidence.live = state.evidence
    let decision = GateFixture.decide(evidence)
    let reason = try #require(decision.reason)
    #expect(decision.gates.filter { !$0.isPassed }.map(\.gate) == [.evaluationLoop])
    #expect(reason.code == .guaranteeLost && reason.subject == "confirmation:find_homes")
    #expect(reason.conversation.last?.hasPrefix("user: ") ?? false)
  }

  /// The canaries show something only while the same evidence without the fault passes.
  @Test func passesWhatIsInOrder() {
    let decision = GateFixture.decide(GateFixture.everything)
    #expect(decision.isPassed, "\(decision.gates.flatMap { $0.verdict.reasons.map(\.sentence) })")
  }
}
