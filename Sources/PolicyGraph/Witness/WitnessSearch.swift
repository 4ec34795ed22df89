/// Looks for a shortest conversation that breaks a suspected rule: A* over configurations (Hart, Nilsson and
/// Raphael 1968), by number of events, with the distance in the graph as the heuristic. Among equally short ones
/// the most ordinary is taken: answers before interruptions, and little volunteered.
///
/// What an event may bring is tried in full while few slots matter; otherwise nothing, everything, and each slot
/// alone or left out, which finds a witness nearly always and then proves nothing by finding none.
package struct WitnessSearch {
  package enum Outcome: Sendable {
    case found(Witness)
    /// There is none: every configuration that could lead to one was tried.
    case none
    case undecided
  }

  private let program: PolicyProgram
  private let suspicion: Suspicion
  private let suspects: Set<Int>
  private let distance: [Int]
  private let relevantSlots: BitSet
  private var isExhaustive = true
  private var budget: Int

  private var states: [State] = []
  private var stateByConfiguration: [Configuration: Int] = [:]
  private var buckets: [[Int]] = []

  private struct State {
    var configuration: Configuration
    var cost: Int
    var parent: Int
    var step: Witness.Step
    var isExpanded = false
  }

  /// `budget` bounds the configurations that are tried.
  package static func run(
    _ suspicion: Suspicion, _ analysis: PolicyAnalysis, budget: inout Int
  ) -> Outcome {
    var search = WitnessSearch(suspicion, analysis, budget: budget)
    let outcome = search.run()
    budget = search.budget
    return outcome
  }

  private init(_ suspicion: Suspicion, _ analysis: PolicyAnalysis, budget: Int) {
    program = analysis.program
    self.suspicion = suspicion
    self.budget = budget
    suspects = Set(suspicion.nodes)
    distance = Self.distances(to: suspicion.nodes, analysis)
    relevantSlots = Self.relevantSlots(program)
  }

  private mutating func run() -> Outcome {
    guard let opening = program.opening() else { return .none }
    let first = Witness.Step(move: nil, edges: [], node: opening.configuration.node, said: opening.said)
    if let broken = match(program.violations(on: opening, before: nil), at: opening.configuration.node) {
      return .found(Witness(violation: broken, steps: [first], shape: .point))
    }
    push(opening.configuration, cost: 0, parent: -1, first)
    var level = 0
    while level < buckets.count {
      guard let state = buckets[level].popLast() else {
        level += 1
        continue
      }
      if states[state].isExpanded { continue }
      states[state].isExpanded = true
      budget -= 1
      guard budget > 0 else { return .undecided }
      if let witness = expand(state) {
        // A witness that does not replay is a fault of ours, never something to show.
        return program.replays(witness) ? .found(witness) : .undecided
      }
      level = min(level, buckets.count - 1)
    }
    return isExhaustive ? .none : .undecided
  }

  // MARK: Expanding

  private mutating func expand(_ state: Int) -> Witness? {
    let here = states[state].configuration
    if suspects.contains(here.node), let witness = pattern(at: state) { return witness }
    let node = program.nodes[here.node]
    for group in program.groups[node.groups] {
      if group.edges.isEmpty, suspicion.rule == .unansweredEvent, suspects.contains(here.node),
        suspicion.event == group.event
      {
        let last = Witness.Step(
          move: Move(event: group.event, values: program.noSlots), edges: [], node: nil, said: nil)
        return witness(
          Violation(.unansweredEvent, at: here.node, on: group.event), to: state, then: [last], shape: .point)
      }
    }
    let moves = program.groups[node.groups].flatMap { choices(on: $0.event, at: here) }
    let odd = moves.map { oddness(of: $0, at: here) }
    var arrivals: [Arrived] = []
    for position in moves.indices.sorted(by: { (odd[$0], $0) < (odd[$1], $1) }) {
      if let witness = take(moves[position], from: state, &arrivals) { return witness }
    }
    for arrived in arrivals.reversed() {
      push(arrived.configuration, cost: arrived.cost, parent: state, arrived.step)
    }
    return nil
  }

  private struct Arrived {
    let configuration: Configuration
    let cost: Int
    let step: Witness.Step
  }

  private func take(_ move: Move, from state: Int, _ arrivals: inout [Arrived]) -> Witness? {
    let here = states[state].configuration
    let stored = program.store(move, in: here)
    let enabled = program.enabledEdges(on: move.event, in: stored)
    let isEvent = suspicion.event == nil || suspicion.event == move.event
    if isEvent, let broken = match(program.violations(of: move, in: stored, enabled: enabled), at: here.node)
    {
      // An event with one answer breaks the rule on that way; one with none or several by that.
      let only = enabled.count == 1 ? enabled.first.map { program.follow($0, from: stored) } : nil
      let last = Witness.Step(
        move: move, edges: enabled, node: only?.configuration.node, said: only?.said)
      return witness(broken, to: state, then: [last], shape: .point)
    }
    for edge in enabled {
      let arrival = program.follow(edge, from: stored)
      let step = Witness.Step(
        move: move, edges: [edge], node: arrival.configuration.node, said: arrival.said)
      if let broken = match(program.violations(on: arrival, before: stored), at: arrival.configuration.node) {
        return witness(broken, to: state, then: [step], shape: .point)
      }
      let cost = states[state].cost + (move.event == .auto ? 0 : 1)
      arrivals.append(Arrived(configuration: arrival.configuration, cost: cost, step: step))
    }
    return nil
  }

  /// How odd a move is. Of equally long ways the last pushed is tried first, so the oddest are pushed first.
  private func oddness(of move: Move, at here: Configuration) -> Int {
    let missing = program.nodes[here.node].asked.subtracting(here.filled)
    let volunteered = move.values.subtracting(move.event == .answered ? missing : program.noSlots).count
    let event =
      switch move.event {
      case .answered, .goalMet, .affirm, .tool, .ok, .auto: 0
      case .deny, .silence, .unclear, .escalate, .error: 1
      case .partial, .interrupt, .correct, .timeout: 2
      }
    return 100 * event + volunteered
  }

  private func match(_ violations: [Violation], at node: Int) -> Violation? {
    guard suspects.contains(node) else { return nil }
    return violations.first { $0.rule == suspicion.rule }
  }

  private mutating func push(_ configuration: Configuration, cost: Int, parent: Int, _ step: Witness.Step) {
    guard distance[configuration.node] < .max else { return }
    let key = simplified(program.settled(configuration))
    if let known = stateByConfiguration[key] {
      guard states[known].cost > cost, !states[known].isExpanded else { return }
      states[known].cost = cost
      states[known].parent = parent
      states[known].step = step
      enqueue(known)
    } else {
      stateByConfiguration[key] = states.count
      states.append(State(configuration: key, cost: cost, parent: parent, step: step))
      enqueue(states.count - 1)
    }
  }

  private mutating func enqueue(_ state: Int) {
    let estimate = states[state].cost + distance[states[state].configuration.node]
    while buckets.count <= estimate { buckets.append([]) }
    buckets[estimate].append(state)
  }

  /// Without what the rule does not look at.
  private func simplified(_ configuration: Configuration) -> Configuration {
    var key = configuration
    if suspicion.rule != .resumedUnspoken { key.spoken = BitSet(capacity: program.resumeTargets.count) }
    if suspicion.rule != .declinedUnasked { key.hasDeclined = true }
    if suspicion.rule != .silentCycle { key.turn.silentTrail = [] }
    if suspicion.rule != .repeatedCall { key.turn.calls = [] }
    return key
  }

  private func witness(
    _ violation: Violation, to state: Int, then last: [Witness.Step], shape: Witness.Shape
  ) -> Witness {
    var steps: [Witness.Step] = []
    var position = state
    while position >= 0 {
      steps.append(states[position].step)
      position = states[position].parent
    }
    return Witness(violation: violation, steps: steps.reversed() + last, shape: shape)
  }
}

// MARK: - Choices and distances

extension WitnessSearch {
  private mutating func choices(on event: ProgramEvent, at configuration: Configuration) -> [Move] {
    guard let carried = program.carried(by: event, at: configuration) else { return [] }
    let free = carried.possible.intersection(relevantSlots).subtracting(configuration.filled)
      .subtracting(carried.certain)
    let elements = free.elements
    var sets: [BitSet] = [program.noSlots]
    if elements.count <= 4 {
      for element in elements { sets += sets.map { $0.inserting(element) } }
    } else {
      isExhaustive = false
      sets.append(free)
      for element in elements {
        var others = free
        others.remove(element)
        sets += [program.noSlots.inserting(element), others]
      }
    }
    return sets.compactMap { program.move(event, carried.certain.union($0), carried, at: configuration) }
  }

  /// Slots that no guard, question, input or requirement names change nothing, but that a filled one can be
  /// corrected: one of them stands for all.
  private static func relevantSlots(_ program: PolicyProgram) -> BitSet {
    var slots = program.requiredSlots
    for node in program.nodes where node.kind == .ask { slots = slots.union(node.asked) }
    for tool in program.tools { slots = slots.union(tool.inputs) }
    for case .atom(.filled(let slot)) in program.guards.terms { slots.insert(slot) }
    if let other = program.allSlots.subtracting(slots).first { slots.insert(other) }
    return slots
  }

  /// The least number of events to one of the nodes, whatever the guards say; `Int.max` where no path leads.
  /// Breadth-first from the targets, automatic edges costing nothing. O(nodes + edges).
  private static func distances(to targets: [Int], _ analysis: PolicyAnalysis) -> [Int] {
    let program = analysis.program
    let feasible = program.edges.indices.filter { analysis.facts.isFeasible[$0] }
    let incoming = Adjacency(
      nodeCount: program.nodes.count,
      arcs: feasible.map { (program.edges[$0].to, program.edges[$0].from) })
    var distance = Array(repeating: Int.max, count: program.nodes.count)
    var level = targets
    for node in targets { distance[node] = 0 }
    var cost = 0
    while !level.isEmpty {
      var next: [Int] = []
      while let node = level.popLast() {
        guard distance[node] == cost else { continue }
        for source in incoming[node] {
          let isFree = program.nodes[source].kind.awaits == .nothing
          let through = cost + (isFree ? 0 : 1)
          guard through < distance[source] else { continue }
          distance[source] = through
          if isFree { level.append(source) } else { next.append(source) }
        }
      }
      level = next
      cost += 1
    }
    return distance
  }
}

// MARK: - Traps and loops

extension WitnessSearch {
  /// What is wrong not with one step but with all that may follow.
  private func pattern(at state: Int) -> Witness? {
    let here = states[state].configuration
    switch suspicion.rule {
    case .noWayOut:
      guard program.isTrap(here, budget: 20_000) else { return nil }
      return witness(Violation(.noWayOut, at: here.node), to: state, then: [], shape: .trap)
    case .endlessLoop:
      guard let loop = loop(from: here, on: { $0.isIdle }) else { return nil }
      let count = steps(to: state)
      return witness(
        Violation(.endlessLoop, at: here.node), to: state, then: loop.steps,
        shape: .lasso(from: count - 1 + loop.start))
    case .lostEscalation, .unreportedResult, .brokenFailureMode:
      guard let broken = program.violations(stranding: here).first(where: { $0.rule == suspicion.rule }),
        let loop = loop(from: here, on: { $0 == .auto })
      else { return nil }
      let count = steps(to: state)
      return witness(broken, to: state, then: loop.steps, shape: .lasso(from: count - 1 + loop.start))
    default: return nil
    }
  }

  private func steps(to state: Int) -> Int {
    var count = 0
    var position = state
    while position >= 0 {
      count += 1
      position = states[position].parent
    }
    return count
  }

  private func loop(
    from first: Configuration, on isAllowed: (ProgramEvent) -> Bool
  ) -> (steps: [Witness.Step], start: Int)? {
    CircleSearch(program, from: first, on: isAllowed).shortest
  }
}
