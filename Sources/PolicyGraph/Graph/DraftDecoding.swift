import Documents

/// Reads a draft, compiled or hand-written, and reports each fault at its place.
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
    "schema_version", "entry", "nodes", "edges", "tools", "success_requires", "variables",
    "evaluation_scenarios",
  ]
  let draft = Draft(
    entry: NodeID(root.string("entry") ?? ""), nodes: graph.nodes, edges: graph.edges,
    tools: root.list("tools")?.map(Tool.init), successRequires: root.keys("success_requires"),
    variables: root.list("variables")?.map(Variable.init),
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
  private let document: Document
  private let nodeList: DocumentNode?
  private let edgeList: DocumentNode?
  private var nodeMembers = Members<NodeMember>(NodeMember.keys)
  private var edgeMembers = Members<EdgeMember>(EdgeMember.keys)
  private let kinds = Choices<NodeKind>()
  private let outcomes = Choices<CloseOutcome>()
  private let flags = Choices<ConversationFlag>()

  private enum NodeMember: Int {
    case id, kind, phase, say, verbatim, slots, tools, tool, attempt, idempotencyKey, outcome
    static let keys = WordTable([
      "id", "kind", "phase", "say", "verbatim", "slots", "tools", "tool", "attempt", "idempotency_key",
      "outcome",
    ])
  }

  private enum EdgeMember: Int {
    case from, on, to, when, resume, fills, sets, clears
    static let keys = WordTable(["from", "on", "to", "when", "resume", "fills", "sets", "clears"])
  }

  init(_ root: DocumentNode) {
    document = root.document
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
    for place in document.children(of: nodeList.index) {
      nodeMembers.find(in: place, of: document)
      nodes.append(node())
      names.append(nodes[nodes.count - 1].id)
    }
  }

  /// The node whose members have been found.
  private func node() -> Node {
    var node = Node(NodeID(text(nodeMembers[.id])), kinds.choice(nodeMembers[.kind], in: document) ?? .open)
    if let place = nodeMembers[.phase] { node.phase = PhaseID(text(place)) }
    if let place = nodeMembers[.say] { node.say = Say(document[place]) }
    node.isVerbatim = boolean(nodeMembers[.verbatim])
    node.slots = names(nodeMembers[.slots])
    node.tools = names(nodeMembers[.tools])
    if let place = nodeMembers[.tool] { node.tool = ToolID(text(place)) }
    if let place = nodeMembers[.attempt] { node.attempt = document[place].integer }
    if let place = nodeMembers[.idempotencyKey] { node.idempotencyKey = text(place) }
    if let place = nodeMembers[.outcome] { node.outcome = outcomes.choice(place, in: document) }
    return node
  }

  mutating func readEdges(findings: inout Findings) {
    guard let edgeList else { return }
    var last = -1
    for place in document.children(of: edgeList.index) {
      edgeMembers.find(in: place, of: document)
      // An event's name is open-ended (`tool:<id>`), so it is read here rather than by the schema.
      guard let event = event(edgeMembers[.on]) else {
        reportUnknownEvent(of: document[place], findings: &findings)
        continue
      }
      // Edges of one node mostly stand together.
      let (from, source) = id(edgeMembers[.from], guess: last)
      let (to, target) = id(edgeMembers[.to])
      var edge = Edge(from, event, to, resume: boolean(edgeMembers[.resume]))
      if let place = edgeMembers[.when] { edge.when = condition(place, guess: target) }
      edge.fills = names(edgeMembers[.fills])
      edge.sets = flags.choice(edgeMembers[.sets], in: document)
      edge.clears = flags.choice(edgeMembers[.clears], in: document)
      edges.append(edge)
      sources.append(Int32(source))
      targets.append(Int32(target))
      last = source
    }
  }

  private func reportUnknownEvent(of place: DocumentNode, findings: inout Findings) {
    let name = place.string("on") ?? ""
    let names = Event.plain.map(\.name)
    let nearest = IntendedWord.of(name, among: names) ?? findings.suggestion(for: name, among: names)
    let event = place.member("on") ?? place
    findings.report(
      .unknownEvent, "`\(name)` is not an event", at: event,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "the events are \(FindingText.list(names)) and `tool:<id>`",
      fix: nearest.map { event.fix(writing: $0) })
  }

  // MARK: Values

  private func text(_ place: Int?) -> String { place.flatMap { document[$0].text } ?? "" }

  private func boolean(_ place: Int?) -> Bool? { place.flatMap { document[$0].boolean } }

  private func names<Space>(_ place: Int?) -> [Identifier<Space>]? {
    place.map { document.children(of: $0).map { Identifier(text($0)) } }
  }

  private func event(_ place: Int?) -> Event? {
    guard let place else { return nil }
    if let plain = Self.events.position(of: place, in: document) { return Event.plain[plain] }
    return Event(name: text(place))
  }

  private static let events = WordTable(Event.plain.map(\.name))

  /// A node's id, and the node's position; -1 if there is none.
  private mutating func id(_ place: Int?, guess: Int = -1) -> (NodeID, Int) {
    guard let place else { return ("", -1) }
    let position = document.withText(of: place) {
      names.position(of: UnsafeRawBufferPointer($0), guess: guess)
    }
    guard let position else { return (NodeID(text(place)), -1) }
    return (names.names[position], position)
  }

  /// `guess` is a node that the guard may well count.
  private mutating func condition(_ place: Int, guess: Int) -> Guard {
    let form = place + 1
    let value = form + 1
    switch Self.forms.position(of: form, in: document) {
    case 0: return .filled(SlotKey(text(value)))
    case 1:
      let node = id(document.member(of: value, Self.node), guess: guess).0
      return .visits(
        node, below: document.member(of: value, Self.below).flatMap { document[$0].integer } ?? 0)
    case 2: return .deferred
    case 3: return .all(document.children(of: value).map { condition($0, guess: guess) })
    case 4: return .any(document.children(of: value).map { condition($0, guess: guess) })
    case 5: return .not(condition(value, guess: guess))
    case 6: return .done(ToolID(text(value)))
    default: preconditionFailure("a guard has one of its forms")
    }
  }

  private static let forms = WordTable(["filled", "visits", "deferred", "all", "any", "not", "done"])
  private static let node: SchemaWord = "node"
  private static let below: SchemaWord = "below"
}

/// Where the members of an object stand, by their places among the keys: found in one walk over it, and then over the
/// next object.
private struct Members<Key: RawRepresentable<Int>> {
  private let keys: WordTable
  private var values: [Int?]

  init(_ keys: WordTable) {
    self.keys = keys
    values = keys.texts.map { _ in nil }
  }

  mutating func find(in object: Int, of document: Document) {
    for place in values.indices { values[place] = nil }
    for key in document.keys(of: object) {
      if let place = keys.position(of: key, in: document) { values[place] = key + 1 }
    }
  }

  subscript(_ key: Key) -> Int? { values[key.rawValue] }
}

/// The cases that a word may be.
private struct Choices<Choice: CaseIterable & RawRepresentable<String>> {
  private let cases = Array(Choice.allCases)
  private let words = WordTable(Choice.allCases.map(\.rawValue))

  func choice(_ place: Int?, in document: Document) -> Choice? {
    place.flatMap { words.position(of: $0, in: document) }.map { cases[$0] }
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
      mustDo: node.list("must_do")?.map { $0.text ?? "" },
      mustNotDo: node.list("must_not_do")?.map { $0.text ?? "" })
  }
}

extension DocumentNode {
  /// A member that is a list of names; nil if there is none.
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
}
