import Documents
import PolicyGraph

extension ReleaseLedger {
  /// Puts a certificate on record, passing or not. `draft`: the draft that it was made of.
  public func certify(
    _ certificate: Certificate, of draft: DraftHash, _ actionContext: ActionContext
  ) -> Result<AuditEntry, ReleaseRefusal> {
    if let refusal = refusal(of: actionContext) { return .failure(refusal) }
    guard let recorded = RecordedCertificate(certificate), recorded.draft == draft else {
      return .failure(ReleaseRefusal(.certificateNotOnRecord, "the certificate is of another draft"))
    }
    if let known = self.certificate(recorded.id), known.content != recorded.content {
      return .failure(
        ReleaseRefusal(
          .certificateChanged, "certificate \(recorded.id) is on record already, with another signature"))
    }
    return .success(entry(.certified(recorded), forward(actionContext), draft))
  }

  /// Names the scenario that covers what happened. It has to have passed in a certificate that was put on record after
  /// the incident was opened and that the gate `sim_cert` accepts now for its draft, and has to be new or changed since
  /// the version that was live when the incident opened: what passed there did not keep it from happening.
  ///
  /// `before`: the draft of ``versionLive(whenOpened:)``; `notNeeded` where nothing was live.
  public func cover(
    _ id: IncidentID, scenario: ScenarioID, certificate: Evidence<Certificate>,
    draft: Evidence<DraftUnderReview>, before: Evidence<DraftUnderReview>, policy: Evidence<GatePolicy>,
    _ actionContext: ActionContext
  ) -> Result<AuditEntry, ReleaseRefusal> {
    if let refusal = refusal(of: actionContext) { return .failure(refusal) }
    let actionContext = forward(actionContext)
    guard let incident = incident(id) else { return .failure(unknown(id)) }
    guard case .present(let shown) = onRecord(certificate), let recorded = self.certificate(shown.id) else {
      return .failure(
        ReleaseRefusal(.certificateNotOnRecord, "no certificate on record can be shown for this"))
    }
    let coverage = Incident.Coverage(
      scenario: scenario, certificate: recorded.id, draft: recorded.draft, at: actionContext.at)
    let evidence = Incident.CertificateEvidence(
      isPassing: shown.isPassing, hasScenarioPassed: shown.scenarios.first { $0.id == scenario }?.isPassed)
    switch incident.applying(.cover(coverage, evidence)) {
    case .failure(let refusal): return .failure(ReleaseRefusal(refusal))
    case .success(let covered):
      guard positions.isAfterOpening(recorded, of: incident) else {
        return .failure(
          ReleaseRefusal(
            .certificateOlderThanIncident,
            "certificate \(recorded.id) was on record before incident `\(id)` was opened"))
      }
      let decision = decideRelease(
        ReleaseEvidence(draft: draft, certificate: .present(shown), policy: policy),
        engine: actionContext.engine,
        now: actionContext.at)
      let gate = decision.gates.filter { $0.gate == .simulationCertificate }
      guard gate.allSatisfy(\.isPassed) else {
        return .failure(
          ReleaseRefusal(
            ReleaseDecision(
              draftHash: decision.draftHash, sha256: decision.sha256, decidedAt: decision.decidedAt,
              gates: gate), record: nil))
      }
      if let refusal = refusal(of: scenario, in: draft, since: before, incident) { return .failure(refusal) }
      return .success(entry(.moved(covered), actionContext, covered.draft))
    }
  }

  /// Whether the scenario is new or changed since the version that was live when the incident opened.
  private func refusal(
    of scenario: ScenarioID, in draft: Evidence<DraftUnderReview>, since before: Evidence<DraftUnderReview>,
    _ incident: Incident
  ) -> ReleaseRefusal? {
    guard let version = versionLive(whenOpened: incident) else { return nil }
    let name = "version \(version.number), which was live when incident `\(incident.id)` opened"
    guard case .present(let earlier) = before, earlier.hash == version.draft else {
      var why = "it is not there"
      if case .faulty(let fault) = before { why = fault.detail }
      if case .present = before { why = "another draft was given for it" }
      return ReleaseRefusal(.contentDamaged, "the draft of \(name), cannot be compared with: \(why)")
    }
    guard case .present(let draft) = draft,
      let named = draft.draft.scenarios?.first(where: { $0.id == scenario })
    else { return ReleaseRefusal(.contentDamaged, "the draft that was certified is not there") }
    guard let same = earlier.draft.scenario(asMuchAs: named, of: draft.draft) else { return nil }
    let what =
      same.id == scenario
      ? "asks for nothing that it did not ask for in"
      : "asks for nothing that `\(same.id)` did not ask for in"
    return ReleaseRefusal(.coveringScenarioUnchanged, "scenario `\(scenario)` \(what) \(name)")
  }

  /// Closes an incident that is covered.
  public func close(_ id: IncidentID, _ actionContext: ActionContext) -> Result<AuditEntry, ReleaseRefusal> {
    let actionContext = forward(actionContext)
    guard let incident = incident(id) else { return .failure(unknown(id)) }
    switch incident.applying(.close(.init(by: actionContext.actor, at: actionContext.at))) {
    case .success(let closed): return .success(entry(.moved(closed), actionContext, closed.draft))
    case .failure(let refusal): return .failure(ReleaseRefusal(refusal))
    }
  }

  private func unknown(_ id: IncidentID) -> ReleaseRefusal {
    ReleaseRefusal(.unknownIncident, "there is no incident `\(id)`")
  }
}
