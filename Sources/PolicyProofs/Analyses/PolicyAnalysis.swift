import PolicyGraph

/// Everything that the checks ask of a program, computed once.
package struct PolicyAnalysis: Sendable {
  package let program: PolicyProgram
  package let facts: FactAnalysis
  package let reachableNodes: ReachableNodes
  /// By group: whether its edges cover every case, where its node can be entered.
  package private(set) var isCovered: [Bool]
  /// Groups whose edges may not cover every case, and those whose edges may not exclude each other. Ascending.
  package private(set) var uncovered: [Int]
  package let ambiguous: [Int]
  package let idle: IdleCycles
  package private(set) var turns: TurnAnalysis
  /// For each node the edges into it that can be taken, as positions.
  let edgesInto: Adjacency
  /// Nodes on cycles of automatic edges through nodes without a voice, and of calls' answers and automatic edges.
  package let silentCycles: [Int]
  package let callCycles: [Int]
  /// Nodes on cycles of automatic edges that no counter ends: a turn that comes there may never end.
  package let endlessTurns: [Int]

  package init(_ program: PolicyProgram) {
    self.program = program
    var facts = FactAnalysis(program)
    var isCovered = Array(repeating: true, count: program.groups.count)
    var uncovered: [Int] = []
    var ambiguous: [Int] = []
    // Some seconds at most, and hundreds of times what a compiled draft needs.
    var effort = 16_000_000 + 256 * program.edges.count
    for (position, group) in program.groups.enumerated()
    where !Self.isPlainlyPartitioned(group, program) && facts.isReachable(group.node) {
      let (covers, excludes) = Self.partition(group, program, &facts, &effort)
      if covers != .yes {
        isCovered[position] = false
        uncovered.append(position)
      }
      if excludes != .yes { ambiguous.append(position) }
    }
    self.isCovered = isCovered
    self.uncovered = uncovered
    self.ambiguous = ambiguous
    self.facts = facts
    reachableNodes = ReachableNodes(program, facts)
    let idle = IdleCycles(program, facts)
    self.idle = idle
    edgesInto = Adjacency(into: program) { facts.isFeasible[$0] }
    turns = TurnAnalysis(program, facts, idle, isCovered: isCovered, edgesInto: edgesInto)
    // All of these lie on idle cycles.
    silentCycles =
      Subgraph(program, idle.edges) {
        $1.event == .auto && Self.mayBeSilent(program, $1)
      }.nodesOnCycles
    callCycles = Subgraph(program, idle.edges) { $1.event == .auto || $1.event.isFromTool }.nodesOnCycles
    endlessTurns = Subgraph(program, idle.edges) { $1.event == .auto && !idle.isCounted[$0] }.nodesOnCycles
  }

  /// The same, where it has been shown otherwise that these suspected events have an answer in every case.
  func assuming(_ answered: [PotentialViolation]) -> PolicyAnalysis {
    var next = self
    for potentialViolation in answered {
      for node in potentialViolation.nodes {
        guard let event = potentialViolation.event, let group = program.group(of: node, on: event) else {
          continue
        }
        next.isCovered[group] = true
      }
    }
    let isCovered = next.isCovered
    next.uncovered.removeAll { isCovered[$0] }
    next.turns = TurnAnalysis(program, facts, idle, isCovered: isCovered, edgesInto: edgesInto)
    return next
  }

  /// Over the edges that can be taken, from the entry. Made again each time. Nil without an entry.
  package var dominators: Dominators? {
    program.entry.map { Dominators(Adjacency(program) { facts.isFeasible[$0] }, root: $0) }
  }

  /// Whether one node dominates another one, as far as a look at a few nodes before that one tells: a side path mostly
  /// returns to where it branched off. False where it does not tell. `before` is room to look in.
  func plainlyDominates(_ dominator: Int, _ node: Int, _ before: inout DiscoveryOrder) -> Bool {
    before.restart()
    before.insert(node)
    var next = 0
    while next < before.order.count {
      let here = before.order[next]
      next += 1
      if here == dominator { continue }
      if here == program.entry || next > DiscoveryOrder.handful { return false }
      let edges = edgesInto.arcs(of: here)
      guard edges.count <= DiscoveryOrder.handful else { return false }
      for edge in edges { before.insert(program.edges[edgesInto.target(edge)].from) }
    }
    return true
  }

  /// By group: whether its event can happen at its node according to the facts.
  package var possibleGroups: [Bool] {
    var facts = facts
    return program.groups.map { !facts.premises(of: $0).isEmpty }
  }

  /// Whether following the edge may enter a node that neither speaks nor waits.
  private static func mayBeSilent(_ program: PolicyProgram, _ edge: ProgramEdge) -> Bool {
    let target = program.nodes[edge.to]
    return target.kind.awaits == .nothing && !target.kind.isTerminal && (edge.resumes || !target.hasVoice)
  }

  private static func partition(
    _ group: EventGroup, _ program: PolicyProgram, _ facts: inout FactAnalysis, _ effort: inout Int
  ) -> (covers: GuardPartition.Answer, excludes: GuardPartition.Answer) {
    if group.edges.isEmpty { return (.no, .yes) }
    var covers = GuardPartition.Answer.yes
    var excludes = GuardPartition.Answer.yes
    let conditions = group.edges.map { program.edges[$0].condition }
    for premise in facts.premises(of: group) {
      let partition = GuardPartition(program.guards, conditions, under: premise, effort: &effort)
      covers = worse(covers, partition.covers)
      excludes = worse(excludes, partition.excludes)
    }
    return (covers, excludes)
  }

  private static func worse(_ left: GuardPartition.Answer, _ right: GuardPartition.Answer)
    -> GuardPartition.Answer
  {
    if left == .no || right == .no { return .no }
    return left == .undecided || right == .undecided ? .undecided : .yes
  }

  /// One edge without a guard; or two, one guarded by the negation of the other's guard: the usual cases, seen at a
  /// glance.
  private static func isPlainlyPartitioned(_ group: EventGroup, _ program: PolicyProgram) -> Bool {
    if group.edges.count == 1 { return program.edges[group.edges.lowerBound].condition < 0 }
    guard group.edges.count == 2 else { return false }
    let left = program.edges[group.edges.lowerBound].condition
    let right = program.edges[group.edges.lowerBound + 1].condition
    guard left >= 0, right >= 0 else { return false }
    if case .not(let part) = program.guards.terms[right] { return program.guards.isSame(left, part) }
    if case .not(let part) = program.guards.terms[left] { return program.guards.isSame(right, part) }
    return false
  }
}

extension GuardTable {
  /// Whether two terms are written the same.
  func isSame(_ left: Int, _ right: Int) -> Bool {
    switch (terms[left], terms[right]) {
    case (.atom(let mine), .atom(let theirs)): mine == theirs
    case (.constant(let mine), .constant(let theirs)): mine == theirs
    case (.not(let mine), .not(let theirs)): isSame(mine, theirs)
    case (.all(let mine), .all(let theirs)), (.any(let mine), .any(let theirs)):
      mine.count == theirs.count && zip(mine, theirs).allSatisfy { isSame($0, $1) }
    default: false
    }
  }
}
