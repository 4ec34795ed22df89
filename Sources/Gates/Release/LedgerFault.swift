import Documents
import PolicyGraph

/// Why a log is not a reliable history of releases, and at which line. It is never repaired by guessing: whoever
/// finds one publishes nothing.
public struct LedgerFault: Sendable, Equatable {
  /// Whether the chain is broken, or the history contradicts itself.
  public let kind: Kind
  /// From 1; 0 for what is not in a line.
  public let line: Int
  /// What is wrong, in a sentence.
  public let message: String

  /// What is wrong with a log.
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
    /// Git's conflict markers stand in the checkpoint.
    case checkpointConflict = "checkpoint_conflict"
    /// There is no checkpoint beside what was put on record.
    case checkpointMissing = "checkpoint_missing"
    /// There is no log beside what it names.
    case logMissing = "log_missing"
  }

  /// The kind, as JSON and audits name it.
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

  /// Where two branches were merged, each with its checkpoint. `line`: where the markers begin.
  public static func conflictInCheckpoint(line: Int) -> LedgerFault {
    LedgerFault(
      .checkpointConflict, line: 0,
      "the checkpoint has git's conflict markers, from its line \(line) on: two branches that both continued "
        + "the log are half merged")
  }

  /// `names`: what shows that the folder is not new.
  public static func missingCheckpoint(beside names: String) -> LedgerFault {
    LedgerFault(
      .checkpointMissing, line: 0,
      "the checkpoint is missing, and the folder is not new: it has \(names); without it nothing shows that the "
        + "log is whole")
  }

  /// For a folder that has records of releases and no log. `names`: what it has, in words.
  public static func missingLog(beside names: String) -> LedgerFault {
    LedgerFault(.logMissing, line: 0, "the log is missing, and the folder is not new: it has \(names)")
  }

  /// Under which rule nothing is done on such a log.
  static func rule(of faults: [LedgerFault]) -> LedgerRule {
    let chain = faults.compactMap { fault -> AuditFault.Kind? in
      if case .chain(let kind) = fault.kind { kind } else { nil }
    }
    let history = faults.compactMap { fault -> Contradiction? in
      if case .history(let contradiction) = fault.kind { contradiction } else { nil }
    }
    guard chain.allSatisfy(\.comesOfCopying), history.allSatisfy({ $0 == .checkpointConflict }) else {
      return .logDamaged
    }
    if chain.contains(.conflict) || !history.isEmpty { return .logConflict }
    if chain.contains(.forked) || chain.contains(.rewritten) { return .logForked }
    return chain.isEmpty ? .logDamaged : .logLineEnds
  }

  /// Of a log that is read although its checkpoint cannot be: what is wrong with the log itself.
  public static func faults(of log: [UInt8], limits: Limits = .standard) -> [LedgerFault] {
    AuditLog.verify(log, limits: limits).faults.map { LedgerFault($0) }
  }

  init(_ fault: AuditFault) {
    kind = .chain(fault.kind)
    line = fault.line
    message = fault.message
  }
}
