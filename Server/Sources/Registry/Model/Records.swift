import Documents
import Gates

/// The first answer to a request with an `Idempotency-Key`, kept so that it can be given again.
public struct IdempotentAnswer: Sendable, Equatable {
  /// Keys of different organisations have nothing to do with each other.
  public let organisation: OrganisationID
  /// The value of `Idempotency-Key`, as the client sent it.
  public let key: String
  /// SHA-256 over method, path, query and body, in hexadecimal digits: what the key was used for.
  public let fingerprint: String
  /// The HTTP status of the answer.
  public let status: Int
  /// The body of the answer, whole.
  public let body: [UInt8]
  /// When it was given; it is kept for ``lifetime`` from then on.
  public let at: Instant

  /// How long it is kept, in seconds.
  public static let lifetime = 24 * 3600

  /// Takes the values as they are.
  public init(
    organisation: OrganisationID, key: String, fingerprint: String, status: Int, body: [UInt8], at: Instant
  ) {
    self.organisation = organisation
    self.key = key
    self.fingerprint = fingerprint
    self.status = status
    self.body = body
    self.at = at
  }
}

/// Something that happened, to be told to others; written in the transaction in which it happened.
public struct OutboxEvent: Sendable, Equatable {
  /// Where it happened.
  public let organisation: OrganisationID
  /// The agent whose live version changed.
  public let agent: AgentID
  /// What happened.
  public let kind: Kind
  /// An object in RFC 8785 bytes.
  public let payload: [UInt8]
  /// When it happened.
  public let at: Instant

  /// In the platform's words.
  public enum Kind: String, Sendable, CaseIterable {
    case published = "agent.published"
    case rolledBack = "agent.rollback"
  }

  /// `payload` has to be an object in RFC 8785 bytes; nothing checks it here.
  public init(
    organisation: OrganisationID, agent: AgentID, kind: Kind, payload: [UInt8], at: Instant
  ) {
    self.organisation = organisation
    self.agent = agent
    self.kind = kind
    self.payload = payload
    self.at = at
  }
}

/// The audit log of one agent's releases, or of an organisation, with its end as it was kept apart from it.
public struct AuditTrail: Sendable {
  /// As ``AuditLog`` writes it.
  public let log: [UInt8]
  /// The checkpoint after the last record; nil if nothing was ever recorded.
  public let end: AuditCheckpoint?

  /// Takes both as they were kept; ``AuditLog`` verifies them.
  public init(log: [UInt8], end: AuditCheckpoint?) {
    self.log = log
    self.end = end
  }
}

/// A record of an audit log as it is listed: whose it is, and its line.
public struct AuditLine: Sendable, Equatable {
  /// The agent whose log it is from.
  public let agent: AgentID
  /// Without the line break.
  public let line: [UInt8]

  /// `line` is without its line break.
  public init(agent: AgentID, line: [UInt8]) {
    self.agent = agent
    self.line = line
  }
}

/// Which audit records are asked for. Nil: any.
public struct AuditQuery: Sendable {
  /// Records of this agent only.
  public var agent: AgentID?
  /// Records of what this actor did, compared by Unicode scalars.
  public var actor: String?
  /// Records of this kind only.
  public var action: AuditAction?
  /// Not before.
  public var from: Instant?
  /// Not after.
  public var to: Instant?
  /// Most records that are given.
  public var limit: Int

  /// Asks for everything that is not restricted.
  public init(
    agent: AgentID? = nil, actor: String? = nil, action: AuditAction? = nil, from: Instant? = nil,
    to: Instant? = nil, limit: Int
  ) {
    self.agent = agent
    self.actor = actor
    self.action = action
    self.from = from
    self.to = to
    self.limit = limit
  }
}

/// Which incident loops are asked for. Nil: any.
public struct LoopQuery: Sendable {
  /// Loops about this agent only.
  public var agent: AgentID?
  /// Loops in this state only.
  public var state: IncidentLoop.State?
  /// Most loops that are given.
  public var limit: Int

  /// Asks for everything that is not restricted.
  public init(agent: AgentID? = nil, state: IncidentLoop.State? = nil, limit: Int) {
    self.agent = agent
    self.state = state
    self.limit = limit
  }
}
