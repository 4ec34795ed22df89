import Documents
import PolicyGraph

/// What a record of the audit log means to the ledger, read and written by hand, so that renaming a property changes no
/// log.
enum LedgerEvent: Sendable {
  case certified(RecordedCertificate)
  /// The gates were asked, and nothing went live.
  case decided(RecordedDecision)
  case released(ReleaseVersion, replaces: Int?)
  /// Version and incident in one record, so that there is never one without the other.
  case overridden(ReleaseVersion, Incident, replaces: Int?)
  case activated(Int, replaces: Int)
  /// An incident as it is after it was covered or closed.
  case moved(Incident)
  /// What the next release sets aside, under whose waiver: in the gates' words.
  case waived(String)
}

// MARK: - Writing

extension LedgerEvent {
  /// The entry to append. `draft`: what it was done to, where the event does not say.
  func entry(by actor: String, at: Instant, about draft: DraftHash?) -> AuditEntry {
    AuditEntry(at: at, actor: actor, action: action, draft: draft, details: details)
  }

  private var action: AuditAction {
    switch self {
    case .certified: .certificate
    case .decided: .verdict
    case .released: .release
    case .overridden: .override
    case .activated(let number, let live): number < live ? .rollback : .activate
    case .moved: .incident
    case .waived: .waiver
    }
  }

  private var details: [JSONMember] {
    switch self {
    case .certified(let certificate): certificate.members
    case .decided(let decision): [JSONMember("decision", decision.json)]
    case .released(let version, let live): version.details(replacing: live)
    case .overridden(let version, let incident, let live):
      version.details(replacing: live) + [JSONMember("incident", incident.json)]
    case .activated(let number, let live):
      [JSONMember("version", .integer(number)), JSONMember("replaces", .integer(live))]
    case .moved(let incident): [JSONMember("incident", incident.json)]
    case .waived(let note): [JSONMember("note", .string(note))]
    }
  }
}

extension AuditEntry {
  /// What goes on record before this entry: for a release a record of each waiver that it makes use of, so that they can
  /// be found; the release's own record says the same, and needs none of them.
  public var waivers: [AuditEntry] {
    guard case .released(let version, _)? = LedgerEvent(self) else { return [] }
    return version.decision.notes.map { LedgerEvent.waived($0).entry(by: actor, at: at, about: draft) }
  }
}

extension ReleaseVersion {
  fileprivate func details(replacing live: Int?) -> [JSONMember] {
    [
      JSONMember("version", .integer(number)), JSONMember("outcome", .string(outcome.rawValue)),
      JSONMember("replaces", live.map { .integer($0) } ?? .null),
      JSONMember("certificate_id", certificateID.map { .string($0) } ?? .null),
      JSONMember("policy", policy?.json ?? .null), JSONMember("decision", decision.json),
    ]
  }
}

// MARK: - Reading

extension LedgerEvent {
  /// Returns nil if the entry does not say what its action needs. `formats`: of the decisions in it.
  init?(_ entry: AuditEntry, formats: [DecisionFormat] = DecisionFormat.all) {
    let details = JSONValue.object(entry.details)
    switch entry.action {
    case .certificate:
      guard let draft = entry.draft, let read = RecordedCertificate(details, draft: draft) else { return nil }
      self = .certified(read)
    case .verdict:
      guard let decision = details["decision"].flatMap({ RecordedDecision($0, formats: formats) }) else {
        return nil
      }
      self = .decided(decision)
    case .release:
      guard let version = ReleaseVersion(entry, details, .passed, incident: nil, formats) else { return nil }
      self = .released(version, replaces: details["replaces"]?.integer)
    case .override:
      guard let incident = details["incident"].flatMap({ Incident(record: $0) }),
        let version = ReleaseVersion(entry, details, .overridden, incident: incident.id, formats)
      else { return nil }
      self = .overridden(version, incident, replaces: details["replaces"]?.integer)
    case .rollback, .activate:
      guard let number = details["version"]?.integer, let live = details["replaces"]?.integer else {
        return nil
      }
      self = .activated(number, replaces: live)
      guard action == entry.action else { return nil }
    case .incident:
      guard let incident = details["incident"].flatMap({ Incident(record: $0) }) else { return nil }
      self = .moved(incident)
    case .waiver:
      guard let note = details["note"]?.text, entry.draft != nil else { return nil }
      self = .waived(note)
    // An organisation's business: in an agent's log it has no place.
    case .member, .password, .token, .guardrail, .gatePolicy, .evaluations: return nil
    }
  }
}

extension ReleaseVersion {
  /// Nil if the details are not those of a version with this outcome.
  fileprivate init?(
    _ entry: AuditEntry, _ details: JSONValue, _ outcome: Outcome, incident: IncidentID?,
    _ formats: [DecisionFormat]
  ) {
    guard let draft = entry.draft, let number = details["version"]?.integer,
      details["outcome"]?.text == outcome.rawValue,
      let decision = details["decision"].flatMap({ RecordedDecision($0, formats: formats) }),
      let policy = details["policy"]
    else { return nil }
    if case .null = policy {
      self.policy = nil
    } else {
      guard let read = GatePolicy(record: policy) else { return nil }
      self.policy = read
    }
    self.number = number
    self.draft = draft
    self.outcome = outcome
    self.decision = decision
    self.incident = incident
    certificateID = details["certificate_id"]?.text
    by = entry.actor
    at = entry.at
  }
}
