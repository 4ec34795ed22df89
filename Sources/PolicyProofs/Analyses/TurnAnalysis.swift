import PolicyGraph

/// What happens within one turn: from an event along automatic edges to the next node that waits, or the end.
package struct TurnAnalysis: Sendable {
  private let program: PolicyProgram
  private let analysis: FactAnalysis
  /// By node: whether a turn that is at this node ends at a hand-off, whatever the guards say.
  package let reachesHandoff: [Bool]
  /// By node: whether some event or other leads on to an end whatever the guards say, where waiting long enough may be
  /// part of the way. Asked of nodes that can be entered.
  package let reachesEnd: [Bool]

  package init(
    _ program: PolicyProgram, _ analysis: FactAnalysis, _ idle: IdleCycles, isCovered: [Bool],
    edgesInto: Adjacency
  ) {
    self.program = program
    self.analysis = analysis
    let attractors = Attractors(program, analysis, edgesInto: edgesInto)
    reachesHandoff = attractors.attracted(
      to: { program.nodes[$0].kind == .handoff },
      by: { program.groups[$0].event == .auto && isCovered[$0] })
    // Events that are possible whenever their node waits.
    let isAlwaysPossible: (Int) -> Bool = { group in
      switch program.groups[group].event {
      case .answered, .partial, .correct: false
      default: isCovered[group]
      }
    }
    let reachesEnd = attractors.attracted(
      to: { program.nodes[$0].kind.isTerminal }, by: isAlwaysPossible)
    // Mostly everything leads to an end at once.
    if program.nodes.indices.allSatisfy({ reachesEnd[$0] || !analysis.isReachable($0) }) {
      self.reachesEnd = reachesEnd
      return
    }
    let endsByItself = Self.endingByThemselves(
      program, analysis, attractors, idle, by: { program.groups[$0].event.isIdle && isCovered[$0] })
    self.reachesEnd = attractors.attracted(
      to: { program.nodes[$0].kind.isTerminal || endsByItself[$0] }, by: isAlwaysPossible)
  }

  /// Nodes from which one idle event after the other leads to an end, whatever the guards say, once counted edges are
  /// used up: the greatest set of nodes that can choose one idle event each so that no edge of it leads out of the
  /// set, and all but counted edges lead nearer to an end. No idle event sets counts back, so a counted edge is taken
  /// finitely often, and a user who keeps choosing so comes to an end. Each round is one attractor; the rounds are
  /// bounded.
  private static func endingByThemselves(
    _ program: PolicyProgram, _ analysis: FactAnalysis, _ attractors: Attractors, _ idle: IdleCycles,
    by isUsable: (Int) -> Bool
  ) -> [Bool] {
    var isEnding = program.nodes.indices.map { analysis.isReachable($0) }
    for _ in 0..<16 {
      let next = attractors.attracted(
        to: { program.nodes[$0].kind.isTerminal },
        by: { group in
          isUsable(group)
            && program.groups[group].edges.allSatisfy {
              !analysis.isFeasible[$0] || isEnding[program.edges[$0].to]
            }
        },
        leavingOut: idle.isCounted)
      if next == isEnding { return isEnding }
      isEnding = next
    }
    return program.nodes.map { _ in false }
  }

  /// Whether a turn that begins with this event at this node may come back to the node itself. Nil when the
  /// search was given up. `known` is room to look in.
  func mayReturn(
    to node: Int, after event: ProgramEvent, budget: inout Int, _ known: inout DiscoveryOrder
  ) -> Bool? {
    mayReach(from: program.edges(of: node, on: event), budget: &budget, &known) { $0 == node }
  }

  /// Whether an edge leads to a call before its turn is over.
  package func mayCall(_ edge: Int, budget: inout Int) -> Bool? {
    var known = DiscoveryOrder()
    return mayReach(from: edge..<edge + 1, budget: &budget, &known) { program.nodes[$0].kind == .call }
  }

  private func mayReach(
    from edges: Range<Int>, budget: inout Int, _ known: inout DiscoveryOrder, _ isWanted: (Int) -> Bool
  ) -> Bool? {
    known.restart()
    for edge in edges where analysis.isFeasible[edge] { known.insert(program.edges[edge].to) }
    var next = 0
    while next < known.order.count {
      let here = known.order[next]
      next += 1
      if isWanted(here) { return true }
      guard program.nodes[here].kind.awaits == .nothing else { continue }
      for edge in program.exits(of: here) where analysis.isFeasible[edge] {
        budget -= 1
        guard budget > 0 else { return nil }
        known.insert(program.edges[edge].to)
      }
    }
    return false
  }
}
