import Documents
import PolicyGraph

/// Puts the graph and what surrounds it together as one draft. Every field of the blueprint has its place here
/// or in the graph, so that no change of content leaves the hash as it was.
func draft(of plan: LoweringPlan, _ graph: DraftBuilder) -> Draft {
  let blueprint = plan.blueprint
  let role = blueprint.persona.string("role") ?? ""
  let members: [JSONMember] = [
    JSONMember("name", .string(blueprint.name.value)),
    JSONMember(
      "greeting",
      .string(Brief.greeting(name: blueprint.name.value, role: role, objective: blueprint.objective.value))),
    JSONMember("goodbye", .string(Brief.goodbye)),
    JSONMember("objective", .string(blueprint.objective.value)),
    JSONMember("audience", .string(blueprint.audience.value)),
    JSONMember("success_outcome", .string(blueprint.close.successOutcome.value)),
    JSONMember("persona", persona(of: blueprint)),
    JSONMember("speech_settings", speechSettings(of: plan)),
    JSONMember(
      "channels",
      .object([
        JSONMember("primary", .string(plan.channels.primary)),
        JSONMember("allowed", .strings(plan.channels.allowed)),
        JSONMember("async_follow_up", .boolean(plan.asyncFollowUp)),
      ])),
    JSONMember(
      "turn_taking",
      .object([
        JSONMember("max_questions_per_turn", .integer(plan.maxQuestionsPerTurn)),
        JSONMember("interruption_style", .string(plan.interruptionStyle.rawValue)),
        JSONMember("repair_strategy", .string(plan.repairStrategy.rawValue)),
      ])),
    // Each tool carries its own; this is the author's choice where there is no tool (yet).
    JSONMember(
      "tool_policy", .object([JSONMember("failure_mode", .string(plan.failureMode.rawValue))])),
    JSONMember("escalation", escalation(of: plan)),
    JSONMember("provenance", graph.provenance),
  ]
  return Draft(
    entry: Lowering.open, nodes: graph.nodes, edges: graph.edges,
    tools: plan.tools.map {
      Tool(id: $0.id, requiresConfirmation: $0.confirmationPointer != nil, failureMode: plan.failureMode)
    },
    successRequires: plan.successRequires.isEmpty ? nil : plan.successRequires, variables: plan.variables,
    scenarios: blueprint.scenarios.map {
      Scenario(
        id: $0.id.value, channel: $0.channel?.value, userGoal: $0.userGoal.value,
        mustCollect: $0.mustCollect?.map(\.value), mustDo: $0.mustDo?.map(\.value),
        mustNotDo: $0.mustNotDo?.map(\.value))
    },
    members: members)
}

private func persona(of blueprint: Blueprint) -> JSONValue {
  .object([
    JSONMember("role", .string(blueprint.persona.string("role") ?? "")),
    JSONMember("brand_voice", .string(blueprint.persona.string("brand_voice") ?? "")),
    JSONMember(
      "boundaries", .strings((blueprint.persona.list("boundaries") ?? []).map { $0.text ?? "" })),
  ])
}

private func speechSettings(of plan: LoweringPlan) -> JSONValue {
  let style =
    plan.blueprint.channelPolicy.voiceStyle?.value
    ?? (plan.channels.allowed.contains("voice") ? Defaults.voiceStyle : nil)
  return .object(style.map { [JSONMember("voice_style", .string($0))] } ?? [])
}

private func escalation(of plan: LoweringPlan) -> JSONValue {
  let policy = plan.blueprint.escalation
  var members = [
    JSONMember("triggers", .strings(policy.triggers.map(\.value))),
    JSONMember("handoff_message", .string(policy.handoffMessage?.value ?? Defaults.handoffMessage)),
  ]
  // Whoever takes over is told of the question that was put off.
  if plan.interruptionStyle == .defer { members.append(JSONMember("carries_deferred", .boolean(true))) }
  return .object(members)
}
