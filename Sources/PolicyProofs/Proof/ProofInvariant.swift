import PolicyGraph

/// The states of a proof with what is known at each: an inductive invariant, found as the least fixed point of the
/// steps, finer than the analyses' facts in that it tells apart how the turn began.
struct ProofInvariant: Sendable {
  let program: PolicyProgram
  private let visitBounds: VisitBounds
  private let isExact: Bool
  private(set) var states: [ProofState] = []
  private(set) var slots: [ProofSlots] = []
  /// The steps out of each state, and the opening.
  private(set) var steps: [[(step: PolicyProgram.ProofStep, target: Int)]] = []
  private(set) var opening: PolicyProgram.ProofStep
  /// For each group of edges that guards tell apart.
  private(set) var trees: [Int: ProofTree] = [:]
  /// Whether each event was answered by one edge in every case.
  private(set) var isDecided = true
  private var positions: [ProofState: Int] = [:]

  /// Nil when the program has no entry, or the invariant does not fit into so many states.
  init?(_ program: PolicyProgram, isExact: Bool, maximum: Int) {
    guard let entry = program.entry, !isExact || program.slots.count + program.rememberedTools.count <= 14
    else { return nil }
    self.program = program
    visitBounds = VisitBounds(program)
    self.isExact = isExact
    opening = program.proofOpening(entry, isExact: isExact)
    for (position, group) in program.groups.enumerated() where !isExact {
      let isPlain = group.edges.count < 2 && group.edges.allSatisfy { program.edges[$0].condition < 0 }
      if isPlain { continue }
      guard let tree = ProofTree(program, group.edges) else { return nil }
      trees[position] = tree
    }
    guard explore(maximum: maximum) else { return nil }
    // Facts that were replaced by weaker ones on the way have left traces; so once more from what was found,
    // until each state knows exactly what its ways in agree on.
    for _ in 0..<8 { if settle() { return } }
    return nil
  }

  /// A first-in-first-out work list.
  private mutating func explore(maximum: Int) -> Bool {
    let tools = program.rememberedTools
    var joins: [ProofJoin] = []
    var queue: [Int] = []
    var isQueued: [Bool] = []
    func arrive(_ step: PolicyProgram.ProofStep, _ invariant: inout ProofInvariant) {
      if let known = invariant.positions[step.target] {
        joins[known].add(step.slots)
        let joined = joins[known].slots
        guard joined != invariant.slots[known] else { return }
        invariant.slots[known] = joined
        if !isQueued[known] { queue.append(known) }
        isQueued[known] = true
      } else {
        invariant.positions[step.target] = invariant.states.count
        queue.append(invariant.states.count)
        isQueued.append(true)
        invariant.states.append(step.target)
        invariant.slots.append(step.slots)
        joins.append(ProofJoin(step.slots, tools: tools))
      }
    }
    arrive(opening, &self)
    var next = 0
    while next < queue.count {
      let state = queue[next]
      next += 1
      isQueued[state] = false
      for step in successors(of: states[state], slots[state]) { arrive(step, &self) }
      guard states.count <= maximum else { return false }
    }
    return true
  }

  /// One pass over what can be reached with the facts as they are. True when they are just what flows in.
  private mutating func settle() -> Bool {
    for group in trees.keys { trees[group]?.forget() }
    isDecided = true
    var order: [ProofState] = []
    var index: [ProofState: Int] = [:]
    let tools = program.rememberedTools
    var joins: [ProofJoin] = []
    var found: [[(step: PolicyProgram.ProofStep, target: Int)]] = []
    func arrive(_ step: PolicyProgram.ProofStep) -> Int {
      if let known = index[step.target] {
        joins[known].add(step.slots)
        return known
      }
      index[step.target] = order.count
      order.append(step.target)
      joins.append(ProofJoin(step.slots, tools: tools))
      return order.count - 1
    }
    _ = arrive(opening)
    var next = 0
    while next < order.count {
      let state = order[next]
      next += 1
      guard let position = positions[state] else { return false }
      found.append(successors(of: state, slots[position]).map { ($0, arrive($0)) })
    }
    let joined = joins.map(\.slots)
    let isSettled = zip(order, joined).allSatisfy { state, known in
      positions[state].map { slots[$0] == known } ?? false
    }
    states = order
    slots = joined
    positions = index
    steps = found
    return isSettled
  }

  private mutating func successors(of state: ProofState, _ slots: ProofSlots) -> [PolicyProgram.ProofStep] {
    var found: [PolicyProgram.ProofStep] = []
    for position in program.nodes[state.node].groups {
      let group = program.groups[position]
      if group.edges.isEmpty { isDecided = false }
      for here in program.proofCases(after: group.event, at: state, slots, visitBounds) {
        for (edge, part) in answers(to: here, position, group) {
          if edge == nil { isDecided = false }
          // Where none or several answer, one goes on, for proofs that are known to be false.
          guard let edge = edge ?? group.edges.first else { continue }
          found.append(program.proofStep(edge, from: state, part))
        }
      }
    }
    return found
  }

  private mutating func answers(
    to here: ProofCase, _ position: Int, _ group: EventGroup
  ) -> [(edge: Int?, part: ProofCase)] {
    if let answers = trees[position]?.answers(to: here) { return answers }
    guard case .answer(let edge) = ProofTree.item(program, group.edges, here) else { return [(nil, here)] }
    return [(edge, here)]
  }
}
