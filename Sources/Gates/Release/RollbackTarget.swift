/// A change of what is live.
public struct LiveChange: Sendable, Equatable {
  /// How a version became live.
  public enum Kind: Sendable {
    case released
    /// An earlier version was made live again.
    case rolledBack
    /// A later version was made live again.
    case activated
  }

  /// How it became live.
  public let kind: Kind
  /// What became live.
  public let number: Int
  /// What was live before; nil at the first release.
  public let replaced: Int?
}

/// Where a rollback without a number goes (definition 10.7): to what was live before the live version was released,
/// passing over versions that were themselves rolled back from.
enum RollbackTarget: Sendable {
  case version(ReleaseVersion)
  case nothingLive
  /// Nothing was live before; or only what was rolled back from.
  case noneEarlier
  /// What was live before never passed the gates, so that it cannot be made live again.
  case overridden(ReleaseVersion)
  /// What was live before was rolled back from, and made live again later by its number.
  case unclear(ReleaseVersion)
}

extension ReleaseLedger {
  /// Where a rollback without a number goes. O(changes) for each version that is passed over.
  var rollbackTarget: RollbackTarget {
    guard var number = live?.number else { return .nothingLive }
    // What a release replaced has a lower number, so that this ends.
    while let before = replaced(by: number), let version = version(before) {
      guard let leaving = changes.lastIndex(where: { $0.kind == .rolledBack && $0.replaced == before }) else {
        return version.outcome == .passed ? .version(version) : .overridden(version)
      }
      let isLiveAgain = changes[leaving...].contains { $0.number == before }
      if isLiveAgain { return .unclear(version) }
      number = before
    }
    return .noneEarlier
  }

  /// The version that a rollback without a number goes back to; nil if it has to be asked for.
  public var versionBefore: ReleaseVersion? {
    if case .version(let version) = rollbackTarget { version } else { nil }
  }

  /// What was live when a version was released.
  func replaced(by number: Int) -> Int? {
    changes.first { $0.kind == .released && $0.number == number }?.replaced
  }

  /// The version that was live when an incident opened, and was replaced by its override; nil if nothing was live.
  public func versionLive(whenOpened incident: Incident) -> ReleaseVersion? {
    versions.first { $0.incident == incident.id }.flatMap { replaced(by: $0.number) }.flatMap { version($0) }
  }

  /// Versions that may be made live by their number, newest first.
  var versionsToName: [ReleaseVersion] {
    versions.reversed().filter { $0.outcome == .passed && $0.number != live?.number }
  }
}
