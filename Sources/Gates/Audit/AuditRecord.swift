import Documents
import PolicyGraph

/// What an audit record tells of.
public enum AuditAction: String, Sendable, CaseIterable {
  /// A certificate was issued.
  case certificate
  /// A gate decided.
  case verdict
  /// A version went live.
  case release
  /// A version went live past a gate, by break-glass.
  case override
  /// Weaker evidence was allowed, on the record.
  case waiver
  /// A rollback to an earlier version.
  case rollback
  /// A version was given traffic.
  case activate
  /// An incident was opened, covered or closed.
  case incident

  // In the log of an organisation: what changes who may do what, or what a release is decided by.

  /// Somebody became a member, or has another role.
  case member
  /// Somebody who was known has another password.
  case password
  /// A token was issued by the operator.
  case token
  /// A guardrail of an agent was added, replaced or removed.
  case guardrail
  /// The organisation's gate policy was replaced.
  case gatePolicy = "gate_policy"
  /// Evaluations of an agent were recorded.
  case evaluations

  /// What an agent's log tells of; the rest stands in its organisation's.
  public static let ofAgents: [AuditAction] = [
    .certificate, .verdict, .release, .override, .waiver, .rollback, .activate, .incident,
  ]
}

/// Something that happened, before it has its place in the log.
public struct AuditEntry: Sendable {
  /// When it happened. In entries that come from a ledger it never goes back.
  public let at: Instant
  /// Who did it, as the caller knows them.
  public let actor: String
  /// What was done; it decides what ``details`` hold.
  public let action: AuditAction
  /// The draft that it was done to.
  public let draft: DraftHash?
  /// What else is to be kept. Numbers are finite and keys distinct.
  public let details: [JSONMember]

  /// Takes the values as they are. Whoever writes to a ledger takes entries from it.
  public init(
    at: Instant, actor: String, action: AuditAction, draft: DraftHash? = nil, details: [JSONMember] = []
  ) {
    self.at = at
    self.actor = actor
    self.action = action
    self.draft = draft
    self.details = details
  }
}

/// A record of the audit log (`audit_record.v1`): an entry with its place in the chain.
public struct AuditRecord: Sendable {
  /// From 1, without a gap.
  public let sequence: Int
  /// What happened.
  public let entry: AuditEntry
  /// The link of the record before; ``AuditLink/start`` for the first.
  public let previous: AuditLink
  /// The link that the record states. One that was read may state a wrong one.
  public let link: AuditLink

  /// The record that follows the end of a log; nil for a log without a record.
  public init(_ entry: AuditEntry, after end: AuditCheckpoint?) {
    sequence = (end?.sequence ?? 0) + 1
    previous = end?.link ?? .start
    self.entry = entry
    link = AuditLink(after: previous, of: Self.json(of: entry, sequence, previous, link: nil))
  }

  /// A record as it was read.
  init(_ entry: AuditEntry, sequence: Int, previous: AuditLink, link: AuditLink) {
    self.entry = entry
    self.sequence = sequence
    self.previous = previous
    self.link = link
  }

  /// Whether the stated link is that of the record's content.
  var fitsItsLink: Bool {
    link == AuditLink(after: previous, of: Self.json(of: entry, sequence, previous, link: nil))
  }

  /// The record with its link, as a line of the log holds it.
  public var json: JSONValue { Self.json(of: entry, sequence, previous, link: link) }

  private static func json(
    of entry: AuditEntry, _ sequence: Int, _ previous: AuditLink, link: AuditLink?
  ) -> JSONValue {
    var members = [
      JSONMember("schema_version", .string(version)), JSONMember("sequence", .integer(sequence)),
      JSONMember("at", .string(entry.at.text)), JSONMember("actor", .string(entry.actor)),
      JSONMember("action", .string(entry.action.rawValue)),
    ]
    if let draft = entry.draft {
      members.append(JSONMember("draft_hash", .string(draft.draftHash)))
      members.append(JSONMember("sha256", .string(draft.sha256)))
    }
    members.append(JSONMember("details", .object(entry.details)))
    members.append(JSONMember("previous", .string(previous.text)))
    if let link { members.append(JSONMember("link", .string(link.text))) }
    return .object(members)
  }
}

// MARK: - Reading

extension AuditRecord {
  private static let version = "audit_record.v1"

  package static let schema = DocumentSchema(
    name: version, title: "A record of the audit log",
    root: ObjectSchema(
      "the record", unknownKeys: .refused,
      [
        .required("schema_version", .choice([version]), "what this document is."),
        .required(
          "sequence", .integer(1...AuditCheckpoint.sequences.upperBound), "its place in the log, from 1."),
        .required("at", .text, "when it happened (RFC 3339, UTC)."),
        .required("actor", .text, "who did it."),
        .required("action", .choice(AuditAction.allCases.map(\.rawValue)), "what was done."),
        .optional("draft_hash", .text, "the draft that it was done to."),
        .optional("sha256", .text, "SHA-256 of the same bytes."),
        .required("details", .map(of: .anything), "what else is kept."),
        .required("previous", .text, "the link of the record before; 64 zeros for the first."),
        .required(
          "link", .text,
          "SHA-256 over the bytes of `previous` and the RFC 8785 bytes of the record without `link`."),
      ]))

  /// Reads a record; nil, having reported why, if the document is not one. Whether it fits its link and its place
  /// is for ``AuditLog`` to say.
  package static func decode(_ document: Document, findings: inout Findings) -> AuditRecord? {
    guard SchemaCheck.run(document, against: schema, findings: &findings).isAccepted else { return nil }
    let root = document.root
    var draft: DraftHash?
    if root.member("draft_hash") != nil || root.member("sha256") != nil {
      draft = findings.draftHash(of: root)
      guard draft != nil else { return nil }
    }
    guard let at = findings.instant("at", of: root),
      let previous = findings.auditLink("previous", of: root),
      let link = findings.auditLink("link", of: root),
      let sequence = root.member("sequence")?.integer,
      let action = root.string("action").flatMap({ AuditAction(rawValue: $0) }),
      let details = root.member("details"), case .object(let members) = JSONValue(details)
    else { return nil }
    let entry = AuditEntry(
      at: at, actor: root.string("actor") ?? "", action: action, draft: draft, details: members)
    return AuditRecord(entry, sequence: sequence, previous: previous, link: link)
  }
}

extension Findings {
  mutating func auditLink(_ key: String, of node: DocumentNode) -> AuditLink? {
    let link = node.string(key).flatMap { AuditLink($0) }
    if link == nil {
      malformed(
        key, of: node, "not a link", help: "a link has 64 lower-case hexadecimal digits, as fohc wrote them")
    }
    return link
  }
}
