import ConversationSimulator
import Documents
import PolicyGraph

/// What recorded evaluations have to show of each scenario separately (definition 9.7).
struct EvaluationReview {
  let draft: DraftUnderReview
  let evaluations: Evidence<EvaluationFile>
  let policy: GatePolicy
  let now: Instant

  /// Where evaluations are given although the policy does not ask for them, they are held to the default rules.
  private var rules: GatePolicy.EvaluationRules { policy.evaluations ?? .init() }

  var reasons: [GateReason] {
    switch evaluations {
    case .notNeeded where policy.evaluations == nil: []
    case .notNeeded, .absent: [GateReason(.evaluationsMissing, "no recorded evaluations are given")]
    case .faulty(let fault):
      switch fault.kind {
      case .empty: [GateReason(.evaluationsEmpty, "the file of evaluations is empty")]
      case .unreadable, .malformed:
        [GateReason(.evaluationsUnreadable, "the evaluations cannot be read: \(fault.detail)")]
      }
    case .present(let file): reasons(of: file)
    }
  }

  private func reasons(of file: EvaluationFile) -> [GateReason] {
    let set = EvaluationSet(file, for: draft.hash)
    switch set.usability {
    case .unreadable:
      let detail = file.diagnostics.first { $0.rule.severity == .error }?.message ?? ""
      return [GateReason(.evaluationsUnreadable, "not every evaluation could be read: \(detail)")]
    case .contradictory:
      let mismatch = GateReason(
        .evaluationsDigestMismatch,
        set.contradictions == 1
          ? "an evaluation names this draft by one hash and another draft by the other"
          : "\(set.contradictions) evaluations name this draft by one hash and another draft by the other")
      return [mismatch] + reasonsOfScenarios(set)
    case .empty where set.ofOtherDrafts > 0:
      return [
        GateReason(
          .evaluationsOtherDraft, "all \(set.ofOtherDrafts) evaluations are of other drafts, none of this one"
        )
      ]
    case .empty: return [GateReason(.evaluationsEmpty, "there are no evaluations")]
    case .present: return reasonsOfScenarios(set)
    }
  }

  private func reasonsOfScenarios(_ set: EvaluationSet) -> [GateReason] {
    (draft.draft.scenarios ?? []).flatMap { reasons(of: $0, set[$0.id]) }
  }

  private func reasons(of scenario: Scenario, _ evidence: ScenarioEvaluations?) -> [GateReason] {
    let id = scenario.id.text
    guard let evidence else {
      return [GateReason(.tooFewRuns, "scenario `\(id)` was never judged", subject: id)]
    }
    var found: [GateReason] = []
    func refuse(_ code: ReasonCode, _ sentence: String) {
      found.append(GateReason(code, "scenario `\(id)`: \(sentence)", subject: id))
    }
    // The oldest run counts: a fresh one beside it does not make it fresh.
    if now.seconds(since: evidence.earliest) > rules.maximumAgeHours * 3600 {
      refuse(
        .evaluationsStale,
        "a run is from \(evidence.earliest.text), more than \(rules.maximumAgeHours) hours ago")
    }
    if evidence.latest.seconds(since: now) > SimCertGate.clockTolerance {
      refuse(.evaluationsFuture, "a run is from \(evidence.latest.text), and it is \(now.text)")
    }
    if evidence.runs < rules.minimumRuns {
      refuse(.tooFewRuns, "\(evidence.runs) runs were judged, and the policy asks for \(rules.minimumRuns)")
    }
    if evidence.lowerBound(at: rules.confidence) * 100 < Double(rules.passRatePercent) {
      refuse(
        .passRateTooLow,
        "\(evidence.passes) of \(evidence.runs) runs passed, which does not show \(rules.passRatePercent) percent "
          + "with \(rules.confidence.percent) confidence")
    }
    for tally in evidence.obligations where tally.violated > 0 && isCritical(tally) {
      refuse(.criticalViolation, "`\(tally.item)` was violated in \(tally.violated) of its runs")
    }
    for item in evidence.unjudged(of: openObligations(of: scenario)) {
      refuse(.obligationUnjudged, "no run was judged on `\(item)`")
    }
    return found
  }

  private func isCritical(_ tally: ObligationTally) -> Bool {
    tally.isCritical || policy.critical.contains { $0.hasSameScalars(as: tally.item) }
  }

  private func openObligations(of scenario: Scenario) -> [String] {
    draft.quickSimulation.scenarios.first { $0.id == scenario.id }?.openObligations ?? []
  }
}
