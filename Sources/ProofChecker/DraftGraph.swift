import Documents
import PolicyGraph

/// The draft, made ready to be asked what the invariants ask of it (definition 5, 6).
struct DraftGraph {
  let draft: Draft
  let nodes: [Node]
  let edges: [Edge]
  private(set) var positions: [NodeID: Int] = [:]
  /// By node: the edges out of it.
  private(set) var exits: [[Int]]
  let slots: Set<Memory>
  /// The tools that some guard or `success_requires` asks for.
  private(set) var rememberedTools: Set<Memory>
  /// What success needs.
  let required: Set<Memory>
  let tools: [ToolID: Tool]
  /// The largest count of a node that a guard tells from the next.
  private(set) var caps: [NodeID: Int] = [:]
  /// Of counted nodes how often they can have been entered at most since the user was last understood, where that is
  /// bounded by less than what guards ask for.
  private(set) var mostEntries: [NodeID: Int] = [:]

  init(_ draft: Draft) {
    let variables = draft.variables ?? []
    self.draft = draft
    nodes = draft.nodes
    edges = draft.edges
    exits = nodes.map { _ in [] }
    slots = Set(variables.map { .slot($0.key) })
    rememberedTools = Set((draft.successRequires ?? []).map { .tool($0) })
    required = Set(variables.filter(\.isRequired).map { .slot($0.key) }).union(rememberedTools)
    tools = Dictionary((draft.tools ?? []).map { ($0.id, $0) }) { first, _ in first }
    for (position, node) in nodes.enumerated() { positions[node.id] = position }
    for (position, edge) in edges.enumerated() {
      if let from = positions[edge.from] { exits[from].append(position) }
      if let condition = edge.when { count(condition) }
    }
    mostEntries = boundedEntries()
  }

  private mutating func count(_ condition: Guard) {
    switch condition {
    case .visits(let node, let below): caps[node] = max(caps[node] ?? 0, below)
    case .all(let parts), .any(let parts): for part in parts { count(part) }
    case .not(let part): count(part)
    case .done(let tool): rememberedTools.insert(.tool(tool))
    case .filled, .deferred: break
    }
  }

  /// Whether the draft is a graph in the respects that the argument relies on.
  var isWellFormed: Bool {
    let areNamesDistinct =
      positions.count == nodes.count && slots.count == draft.variables?.count ?? 0
      && tools.count == draft.tools?.count ?? 0
    let doAsksAsk = nodes.allSatisfy {
      $0.kind != .ask || (asked($0).isSubset(of: slots) && asked($0).count == $0.slots?.count)
    }
    let doEdgesJoin = edges.allSatisfy { edge in
      guard let from = positions[edge.from], let to = positions[edge.to] else { return false }
      let mayResume = nodes[to].kind == .ask || nodes[to].kind == .talk
      return !nodes[from].kind.isTerminal && (mayResume || !edge.resumes)
    }
    return areNamesDistinct && doAsksAsk && doEdgesJoin
  }

  func asked(_ node: Node) -> Set<Memory> {
    node.kind == .ask ? Set((node.slots ?? []).map { .slot($0) }) : []
  }

  /// The edges that answer an event.
  func edges(of node: Int, on event: Event) -> [Int] { exits[node].filter { edges[$0].on == event } }

  /// Whether something is heard whenever the node is entered, other than by `resume`, with this knowledge.
  func speaks(_ node: Node, _ known: Knowledge) -> Bool {
    switch draft.say(of: node) {
    case .text(let text)?: return node.kind.speaks && node.kind != .ask && !text.isBlank
    case .questions(let all)?:
      let voiced = Set(all.filter { !$0.question.isBlank }.map { Memory.slot($0.slot) })
      return known.isSomeEmpty(among: asked(node).intersection(voiced))
    case nil: return false
    }
  }
}

extension Event {
  var isFromTool: Bool { self == .ok || self == .error || self == .timeout }
  /// Nothing is learnt in it.
  var isIdle: Bool { self == .unclear || self == .silence || self == .auto || isFromTool }
  /// The user was understood: visits count from zero.
  var resetsVisits: Bool { !isIdle }
  /// Possible whenever its node waits.
  var isAlwaysPossible: Bool { self != .answered && self != .partial && self != .correct }
}
