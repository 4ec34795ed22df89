/// Reads a draft, compiled or hand-written, and reports everything in which it is none, at its place.
///
/// Returns nil when the document does not have the shape of a draft; whether the graph in it makes sense is the
/// question of the checks.
public func decodeDraft(_ document: Document, findings: inout Findings) -> Draft? {
  decodeResolvedDraft(document, findings: &findings)?.draft
}

/// The same, with the ends of the edges.
func decodeResolvedDraft(_ document: Document, findings: inout Findings) -> ResolvedDraft? {
  let outcome = SchemaCheck.run(document, against: DraftSchema.document, findings: &findings)
  guard outcome.isAccepted else { return nil }
  let root = document.root
  var graph = GraphReader(root)
  graph.readNodes()
  graph.readEdges(findings: &findings)
  guard graph.edges.count == root.member("edges")?.count else { return nil }
  let typed = [
    "schema_version", "entry", "nodes", "edges", "tools", "variables", "evaluation_scenarios",
  ]
  let draft = Draft(
    entry: NodeID(root.string("entry") ?? ""), nodes: graph.nodes, edges: graph.edges,
    tools: root.list("tools")?.map(Tool.init), variables: root.list("variables")?.map(Variable.init),
    scenarios: root.list("evaluation_scenarios")?.map(Scenario.init),
    members: root.members.filter { member in !typed.contains { member.key.hasText($0) } }
      .map { JSONMember($0.key.text ?? "", JSONValue($0.value)) })
  return ResolvedDraft(draft, graph.names, sources: graph.sources, targets: graph.targets)
}

// Everything below reads documents that have passed the schema check.

/// Reads nodes and edges. An id stands in many places, and is one string in all of them.
private struct GraphReader {
  private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []
  private(set) var names: NameIndex<NodeSpace>
  private(set) var sources: [Int32] = []
  private(set) var targets: [Int32] = []
  private let nodeList: DocumentNode?
  private let edgeList: DocumentNode?

  init(_ root: DocumentNode) {
    nodeList = root.member("nodes")
    edgeList = root.member("edges")
    names = NameIndex(capacity: nodeList?.count ?? 0)
    nodes.reserveCapacity(nodeList?.count ?? 0)
    let edgeCount = edgeList?.count ?? 0
    edges.reserveCapacity(edgeCount)
    sources.reserveCapacity(edgeCount)
    targets.reserveCapacity(edgeCount)
  }

  mutating func readNodes() {
    guard let nodeList else { return }
    for place in nodeList.elements {
      let node = Node(place)
      names.append(node.id)
      nodes.append(node)
    }
  }

  mutating func readEdges(findings: inout Findings) {
    guard let edgeList else { return }
    var last = -1
    for place in edgeList.elements {
      // An event's name is open-ended (`tool:<id>`), so it is read here rather than by the schema.
      guard let event = place.member("on").flatMap(Event.init) else {
        reportUnknownEvent(of: place, findings: &findings)
        continue
      }
      // Edges of one node mostly stand together.
      let (from, source) = id(place.member("from"), guess: last)
      let (to, target) = id(place.member("to"))
      var edge = Edge(
        from, event, to, when: place.member("when").map { condition($0, guess: target) },
        resume: place.member("resume")?.boolean)
      edge.fills = place.keys("fills")
      edge.sets = place.choice("sets")
      edge.clears = place.choice("clears")
      edges.append(edge)
      sources.append(Int32(source))
      targets.append(Int32(target))
      last = source
    }
  }

  private func reportUnknownEvent(of place: DocumentNode, findings: inout Findings) {
    let name = place.string("on") ?? ""
    let names = Event.plain.map(\.name)
    let nearest = findings.suggestion(for: name, among: names)
    findings.report(
      .unknownEvent, "`\(name)` is not an event", at: place.member("on") ?? place,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "the events are \(FindingText.list(names)) and `tool:<id>`")
  }

  /// A node's id, and the node's position; -1 where there is none.
  private mutating func id(_ place: DocumentNode?, guess: Int = -1) -> (NodeID, Int) {
    guard let place else { return ("", -1) }
    let position = place.withText { names.position(of: UnsafeRawBufferPointer($0), guess: guess) }
    guard let position else { return (NodeID(place.text ?? ""), -1) }
    return (names.names[position], position)
  }

  /// `guess` is a node that the guard may well count.
  private mutating func condition(_ place: DocumentNode, guess: Int) -> Guard {
    guard let member = place.members.first(where: { _ in true }) else {
      preconditionFailure("a guard has one member")
    }
    let (key, value) = member
    if key.hasText("not") { return .not(condition(value, guess: guess)) }
    if key.hasText("filled") { return .filled(SlotKey(value.text ?? "")) }
    if key.hasText("visits") {
      return .visits(id(value.member("node"), guess: guess).0, below: value.member("below")?.integer ?? 0)
    }
    if key.hasText("deferred") { return .deferred }
    let parts = value.elements.map { condition($0, guess: guess) }
    return key.hasText("all") ? .all(parts) : .any(parts)
  }
}

extension Event {
  /// The event that a text names; nil for a name that is none.
  fileprivate init?(_ place: DocumentNode) {
    for event in Self.plain where place.hasText(event.name) {
      self = event
      return
    }
    guard let name = place.text else { return nil }
    self.init(name: name)
  }
}

extension Node {
  fileprivate init(_ place: DocumentNode) {
    self.init(NodeID(place.string("id") ?? ""), place.choice("kind") ?? .open)
    phase = place.string("phase").map { PhaseID($0) }
    say = place.member("say").map(Say.init)
    isVerbatim = place.member("verbatim")?.boolean
    slots = place.keys("slots")
    tools = place.keys("tools")
    tool = place.string("tool").map { ToolID($0) }
    attempt = place.member("attempt")?.integer
    idempotencyKey = place.string("idempotency_key")
    outcome = place.choice("outcome")
  }
}

extension Say {
  fileprivate init(_ place: DocumentNode) {
    self =
      place.kind == .object
      ? .questions(place.members.map { (SlotKey($0.key.text ?? ""), $0.value.text ?? "") })
      : .text(place.text ?? "")
  }
}

extension Tool {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      id: ToolID(node.string("id") ?? ""),
      requiresConfirmation: node.member("requires_confirmation")?.boolean ?? true,
      failureMode: node.choice("failure_mode") ?? .handoff, inputs: node.keys("inputs"))
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
      mustCollect: node.keys("must_collect"),
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

  /// A member that is a list of names; nil where there is none.
  fileprivate func keys<Space>(_ key: String) -> [Identifier<Space>]? {
    guard let value = member(key), value.kind == .array else { return nil }
    return value.elements.map { Identifier($0.text ?? "") }
  }

  /// A member that is one of several words.
  fileprivate func choice<Choice: CaseIterable & RawRepresentable>(_ key: String) -> Choice?
  where Choice.RawValue == String {
    guard let value = member(key) else { return nil }
    return Choice.allCases.first { value.hasText($0.rawValue) }
  }

  /// The value of a number that is a whole one; see ``JSONNumber/wholeNumber(_:)``.
  package var integer: Int? { kind == .number ? text.flatMap(JSONNumber.wholeNumber) : nil }
}
