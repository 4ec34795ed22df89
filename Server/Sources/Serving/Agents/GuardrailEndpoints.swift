import Documents
import Gates
import PolicyGraph
import Registry

/// Rules that a platform holds an agent to at run time: kept here for it.
enum GuardrailEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/console/agents/{id}/guardrails", "listGuardrails", "List guardrails",
      answer: .object(AgentBodies.guardrails), .agent(.viewer, list)),
    Endpoint(
      .post, "/v1/console/agents/{id}/guardrails", "addGuardrail",
      "Add a guardrail, or replace the one with its id",
      body: .required(AgentBodies.guardrail.table), answer: .object(AgentBodies.addedGuardrail),
      .agent(.member, add)),
    Endpoint(
      .delete, "/v1/console/agents/{id}/guardrails/{rule}", "removeGuardrail", "Remove a guardrail",
      answer: .object(AgentBodies.removedGuardrail), .agent(.member, remove)),
  ]

  private static func list(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let rules = try await call.read { try $0.guardrails(of: agent.id) }
    return .object(JSONMember("guardrails", .array(try rules.map { try JSONValue(stored: $0.bytes) })))
  }

  private static func add(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let (name, named) = try AgentBodies.guardrail.read(call.body)
    let rule = named ?? slug(name)
    let json = call.body.value.setting("rule_id", to: .string(rule))
    return try await call.commit(in: member.organisation.id) { store in
      try store.put(
        Guardrail(rule: rule, bytes: CanonicalJSON.bytes(of: json)), of: agent,
        by: member.actor, at: call.now)
      return .object(JSONMember("ok", .boolean(true)), JSONMember("guardrail", json))
    }
  }

  private static func remove(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let rule = call.parameters["rule"] ?? ""
    return try await call.commit(in: member.organisation.id) { store in
      guard try store.removeGuardrail(rule, of: agent, by: member.actor, at: call.now) else {
        throw Refusal(
          404, "guardrail_not_found", "there is no such guardrail",
          remediation: "see `GET /v1/console/agents/{id}/guardrails` (`foh agent guardrail list`)")
      }
      return .object(JSONMember("ok", .boolean(true)), JSONMember("removed", .string(rule)))
    }
  }

  /// An id for a rule that came without one: its name in lower case, with hyphens for everything else.
  private static func slug(_ name: String) -> String {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}
