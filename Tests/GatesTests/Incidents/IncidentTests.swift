import Documents
@testable import ConversationSimulator
import BlueprintCompiler
import Testing

@testable import Gates

/// The whole table of states and transitions.
struct IncidentTests {
  private static let passing = Incident.CertificateEvidence(isPassing: true, hasScenarioPassed: true)

  private func outcome(_ state: Incident.State, _ transition: Incident.Transition) -> String {
    switch SampleIncident.make(state).applying(transition) {
    case .success(let incident): incident.json["state"]?.text ?? ""
    case .failure(let refusal): refusal.rawValue
    }
  }

  @Test func theTableIsThis() {
    let transitions: [Incident.Transition] = [
      .cover(SampleIncident.coverage, Self.passing), .close(SampleIncident.closing),
    ]
    let table = SampleIncident.states.map { state in transitions.map { outcome(state, $0) } }
    #expect(
      table == [
        ["covered", "incident_not_covered"],
        ["incident_already_covered", "closed"],
        ["incident_closed", "incident_already_closed"],
      ])
  }

  @Test func onlyAnOpenIncidentBlocks() {
    #expect(SampleIncident.states.map { SampleIncident.make($0).blocksPublishing } == [true, false, false])
  }

  /// Whatever the evidence is, nothing but a scenario that passed in a certificate that passed covers.
  @Test(arguments: [true, false], [true, false, nil])
  func onlyPassingEvidenceCovers(_ isPassing: Bool, _ hasScenarioPassed: Bool?) {
    let evidence = Incident.CertificateEvidence(isPassing: isPassing, hasScenarioPassed: hasScenarioPassed)
    let expected =
      switch (isPassing, hasScenarioPassed) {
      case (true, true): "covered"
      case (false, true): "covering_certificate_failed"
      case (_, false): "covering_scenario_failed"
      case (_, nil): "covering_scenario_missing"
      }
    #expect(outcome(.open, .cover(SampleIncident.coverage, evidence)) == expected)
  }

  @Test func timeDoesNotRunBackwards() {
    let coverage = SampleIncident.coverage
    for (seconds, expected) in [(-1, "covered_before_opened"), (0, "covered")] {
      let early = Incident.Coverage(
        scenario: coverage.scenario, certificate: coverage.certificate, draft: coverage.draft,
        at: .noon.advanced(bySeconds: seconds))
      #expect(outcome(.open, .cover(early, Self.passing)) == expected)
    }
    for (seconds, expected) in [(-1, "closed_before_covered"), (0, "closed")] {
      let early = Incident.Closing(by: "ben", at: coverage.at.advanced(bySeconds: seconds))
      #expect(outcome(.covered(coverage), .close(early)) == expected)
    }
    #expect(outcome(.covered(coverage), .close(.init(by: " ", at: coverage.at))) == "closed_by_nobody")
  }

  @Test func everyRefusalSaysWhatToDo() {
    for refusal in Incident.Refusal.allCases {
      #expect(refusal.rawValue.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
      #expect(refusal.sentence.hasSuffix(".") && refusal.remediation.hasSuffix("."))
    }
  }
}
