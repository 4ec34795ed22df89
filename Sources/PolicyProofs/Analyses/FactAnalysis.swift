import PolicyGraph

/// The facts of every node in every mode in which it can be entered: the least fixed point of the transfer along
/// all edges, by a first-in-first-out work list. O(edges × height of the facts' lattice), in practice a few visits
/// an edge.
package struct FactAnalysis: Sendable {
  private var transfer: FactTransfer
  /// By node times ``Mode/count`` plus mode: the position of what is known; -1 where the node cannot be entered in
  /// that mode.
  private var states: [Int32]
  /// The row of what is known of the slots, and what is known of the turn.
  private var known: [(slots: Int32, turn: TurnFacts)] = []
  /// By row: how many states share it. A shared row is copied before it is changed.
  private var sharers: [Int32]
  /// Which edges can be taken.
  package private(set) var isFeasible: [Bool]
  private var isEntered: [Bool]
  /// Of edges that can be taken: whether its target is heard whenever one is.
  package private(set) var surelySpeaks: [Bool]

  package init(_ program: PolicyProgram) {
    transfer = FactTransfer(program)
    states = Array(repeating: -1, count: program.nodes.count * Mode.count)
    sharers = Array(repeating: 0, count: FactTransfer.scratchRows)
    isFeasible = Array(repeating: false, count: program.edges.count)
    isEntered = Array(repeating: false, count: program.nodes.count)
    surelySpeaks = program.edges.map { !$0.resumes }
    guard let entry = program.entry else { return }
    known.reserveCapacity(program.nodes.count)
    var open = WorkList(count: states.count)
    enter(entry, transfer.opening(at: entry), &open)
    while let state = open.next() { visit(state, program, &open) }
  }

  /// Follows all edges of a state, which is a node in a mode.
  private mutating func visit(_ state: Int, _ program: PolicyProgram, _ open: inout WorkList) {
    let node = state / Mode.count
    let mode = Mode(index: state % Mode.count)
    let here = known[Int(states[state])]
    for position in program.nodes[node].groups {
      let group = program.groups[position]
      if group.edges.isEmpty { continue }
      guard let situation = transfer.situation(after: group.event, at: node, Int(here.slots), here.turn, mode)
      else { continue }
      for edge in group.edges {
        let record = program.edges[edge]
        guard let arrival = transfer.follow(record, from: situation) else { continue }
        if !isFeasible[edge] { isFeasible[edge] = true }
        // Facts only weaken from one visit to the next, so the last visit decides.
        if !arrival.surelySpeaks, surelySpeaks[edge] { surelySpeaks[edge] = false }
        enter(record.to, arrival, &open)
      }
    }
  }

  private mutating func enter(_ node: Int, _ arrival: FactTransfer.Situation, _ open: inout WorkList) {
    let state = node * Mode.count + arrival.mode.index
    let position = Int(states[state])
    guard position >= 0 else {
      states[state] = Int32(known.count)
      known.append((Int32(share(arrival.slots)), arrival.turn))
      isEntered[node] = true
      return open.add(state)
    }
    let here = known[position]
    let turn = here.turn.joined(with: arrival.turn)
    let knowsMore = transfer.rows.knowsMore(Int(here.slots), than: arrival.slots)
    guard knowsMore || turn != here.turn else { return }
    known[position].turn = turn
    if knowsMore { weaken(position, by: arrival.slots) }
    open.add(state)
  }

  /// A row for a further state that knows what stands in this one; or nothing, where rows would take too much memory.
  private mutating func share(_ row: Int) -> Int {
    if row < FactTransfer.scratchRows {
      guard transfer.rows.hasRoom else { return FactTransfer.nothing }
      sharers.append(1)
      return transfer.rows.append(like: row)
    }
    sharers[row] += 1
    return row
  }

  private mutating func weaken(_ position: Int, by row: Int) {
    var mine = Int(known[position].slots)
    if sharers[mine] > 1 {
      guard transfer.rows.hasRoom else {
        known[position].slots = Int32(FactTransfer.nothing)
        return
      }
      sharers[mine] -= 1
      sharers.append(1)
      mine = transfer.rows.append(like: mine)
      known[position].slots = Int32(mine)
    }
    transfer.rows.join(row, into: mine)
  }

  /// What is known on entering a node, for each mode in which it can be entered.
  package func forEachEntry(of node: Int, _ body: (Facts) -> Void) {
    _ = allEntries(of: node) {
      body($0)
      return true
    }
  }

  /// Whether something holds in every mode in which a node can be entered.
  package func allEntries(of node: Int, satisfy holds: (Facts) -> Bool) -> Bool {
    for index in 0..<Mode.count {
      let position = Int(states[node * Mode.count + index])
      guard position >= 0 else { continue }
      let (slots, turn) = known[position]
      let facts = Facts(turn: turn, mode: Mode(index: index), row: Int(slots), rows: transfer.rows)
      if !holds(facts) { return false }
    }
    return true
  }

  /// What is known when the guards of an event are read, for each mode in which its node can be entered and the event
  /// can happen.
  package mutating func premises(of group: EventGroup) -> [GuardPartition.Premise] {
    var found: [GuardPartition.Premise] = []
    for index in 0..<Mode.count {
      let position = Int(states[group.node * Mode.count + index])
      guard position >= 0 else { continue }
      let (slots, turn) = known[position]
      let mode = Mode(index: index)
      guard
        let situation = transfer.situation(after: group.event, at: group.node, Int(slots), turn, mode)
      else { continue }
      found.append(
        GuardPartition.Premise(
          filled: transfer.rows.filledSlots(situation.slots),
          undone: transfer.rows.undoneTools(situation.slots),
          someMissing: transfer.rows.missingSlots(situation.slots), isDeferred: situation.mode.isDeferred,
          areVisitsReset: situation.areVisitsReset, visitBounds: transfer.visitBounds))
    }
    return found
  }

  package func isReachable(_ node: Int) -> Bool { isEntered[node] }
}

/// A first-in-first-out queue of small numbers, in which none stands twice.
private struct WorkList {
  private var queue: [Int32] = []
  private var head = 0
  private var isQueued: [Bool]

  init(count: Int) { isQueued = Array(repeating: false, count: count) }

  mutating func add(_ element: Int) {
    guard !isQueued[element] else { return }
    isQueued[element] = true
    queue.append(Int32(element))
  }

  mutating func next() -> Int? {
    guard head < queue.count else { return nil }
    let element = Int(queue[head])
    head += 1
    isQueued[element] = false
    // Half of the queue is done with: drop it, so that memory stays within the number of states.
    if head > 1 << 16, head > queue.count / 2 {
      queue.removeFirst(head)
      head = 0
    }
    return element
  }
}
