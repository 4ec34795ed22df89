import Documents
import PolicyGraph
import Registry

extension SQLiteReader {
  func agent(_ id: AgentID) throws -> Agent? {
    try first(Self.agents + "WHERE id = \(id)", Self.agent)
  }

  func agents(of organisation: OrganisationID) throws -> [Agent] {
    try all(Self.agents + "WHERE organisation = \(organisation) ORDER BY place", Self.agent)
  }

  func draft(of agent: AgentID) throws -> CanonicalDocument? {
    try first("SELECT document FROM drafts WHERE agent = \(agent)") { row in
      CanonicalDocument(canonicalBytes: try row.bytes())
    }
  }

  func guardrails(of agent: AgentID) throws -> [Guardrail] {
    try all("SELECT rule, document FROM guardrails WHERE agent = \(agent) ORDER BY place") { row in
      Guardrail(rule: try row.text(), bytes: try row.bytes())
    }
  }

  private static var agents: Query {
    """
    SELECT id, organisation, name, kind, created_at, updated_at, live_version, certified_at FROM agents

    """
  }

  static func agent(_ row: inout RowReader) throws -> Agent {
    Agent(
      id: try row.id(), organisation: try row.id(), name: try row.text(), kind: try row.choice(),
      createdAt: try row.instant(), updatedAt: try row.instant(), liveVersion: try row.optionalInt(),
      certifiedAt: try row.optionalInstant())
  }
}

extension SQLiteWriter {
  func insert(_ agent: Agent, draft: CanonicalDocument) throws {
    try change(
      """
      INSERT INTO agents
        (id, organisation, name, kind, created_at, updated_at, live_version, certified_at)
      VALUES (\(agent.id), \(agent.organisation), \(agent.name), \(agent.kind), \(agent.createdAt),
        \(agent.updatedAt), \(agent.liveVersion), \(agent.certifiedAt))
      """, or: "there is an agent with this id already, or no such organisation")
    try change(
      "INSERT INTO drafts (agent, document) VALUES (\(agent.id), \(draft.bytes))",
      or: "the agent has a draft already")
  }

  func update(_ agent: Agent) throws {
    try changeOne(
      """
      UPDATE agents SET name = \(agent.name), updated_at = \(agent.updatedAt),
        live_version = \(agent.liveVersion), certified_at = \(agent.certifiedAt)
      WHERE id = \(agent.id) AND organisation = \(agent.organisation) AND kind = \(agent.kind)
        AND created_at = \(agent.createdAt)
      """, or: "there is no agent \(agent.id) with this organisation, kind and time")
  }

  func setDraft(_ draft: CanonicalDocument, of agent: AgentID) throws {
    try changeOne(
      "UPDATE drafts SET document = \(draft.bytes) WHERE agent = \(agent)", or: "there is no agent \(agent)")
  }

  func put(_ guardrail: Guardrail, of agent: AgentID) throws {
    try change(
      """
      INSERT INTO guardrails (agent, rule, document)
      VALUES (\(agent), \(guardrail.rule), \(guardrail.bytes))
      ON CONFLICT (agent, rule) DO UPDATE SET document = excluded.document
      """, or: "there is no agent \(agent)")
  }

  func removeGuardrail(_ rule: String, of agent: AgentID) throws -> Bool {
    _ = try organisation(ofKnown: agent)
    return try change(
      "DELETE FROM guardrails WHERE agent = \(agent) AND rule = \(rule)", or: "the rule has to stay") > 0
  }
}
