/// Why a log tells no history of releases that could be relied on, and at which line. Never guessed around: whoever
/// finds one publishes nothing.
public struct LedgerFault: Sendable, Equatable {
  public let kind: Kind
  /// From 1; 0 for what is not in a line.
  public let line: Int
  /// What is wrong, in a sentence.
  public let message: String

  public enum Kind: Sendable, Equatable {
    /// The chain is broken: see ``AuditFault``.
    case chain(AuditFault.Kind)
    /// Every record fits its link, and one of them does not fit those before it.
    case history(Contradiction)
  }

  /// Stable codes.
  public enum Contradiction: String, Sendable, CaseIterable {
    /// The record does not say what its action needs.
    case malformed = "malformed_details"
    /// A certificate was on record already, with another content.
    case certificateChanged = "certificate_changed"
    case unknownCertificate = "unknown_certificate"
    /// Its certificate, decision or incident is about another draft, or was made at another time.
    case otherRelease = "evidence_of_another_release"
    case versionOutOfOrder = "version_out_of_order"
    /// It replaces another version than the one that is live.
    case otherLive = "replaces_what_is_not_live"
    /// A version passed without a passing decision, or past an open incident.
    case notPassed = "released_without_passing"
    case unknownVersion = "unknown_version"
    /// A version is made live again that may not be.
    case notReleasable = "version_may_not_be_live"
    case incidentReused = "incident_already_used"
    case unknownIncident = "unknown_incident"
    /// An incident is changed in a way in which none can be.
    case incidentStep = "impossible_incident_change"
    /// The checkpoint is further behind than a crash can leave it.
    case checkpointBehind = "checkpoint_behind"
    case checkpointUnreadable = "checkpoint_unreadable"
  }

  public var code: String {
    switch kind {
    case .chain(let kind): kind.rawValue
    case .history(let contradiction): contradiction.rawValue
    }
  }

  init(_ contradiction: Contradiction, line: Int, _ message: String) {
    kind = .history(contradiction)
    self.line = line
    self.message = message
  }

  /// Where the checkpoint is there and cannot be read, nothing shows that the log is whole.
  public static func unreadableCheckpoint(_ detail: String) -> LedgerFault {
    LedgerFault(.checkpointUnreadable, line: 0, "the checkpoint cannot be read: \(detail)")
  }

  init(_ fault: AuditFault) {
    kind = .chain(fault.kind)
    line = fault.line
    message = fault.message
  }
}
