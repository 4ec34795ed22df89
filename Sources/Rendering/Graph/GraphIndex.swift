import Documents
import PolicyGraph

/// A draft's nodes and edges by id. Edges are known by their position in the draft, so that it can be told which
/// of them a drawing has accounted for.
struct GraphIndex {
  let draft: Draft
  /// The first node of each id.
  private(set) var nodes: [NodeID: Node] = [:]
  /// Ids of more than one node, so that it is unclear where an edge leads.
  private(set) var doubled: Set<NodeID> = []
  private(set) var outgoing: [NodeID: [Int]] = [:]
  private(set) var incoming: [NodeID: [Int]] = [:]
  private var answers: [NodeID: [Event: [Int]]] = [:]
  private var successors: [NodeID: Set<NodeID>] = [:]
  /// Whose edges ask how often a node was visited.
  private(set) var counting: [NodeID: Set<NodeID>] = [:]

  init(_ draft: Draft) {
    self.draft = draft
    for node in draft.nodes where nodes.updateValue(nodes[node.id] ?? node, forKey: node.id) != nil {
      doubled.insert(node.id)
    }
    for (position, edge) in draft.edges.enumerated() {
      outgoing[edge.from, default: []].append(position)
      incoming[edge.to, default: []].append(position)
      answers[edge.from, default: [:]][edge.on, default: []].append(position)
      successors[edge.from, default: []].insert(edge.to)
      for counted in edge.when?.countedNodes ?? [] { counting[counted, default: []].insert(edge.from) }
    }
  }

  /// The edges of a node on an event, in the order of the draft.
  func edges(from id: NodeID, on event: Event) -> [Int] {
    answers[id]?[event] ?? []
  }

  /// Whether an edge leads from one node to another.
  func isEdge(from: NodeID, to: NodeID) -> Bool { successors[from]?.contains(to) ?? false }

  /// The only edge of a node on an event, if it holds always and changes nothing but the node.
  func plainEdge(from id: NodeID, on event: Event) -> (position: Int, edge: Edge)? {
    let positions = edges(from: id, on: event)
    guard positions.count == 1, let position = positions.first else { return nil }
    let edge = draft.edges[position]
    guard edge.when == nil, edge.sets == nil, edge.clears == nil, edge.fills == nil else { return nil }
    return (position, edge)
  }

  /// Whether a node's place in the graph is clear enough to be told in words: one node of its id, which is not
  /// where the conversation starts.
  func canBeFolded(_ id: NodeID) -> Bool {
    nodes[id] != nil && !doubled.contains(id) && id != draft.entry
  }

  /// Events that can happen at a node and on which it has no edge.
  func unanswered(_ node: Node) -> [Event] {
    let answered = answers[node.id] ?? [:]
    return node.alphabet(declaredSlots: draft.variables?.count ?? 0).filter { answered[$0] == nil }
  }
}

extension Guard {
  fileprivate var countedNodes: [NodeID] {
    switch self {
    case .filled, .done, .deferred: []
    case .visits(let node, _): [node]
    case .all(let parts), .any(let parts): parts.flatMap(\.countedNodes)
    case .not(let part): part.countedNodes
    }
  }
}
