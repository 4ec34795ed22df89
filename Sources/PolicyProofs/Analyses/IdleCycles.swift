import PolicyGraph

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
  /// Edges that a counter ends, by position.
  package let isCounted: [Bool]
  /// All edges on idle cycles, whether or not a counter ends them. Ascending.
  package let edges: [Int]

  private static let rounds = 64

  package init(_ program: PolicyProgram, _ analysis: FactAnalysis) {
    let isIdle: (Int) -> Bool = { program.edges[$0].event.isIdle && analysis.isFeasible[$0] }
    var cycles = Subgraph.Cycles(StronglyConnectedComponents(Adjacency(program, where: isIdle)))
    edges = program.edges.indices.filter { isIdle($0) && cycles.contains(program.edges[$0]) }
    var isCounted = Array(repeating: false, count: program.edges.count)
    // Some seconds at most; what is not looked at does not count as ended.
    var effort = 64_000_000 + 256 * program.edges.count
    var bounded: [(edge: Int, node: Int)] = []
    for edge in edges { Self.addBounds(of: edge, to: &bounded, program, &effort) }
    for _ in 0..<Self.rounds {
      var hasRemoved = false
      for (edge, node) in bounded where !isCounted[edge] && cycles.contains(program.edges[edge]) {
        if Self.every(
          cycleThrough: program.edges[edge], enters: node, program, cycles, isCounted, &effort)
        {
          isCounted[edge] = true
          hasRemoved = true
        }
      }
      guard hasRemoved else { break }
      cycles = Subgraph.Cycles(Subgraph(program, edges) { edge, _ in !isCounted[edge] })
    }
    self.isCounted = isCounted
    var members: [Int: [Int]] = [:]
    for node in cycles.nodes {
      if let component = cycles.component(of: node) { members[component, default: []].append(node) }
    }
    unbounded = members.values.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
  }

  /// Whether every cycle of the remaining component through the edge enters the node anew: without the edges that
  /// do, the edge's target no longer leads back to its source.
  private static func every(
    cycleThrough edge: ProgramEdge, enters node: Int, _ program: PolicyProgram,
    _ cycles: Subgraph.Cycles, _ isCounted: [Bool], _ effort: inout Int
  ) -> Bool {
    if edge.to == node, !edge.resumes { return true }
    let component = cycles.component(of: edge.from)
    guard cycles.component(of: node) == component else { return false }
    var open = [edge.to]
    var known: Set<Int> = [edge.to]
    while let here = open.popLast() {
      if here == edge.from { return false }
      effort -= 1 + program.exits(of: here).count
      guard known.count <= 256, effort > 0 else { return false }
      for exit in program.exits(of: here) {
        let next = program.edges[exit]
        guard next.event.isIdle, !isCounted[exit], cycles.component(of: next.to) == component,
          !(next.to == node && !next.resumes)
        else { continue }
        if known.insert(next.to).inserted { open.append(next.to) }
      }
    }
    return true
  }

  /// Adds the nodes whose count the edge's guard bounds from above.
  private static func addBounds(
    of edge: Int, to bounded: inout [(edge: Int, node: Int)], _ program: PolicyProgram, _ effort: inout Int
  ) {
    let condition = program.edges[edge].condition
    guard condition >= 0 else { return }
    // The usual guards, seen at a glance.
    switch program.guards.terms[condition] {
    case .atom(.visits(let counter, _)): bounded.append((edge, program.guards.counters[counter].node))
    case .atom, .constant: break
    case .not, .all, .any:
      var counters: Set<Int> = []
      program.guards.addCounters(of: condition, to: &counters)
      for counter in counters.sorted() where program.guards.fails(condition, usedUp: counter, &effort) {
        bounded.append((edge, program.guards.counters[counter].node))
      }
    }
  }
}

extension GuardTable {
  /// How often a guard is evaluated to see that a count bounds it. Proof checkers count to the same number, so that
  /// they see as much.
  private static let evaluations = 1000

  /// Whether a guard cannot hold once a counter's node has been entered as often as any guard can tell. What else it
  /// asks for is taken by cases, in the order in which it is written, as far as the evaluations go, and `effort`, which
  /// counts the terms that are looked at.
  package func fails(_ term: Int, usedUp counter: Int, _ effort: inout Int) -> Bool {
    let size = size(of: term)
    effort -= 4 * size
    guard effort > 0 else { return false }
    var others: [Atom] = []
    var known: Set<Atom> = []
    addAtoms(of: term, but: counter, to: &others, &known)
    var left = min(Self.evaluations, effort / size)
    let granted = left
    defer { effort -= (granted - left) * size }
    var assumed: [Atom: Bool] = [:]
    return fails(term, usedUp: counter, others[...], &assumed, &left)
  }

  private func fails(
    _ term: Int, usedUp counter: Int, _ others: ArraySlice<Atom>, _ assumed: inout [Atom: Bool],
    _ left: inout Int
  ) -> Bool {
    guard left > 0 else { return false }
    left -= 1
    let value = value(of: term) { atom in
      if case .visits(counter, _) = atom { return false }
      return assumed[atom]
    }
    guard value == nil, let next = others.first else { return value == false }
    defer { assumed[next] = nil }
    for holds in [true, false] {
      assumed[next] = holds
      if !fails(term, usedUp: counter, others.dropFirst(), &assumed, &left) { return false }
    }
    return true
  }

  private func addAtoms(of term: Int, but counter: Int, to atoms: inout [Atom], _ known: inout Set<Atom>) {
    switch terms[term] {
    case .constant, .atom(.visits(counter, _)): break
    case .atom(let atom): if known.insert(atom).inserted { atoms.append(atom) }
    case .not(let part): addAtoms(of: part, but: counter, to: &atoms, &known)
    case .all(let parts), .any(let parts):
      for part in parts { addAtoms(of: part, but: counter, to: &atoms, &known) }
    }
  }
}
