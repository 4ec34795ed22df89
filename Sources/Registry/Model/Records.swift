import Documents
import Gates

/// The first answer to a request with an `Idempotency-Key`, kept so that it can be given again.
public struct IdempotentAnswer: Sendable, Equatable {
  public let organisation: OrganisationID
  public let key: String
  /// SHA-256 over method, path, query and body, in hexadecimal digits: what the key was used for.
  public let fingerprint: String
  public let status: Int
  public let body: [UInt8]
  public let at: Instant

  /// How long it is kept, in seconds.
  public static let lifetime = 24 * 3600

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
  public let organisation: OrganisationID
  public let agent: AgentID
  public let kind: Kind
  /// An object in RFC 8785 bytes.
  public let payload: [UInt8]
  public let at: Instant

  /// In the platform's words.
  public enum Kind: String, Sendable, CaseIterable {
    case published = "agent.published"
    case rolledBack = "agent.rollback"
  }

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
  public let end: AuditCheckpoint?

  public init(log: [UInt8], end: AuditCheckpoint?) {
    self.log = log
    self.end = end
  }
}

/// A record of an audit log as it is listed: whose it is, and its line.
public struct AuditLine: Sendable, Equatable {
  public let agent: AgentID
  /// Without the line break.
  public let line: [UInt8]

  public init(agent: AgentID, line: [UInt8]) {
    self.agent = agent
    self.line = line
  }
}

/// Which audit records are asked for. Nil: any.
public struct AuditQuery: Sendable {
  public var agent: AgentID?
  public var actor: String?
  public var action: AuditAction?
  /// Not before.
  public var from: Instant?
  /// Not after.
  public var to: Instant?
  public var limit: Int

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
  public var agent: AgentID?
  public var state: IncidentLoop.State?
  public var limit: Int

  public init(agent: AgentID? = nil, state: IncidentLoop.State? = nil, limit: Int) {
    self.agent = agent
    self.state = state
    self.limit = limit
  }
}
