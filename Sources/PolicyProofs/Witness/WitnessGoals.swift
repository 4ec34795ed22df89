import PolicyGraph

/// What one search looks for at once: a conversation for each potential violation about one rule.
///
/// The heuristic of a search for several goals is the distance to the nearest of them. It grows when a goal is
/// reached and no longer counts, and never overestimates the way to one that is left, so that each goal is still
/// reached on a shortest way.
struct WitnessGoals {
  let potentialViolations: [PotentialViolation]
  /// By goal: the shortest conversation so far.
  private(set) var found: [Witness?]
  private var oddness: [Int]
  /// By node: the least number of events to a goal that is left, whatever the guards say; `Int.max` where no path
  /// leads to one.
  private(set) var distance: [Int] = []
  private var isLeft: [Bool]
  private var leftCount: Int
  /// The least number of events after which a goal that is left was reached.
  private var nearest = Int.max
  /// By node: the goals there, ascending.
  private var goals: [[Int]]
  /// How many goals no conversation was found for yet.
  private var unfoundCount: Int
  private let program: PolicyProgram
  /// For each node the edges into it that can be taken, as positions.
  private let edgesInto: Adjacency

  init(_ potentialViolations: [PotentialViolation], _ analysis: PolicyAnalysis) {
    let program = analysis.program
    self.potentialViolations = potentialViolations
    self.program = program
    found = potentialViolations.map { _ in nil }
    oddness = potentialViolations.map { _ in .max }
    isLeft = potentialViolations.map { _ in true }
    leftCount = potentialViolations.count
    unfoundCount = potentialViolations.count
    goals = program.nodes.map { _ in [] }
    edgesInto = analysis.edgesInto
    for (goal, potentialViolation) in potentialViolations.enumerated() {
      for node in potentialViolation.nodes { goals[node].append(goal) }
    }
    measure()
  }

  var isAnyLeft: Bool { leftCount > 0 }
  var areAllFound: Bool { unfoundCount == 0 }

  /// Whether what was found for the goal is a shortest conversation.
  func isSettled(_ goal: Int) -> Bool { !isLeft[goal] }

  func isGoal(_ node: Int) -> Bool { goals[node].contains { isLeft[$0] } }

  func potentialViolations(at node: Int) -> [PotentialViolation] {
    goals[node].filter { isLeft[$0] }.map { potentialViolations[$0] }
  }

  /// The goals at a node that a conversation of so many events would be the shortest for, or one that is as short and
  /// less odd.
  func wanting(at node: Int, on event: ProgramEvent? = nil, events: Int, oddness: Int) -> [Int] {
    goals[node].filter { goal in
      let isEvent =
        event == nil || potentialViolations[goal].event == nil || potentialViolations[goal].event == event
      return isLeft[goal] && isEvent
        && (events, oddness) < (found[goal]?.eventCount ?? .max, self.oddness[goal])
    }
  }

  mutating func accept(_ witness: Witness, oddness: Int, for wanting: [Int]) {
    for goal in wanting {
      if found[goal] == nil { unfoundCount -= 1 }
      found[goal] = witness
      self.oddness[goal] = oddness
    }
    if !wanting.isEmpty { nearest = min(nearest, witness.eventCount) }
  }

  /// Done with the goals for which nothing shorter can be found any more, now that all ways are at least so long.
  /// Returns what that cost, in moves of a small draft.
  mutating func settle(at events: Int) -> Int {
    guard nearest <= events else { return 0 }
    nearest = .max
    for goal in found.indices where isLeft[goal] {
      guard let reached = found[goal]?.eventCount else { continue }
      if reached <= events {
        isLeft[goal] = false
        leftCount -= 1
      } else {
        nearest = min(nearest, reached)
      }
    }
    measure()
    return WorkMeter.costOfMeasuringDistances(in: program)
  }

  /// Breadth-first from the goals, automatic edges costing nothing. O(nodes + edges).
  private mutating func measure() {
    distance = Array(repeating: Int.max, count: program.nodes.count)
    var level = program.nodes.indices.filter(isGoal)
    for node in level { distance[node] = 0 }
    var next: [Int] = []
    var cost = 0
    while !level.isEmpty {
      while let node = level.popLast() {
        guard distance[node] == cost else { continue }
        for arc in edgesInto.arcs(of: node) {
          let source = program.edges[edgesInto.target(arc)].from
          let isFree = program.nodes[source].kind.awaits == .nothing
          let through = cost + (isFree ? 0 : 1)
          guard through < distance[source] else { continue }
          distance[source] = through
          if isFree { level.append(source) } else { next.append(source) }
        }
      }
      // The room of both is used again: a long way has as many levels as nodes.
      swap(&level, &next)
      cost += 1
    }
  }
}
