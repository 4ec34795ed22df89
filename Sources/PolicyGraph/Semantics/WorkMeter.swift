/// What a search through the configurations of a program may still spend, and what its steps cost.
///
/// The unit is a move of a small draft. A step on a large draft costs more than one, because configurations, the records of
/// turns and lists of guards grow with it. The divisors were measured, so that equal budgets take about equal time on any
/// draft. Steps are not interrupted: the last one may cost more than was left.
package struct WorkMeter: Sendable {
  /// Units that may still be spent; negative after a step that cost more.
  package private(set) var left: Int
  /// A move: every configuration has all counts and slots to copy and to compare.
  package let costOfMove: Int
  private let granted: Int
  private let program: PolicyProgram
  /// By group, once it was asked for.
  private var costsOfGuards: [Int: Int] = [:]

  package init(_ program: PolicyProgram, granting granted: Int) {
    self.program = program
    self.granted = granted
    left = granted
    costOfMove = 1 + program.guards.counters.count / 400 + program.slots.count / 2048
  }

  /// A meter that does not run out, for work that is counted and not bounded.
  package static func unlimited(_ program: PolicyProgram) -> WorkMeter { WorkMeter(program, granting: .max) }

  package var isExhausted: Bool { left <= 0 }
  package var spent: Int { granted - left }

  package mutating func spend(_ units: Int) { left -= units }

  package mutating func spendMoves(_ count: Int = 1) { left -= count * costOfMove }

  // MARK: Costs beside the move

  /// A long turn has a long record, which every step of it copies.
  package func costOfCopyingRecord(of configuration: Configuration) -> Int {
    configuration.turn.recordLength / 64
  }

  /// An event is looked for among those of its node.
  package func costOfFindingEvent(at node: Int) -> Int { program.nodes[node].groups.count / 256 }

  /// All guards of an event are read. O(edges of the group), once.
  package mutating func costOfReadingGuards(of group: Int) -> Int {
    if let known = costsOfGuards[group] { return known }
    let edges = program.groups[group].edges
    let terms = edges.reduce(0) { sum, edge in
      let condition = program.edges[edge].condition
      return sum + (condition < 0 ? 0 : program.guards.size(of: condition))
    }
    let cost = (edges.count + terms) / 64
    costsOfGuards[group] = cost
    return cost
  }

  /// Nodes are walked over, without their configurations.
  package static func costOfWalking(nodes: Int) -> Int { nodes / 64 }

  /// Goals are placed and the distances to them measured, over the whole graph.
  package static func costOfPlacingGoals(in program: PolicyProgram) -> Int {
    (program.nodes.count + program.edges.count) / 96
  }

  /// The distances are measured again, over the whole graph.
  package static func costOfMeasuringDistances(in program: PolicyProgram) -> Int {
    (program.nodes.count + program.edges.count) / 256
  }

  /// The steps of a conversation are written down.
  package static func costOfWriting(steps: Int) -> Int { steps / 8 }

  /// Steps of a walk that reads slots alone.
  package static func costOfReadingSlots(steps: Int) -> Int { steps / 32 }
}
