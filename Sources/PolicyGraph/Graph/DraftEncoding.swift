import Documents

/// Drafts as JSON. Written by hand, so that renaming a Swift property can never change a hash.
extension JSONValue {
  /// The draft as an object, its members in the order in which people read them.
  public init(_ draft: Draft) {
    var members: [String: JSONValue] = [:]
    var extras: [JSONMember] = []
    let known = Set(DraftSchema.topLevelOrder)
    for member in draft.members {
      // `Set<String>` compares by canonical equivalence; the known keys are ASCII, where that is the same.
      if known.contains(member.key) { members[member.key] = member.value } else { extras.append(member) }
    }
    members["schema_version"] = .string(Draft.schemaVersion)
    members["entry"] = .string(draft.entry.text)
    members["nodes"] = .array(draft.nodes.map(JSONValue.init))
    members["edges"] = .array(draft.edges.map(JSONValue.init))
    members["tools"] = draft.tools.map { .array($0.map(JSONValue.init)) }
    members["success_requires"] = draft.successRequires.map { .strings($0.map(\.text)) }
    members["variables"] = draft.variables.map { .array($0.map(JSONValue.init)) }
    members["evaluation_scenarios"] = draft.scenarios.map { .array($0.map(JSONValue.init)) }
    let ordered = DraftSchema.topLevelOrder.compactMap { key in members[key].map { JSONMember(key, $0) } }
    // Provenance is the longest and least read part, so further members stand before it.
    self = .object(
      ordered.filter { $0.key != "provenance" } + extras + ordered.filter { $0.key == "provenance" })
  }

  init(_ node: Node) {
    self = .members(
      ("id", .string(node.id.text)), ("kind", .string(node.kind.rawValue)),
      ("phase", node.phase.map { .string($0.text) }), ("tool", node.tool.map { .string($0.text) }),
      ("attempt", node.attempt.map(JSONValue.integer)),
      ("idempotency_key", node.idempotencyKey.map(JSONValue.string)),
      ("outcome", node.outcome.map { .string($0.rawValue) }),
      ("slots", node.slots.map { .strings($0.map(\.text)) }),
      ("tools", node.tools.map { .strings($0.map(\.text)) }), ("say", node.say.map(JSONValue.init)),
      ("verbatim", node.isVerbatim.map(JSONValue.boolean)))
  }

  init(_ say: Say) {
    switch say {
    case .text(let text): self = .string(text)
    case .questions(let questions):
      self = .object(questions.map { JSONMember($0.slot.text, .string($0.question)) })
    }
  }

  init(_ edge: Edge) {
    self = .members(
      ("from", .string(edge.from.text)), ("on", .string(edge.on.name)), ("to", .string(edge.to.text)),
      ("when", edge.when.map(JSONValue.init)), ("resume", edge.resume.map(JSONValue.boolean)),
      ("fills", edge.fills.map { .strings($0.map(\.text)) }),
      ("sets", edge.sets.map { .string($0.rawValue) }), ("clears", edge.clears.map { .string($0.rawValue) }))
  }

  init(_ condition: Guard) {
    switch condition {
    case .filled(let slot): self = .members(("filled", .string(slot.text)))
    case .done(let tool): self = .members(("done", .string(tool.text)))
    case .visits(let node, let below):
      self = .members(("visits", .members(("node", .string(node.text)), ("below", .integer(below)))))
    case .deferred: self = .members(("deferred", .boolean(true)))
    case .all(let parts): self = .members(("all", .array(parts.map(JSONValue.init))))
    case .any(let parts): self = .members(("any", .array(parts.map(JSONValue.init))))
    case .not(let part): self = .members(("not", JSONValue(part)))
    }
  }

  init(_ tool: Tool) {
    self = .members(
      ("id", .string(tool.id.text)), ("requires_confirmation", .boolean(tool.requiresConfirmation)),
      ("failure_mode", .string(tool.failureMode.rawValue)),
      ("inputs", tool.inputs.map { .strings($0.map(\.text)) }))
  }

  init(_ variable: Variable) {
    self = .members(
      ("key", .string(variable.key.text)), ("label", .string(variable.label)),
      ("required", .boolean(variable.isRequired)), ("ask", .string(variable.ask)))
  }

  package init(_ scenario: Scenario) {
    self = .members(
      ("id", .string(scenario.id.text)), ("channel", scenario.channel.map(JSONValue.string)),
      ("user_goal", .string(scenario.userGoal)),
      ("must_collect", scenario.mustCollect.map { .strings($0.map(\.text)) }),
      ("must_do", scenario.mustDo.map { .strings($0) }),
      ("must_not_do", scenario.mustNotDo.map { .strings($0) }))
  }

  /// An object of the members that are there.
  package static func members(_ members: (String, JSONValue?)...) -> JSONValue {
    .object(members.compactMap { key, value in value.map { JSONMember(key, $0) } })
  }
}
