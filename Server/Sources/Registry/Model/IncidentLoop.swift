import Documents
import Gates

/// Something that went wrong and is followed until it cannot happen again: incident, regression case, evaluation run,
/// state.
///
/// The incident of a break-glass release has a loop too, which is written in the transaction of the version; its state
/// is the ledger's, and moves only as ``Incident`` allows.
public struct IncidentLoop: Sendable, Equatable {
  /// Unique in the registry.
  public let id: LoopID
  /// Whose loop it is.
  public let organisation: OrganisationID
  /// The agent that it is about; nil if it is about none, or about several.
  public let agent: AgentID?
  /// The ledger's incident, where this is a break-glass release's.
  public let incident: IncidentID?
  /// What went wrong, in a line.
  public let title: String
  /// How far it has come.
  public var state: State
  /// In the caller's words; nil if none was given. Nothing reads it.
  public let severity: String?
  /// What kind of error it was, in the caller's words; nil if none was given.
  public let errorClass: String?
  /// Where the caller has recorded the conversation; nil if none was given.
  public let trace: String?
  /// The scenario or test that keeps it from happening again; nil while there is none.
  public var regressionCase: String?
  /// The evaluation in which that passed; nil while there is none.
  public var evaluationRun: String?
  /// An object in RFC 8785 bytes.
  public var metadata: [UInt8]
  /// Who opened it: an id of a user, or a name.
  public let openedBy: String
  /// When it was opened.
  public let openedAt: Instant
  /// When it last changed.
  public var updatedAt: Instant

  /// Open, covered by a test, or closed.
  public enum State: String, Sendable, CaseIterable {
    case open, covered, closed
  }

  /// An open loop, where nothing else is said. Takes the values as they are.
  public init(
    id: LoopID, organisation: OrganisationID, agent: AgentID?, incident: IncidentID? = nil, title: String,
    state: State = .open, severity: String? = nil, errorClass: String? = nil, trace: String? = nil,
    regressionCase: String? = nil, evaluationRun: String? = nil, metadata: [UInt8] = Array("{}".utf8),
    openedBy: String, openedAt: Instant, updatedAt: Instant
  ) {
    self.id = id
    self.organisation = organisation
    self.agent = agent
    self.incident = incident
    self.title = title
    self.state = state
    self.severity = severity
    self.errorClass = errorClass
    self.trace = trace
    self.regressionCase = regressionCase
    self.evaluationRun = evaluationRun
    self.metadata = metadata
    self.openedBy = openedBy
    self.openedAt = openedAt
    self.updatedAt = updatedAt
  }
}
