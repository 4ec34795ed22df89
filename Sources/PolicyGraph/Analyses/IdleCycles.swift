/// Whether the conversation can go round in idle events (`unclear`, `silence`, a tool's answers, `auto`) for ever.
///
/// A ranking argument (Colón and Sipma 2001; Cook, Podelski and Rybalchenko 2006, for one counter at a time): an
/// edge whose guard implies `visits(n) < k` is used up once `n` has been entered `k` times, because no idle event
/// sets counts back. A run that takes it for ever therefore enters `n` only finitely often. So such edges are taken
/// out of a component where every cycle through them enters `n`; what remains is split again, until it is acyclic
/// or nothing more can be taken out. Each round is one pass of Tarjan; the rounds are bounded.
package struct IdleCycles: Sendable {
  /// Components that no counter ends: the nodes of each, ascending.
  package let unbounded: [[Int]]
  /// By node: an idle edge that is not counted leads to a node of lower rank, within components that are ended.
  package let rank: [Int]
  /// Edges that a counter ends, by position.
  package let isCounted: [Bool]

  private static let rounds = 64

  package init(_ program: PolicyProgram, _ analysis: FactAnalysis) {
    var isCounted = Array(repeating: false, count: program.edges.count)
    let idle = program.edges.indices.filter {
      program.edges[$0].event.isIdle && analysis.isFeasible[$0]
    }
    let bounds = idle.map { Self.bounds(program, program.edges[$0]) }
    var components = StronglyConnectedComponents(
      Adjacency(
        nodeCount: program.nodes.count, arcs: idle.map { (program.edges[$0].from, program.edges[$0].to) }))
    for _ in 0..<Self.rounds {
      var hasRemoved = false
      for (position, edge) in idle.enumerated() where !isCounted[edge] && !bounds[position].isEmpty {
        let record = program.edges[edge]
        guard components.component[record.from] == components.component[record.to] else { continue }
        if bounds[position].contains(where: {
          Self.every(cycleThrough: record, enters: $0, program, components, isCounted)
        }) {
          isCounted[edge] = true
          hasRemoved = true
        }
      }
      guard hasRemoved else { break }
      components = StronglyConnectedComponents(
        Adjacency(
          nodeCount: program.nodes.count,
          arcs: idle.filter { !isCounted[$0] }.map { (program.edges[$0].from, program.edges[$0].to) }))
    }
    self.isCounted = isCounted
    rank = components.component
    var members: [Int: [Int]] = [:]
    for node in program.nodes.indices where components.isCyclic[node] {
      members[components.component[node], default: []].append(node)
    }
    unbounded = members.values.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
  }

  /// Whether every cycle of the remaining component through the edge enters the node anew: without the edges that
  /// do, the edge's target no longer leads back to its source.
  private static func every(
    cycleThrough edge: ProgramEdge, enters node: Int, _ program: PolicyProgram,
    _ components: StronglyConnectedComponents, _ isCounted: [Bool]
  ) -> Bool {
    if edge.to == node, !edge.resumes { return true }
    let component = components.component[edge.from]
    guard components.component[node] == component else { return false }
    var open = [edge.to]
    var known: Set<Int> = [edge.to]
    while let here = open.popLast() {
      if here == edge.from { return false }
      guard known.count <= 256 else { return false }
      for exit in program.exits(of: here) {
        let next = program.edges[exit]
        guard next.event.isIdle, !isCounted[exit], components.component[next.to] == component,
          !(next.to == node && !next.resumes)
        else { continue }
        if known.insert(next.to).inserted { open.append(next.to) }
      }
    }
    return true
  }

  /// The nodes whose count the edge's guard bounds from above.
  private static func bounds(_ program: PolicyProgram, _ edge: ProgramEdge) -> [Int] {
    edge.condition < 0 ? [] : bounds(program, edge.condition, isTrue: true)
  }

  private static func bounds(_ program: PolicyProgram, _ term: Int, isTrue: Bool) -> [Int] {
    let guards = program.guards
    switch guards.terms[term] {
    case .constant: return []
    case .atom(.visits(let counter, _)): return isTrue ? [guards.counters[counter].node] : []
    case .atom: return []
    case .not(let part): return bounds(program, part, isTrue: !isTrue)
    case .all(let parts), .any(let parts):
      var isConjunction = isTrue
      if case .any = guards.terms[term] { isConjunction = !isTrue }
      let each = parts.map { bounds(program, $0, isTrue: isTrue) }
      if isConjunction { return each.flatMap { $0 } }
      // A disjunction bounds what each of its parts bounds.
      return each.first.map { first in first.filter { node in each.allSatisfy { $0.contains(node) } } } ?? []
    }
  }
}
