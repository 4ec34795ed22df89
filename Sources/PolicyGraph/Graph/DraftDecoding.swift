/// Reads a draft, compiled or hand-written, and reports everything in which it is none, at its place.
///
/// Returns nil when the document does not have the shape of a draft; whether the graph in it makes sense is the
/// question of the checks.
public func decodeDraft(_ document: Document, findings: inout Findings) -> Draft? {
  let outcome = SchemaCheck.run(document, against: DraftSchema.document, findings: &findings)
  guard outcome.isAccepted else { return nil }
  let root = document.root
  let nodes = root.list("nodes")?.map(Node.init) ?? []
  // An event's name is open-ended (`tool:<id>`), so it is read here rather than by the table.
  var edges: [Edge] = []
  for node in root.list("edges") ?? [] {
    guard let edge = decodeEdge(node, findings: &findings) else { continue }
    edges.append(edge)
  }
  guard edges.count == root.member("edges")?.count else { return nil }
  let typed: Set<String> = [
    "schema_version", "entry", "nodes", "edges", "tools", "variables", "evaluation_scenarios",
  ]
  return Draft(
    entry: NodeID(root.string("entry") ?? ""), nodes: nodes, edges: edges,
    tools: root.list("tools")?.map(Tool.init), variables: root.list("variables")?.map(Variable.init),
    scenarios: root.list("evaluation_scenarios")?.map(Scenario.init),
    members: root.members.filter { !typed.contains($0.key.text ?? "") }
      .map { JSONMember($0.key.text ?? "", JSONValue($0.value)) })
}

private func decodeEdge(_ node: DocumentNode, findings: inout Findings) -> Edge? {
  let name = node.string("on") ?? ""
  guard let event = Event(name: name) else {
    let names = Event.plain.map(\.name)
    let nearest = findings.suggestion(for: name, among: names)
    findings.report(
      .unknownEvent, "`\(name)` is not an event", at: node.member("on") ?? node,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "the events are \(FindingText.list(names)) and `tool:<id>`")
    return nil
  }
  var edge = Edge(
    NodeID(node.string("from") ?? ""), event, NodeID(node.string("to") ?? ""),
    when: node.member("when").map(Guard.init), resume: node.member("resume")?.boolean)
  edge.fills = node.list("fills")?.map { SlotKey($0.text ?? "") }
  edge.sets = node.string("sets").flatMap(ConversationFlag.init)
  edge.clears = node.string("clears").flatMap(ConversationFlag.init)
  return edge
}

// The initialisers below read documents that have passed the schema check.

extension Guard {
  fileprivate init(_ node: DocumentNode) {
    guard let member = node.members.first(where: { _ in true }) else {
      preconditionFailure("a guard has one member")
    }
    let value = member.value
    switch member.key.text {
    case "filled": self = .filled(SlotKey(value.text ?? ""))
    case "visits":
      self = .visits(NodeID(value.string("node") ?? ""), below: value.member("below")?.integer ?? 0)
    case "deferred": self = .deferred
    case "all": self = .all(value.elements.map(Guard.init))
    case "any": self = .any(value.elements.map(Guard.init))
    default: self = .not(Guard(value))
    }
  }
}

extension Node {
  fileprivate init(_ node: DocumentNode) {
    self.init(NodeID(node.string("id") ?? ""), node.string("kind").flatMap(NodeKind.init) ?? .open)
    phase = node.string("phase").map { PhaseID($0) }
    say = node.member("say").map(Say.init)
    isVerbatim = node.member("verbatim")?.boolean
    slots = node.list("slots")?.map { SlotKey($0.text ?? "") }
    tools = node.list("tools")?.map { ToolID($0.text ?? "") }
    tool = node.string("tool").map { ToolID($0) }
    attempt = node.member("attempt")?.integer
    idempotencyKey = node.string("idempotency_key")
    outcome = node.string("outcome").flatMap(CloseOutcome.init)
  }
}

extension Say {
  fileprivate init(_ node: DocumentNode) {
    self =
      node.kind == .object
      ? .questions(node.members.map { (SlotKey($0.key.text ?? ""), $0.value.text ?? "") })
      : .text(node.text ?? "")
  }
}

extension Tool {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      id: ToolID(node.string("id") ?? ""),
      requiresConfirmation: node.member("requires_confirmation")?.boolean ?? true,
      failureMode: node.string("failure_mode").flatMap(FailureMode.init) ?? .handoff,
      inputs: node.list("inputs")?.map { SlotKey($0.text ?? "") })
  }
}

extension Variable {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      key: SlotKey(node.string("key") ?? ""), label: node.string("label") ?? "",
      isRequired: node.member("required")?.boolean ?? true, ask: node.string("ask") ?? "")
  }
}

extension Scenario {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      id: ScenarioID(node.string("id") ?? ""), channel: node.string("channel"),
      userGoal: node.string("user_goal") ?? "",
      mustCollect: node.list("must_collect")?.map { SlotKey($0.text ?? "") },
      mustNotDo: node.list("must_not_do")?.map { $0.text ?? "" })
  }
}

extension DocumentNode {
  /// The text of a text member.
  package func string(_ key: String) -> String? {
    guard let value = member(key), value.kind == .string else { return nil }
    return value.text
  }

  /// The elements of an array member; nil where there is none.
  package func list(_ key: String) -> [DocumentNode]? {
    guard let value = member(key), value.kind == .array else { return nil }
    return Array(value.elements)
  }

  /// The value of a number that is a whole one; see ``JSONNumber/wholeNumber(_:)``.
  package var integer: Int? { kind == .number ? text.flatMap(JSONNumber.wholeNumber) : nil }
}
