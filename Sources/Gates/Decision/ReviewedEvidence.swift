import ConversationSimulator

/// What a decision did not look at: because it was not given, and because no machine does.
public struct ReviewedEvidence: Sendable {
  /// Evidence that could have been given.
  public enum Kind: String, Sendable, CaseIterable {
    case live, incidents, evaluations = "evals", policy

    /// How messages name it.
    public var words: String {
      switch self {
      case .live: "the live version"
      case .incidents: "incidents"
      case .evaluations: "recorded evaluations"
      case .policy: "a gate policy (the usual rules were asked)"
      }
    }
  }

  /// In the order of the kinds.
  public let missing: [Kind]
  /// What no machine looked at, in words: a pass says nothing of it.
  public let notLookedAt: [String]

  init(missing: [Kind], certificate: Evidence<Certificate>, evaluations: Evidence<EvaluationFile>) {
    self.missing = missing
    guard case .present(let certificate) = certificate else {
      notLookedAt = ScenarioResult.notLookedAt(judgeItems: 0)
      return
    }
    // Where evaluations are given, the gate refuses while an item was judged in none.
    let isJudged = if case .present = evaluations { true } else { false }
    notLookedAt = isJudged ? ScenarioResult.notLookedAt(judgeItems: 0) : certificate.notLookedAt
  }
}

extension ReleaseEvidence {
  /// What a decision from this does not look at. `hasPolicy`: whether one was given, or only the usual rules were.
  public func review(hasPolicy: Bool) -> ReviewedEvidence {
    var missing: [ReviewedEvidence.Kind] = []
    if case .notNeeded = live { missing.append(.live) }
    if case .notNeeded = incidents { missing.append(.incidents) }
    if case .notNeeded = evaluations { missing.append(.evaluations) }
    if !hasPolicy { missing.append(.policy) }
    return ReviewedEvidence(missing: missing, certificate: certificate, evaluations: evaluations)
  }
}

extension ReleaseMaterial {
  /// What a release from this does not look at. The live version and the incidents are the ledger's.
  public var review: ReviewedEvidence {
    var missing: [ReviewedEvidence.Kind] = []
    if case .notNeeded = evaluations { missing.append(.evaluations) }
    return ReviewedEvidence(missing: missing, certificate: certificate, evaluations: evaluations)
  }
}
