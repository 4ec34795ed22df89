import Documents
import PolicyGraph

/// Looks for a shortest conversation for each potential violation about one rule, all at once: A* over configurations (Hart,
/// Nilsson and Raphael 1968), by number of events, with the distance in the graph as the heuristic. Among equally
/// short ones the most ordinary is taken: answers before interruptions, and little volunteered.
///
/// Nearly every event may volunteer any value. Which ones it did is decided only where a guard, a question or a
/// requirement looks at a slot; until then the slot is open. So the search needs no more states than the policy makes
/// distinctions, and finding nothing proves that there is nothing, unless too many slots are looked at in one place.
package struct WitnessSearch {
  package enum Outcome: Sendable {
    case found(Witness)
    /// One was found, and the search ended before it was known to be a shortest.
    case foundFirst(Witness)
    /// There is none: every configuration that could lead to one was tried.
    case none
    case undecided
  }

  let program: PolicyProgram
  let rule: Rule
  private(set) var goals: WitnessGoals
  let relevantSlots: BitSet
  var isExhaustive = true
  var meter: WorkMeter
  /// About how much memory the states and conversations take.
  private var bytes = 0
  static let maximumBytes = 256 << 20

  private var states: [State] = []
  /// By everything but the slots: a place in `alike`.
  private var classes: [Configuration: Int] = [:]
  /// States that differ in their slots only. None of them includes another that was reached as late.
  private var alike: [[Reached]] = []
  /// By the least number of events to a goal: the states to be expanded, the most ordinary first.
  private var buckets: [SearchQueue] = []
  /// By group: the slots that decide where the event leads, and how that is judged.
  var reads: [Int: BitSet] = [:]
  /// By node: the slots that decide what follows from being there.
  var readsBeyond: [Int: BitSet] = [:]

  struct State {
    /// What is filled for certain, of what has been looked at.
    var configuration: Configuration
    /// Slots that may have been volunteered by now, and that nothing has looked at since.
    var open: BitSet
    /// Events so far, and how odd they were; of equally long conversations the least odd is the one to show.
    var cost: Int
    var oddness = 0
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
    let oddness: Int
    let certain: BitSet
    let possible: BitSet

    init(_ position: Int, _ state: State) {
      self.state = position
      cost = state.cost
      oddness = state.oddness
      certain = state.configuration.filled
      possible = state.configuration.filled.union(state.open)
    }

    /// Whether everything that may be filled in the other state may be here, and nothing else must, no later and on no
    /// odder way.
    func makesNeedless(_ other: Reached) -> Bool {
      (cost, oddness) <= (other.cost, other.oddness) && certain.isSubset(of: other.certain)
        && other.possible.isSubset(of: possible)
    }
  }

  /// What became of each potential violation. All are about one rule, and searched for at once; those that cannot be decided
  /// so, each once more alone. `budget` bounds the moves that are tried for all of them.
  package static func outcomes(
    of potentialViolations: [PotentialViolation], _ analysis: PolicyAnalysis, perSearch: Int,
    budget: inout Int
  ) -> [Outcome] {
    guard let rule = potentialViolations.first?.rule, budget > 0 else {
      return potentialViolations.map { _ in .undecided }
    }
    let granted = min(perSearch, budget)
    var search = WitnessSearch(rule, potentialViolations, analysis, budget: granted)
    search.run()
    let found = search.outcomes()
    budget -= search.meter.spent
    return found.enumerated().map { position, outcome in
      guard case .undecided = outcome, potentialViolations.count > 1 else { return outcome }
      return outcomes(of: [potentialViolations[position]], analysis, perSearch: perSearch, budget: &budget)[0]
    }
  }

  private init(
    _ rule: Rule, _ potentialViolations: [PotentialViolation], _ analysis: PolicyAnalysis, budget: Int
  ) {
    program = analysis.program
    self.rule = rule
    meter = WorkMeter(program, granting: budget)
    goals = WitnessGoals(potentialViolations, analysis)
    meter.spend(WorkMeter.costOfPlacingGoals(in: program))
    // Nobody volunteers that a tool is done.
    relevantSlots = Self.relevantSlots(rule, goals.distance, program).intersection(program.allSlots)
  }

  private mutating func outcomes() -> [Outcome] {
    goals.found.enumerated().map { goal, witness in
      guard let witness else { return isExhaustive ? .none : .undecided }
      // A witness that does not replay is a fault of ours, never something to show.
      guard program.replays(witness, &meter) else { return .undecided }
      return isExhaustive || goals.isSettled(goal) ? .found(witness) : .foundFirst(witness)
    }
  }

  private mutating func run() {
    guard let opening = program.opening() else { return }
    let first = Witness.Step(move: nil, edges: [], node: opening.configuration.node, said: opening.said)
    let node = opening.configuration.node
    if let broken = violation(in: program.violations(on: opening)) {
      goals.accept(
        Witness(violation: broken, steps: [first], shape: .point), oddness: 0,
        for: goals.wanting(at: node, events: 0, oddness: 0))
    }
    let none = program.noSlots
    push(
      State(
        configuration: opening.configuration, open: none, cost: 0, parent: -1, step: first, settled: none,
        offered: none))
    var level = 0
    while level < buckets.count {
      // A fault is seen one event before it happens, when another state may still be nearer to one.
      meter.spend(goals.settle(at: level))
      guard goals.isAnyLeft, !isShortestFound else { return }
      guard let state = buckets[level].popLeast() else {
        level += 1
        continue
      }
      let distance = goals.distance[states[state].configuration.node]
      if states[state].isExpanded || distance == .max { continue }
      if states[state].cost + distance > level {
        // What it was near to has been reached since.
        enqueue(state)
        continue
      }
      states[state].isExpanded = true
      guard !meter.isExhausted, bytes < Self.maximumBytes else {
        isExhaustive = false
        return
      }
      expand(state)
    }
  }

  // MARK: Expanding

  private mutating func expand(_ state: Int) {
    let node = states[state].configuration.node
    let views = self.views(of: states[state])
    if goals.isGoal(node) {
      for view in views {
        guard !meter.isExhausted else {
          isExhaustive = false
          break
        }
        judge(view, at: state)
      }
      if isShortestFound { return }
    }
    var candidates: [Candidate] = []
    for view in views { addCandidates(at: view, to: &candidates) }
    meter.spendMoves(max(0, views.count - candidates.count))
    let odd = candidates.map { oddness(of: $0) }
    var arrivals: [State] = []
    for position in candidates.indices.sorted(by: { (odd[$0], $0) < (odd[$1], $1) }) {
      guard !meter.isExhausted, arrivals.count < maximumArrivals else {
        isExhaustive = false
        break
      }
      take(candidates[position], from: state, &arrivals)
    }
    for arrival in arrivals.reversed() { push(arrival) }
  }

  /// What is wrong with being there.
  private mutating func judge(_ view: View, at state: Int) {
    let node = view.configuration.node
    let cost = states[state].cost
    // A circle may be long, and a fault behind it near: so the search goes on.
    if !goals.wanting(at: node, events: cost, oddness: states[state].oddness).isEmpty,
      let pattern = pattern(at: view.configuration)
    {
      let shape: Witness.Shape = pattern.isTrap ? .trap : .lasso(from: steps(to: state) - 1)
      report(
        pattern.violation, at: node, on: pattern.violation.event, after: state, view.settled,
        then: pattern.steps, shape: shape)
    }
    guard rule == .unansweredEvent else { return }
    meter.spend(meter.costOfFindingEvent(at: node))
    for event in goals.potentialViolations(at: node).compactMap(\.event) {
      guard let group = program.group(of: node, on: event), program.groups[group].edges.isEmpty else {
        continue
      }
      let move = Move(event: event, values: program.noSlots)
      let last = Witness.Step(move: move, edges: [], node: nil, said: nil)
      let broken = Violation(.unansweredEvent, at: node, on: event)
      report(broken, at: node, on: event, after: state, view.settled, then: [last])
    }
  }

  private mutating func take(_ candidate: Candidate, from state: Int, _ arrivals: inout [State]) {
    let here = candidate.view.configuration
    let move = candidate.move
    let settled = candidate.view.settled
    let oddness = oddness(of: candidate)
    let stored = program.store(move, in: here)
    let edges = program.groups[candidate.group].edges
    meter.spend(meter.costOfMove + meter.costOfReadingGuards(of: candidate.group))
    let enabled = program.enabledEdges(among: edges, in: stored)
    if goals.isGoal(here.node),
      let broken = violation(in: violations(of: move, in: stored, enabled: enabled))
    {
      // An event with one answer breaks the rule on that way; one with none or several by that.
      let only = enabled.count == 1 ? enabled.first.map { program.follow($0, from: stored) } : nil
      let last = Witness.Step(
        move: move, edges: enabled, node: only?.configuration.node, said: only?.said)
      let event = broken.event ?? move.event
      report(broken, at: here.node, on: event, after: state, settled, then: [last], oddness: oddness)
    }
    let cost = states[state].cost + (move.event == .auto ? 0 : 1)
    for edge in enabled where goals.distance[program.edges[edge].to] < .max {
      guard arrivals.count < maximumArrivals else {
        isExhaustive = false
        return
      }
      if enabled.count > 1 { meter.spendMoves() }
      let arrival = program.follow(edge, from: stored)
      let node = arrival.configuration.node
      let step = Witness.Step(move: move, edges: [edge], node: node, said: arrival.said)
      if goals.isGoal(node), let broken = violation(in: program.violations(on: arrival)) {
        report(broken, at: node, on: broken.event, after: state, settled, then: [step], oddness: oddness)
      }
      arrivals.append(
        State(
          configuration: arrival.configuration, open: candidate.view.open.union(candidate.offered),
          cost: cost, oddness: states[state].oddness + oddness, parent: state, step: step, settled: settled,
          offered: candidate.offered))
    }
  }

  /// No way to an event without an answer is shorter than the first: it is found where it is, not one event before.
  private var isShortestFound: Bool { rule == .unansweredEvent && goals.areAllFound }

  /// How many states may come of one.
  var maximumArrivals: Int { Self.maximumBytes / program.configurationBytes }

  /// How odd a move is: refusals and interruptions more than answers, and whatever is volunteered.
  private func oddness(of candidate: Candidate) -> Int {
    let here = candidate.view.configuration
    let move = candidate.move
    let missing = program.asked(of: here.node).subtracting(here.filled)
    let volunteered = move.values.subtracting(move.event == .answered ? missing : program.noSlots).count
    let event =
      switch move.event {
      case .answered, .goalMet, .affirm, .tool, .ok, .auto: 0
      case .deny, .silence, .unclear, .escalate, .error: 1
      case .partial, .interrupt, .correct, .timeout: 2
      }
    return 100 * event + volunteered + candidate.view.settled.count
  }

  private mutating func violations(of move: Move, in stored: Configuration, enabled: [Int]) -> [Violation] {
    var part = WorkMeter(
      program, granting: max(1, min(meter.left, maximumArrivals * meter.costOfMove)))
    let found = program.violations(of: move, in: stored, enabled: enabled, about: rule, &part)
    meter.spend(part.spent)
    if part.isExhausted { isExhaustive = false }
    return found
  }

  private func violation(in found: [Violation]) -> Violation? { found.first { $0.rule == rule } }

  /// A fault was found at a node, behind a state: the conversation is kept for the goals there that it is the
  /// shortest for. `event` is set where a fault is one event's.
  private mutating func report(
    _ violation: Violation, at node: Int, on event: ProgramEvent? = nil, after state: Int, _ settled: BitSet,
    then last: [Witness.Step], oddness: Int = 0, shape: Witness.Shape = .point
  ) {
    let oddness = states[state].oddness + oddness
    let events = states[state].cost + last.count(where: \.isEvent)
    let wanting = goals.wanting(at: node, on: event, events: events, oddness: oddness)
    guard !wanting.isEmpty else { return }
    let witness = witness(violation, to: state, settled, then: last, shape: shape)
    meter.spend(WorkMeter.costOfWriting(steps: witness.steps.count))
    bytes += 256 * witness.steps.count
    goals.accept(witness, oddness: oddness, for: wanting)
  }

  private mutating func push(_ arrival: State) {
    guard goals.distance[arrival.configuration.node] < .max else { return }
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
    bytes += program.configurationBytes + 8 * state.configuration.turn.recordLength
    enqueue(states.count - 1)
  }

  private mutating func enqueue(_ state: Int) {
    let estimate = states[state].cost + goals.distance[states[state].configuration.node]
    while buckets.count <= estimate { buckets.append(SearchQueue()) }
    buckets[estimate].insert(state, oddness: states[state].oddness)
  }

  /// Without what the rule does not look at.
  private func simplified(_ configuration: Configuration) -> Configuration {
    var key = configuration
    if rule != .resumedUnspoken { key.spoken = BitSet(capacity: program.resumeTargets.count) }
    if rule != .declinedUnasked { key.hasDeclined = true }
    if rule == .silentCycle {
      // Only a suspect's second entry is looked for.
      key.turn.silentTrail.remove(where: { !goals.isGoal($0) })
    } else {
      key.turn.silentTrail = SmallNodeSet()
    }
    if rule != .repeatedCall { key.turn.calls = SmallNodeSet() }
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
}
