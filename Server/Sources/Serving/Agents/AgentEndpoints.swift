import Documents
import Gates
import PolicyGraph
import Registry

/// Agents: make, list, show, copy.
enum AgentEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/console/agents", "createAgent", "Create a new agent",
      body: .required(AgentBodies.create.table),
      answer: .object(AgentBodies.created), .member(.member, create)),
    Endpoint(
      .get, "/v1/console/agents", "listAgents", "List agents for the org",
      query: [.init(name: "segment", schema: .choice(Segment.self))],
      answer: .object(AgentBodies.agents), .member(.viewer, list)),
    Endpoint(
      .get, "/v1/console/agents/{id}", "getAgent", "Get a single agent", answer: .object(AgentBodies.agent),
      .agent(.viewer, show)),
    Endpoint(
      .post, "/v1/console/agents/{id}/duplicate", "duplicateAgent", "Copy an agent's draft into a new agent",
      body: .optional(AgentBodies.duplicate.table), answer: .object(AgentBodies.created),
      .agent(.member, duplicate)),
  ]

  private static func create(_ call: Call, _ member: Member) async throws -> Reply {
    let (name, kind) = try AgentBodies.create.read(call.body)
    return try await insert(name: name, kind, call, member) { _ in StartingDraft.json(for: kind, name: name) }
  }

  private static func list(_ call: Call, _ member: Member) async throws -> Reply {
    guard let segment = Segment(rawValue: call.query["segment"] ?? Segment.all.rawValue) else {
      // The platform's API knows no 400 here.
      throw Refusal(
        403, "segment_unknown", "there is no such segment",
        remediation: "name one of \(Segment.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let agents = try await call.read { try $0.agents(of: member.organisation.id) }
    return .object(JSONMember("agents", .array(agents.filter(segment.contains).map(\.json))))
  }

  private static func show(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    Reply(agent.json)
  }

  /// The copy has the draft and the guardrails, and nothing that was released.
  private static func duplicate(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let name = try AgentBodies.duplicate.read(call.body) ?? "\(agent.name) (copy)"
    return try await insert(name: name, agent.kind, call, member) { store in
      try JSONValue(stored: try store.existingDraft(of: agent).bytes).setting("name", to: .string(name))
    } guardrails: { store in
      try store.guardrails(of: agent.id)
    }
  }

  private static func insert(
    name: String, _ kind: Agent.Kind, _ call: Call, _ member: Member,
    draft: @escaping @Sendable (any RegistryReader) throws -> JSONValue,
    guardrails: @escaping @Sendable (any RegistryReader) throws -> [Guardrail] = { _ in [] }
  ) async throws -> Reply {
    let id = AgentID.random()
    let agent = Agent(
      id: id, organisation: member.organisation.id, name: name, kind: kind, createdAt: call.now,
      updatedAt: call.now)
    return try await call.commit(in: member.organisation.id) { store in
      let draft = CanonicalDocument(try draft(store))
      try store.insert(agent, draft: draft)
      for guardrail in try guardrails(store) {
        try store.put(guardrail, of: agent, by: member.actor, at: call.now)
      }
      return .object(
        JSONMember("ok", .boolean(true)), JSONMember("agent", agent.json),
        JSONMember("draft_hash", .string(draft.hash.draftHash)))
    }
  }
}

extension RegistryReader {
  /// The draft of an agent that is known to be there.
  func existingDraft(of agent: Agent) throws -> CanonicalDocument {
    guard let draft = try draft(of: agent.id) else { throw Refusal.noSuchAgent }
    return draft
  }
}
