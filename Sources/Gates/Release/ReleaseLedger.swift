import Documents
import PolicyGraph

/// Who published what, with which evidence (definition 10.2): all that the records of an audit log say, and nothing
/// else. The log is the only truth; a ledger is made from it for each decision.
public struct ReleaseLedger: Sendable {
  /// By number.
  public internal(set) var versions: [ReleaseVersion] = []
  /// Nil before the first release.
  public internal(set) var live: Live?
  /// In the order in which they were recorded.
  public internal(set) var certificates: [RecordedCertificate] = []
  /// All that were ever opened, in that order, as they are now.
  public internal(set) var incidents: [Incident] = []
  /// Every change of what is live, in the order of the log.
  public internal(set) var changes: [LiveChange] = []
  /// The latest time on record; nil before the first record.
  public internal(set) var latestTime: Instant?
  /// Where things stand in the log: what came first is decided by place, never by clock.
  var positions = LedgerPositions()

  /// Which version is live, and since when.
  public struct Live: Sendable, Equatable {
    /// The version that is live.
    public let number: Int
    /// Who made it live.
    public let by: String
    /// When it became live, by a release or by going back to it.
    public let since: Instant
  }

  /// Before the first record.
  public init() {}
}

extension ReleaseLedger {
  /// The version that is live; nil before the first release.
  public var liveVersion: ReleaseVersion? { live.flatMap { version($0.number) } }

  /// The version with this number; nil if there is none. O(1).
  public func version(_ number: Int) -> ReleaseVersion? {
    versions.indices.contains(number - 1) ? versions[number - 1] : nil
  }

  /// The latest record of a certificate with this id; nil if none is on record.
  public func certificate(_ id: String) -> RecordedCertificate? { certificates.last { $0.id == id } }

  /// The incident with this id; nil if none is on record.
  public func incident(_ id: IncidentID) -> Incident? { incidents.first { $0.id == id } }

  /// Incidents that keep anything from being published in the ordinary way, oldest first.
  public var openIncidents: [Incident] { incidents.filter(\.blocksPublishing) }

  /// The certificate that a release of this draft is judged by: its latest; where it has none the latest of any, so
  /// that the gate can say whose that is.
  public func certificate(toRelease draft: DraftHash) -> RecordedCertificate? {
    latestCertificate(of: draft) ?? certificates.last
  }

  /// The last certificate of exactly this draft that was recorded; nil if there is none.
  func latestCertificate(of draft: DraftHash) -> RecordedCertificate? {
    certificates.last { $0.draft == draft }
  }

  /// The version that the next release is compared with: the live one; where that is an override, the one that passed and
  /// was live before it. While nothing has passed it is the override itself: better than nothing.
  public var comparedVersion: ReleaseVersion? {
    changes.reversed().lazy.compactMap { version($0.number) }.first { $0.outcome == .passed } ?? liveVersion
  }

  /// The policies that the next release may not be weaker than: those of all versions that passed, the latest first, so
  /// that one that was weakened under a waiver is so only until the waiver ends. Neither a roll-back nor an override
  /// loosens them. While nothing has passed it is that of the first version that has one.
  var policiesInForce: [GatePolicy] {
    let passed = versions.reversed().filter { $0.outcome == .passed }.compactMap(\.policy)
    return passed.isEmpty ? Array(versions.lazy.compactMap(\.policy).prefix(1)) : passed
  }

  /// Waivers that releases made use of, in the gates' words, by version.
  public var waiversUsed: [(version: Int, note: String)] {
    versions.flatMap { version in version.decision.notes.map { (version.number, $0) } }
  }
}
