import Gates
import PolicyGraph
import TestSupport
import Testing

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

  /// The canaries show something only while the same evidence without the fault passes.
  @Test func passesWhatIsInOrder() {
    let decision = GateFixture.decide(GateFixture.everything)
    #expect(decision.isPassed, "\(decision.gates.flatMap { $0.verdict.reasons.map(\.sentence) })")
  }
}
