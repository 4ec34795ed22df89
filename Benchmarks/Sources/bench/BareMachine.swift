import BlueprintCompiler
import PolicyGraph

/// A draft as nothing but a table: the least that playing it takes. It stores what an event brings, counts,
/// finds the edge whose guard holds and goes on, and neither judges nor remembers. Written here so that nothing
/// of the simulator is in the floor. For drafts of at most 64 slots.
struct BareMachine {
  struct Move {
    let event: Int
    let values: UInt64
  }

  private struct Edge {
    let guardTerm: BareGuard?
    let target: Int
    let counts: Bool
    let defers: Bool?
  }

  private enum Rest {
    case onTheWay, waiting, over
  }

  private let entry: Int
  private let eventCount: Int
  private let events: [Event: Int]
  private let slots: [SlotKey: UInt64]
  private let understood: [Bool]
  /// By node and event.
  private var rows: [Range<Int>]
  private var edges: [Edge] = []
  private var rests: [Rest]
  private var counts: [Int]
  private let automatic: Int

  init(_ draft: Draft) {
    var positions: [NodeID: Int] = [:]
    for (position, node) in draft.nodes.enumerated() { positions[node.id] = position }
    let all = Event.plain + (draft.tools ?? []).map { .tool($0.id) }
    let events = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    let slots = Dictionary(
      uniqueKeysWithValues: (draft.variables ?? []).enumerated().map { ($1.key, UInt64(1) << UInt64($0)) })
    self.events = events
    self.slots = slots
    eventCount = all.count
    automatic = events[.auto] ?? 0
    entry = positions[draft.entry] ?? 0
    understood = all.map { ![.unclear, .silence, .ok, .error, .timeout, .auto].contains($0) }
    rests = draft.nodes.map {
      $0.kind.isTerminal ? .over : $0.kind.awaits == .nothing ? .onTheWay : .waiting
    }
    counts = Array(repeating: 0, count: draft.nodes.count)
    rows = Array(repeating: 0..<0, count: draft.nodes.count * all.count)
    let places = draft.edges.map { (positions[$0.from] ?? 0) * all.count + (events[$0.on] ?? 0) }
    for index in draft.edges.indices.sorted(by: { places[$0] < places[$1] }) {
      let edge = draft.edges[index]
      let first = rows[places[index]].isEmpty ? edges.count : rows[places[index]].lowerBound
      edges.append(
        Edge(
          guardTerm: edge.when.map { BareGuard($0, positions, slots) }, target: positions[edge.to] ?? 0,
          counts: !edge.resumes, defers: edge.sets != nil ? true : edge.clears != nil ? false : nil))
      rows[places[index]] = first..<edges.count
    }
  }

  func move(_ event: Event, _ keys: [SlotKey]) -> Move {
    Move(event: events[event] ?? 0, values: keys.reduce(0) { $0 | (slots[$1] ?? 0) })
  }

  /// Whether the conversation is over after these moves.
  mutating func play(_ moves: ArraySlice<Move>) -> Bool {
    var filled: UInt64 = 0
    var isDeferred = false
    var node = entry
    for count in counts.indices { counts[count] = 0 }
    goOn(&node, &isDeferred, filled)
    for move in moves {
      filled |= move.values
      if understood[move.event] { for count in counts.indices { counts[count] = 0 } }
      guard step(move.event, &node, &isDeferred, filled) else { return false }
      goOn(&node, &isDeferred, filled)
    }
    return rests[node] == .over
  }

  private mutating func goOn(_ node: inout Int, _ isDeferred: inout Bool, _ filled: UInt64) {
    while rests[node] == .onTheWay, step(automatic, &node, &isDeferred, filled) {}
  }

  private mutating func step(_ event: Int, _ node: inout Int, _ isDeferred: inout Bool, _ filled: UInt64)
    -> Bool
  {
    for edge in rows[node * eventCount + event] {
      guard edges[edge].guardTerm?.holds(filled, counts, isDeferred) ?? true else { continue }
      node = edges[edge].target
      if edges[edge].counts { counts[node] += 1 }
      if let defers = edges[edge].defers { isDeferred = defers }
      return true
    }
    return false
  }
}

private indirect enum BareGuard {
  case filled(UInt64)
  case visits(Int, below: Int)
  case deferred
  case all([BareGuard])
  case any([BareGuard])
  case not(BareGuard)

  init(_ condition: Guard, _ nodes: [NodeID: Int], _ slots: [SlotKey: UInt64]) {
    switch condition {
    case .filled(let key): self = .filled(slots[key] ?? 0)
    case .done: preconditionFailure("the benchmark's draft asks for no tool")
    case .visits(let node, let below): self = .visits(nodes[node] ?? 0, below: below)
    case .deferred: self = .deferred
    case .all(let parts): self = .all(parts.map { BareGuard($0, nodes, slots) })
    case .any(let parts): self = .any(parts.map { BareGuard($0, nodes, slots) })
    case .not(let part): self = .not(BareGuard(part, nodes, slots))
    }
  }

  func holds(_ filled: UInt64, _ counts: [Int], _ isDeferred: Bool) -> Bool {
    switch self {
    case .filled(let slot): filled & slot != 0
    case .visits(let node, let below): counts[node] < below
    case .deferred: isDeferred
    case .all(let parts): parts.allSatisfy { $0.holds(filled, counts, isDeferred) }
    case .any(let parts): parts.contains { $0.holds(filled, counts, isDeferred) }
    case .not(let part): !part.holds(filled, counts, isDeferred)
    }
  }
}
