import BlueprintCompiler
import Documents
import PolicyGraph

/// Makes small drafts at random: mostly sensible edges, so that conversations get somewhere, with faults of every
/// kind sprinkled in.
package struct RandomDraft {
  private var random: SeededRandom
  /// Faults in a hundred places.
  private let faults: Int
  /// Whether guards ask for tools that are done, and success may need some.
  private let remembersTools: Bool

  package init(seed: UInt64, remembersTools: Bool = false) {
    random = SeededRandom(seed: seed)
    faults = random.pick([0, 3, 10, 30])
    self.remembersTools = remembersTools
  }

  package mutating func draft() -> Draft {
    let slots = (0..<random.pick([0, 1, 1, 2])).map { SlotKey("s\($0)") }
    let tools = (0..<random.pick(remembersTools ? [1, 1, 2] : [0, 1, 1, 2])).map { tool("t\($0)", slots) }
    let needed = remembersTools ? tools.map(\.id).filter { _ in random.chance(60) } : nil
    let nodes = nodes(slots, tools.map(\.id))
    var members: [JSONMember] = [JSONMember("greeting", .string(random.chance(faults) ? " " : "Hello."))]
    if random.chance(40) {
      members.append(JSONMember("turn_taking", .object([JSONMember("interruption_style", .string("defer"))])))
    }
    return Draft(
      entry: nodes[0].id, nodes: nodes, edges: edges(nodes, slots, tools.map(\.id)),
      tools: tools.filter { _ in !random.chance(faults / 4) }, successRequires: needed,
      variables: slots.map {
        Variable(key: $0, label: $0.text, isRequired: random.chance(60), ask: "Which?")
      },
      scenarios: nil, members: members)
  }

  private mutating func tool(_ id: String, _ slots: [SlotKey]) -> Tool {
    Tool(
      id: ToolID(id), requiresConfirmation: random.chance(50), failureMode: random.pick(FailureMode.allCases),
      inputs: random.chance(30) ? slots.filter { _ in random.chance(50) } : nil)
  }

  private mutating func nodes(_ slots: [SlotKey], _ tools: [ToolID]) -> [Node] {
    var kinds: [NodeKind] = [.open, .talk, .handoff]
    let more: [NodeKind] = [
      .route, .ask, .talk, .clarify, .nudge, .interject, .confirm, .call, .call, .report, .apologize, .close,
      .close,
    ]
    if remembersTools { kinds += [.call, .report, .close] }
    for _ in 0..<random.pick([0, 1, 2, 3, 4, 5, 6]) { kinds.append(random.pick(more)) }
    return kinds.enumerated().compactMap { index, kind in node("n\(index)", kind, slots, tools) }
  }

  private mutating func node(_ id: String, _ kind: NodeKind, _ slots: [SlotKey], _ tools: [ToolID]) -> Node? {
    var node = Node(NodeID(id), kind)
    if kind.speaks, kind != .open { node.say = .text(random.chance(faults) ? "" : "Something.") }
    switch kind {
    case .ask:
      guard !slots.isEmpty else { return nil }
      node.slots = random.chance(50) ? slots : [random.pick(slots)]
      node.say = .questions((node.slots ?? []).map { ($0, random.chance(faults / 2) ? " " : "Which?") })
    case .talk: node.tools = tools.filter { _ in random.chance(60) }
    case .confirm, .report, .apologize:
      guard !tools.isEmpty else { return nil }
      node.tool = random.pick(tools)
    case .call:
      guard !tools.isEmpty else { return nil }
      node.tool = random.pick(tools)
      node.attempt = random.chance(70) ? 1 : 2
      node.idempotencyKey = random.chance(80) ? node.tool?.text : id
    case .close: node.outcome = random.pick(CloseOutcome.allCases)
    case .open, .route, .clarify, .nudge, .interject, .handoff: break
    }
    return node
  }

  private mutating func edges(_ nodes: [Node], _ slots: [SlotKey], _ tools: [ToolID]) -> [Edge] {
    var edges: [Edge] = []
    for node in nodes {
      for event in node.alphabet(declaredSlots: slots.count) {
        if random.chance(faults) { continue }
        let first = edge(node, event, target(of: event, nodes), slots)
        edges.append(first)
        if random.chance(25) {
          let condition = condition(nodes, slots, tools)
          edges[edges.count - 1].when = condition
          var second = edge(node, event, target(of: event, nodes), slots)
          second.when = random.chance(100 - faults) ? .not(condition) : self.condition(nodes, slots, tools)
          if !random.chance(faults) { edges.append(second) }
        } else if random.chance(faults / 3) {
          edges.append(edge(node, event, target(of: event, nodes), slots))
        }
      }
    }
    return edges
  }

  /// Likely a node that suits the event.
  private mutating func target(of event: Event, _ nodes: [Node]) -> Node {
    let wanted: [NodeKind]
    switch event {
    case .escalate: wanted = [.handoff]
    case .ok: wanted = [.report]
    case .error, .timeout: wanted = [.apologize, .handoff, .call]
    case .tool: wanted = [.confirm, .call]
    case .affirm: wanted = [.call]
    case .auto: wanted = [.talk, .ask, .close, .route]
    default: wanted = []
    }
    let suited = nodes.filter { wanted.contains($0.kind) }
    return random.pick(suited.isEmpty || random.chance(20 + faults) ? nodes : suited)
  }

  private mutating func edge(_ node: Node, _ event: Event, _ target: Node, _ slots: [SlotKey]) -> Edge {
    let maySkip = target.kind.awaits == .user && target.kind != .confirm
    var edge = Edge(node.id, event, target.id, resume: maySkip && random.chance(35) ? true : nil)
    if event == .answered { edge.fills = node.slots }
    if event == .interrupt, random.chance(70) { edge.sets = .deferred }
    if event == .auto, node.kind == .route, target.kind == .talk, random.chance(40) {
      edge.clears = .deferred
    }
    return edge
  }

  private mutating func condition(_ nodes: [Node], _ slots: [SlotKey], _ tools: [ToolID]) -> Guard {
    if remembersTools, random.chance(60) {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: return .all(tools.map(Guard.done))
      case 1: return .not(.done(random.pick(tools)))
      case 2 where !slots.isEmpty: return .all([.filled(random.pick(slots)), .done(random.pick(tools))])
      default: return .done(random.pick(tools))
      }
    }
    return plainCondition(nodes, slots)
  }

  private mutating func plainCondition(_ nodes: [Node], _ slots: [SlotKey]) -> Guard {
    switch Int.random(in: 0..<8, using: &random) {
    case 0...2 where !slots.isEmpty: .filled(random.pick(slots))
    case 3 where slots.count > 1: .all(slots.map(Guard.filled))
    case 4: .deferred
    case 5 where !slots.isEmpty: .any([.filled(random.pick(slots)), .deferred])
    case 6 where !slots.isEmpty: .not(.filled(random.pick(slots)))
    default: .visits(random.pick(nodes).id, below: random.pick([1, 2]))
    }
  }
}
