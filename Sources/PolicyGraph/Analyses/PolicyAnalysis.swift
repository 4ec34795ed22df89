/// Everything that the checks ask of a program, computed once.
package struct PolicyAnalysis: Sendable {
  package let program: PolicyProgram
  package let facts: FactAnalysis
  /// Nodes that can be entered, but for those that only lead on: what the clauses ask of single nodes they ask of these.
  package let stops: [Int]
  /// By group: whether its edges cover every case, and whether they exclude each other.
  package let covers: [GuardPartition.Answer]
  package let excludes: [GuardPartition.Answer]
  package let idle: IdleCycles
  package let turns: Turns
  /// Over the edges that can be taken.
  package let dominators: Dominators?
  /// Cycles of automatic edges through nodes without a voice, and of calls' answers and automatic edges.
  package let silentCycles: StronglyConnectedComponents
  package let callCycles: StronglyConnectedComponents
  /// Cycles of automatic edges that no counter ends: a turn that comes there may never end.
  package let endlessTurns: StronglyConnectedComponents

  package init(_ program: PolicyProgram) {
    self.program = program
    var facts = FactAnalysis(program)
    var covers = Array(repeating: GuardPartition.Answer.yes, count: program.groups.count)
    var excludes = covers
    // Some seconds at most, and hundreds of times what a compiled draft needs.
    var effort = 16_000_000 + 256 * program.edges.count
    for (position, group) in program.groups.enumerated() where facts.isReachable(group.node) {
      (covers[position], excludes[position]) = Self.partition(group, program, &facts, &effort)
    }
    self.covers = covers
    self.excludes = excludes
    self.facts = facts
    stops = program.nodes.indices.filter { facts.isReachable($0) && Self.isStop(program.nodes[$0]) }
    let idle = IdleCycles(program, facts)
    self.idle = idle
    turns = Turns(program, facts, idle, isCovered: { covers[$0] == .yes })
    // Only who may be resumed has to have spoken.
    dominators =
      program.resumeTargets.isEmpty
      ? nil : program.entry.map { Dominators(Adjacency(program) { facts.isFeasible[$0] }, root: $0) }
    // All of these lie on idle cycles.
    func cycles(of isWanted: (ProgramEdge) -> Bool) -> StronglyConnectedComponents {
      let edges = idle.edges.map { program.edges[$0] }.filter(isWanted)
      return StronglyConnectedComponents(
        Adjacency(nodeCount: program.nodes.count, arcs: edges.map { ($0.from, $0.to) }))
    }
    silentCycles = cycles { $0.event == .auto && Self.mayBeSilent(program, $0) }
    callCycles = cycles { $0.event == .auto || $0.event.isFromTool }
    let uncounted = idle.edges.filter { program.edges[$0].event == .auto && !idle.isCounted[$0] }
    endlessTurns = StronglyConnectedComponents(
      Adjacency(
        nodeCount: program.nodes.count,
        arcs: uncounted.map { (program.edges[$0].from, program.edges[$0].to) }))
  }

  /// By group: whether its event can happen at its node, as far as the facts tell.
  package var possibleGroups: [Bool] {
    var facts = facts
    return program.groups.map { !facts.premises(of: $0).isEmpty }
  }

  private static func isStop(_ node: ProgramNode) -> Bool {
    switch node.kind {
    case .open, .route, .clarify, .nudge, .interject: node.outcome != nil
    case .ask, .talk, .confirm, .call, .report, .apologize, .handoff, .close: true
    }
  }

  /// Whether following the edge may enter a node that neither speaks nor waits.
  private static func mayBeSilent(_ program: PolicyProgram, _ edge: ProgramEdge) -> Bool {
    let target = program.nodes[edge.to]
    return target.kind.awaits == .nothing && !target.kind.isTerminal && (edge.resumes || !target.hasVoice)
  }

  private static func partition(
    _ group: EventGroup, _ program: PolicyProgram, _ facts: inout FactAnalysis, _ effort: inout Int
  ) -> (covers: GuardPartition.Answer, excludes: GuardPartition.Answer) {
    guard let first = group.edges.first else { return (.no, .yes) }
    if group.edges.count == 1, program.edges[first].condition < 0 { return (.yes, .yes) }
    if isComplementary(group, program) { return (.yes, .yes) }
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

  /// Two edges, one guarded by the negation of the other's guard: the usual case, seen at a glance.
  private static func isComplementary(_ group: EventGroup, _ program: PolicyProgram) -> Bool {
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
