import Documents
import PolicyGraph

extension ReleaseLedger {
  /// Makes a version live that was live before. It has passed the gates once; its draft is proved afresh, because the
  /// engine may know better by now, and is compared with what was released. Neither incidents nor the age of its
  /// certificate stand in the way: this is the way out of a bad release.
  ///
  /// `number` nil: ``rollbackTarget``. O(proof of the draft).
  public func activate(
    _ number: Int?, draft: Evidence<DraftUnderReview>, _ actionContext: ActionContext
  ) -> Result<AuditEntry, ReleaseRefusal> {
    if let refusal = refusal(of: actionContext) { return .failure(refusal) }
    let actionContext = forward(actionContext)
    return versionToActivate(number).flatMap { version, live in
      if let refusal = Self.refusal(of: draft, as: version) { return .failure(refusal) }
      return .success(entry(.activated(version.number, replaces: live.number), actionContext, version.draft))
    }
  }

  /// The version that would be made live, and the one that is live now.
  public func versionToActivate(
    _ number: Int?
  ) -> Result<(version: ReleaseVersion, live: ReleaseVersion), ReleaseRefusal> {
    func refuse(
      _ rule: LedgerRule, _ sentence: String
    ) -> Result<(version: ReleaseVersion, live: ReleaseVersion), ReleaseRefusal> {
      .failure(ReleaseRefusal(rule, sentence, commands: commands(toGoBack: rule)))
    }
    guard let live = liveVersion else { return refuse(.nothingLive, "nothing is live yet") }
    guard let number else {
      switch rollbackTarget {
      case .version(let version): return .success((version, live))
      case .nothingLive: return refuse(.nothingLive, "nothing is live yet")
      case .noneEarlier:
        return refuse(
          .noEarlierVersion,
          "no version that was not rolled back from was live before version \(live.number) was released")
      case .overridden(let version):
        return refuse(
          .versionOverridden,
          "version \(version.number) was live before version \(live.number) was released, and never passed the "
            + "gates: it was released once, by break-glass")
      case .unclear(let version):
        return refuse(
          .rollbackUnclear,
          "version \(version.number) was live before version \(live.number) was released; it was rolled back from "
            + "and made live again later, so it is not clear whether it is meant")
      }
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

  /// Nil if the rule's own commands say it all.
  private func commands(toGoBack rule: LedgerRule) -> [String]? {
    guard rule != .nothingLive, rule != .alreadyLive else { return nil }
    let numbers = versionsToName.prefix(3).map { "fohc release rollback --version \($0.number)" }
    return ["fohc release versions"] + (numbers.isEmpty ? ["fohc release publish DRAFT"] : numbers)
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
