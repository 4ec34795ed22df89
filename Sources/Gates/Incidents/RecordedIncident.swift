import Documents
import PolicyGraph

/// An incident as a log has it: read as it was written (definition 10.8), whatever is asked of new incidents since.
extension Incident {
  /// Reads `incident.v1` as ``json`` writes it; members that are not known here are passed over. Returns nil if a member
  /// is missing or invalid.
  init?(record json: JSONValue) {
    guard json["schema_version"]?.text == "incident.v1", json["outcome"]?.text == Self.outcome,
      let id = json["id"]?.text, let draft = DraftHash(record: json), let reason = json["reason"]?.text,
      let openedBy = json["opened_by"]?.text, let role = json["role"]?.text.flatMap({ Role(rawValue: $0) }),
      role.mayBreakGlass, let openedAt = json["opened_at"]?.text.flatMap({ Instant($0) }),
      let state = State(record: json)
    else { return nil }
    self.init(
      id: IncidentID(id), draft: draft, reason: reason, openedBy: openedBy, role: role, openedAt: openedAt,
      state: state)
  }
}

extension Incident.State {
  fileprivate init?(record json: JSONValue) {
    let coverage = json["coverage"].map { Incident.Coverage(record: $0) }
    let closing = json["closing"].map { Incident.Closing(record: $0) }
    switch (json["state"]?.text, coverage, closing) {
    case ("open", nil, nil): self = .open
    case ("covered", .some(.some(let coverage)), nil): self = .covered(coverage)
    case ("closed", .some(.some(let coverage)), .some(.some(let closing))): self = .closed(coverage, closing)
    default: return nil
    }
  }
}

extension Incident.Coverage {
  fileprivate init?(record json: JSONValue) {
    guard let scenario = json["scenario"]?.text, let certificate = json["certificate"]?.text,
      let draft = DraftHash(record: json), let at = json["at"]?.text.flatMap({ Instant($0) })
    else { return nil }
    self.init(scenario: ScenarioID(scenario), certificate: certificate, draft: draft, at: at)
  }
}

extension Incident.Closing {
  fileprivate init?(record json: JSONValue) {
    guard let by = json["by"]?.text, let at = json["at"]?.text.flatMap({ Instant($0) }) else { return nil }
    self.init(by: by, at: at)
  }
}

extension DraftHash {
  /// From `draft_hash` and `sha256`.
  fileprivate init?(record json: JSONValue) {
    self.init(draftHash: json["draft_hash"]?.text ?? "", sha256: json["sha256"]?.text ?? "")
  }
}
