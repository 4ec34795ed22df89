import PolicyGraph

extension ReleaseLedger {
  /// Makes a version live that was live before. It has passed the gates once; its draft is proved afresh, because the
  /// engine may know better by now, and is compared with what was released. Neither incidents nor the age of its
  /// certificate stand in the way: this is the way out of a bad release.
  ///
  /// `number` nil: ``versionBefore``. O(proof of the draft).
  public func activate(
    _ number: Int?, draft: Evidence<DraftUnderReview>, _ occasion: Occasion
  ) -> Result<AuditEntry, ReleaseRefusal> {
    if let refusal = refusal(of: occasion) { return .failure(refusal) }
    return versionToActivate(number).flatMap { version, live in
      if let refusal = Self.refusal(of: draft, as: version) { return .failure(refusal) }
      return .success(entry(.activated(version.number, replaces: live.number), occasion, version.draft))
    }
  }

  /// The version that would be made live, and the one that is live now.
  public func versionToActivate(
    _ number: Int?
  ) -> Result<(version: ReleaseVersion, live: ReleaseVersion), ReleaseRefusal> {
    func refuse(
      _ rule: LedgerRule, _ sentence: String
    ) -> Result<(version: ReleaseVersion, live: ReleaseVersion), ReleaseRefusal> {
      .failure(ReleaseRefusal(rule, sentence))
    }
    guard let live = liveVersion else { return refuse(.nothingLive, "nothing is live yet") }
    guard let number else {
      return versionBefore.map { .success(($0, live)) }
        ?? refuse(.noEarlierVersion, "no version before version \(live.number) passed the gates")
    }
    guard let version = version(number) else {
      return refuse(.unknownVersion, "there is no version \(number)")
    }
    guard number != live.number else { return refuse(.alreadyLive, "version \(number) is live") }
    guard version.outcome == .passed else {
      return refuse(
        .versionOverridden,
        "version \(number) never passed the gates: it was released once, by break-glass")
    }
    return .success((version, live))
  }

  private static func refusal(
    of draft: Evidence<DraftUnderReview>, as version: ReleaseVersion
  ) -> ReleaseRefusal? {
    let name = "the draft of version \(version.number)"
    switch draft {
    case .notNeeded, .absent: return ReleaseRefusal(.versionDraftUnusable, "\(name) is not there")
    case .faulty(let fault):
      return ReleaseRefusal(.versionDraftUnusable, "\(name) cannot be used: \(fault.detail)")
    case .present(let draft):
      guard draft.hash == version.draft else {
        return ReleaseRefusal(.versionDraftUnusable, "\(name) is not the one that was released")
      }
      return draft.reasons.first.map {
        ReleaseRefusal(.versionNotProved, "\(name) may no longer go live: \($0.sentence)")
      }
    }
  }
}
