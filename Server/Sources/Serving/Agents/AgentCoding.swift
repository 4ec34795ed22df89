import Documents
import Gates
import Registry

extension Agent {
  /// As the platform's clients know it.
  var json: JSONValue {
    .object([
      JSONMember("id", .string(id.text)), JSONMember("org_id", .string(organisation.text)),
      JSONMember("name", .string(name)), JSONMember("type", .string(kind.rawValue)),
      JSONMember("template_id", .string(kind.rawValue)),
      JSONMember("is_active", .boolean(liveVersion != nil)),
      JSONMember("live_version", liveVersion.map { .integer($0) } ?? .null),
      JSONMember("sim_cert_at", certifiedAt.map { .string($0.text) } ?? .null),
      JSONMember("created_at", .string(createdAt.text)), JSONMember("updated_at", .string(updatedAt.text)),
    ])
  }
}

/// What clients sort agents by.
enum Segment: String, CaseIterable {
  case all, production, draft, simulation, archived

  func contains(_ agent: Agent) -> Bool {
    switch self {
    case .all: true
    case .production: agent.liveVersion != nil
    case .draft: agent.liveVersion == nil
    case .simulation: agent.liveVersion == nil && agent.certifiedAt != nil
    // Nothing is ever archived here.
    case .archived: false
    }
  }
}

extension JSONValue {
  /// From bytes that a store keeps, which are JSON in RFC 8785's form.
  init(stored bytes: [UInt8]) throws {
    var findings = Findings(limits: .kept)
    guard
      let document = readJSON(SourceText(name: "stored", bytes: bytes), limits: .kept, findings: &findings)
    else { throw StoreFailure.damaged("a stored document is not JSON") }
    self.init(document.root)
  }

  /// The object with a member set: in its place where there is one with this key, else at the end.
  func setting(_ key: String, to value: JSONValue) -> JSONValue {
    guard case .object(var members) = self else { return self }
    if let index = members.firstIndex(where: { $0.key.hasSameScalars(as: key) }) {
      members[index].value = value
    } else {
      members.append(JSONMember(key, value))
    }
    return .object(members)
  }
}
