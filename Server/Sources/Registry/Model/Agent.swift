import Documents
import Gates
import PolicyGraph
import PolicyProofs

/// An agent: a name, a draft that is worked on, and the releases that were made of it.
public struct Agent: Sendable, Equatable {
  /// Never changes; unique in the registry.
  public let id: AgentID
  /// Whose agent it is. An agent never moves.
  public let organisation: OrganisationID
  /// How people tell the agents of an organisation apart; two may share one.
  public var name: String
  /// What its first draft was made from.
  public let kind: Kind
  /// When it was created.
  public let createdAt: Instant
  /// When its name or its draft was last changed, or a version made live.
  public var updatedAt: Instant
  /// The version that is live, as ``ReleaseLedger`` has it: kept here only so that lists need not read ledgers.
  public var liveVersion: Int?
  /// When the latest certificate that passed was issued; kept here for the same reason.
  public var certifiedAt: Instant?

  /// What a new agent's draft starts from.
  public enum Kind: String, Sendable, CaseIterable {
    case custom
    case inboundBuyer = "inbound_buyer"
    case inboundLandlord = "inbound_landlord"
  }

  /// Takes the values as they are; the store refuses what breaks its rules.
  public init(
    id: AgentID, organisation: OrganisationID, name: String, kind: Kind, createdAt: Instant,
    updatedAt: Instant, liveVersion: Int? = nil, certifiedAt: Instant? = nil
  ) {
    self.id = id
    self.organisation = organisation
    self.name = name
    self.kind = kind
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.liveVersion = liveVersion
    self.certifiedAt = certifiedAt
  }
}

/// A document in its RFC 8785 bytes, with its identity.
public struct CanonicalDocument: Sendable, Equatable {
  /// The document as RFC 8785 writes it.
  public let bytes: [UInt8]
  /// The identity of ``bytes``, by both hashes.
  public let hash: DraftHash

  /// Writes the bytes and hashes them. O(size of the document).
  public init(_ json: JSONValue) {
    bytes = CanonicalJSON.bytes(of: json)
    hash = DraftHash(canonicalBytes: bytes)
  }

  /// The document of a draft whose hash is known. O(size of the draft).
  package init(_ draft: PreparedDraft) {
    bytes = CanonicalJSON.bytes(of: draft.json)
    hash = draft.hash
  }

  /// Bytes that are known to be canonical, because a store kept them.
  public init(canonicalBytes bytes: [UInt8]) {
    self.bytes = bytes
    hash = DraftHash(canonicalBytes: bytes)
  }
}

/// A rule that a platform holds an agent to at run time. Kept for it; fohc reads nothing out of it.
public struct Guardrail: Sendable, Equatable {
  /// Distinct within an agent.
  public let rule: String
  /// The whole rule as an object, `rule_id` included, in RFC 8785 bytes.
  public let bytes: [UInt8]

  /// `bytes` has to be the rule's object in RFC 8785 bytes; nothing checks it here.
  public init(rule: String, bytes: [UInt8]) {
    self.rule = rule
    self.bytes = bytes
  }
}
