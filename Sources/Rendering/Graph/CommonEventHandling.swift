import Documents
import PolicyGraph

/// What a node that awaits the user does on an event, with its own side node left out of the description: nodes
/// that do the same have equal values.
struct EventHandling: Hashable {
  enum Circumstance: Hashable {
    case always
    /// While the side node was visited fewer than so many times, and from then on.
    case first(Int)
    case afterwards(Int)
  }

  enum Target: Hashable {
    /// A side node that leads straight back; whether the node then speaks again.
    case aside(NodeKind, speaksAgain: Bool)
    case terminal(NodeID)
  }

  struct Step: Hashable {
    let circumstance: Circumstance
    let target: Target
    let sets: ConversationFlag?
  }

  var steps: [Step]
}

/// How all awaiting nodes handle events, and what most of them do alike. Only what is understood completely is
/// described; for everything else the answer is nil, and it is drawn.
struct CommonEventHandling {
  /// What can happen wherever the user is awaited.
  static let events: [Event] = [.unclear, .silence, .interrupt, .correct, .escalate]

  /// What most nodes do on an event, and whether all do that have an edge on it.
  struct Common {
    let event: Event
    let handling: EventHandling
    let isUniform: Bool
  }

  private let index: GraphIndex
  private(set) var common: [Common] = []
  /// What common handling accounts for.
  private(set) var nodes: Set<NodeID> = []
  private(set) var edges: Set<Int> = []

  init(_ index: GraphIndex) {
    self.index = index
    let awaiting = index.draft.nodes.filter { $0.kind.awaits == .user && !index.doubled.contains($0.id) }
    for event in Self.events {
      var counts: [EventHandling: Int] = [:]
      var best: (handling: EventHandling, count: Int)?
      var found: [(handling: EventHandling, nodes: [NodeID], edges: [Int])] = []
      var answering = 0
      for node in awaiting where !index.edges(from: node.id, on: event).isEmpty {
        answering += 1
        guard let (handling, nodes, edges) = handling(of: node, on: event) else { continue }
        found.append((handling, nodes, edges))
        counts[handling, default: 0] += 1
      }
      // The first of the most frequent, so that the drawing does not depend on the order of a dictionary.
      for (handling, _, _) in found {
        let count = counts[handling] ?? 0
        if count > best?.count ?? 0 { best = (handling, count) }
      }
      guard let best else { continue }
      common.append(Common(event: event, handling: best.handling, isUniform: best.count == answering))
      for (handling, nodes, edges) in found where handling == best.handling {
        self.nodes.formUnion(nodes)
        self.edges.formUnion(edges)
      }
    }
  }

  private func handling(of node: Node, on event: Event) -> (EventHandling, nodes: [NodeID], edges: [Int])? {
    let positions = index.edges(from: node.id, on: event)
    guard positions.count <= 2 else { return nil }
    var steps: [EventHandling.Step] = []
    var nodes: [NodeID] = []
    var edges = positions
    for position in positions {
      let edge = index.draft.edges[position]
      guard edge.clears == nil, edge.fills == nil, !edge.resumes,
        let circumstance = circumstance(of: edge, among: positions)
      else { return nil }
      let target: EventHandling.Target
      if let end = index.nodes[edge.to], end.kind.isTerminal, !index.doubled.contains(edge.to) {
        target = .terminal(edge.to)
      } else if let aside = Aside(edge.to, of: node, on: event, index), let speaksAgain = aside.speaksAgain {
        target = .aside(aside.kind, speaksAgain: speaksAgain)
        nodes.append(edge.to)
        edges += aside.edges
      } else {
        return nil
      }
      steps.append(EventHandling.Step(circumstance: circumstance, target: target, sets: edge.sets))
    }
    if case .afterwards? = steps.first?.circumstance { steps.reverse() }
    switch (steps.first?.circumstance, steps.dropFirst().first?.circumstance) {
    case (.always, nil): break
    case (.first(let limit), .afterwards(let other)) where limit == other: break
    default: return nil
    }
    return (EventHandling(steps: steps), nodes, edges)
  }

  private func circumstance(of edge: Edge, among positions: [Int]) -> EventHandling.Circumstance? {
    // Only visits to the side node of the same event: others would tell a longer story.
    func isOwn(_ counted: NodeID) -> Bool {
      positions.contains { index.draft.edges[$0].to == counted }
    }
    switch edge.when {
    case nil: return .always
    case .visits(let counted, let limit) where limit > 0 && isOwn(counted) && edge.to == counted:
      return .first(limit)
    case .not(.visits(let counted, let limit)) where limit > 0 && isOwn(counted) && edge.to != counted:
      return .afterwards(limit)
    default: return nil
    }
  }
}

/// A side node: reached from one node on one event, and leading on by itself.
struct Aside {
  let kind: NodeKind
  /// The edges that lead on.
  let edges: [Int]
  /// Where it leads straight back: whether its node then speaks again. Nil where it leads elsewhere.
  let speaksAgain: Bool?

  init?(_ id: NodeID, of owner: Node, on event: Event, _ index: GraphIndex) {
    guard index.canBeFolded(id), let node = index.nodes[id], node.phase == owner.phase,
      [.clarify, .nudge, .interject].contains(node.kind),
      (index.incoming[id] ?? []).allSatisfy({ position in
        let edge = index.draft.edges[position]
        return edge.from == owner.id && edge.on == event
      }), (index.counting[id] ?? []).isSubset(of: [owner.id])
    else { return nil }
    // Its kind has to be the one of the event, or the word for it would hide what it says.
    switch event {
    case .unclear where node.kind != .clarify, .silence where node.kind != .nudge: return nil
    case .interrupt where node.kind != .interject, .correct where node.kind != .interject: return nil
    case .deny where node.kind != .interject, .escalate: return nil
    default: break
    }
    kind = node.kind
    edges = index.outgoing[id] ?? []
    speaksAgain = Self.comesBack(edges.map { index.draft.edges[$0] }, to: owner, index)
  }

  private static func comesBack(_ edges: [Edge], to owner: Node, _ index: GraphIndex) -> Bool? {
    guard edges.allSatisfy({ $0.on == .auto && $0.sets == nil && $0.clears == nil && $0.fills == nil })
    else { return nil }
    if edges.count == 1, let edge = edges.first {
      guard edge.to == owner.id, edge.when == nil else { return nil }
      // A confirm is always asked anew; there is nothing to tell unless it is not.
      if owner.kind == .confirm { return edge.resumes ? nil : false }
      return !edge.resumes
    }
    // An ask whose slots may have been filled on the way is done, and goes where its answer would.
    guard edges.count == 2, owner.kind == .ask, let slots = owner.slots,
      let back = edges.first(where: { $0.to == owner.id }),
      let on = edges.first(where: { $0.to != owner.id }),
      case .not(let condition)? = back.when, condition.asks(exactlyFor: slots),
      on.when?.asks(exactlyFor: slots) == true, !on.resumes,
      index.plainAnswer(of: owner)?.to == on.to
    else { return nil }
    return !back.resumes
  }
}

extension Guard {
  /// Whether it holds when exactly these slots are filled.
  func asks(exactlyFor slots: [SlotKey]) -> Bool {
    switch self {
    case .filled(let slot): slots == [slot]
    case .all(let parts): GraphWords.slots(of: parts).map { Set($0) == Set(slots) } ?? false
    case .done, .visits, .deferred, .any, .not: false
    }
  }
}

extension GraphIndex {
  /// The edge by which an answered ask goes on, if there is one, which holds always.
  func plainAnswer(of ask: Node) -> Edge? {
    let positions = edges(from: ask.id, on: .answered)
    guard positions.count == 1, let position = positions.first, draft.edges[position].when == nil
    else { return nil }
    return draft.edges[position]
  }
}
