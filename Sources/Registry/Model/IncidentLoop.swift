import Documents
import Gates

/// Something that went wrong and is followed until it cannot happen again: incident, regression case, evaluation run,
/// state.
///
/// The incident of a break-glass release has a loop too, which is written in the transaction of the version; its state
/// is the ledger's, and moves only as ``Incident`` allows.
public struct IncidentLoop: Sendable, Equatable {
  public let id: LoopID
  public let organisation: OrganisationID
  public let agent: AgentID?
  /// The ledger's incident, where this is a break-glass release's.
  public let incident: IncidentID?
  public let title: String
  public var state: State
  public let severity: String?
  public let errorClass: String?
  public let trace: String?
  public var regressionCase: String?
  public var evaluationRun: String?
  /// An object in RFC 8785 bytes.
  public var metadata: [UInt8]
  public let openedBy: String
  public let openedAt: Instant
  public var updatedAt: Instant

  public enum State: String, Sendable, CaseIterable {
    case open, covered, closed
  }

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
