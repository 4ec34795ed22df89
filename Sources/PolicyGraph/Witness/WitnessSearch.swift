/// Looks for a shortest conversation that breaks a suspected rule: A* over configurations (Hart, Nilsson and
/// Raphael 1968), by number of events, with the distance in the graph as the heuristic. Among equally short ones
/// the most ordinary is taken: answers before interruptions, and little volunteered.
///
/// Nearly every event may volunteer any value. Which ones it did is decided only where a guard, a question or a
/// requirement looks at a slot; until then the slot is open. So the search needs no more states than the policy makes
/// distinctions, and finding nothing proves that there is nothing, unless too many slots are looked at in one place.
package struct WitnessSearch {
  package enum Outcome: Sendable {
    case found(Witness)
    /// There is none: every configuration that could lead to one was tried.
    case none
    case undecided
  }

  let program: PolicyProgram
  let suspicion: Suspicion
  let suspects: Set<Int>
  let relevantSlots: BitSet
  private let distance: [Int]
  var isExhaustive = true
  private var budget: Int

  private var states: [State] = []
  /// By everything but the slots: a place in `alike`.
  private var classes: [Configuration: Int] = [:]
  /// States that differ in their slots only. None of them includes another that was reached as late.
  private var alike: [[Reached]] = []
  private var buckets: [[Int]] = []
  /// By group: the slots that decide where the event leads, and how that is judged.
  var reads: [Int: BitSet] = [:]

  struct State {
    /// What is filled for certain, as far as anything has looked.
    var configuration: Configuration
    /// Slots that may have been volunteered by now, and that nothing has looked at since.
    var open: BitSet
    var cost: Int
    var parent: Int
    var step: Witness.Step
    /// Open slots that were looked at before the step, and taken for volunteered.
    var settled: BitSet
    /// Slots that the step's event may volunteer.
    var offered: BitSet
    var isExpanded = false
  }

  /// What has to be known of a state to tell whether another one is needed beside it. Kept apart from the state,
  /// because this is asked far more often than anything else.
  struct Reached {
    let state: Int
    let cost: Int
    let certain: BitSet
    let possible: BitSet

    init(_ position: Int, _ state: State) {
      self.state = position
      cost = state.cost
      certain = state.configuration.filled
      possible = state.configuration.filled.union(state.open)
    }

    /// Whether everything that may be filled in the other state may be here, and nothing else must, no later.
    func makesNeedless(_ other: Reached) -> Bool {
      cost <= other.cost && certain.isSubset(of: other.certain) && other.possible.isSubset(of: possible)
    }
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
    relevantSlots = Self.relevantSlots(suspicion.rule, distance, program)
  }

  private mutating func run() -> Outcome {
    guard let opening = program.opening() else { return .none }
    let first = Witness.Step(move: nil, edges: [], node: opening.configuration.node, said: opening.said)
    if let broken = match(program.violations(on: opening, before: nil), at: opening.configuration.node) {
      return .found(Witness(violation: broken, steps: [first], shape: .point))
    }
    let none = program.noSlots
    push(
      State(
        configuration: opening.configuration, open: none, cost: 0, parent: -1, step: first, settled: none,
        offered: none))
    var level = 0
    var best: Witness?
    while level < buckets.count {
      // A fault is seen one event before it happens, when another state may still be nearer to one.
      if let best, best.eventCount <= level { break }
      guard let state = buckets[level].popLast() else {
        level += 1
        continue
      }
      if states[state].isExpanded { continue }
      states[state].isExpanded = true
      guard budget > 0 else {
        isExhaustive = false
        break
      }
      if let witness = expand(state), witness.eventCount < best?.eventCount ?? .max { best = witness }
      level = min(level, buckets.count - 1)
    }
    guard let best else { return isExhaustive ? .none : .undecided }
    // A witness that does not replay is a fault of ours, never something to show.
    return program.replays(best) ? .found(best) : .undecided
  }

  // MARK: Expanding

  private mutating func expand(_ state: Int) -> Witness? {
    let views = self.views(of: states[state])
    budget -= views.count
    var best: Witness?
    if suspects.contains(states[state].configuration.node) {
      // A circle may be long, and a fault behind it near: so go on.
      best = views.compactMap { judge($0, at: state) }.min { $0.eventCount < $1.eventCount }
    }
    let candidates = views.flatMap { self.candidates(at: $0) }
    let odd = candidates.map { oddness(of: $0) }
    var arrivals: [State] = []
    for position in candidates.indices.sorted(by: { (odd[$0], $0) < (odd[$1], $1) }) {
      guard let witness = take(candidates[position], from: state, &arrivals) else { continue }
      return best.map { $0.eventCount <= witness.eventCount ? $0 : witness } ?? witness
    }
    for arrival in arrivals.reversed() { push(arrival) }
    return best
  }

  /// What is wrong with being there.
  private mutating func judge(_ view: View, at state: Int) -> Witness? {
    if let pattern = pattern(at: view.configuration) {
      let shape: Witness.Shape = pattern.isTrap ? .trap : .lasso(from: steps(to: state) - 1)
      return witness(pattern.violation, to: state, view.settled, then: pattern.steps, shape: shape)
    }
    guard suspicion.rule == .unansweredEvent else { return nil }
    let node = view.configuration.node
    for group in program.groups[program.nodes[node].groups]
    where group.edges.isEmpty && suspicion.event == group.event {
      let move = Move(event: group.event, values: program.noSlots)
      let last = Witness.Step(move: move, edges: [], node: nil, said: nil)
      let broken = Violation(.unansweredEvent, at: node, on: group.event)
      return witness(broken, to: state, view.settled, then: [last], shape: .point)
    }
    return nil
  }

  private func take(_ candidate: Candidate, from state: Int, _ arrivals: inout [State]) -> Witness? {
    let here = candidate.view.configuration
    let move = candidate.move
    let stored = program.store(move, in: here)
    let enabled = program.enabledEdges(on: move.event, in: stored)
    let isEvent = suspicion.event == nil || suspicion.event == move.event
    if isEvent, let broken = match(program.violations(of: move, in: stored, enabled: enabled), at: here.node)
    {
      // An event with one answer breaks the rule on that way; one with none or several by that.
      let only = enabled.count == 1 ? enabled.first.map { program.follow($0, from: stored) } : nil
      let last = Witness.Step(
        move: move, edges: enabled, node: only?.configuration.node, said: only?.said)
      return witness(broken, to: state, candidate.view.settled, then: [last], shape: .point)
    }
    for edge in enabled {
      let arrival = program.follow(edge, from: stored)
      let step = Witness.Step(
        move: move, edges: [edge], node: arrival.configuration.node, said: arrival.said)
      if let broken = match(program.violations(on: arrival, before: stored), at: arrival.configuration.node) {
        return witness(broken, to: state, candidate.view.settled, then: [step], shape: .point)
      }
      arrivals.append(
        State(
          configuration: arrival.configuration, open: candidate.view.open.union(candidate.offered),
          cost: states[state].cost + (move.event == .auto ? 0 : 1), parent: state, step: step,
          settled: candidate.view.settled, offered: candidate.offered))
    }
    return nil
  }

  /// How odd a move is. Of equally long ways the last pushed is tried first, so the oddest are pushed first.
  private func oddness(of candidate: Candidate) -> Int {
    let here = candidate.view.configuration
    let move = candidate.move
    let missing = program.nodes[here.node].asked.subtracting(here.filled)
    let volunteered = move.values.subtracting(move.event == .answered ? missing : program.noSlots).count
    let event =
      switch move.event {
      case .answered, .goalMet, .affirm, .tool, .ok, .auto: 0
      case .deny, .silence, .unclear, .escalate, .error: 1
      case .partial, .interrupt, .correct, .timeout: 2
      }
    return 100 * event + volunteered + candidate.view.settled.count
  }

  private func match(_ violations: [Violation], at node: Int) -> Violation? {
    guard suspects.contains(node) else { return nil }
    return violations.first { $0.rule == suspicion.rule }
  }

  private mutating func push(_ arrival: State) {
    guard distance[arrival.configuration.node] < .max else { return }
    var state = arrival
    state.configuration = simplified(program.settled(arrival.configuration))
    var key = state.configuration
    key.filled = program.noSlots
    let reached = Reached(states.count, state)
    if let known = classes[key] {
      if alike[known].contains(where: { $0.makesNeedless(reached) }) { return }
      for other in alike[known] where reached.makesNeedless(other) { states[other.state].isExpanded = true }
      alike[known].removeAll { reached.makesNeedless($0) }
      alike[known].append(reached)
    } else {
      classes[key] = alike.count
      alike.append([reached])
    }
    states.append(state)
    enqueue(states.count - 1)
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

  private func steps(to state: Int) -> Int {
    var count = 0
    var position = state
    while position >= 0 {
      count += 1
      position = states[position].parent
    }
    return count
  }

  /// The conversation with its open slots decided: what was taken for volunteered is so by the last event before it
  /// was looked at that may have brought it.
  private func witness(
    _ violation: Violation, to state: Int, _ settled: BitSet, then last: [Witness.Step], shape: Witness.Shape
  ) -> Witness {
    var steps: [Witness.Step] = []
    var owed = settled
    var position = state
    while position >= 0 {
      let passed = states[position]
      let given = owed.intersection(passed.offered)
      let move = passed.step.move.map { Move(event: $0.event, values: $0.values.union(given)) }
      steps.append(
        Witness.Step(move: move, edges: passed.step.edges, node: passed.step.node, said: passed.step.said))
      owed = owed.subtracting(given).union(passed.settled)
      position = passed.parent
    }
    return Witness(violation: violation, steps: steps.reversed() + last, shape: shape)
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
