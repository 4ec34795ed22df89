import Documents
import Gates
import PolicyGraph

/// Where the registry is kept. Any store that passes `StoreConformance` in the tests will do; nothing outside a store
/// knows how it keeps things.
///
/// A transaction's body runs to its end on one thread and may be run once only; it must not call the store again.
public protocol RegistryStore: Sendable {
  /// Sees one state of everything, however long it takes, and changes nothing.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryReader) throws -> Value
  ) async throws -> Value

  /// All of it is kept, on the disk when this returns, or none where the body throws. One after the other: no two
  /// writes see the same state. That the task is cancelled changes nothing about it.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryWriter) throws -> Value
  ) async throws -> Value

  /// Finishes what was begun, and lets go of the file. Blocks until then; closing again does nothing.
  func close() throws
}

/// What a transaction can ask. Lists are in the order in which things were made, unless something else is said.
public protocol RegistryReader {
  // Organisations and people
  func organisation(_ id: OrganisationID) throws -> Organisation?
  /// The organisation with this name among those that the user belongs to.
  func organisation(named name: String, of user: UserID) throws -> Organisation?
  func user(_ id: UserID) throws -> User?
  /// `email` in lower case.
  func user(email: String) throws -> User?
  func membership(of user: UserID, in organisation: OrganisationID) throws -> Membership?
  func memberships(of user: UserID) throws -> [(membership: Membership, organisation: Organisation)]
  func members(of organisation: OrganisationID) throws -> [Membership]

  // Agents
  func agent(_ id: AgentID) throws -> Agent?
  func agents(of organisation: OrganisationID) throws -> [Agent]
  /// All that a request about an agent is let in by, at once; nil if the user is not a member of its organisation, or one
  /// of the two is not there.
  func agentAccess(of user: UserID, with agent: AgentID) throws -> AgentAccess?
  /// The draft that is worked on.
  func draft(of agent: AgentID) throws -> CanonicalDocument?
  func guardrails(of agent: AgentID) throws -> [Guardrail]

  // Releases. What the records name is found by its content, and can never be written over.
  func auditTrail(of agent: AgentID) throws -> AuditTrail
  /// Where that log ends, without reading it.
  func auditEnd(of agent: AgentID) throws -> AuditCheckpoint?
  /// The organisation's own log: its members, guardrails, gate policy and evaluations.
  func auditTrail(in organisation: OrganisationID) throws -> AuditTrail
  /// Where that log ends, without reading it.
  func auditEnd(in organisation: OrganisationID) throws -> AuditCheckpoint?
  /// A draft that a certificate or version names.
  func releasedDraft(sha256: String, of agent: AgentID) throws -> [UInt8]?
  /// A certificate's RFC 8785 bytes.
  func certificate(_ id: String, of agent: AgentID) throws -> [UInt8]?
  /// Recorded evaluations, as JSON Lines.
  func evaluations(of agent: AgentID) throws -> [UInt8]
  /// How many bytes those are, without reading them. None is ever changed: as many are the same ones.
  func evaluationBytes(of agent: AgentID) throws -> Int
  /// The organisation's gate policy as it was given, YAML or JSON; nil if it has none.
  func gatePolicy(of organisation: OrganisationID) throws -> [UInt8]?

  /// Newest first: what was appended last.
  func auditLines(of organisation: OrganisationID, _ query: AuditQuery) throws -> [AuditLine]
  /// Newest first: what was inserted last.
  func loops(of organisation: OrganisationID, _ query: LoopQuery) throws -> [IncidentLoop]
  func loop(_ id: LoopID, of organisation: OrganisationID) throws -> IncidentLoop?
  /// The loop of a break-glass release.
  func loop(incident: IncidentID, of agent: AgentID) throws -> IncidentLoop?
  /// The first that was made for an incident of this name, whichever agent's.
  func loop(incident: IncidentID, in organisation: OrganisationID) throws -> IncidentLoop?

  /// Nil if there is none, or it is older than its lifetime at `now`.
  func answer(to key: String, of organisation: OrganisationID, now: Instant) throws -> IdempotentAnswer?
  /// In the order in which they happened, those behind `position` (0: all), with their positions.
  func outbox(after position: Int, limit: Int) throws -> [(position: Int, event: OutboxEvent)]
}

/// What a transaction can do. Whatever breaks a rule of the store throws ``StoreFailure/conflict(_:)`` and has changed
/// nothing: the body may go on after one. After any other failure nothing of the transaction is kept.
public protocol RegistryWriter: RegistryReader {
  func insert(_ organisation: Organisation) throws
  func insert(_ user: User) throws
  func setPasswordHash(_ hash: String, of user: UserID) throws
  /// Makes somebody a member, or changes their role; the time stays that of the first.
  func put(_ membership: Membership) throws

  /// `draft`: what it starts from.
  func insert(_ agent: Agent, draft: CanonicalDocument) throws
  /// Name, times and live version. That the id, the organisation, the kind or `createdAt` differs is a conflict.
  func update(_ agent: Agent) throws
  func setDraft(_ draft: CanonicalDocument, of agent: AgentID) throws
  /// Adds a rule, or replaces the one with its id, in its place.
  func put(_ guardrail: Guardrail, of agent: AgentID) throws
  /// Whether there was one. An agent that is not there is a conflict.
  func removeGuardrail(_ rule: String, of agent: AgentID) throws -> Bool

  /// Appends to the agent's audit log, and keeps its new end. `entry` comes from a ledger.
  func append(_ entry: AuditEntry, of agent: AgentID) throws
  /// Appends to the organisation's own log, and keeps its new end.
  func append(_ entry: AuditEntry, in organisation: OrganisationID) throws
  /// Keeping the same content again changes nothing.
  func keepReleasedDraft(_ draft: CanonicalDocument, of agent: AgentID) throws
  /// As ``keepReleasedDraft(_:of:)``; other content under a known id is a conflict.
  func keepCertificate(_ bytes: [UInt8], id: String, of agent: AgentID) throws
  /// `lines`: whole JSON Lines. That the last one has no line break is a conflict.
  func appendEvaluations(_ lines: [UInt8], of agent: AgentID) throws
  /// Nil: the organisation has none any more.
  func setGatePolicy(_ bytes: [UInt8]?, of organisation: OrganisationID) throws

  func insert(_ loop: IncidentLoop) throws
  /// What can vary of one. That anything else differs is a conflict.
  func update(_ loop: IncidentLoop) throws
  /// Keeps the first answer; one that is past its lifetime at `answer.at` makes room.
  func keep(_ answer: IdempotentAnswer) throws
  func append(_ event: OutboxEvent) throws
  /// Removes the answers given before a moment (now, less their lifetime: those that are past it). How many.
  func removeAnswers(before: Instant) throws -> Int
}

/// Why a store could not do what it was asked.
public enum StoreFailure: Error, Sendable, Equatable {
  /// The disk, or the quota, is full. Nothing was kept.
  case full(String)
  /// The file cannot be written: its rights, or those of the file system. Nothing was kept.
  case readOnly(String)
  /// It breaks a rule: a name that is taken, a record that would be changed, something that is not there.
  case conflict(String)
  /// What is kept is damaged.
  case damaged(String)
  /// The store was closed.
  case closed
  /// Anything else that the file system or the database says.
  case unavailable(String)
}
