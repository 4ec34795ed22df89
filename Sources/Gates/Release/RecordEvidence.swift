import PolicyGraph

extension ReleaseLedger {
  /// Puts a certificate on record, passing or not. `draft`: the draft that it was made of.
  public func certify(
    _ certificate: Certificate, of draft: DraftHash, _ occasion: Occasion
  ) -> Result<AuditEntry, ReleaseRefusal> {
    if let refusal = refusal(of: occasion) { return .failure(refusal) }
    guard let recorded = RecordedCertificate(certificate), recorded.draft == draft else {
      return .failure(ReleaseRefusal(.certificateNotOnRecord, "the certificate is of another draft"))
    }
    if let known = self.certificate(recorded.id), known.content != recorded.content {
      return .failure(
        ReleaseRefusal(
          .certificateChanged, "certificate \(recorded.id) is on record already, with another signature"))
    }
    return .success(entry(.certified(recorded), occasion, draft))
  }

  /// Names the scenario that covers what happened. It has to have passed in a certificate that is on record, was issued
  /// after the incident was opened, and that the gate `sim_cert` accepts now for its draft.
  public func cover(
    _ id: IncidentID, scenario: ScenarioID, certificate: Evidence<Certificate>,
    draft: Evidence<DraftUnderReview>, policy: Evidence<GatePolicy>, _ occasion: Occasion
  ) -> Result<AuditEntry, ReleaseRefusal> {
    if let refusal = refusal(of: occasion) { return .failure(refusal) }
    guard let incident = incident(id) else { return .failure(unknown(id)) }
    guard case .present(let shown) = onRecord(certificate), let recorded = self.certificate(shown.id) else {
      return .failure(
        ReleaseRefusal(.certificateNotOnRecord, "no certificate on record can be shown for this"))
    }
    let coverage = Incident.Coverage(
      scenario: scenario, certificate: recorded.id, draft: recorded.draft, at: occasion.at)
    let evidence = Incident.CertificateEvidence(
      isPassing: shown.isPassing, hasScenarioPassed: shown.scenarios.first { $0.id == scenario }?.isPassed)
    switch incident.applying(.cover(coverage, evidence)) {
    case .failure(let refusal): return .failure(ReleaseRefusal(refusal))
    case .success(let covered):
      guard recorded.issuedAt >= incident.openedAt else {
        return .failure(
          ReleaseRefusal(
            .certificateOlderThanIncident,
            "certificate \(recorded.id) was issued before the incident was opened"))
      }
      let decision = decideRelease(
        ReleaseEvidence(draft: draft, certificate: .present(shown), policy: policy), engine: occasion.engine,
        now: occasion.at)
      let gate = decision.gates.filter { $0.gate == .simulationCertificate }
      guard gate.allSatisfy(\.isPassed) else {
        return .failure(
          ReleaseRefusal(
            ReleaseDecision(
              draftHash: decision.draftHash, sha256: decision.sha256, decidedAt: decision.decidedAt,
              gates: gate), record: nil))
      }
      return .success(entry(.moved(covered), occasion, covered.draft))
    }
  }

  /// Closes an incident that is covered.
  public func close(_ id: IncidentID, _ occasion: Occasion) -> Result<AuditEntry, ReleaseRefusal> {
    guard let incident = incident(id) else { return .failure(unknown(id)) }
    switch incident.applying(.close(.init(by: occasion.actor, at: occasion.at))) {
    case .success(let closed): return .success(entry(.moved(closed), occasion, closed.draft))
    case .failure(let refusal): return .failure(ReleaseRefusal(refusal))
    }
  }

  private func unknown(_ id: IncidentID) -> ReleaseRefusal {
    ReleaseRefusal(.unknownIncident, "there is no incident `\(id)`")
  }
}
