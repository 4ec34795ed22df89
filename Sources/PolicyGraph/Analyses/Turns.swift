/// What happens within one turn: from an event along automatic edges to the next node that waits, or the end.
package struct Turns: Sendable {
  private let program: PolicyProgram
  private let analysis: FactAnalysis
  /// By node: whether a turn that is at this node ends at a hand-off, whatever the guards say.
  package let reachesHandoff: [Bool]
  /// By node: a number that falls along some event whatever the guards say, down to 0 at an end, or where waiting
  /// long enough leads to one; nil where none is.
  package let distanceToEnd: [Int?]
  /// By node: whether one idle event after the other leads to an end, whatever the guards say, once counted edges
  /// are used up.
  package let endsByItself: [Bool]

  package init(
    _ program: PolicyProgram, _ analysis: FactAnalysis, _ idle: IdleCycles, isCovered: (Int) -> Bool
  ) {
    self.program = program
    self.analysis = analysis
    reachesHandoff = Self.attractor(
      program, analysis, to: { program.nodes[$0].kind == .handoff },
      by: { isCovered($0) && program.groups[$0].event == .auto }
    ).map { $0 != nil }
    let endsByItself = Self.ending(
      program, analysis, idle, by: { isCovered($0) && program.groups[$0].event.isIdle })
    self.endsByItself = endsByItself
    distanceToEnd = Self.attractor(
      program, analysis, to: { program.nodes[$0].kind.isTerminal || endsByItself[$0] },
      by: { group in
        // Events that are possible whenever their node waits.
        switch program.groups[group].event {
        case .answered, .partial, .correct: false
        default: isCovered(group)
        }
      })
  }

  /// The attractor of the target nodes: those from which some event leads there by every edge that may be enabled
  /// (alternating reachability; Grädel, Thomas and Wilke 2002, chapter 2). Backwards with a count of open edges
  /// for each event, O(nodes + edges). Only events that always have an enabled edge count.
  private static func attractor(
    _ program: PolicyProgram, _ analysis: FactAnalysis, to isTarget: (Int) -> Bool,
    by isUsable: (Int) -> Bool, leavingOut isLeftOut: (Int) -> Bool = { _ in false }
  ) -> [Int?] {
    var distance: [Int?] = Array(repeating: nil, count: program.nodes.count)
    var openEdges = Array(repeating: 0, count: program.groups.count)
    var arcs: [(from: Int, to: Int)] = []
    for (position, group) in program.groups.enumerated() where isUsable(position) {
      for edge in group.edges where analysis.isFeasible[edge] && !isLeftOut(edge) {
        openEdges[position] += 1
        arcs.append((program.edges[edge].to, position))
      }
    }
    let groupsInto = Adjacency(nodeCount: max(program.nodes.count, program.groups.count), arcs: arcs)
    var queue = program.nodes.indices.filter(isTarget)
    for node in queue { distance[node] = 0 }
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for group in groupsInto[node] {
        openEdges[group] -= 1
        let source = program.groups[group].node
        guard openEdges[group] == 0, distance[source] == nil else { continue }
        distance[source] = (distance[node] ?? 0) + 1
        queue.append(source)
      }
    }
    return distance
  }

  /// The greatest set of nodes that can choose one idle event each so that no edge of it leads out of the set, and
  /// all but counted edges lead nearer to an end. No idle event sets counts back, so a counted edge is taken finitely
  /// often, and whoever keeps choosing so comes to an end. Each round is one attractor; the rounds are bounded.
  private static func ending(
    _ program: PolicyProgram, _ analysis: FactAnalysis, _ idle: IdleCycles, by isUsable: (Int) -> Bool
  ) -> [Bool] {
    var isEnding = program.nodes.indices.map { analysis.isReachable($0) }
    for _ in 0..<16 {
      let distance = attractor(
        program, analysis, to: { program.nodes[$0].kind.isTerminal },
        by: { group in
          isUsable(group)
            && program.groups[group].edges.allSatisfy {
              !analysis.isFeasible[$0] || isEnding[program.edges[$0].to]
            }
        },
        leavingOut: { idle.isCounted[$0] })
      let next = distance.map { $0 != nil }
      if next == isEnding { return isEnding }
      isEnding = next
    }
    return program.nodes.map { _ in false }
  }

  /// Whether a turn that begins with this event at this node may come back to the node itself. Nil when the
  /// search was given up.
  package func mayReturn(to node: Int, after event: ProgramEvent, budget: inout Int) -> Bool? {
    mayReach(from: program.edges(of: node, on: event), budget: &budget) { $0 == node }
  }

  /// Whether an edge leads to a call before its turn is over.
  package func mayCall(_ edge: Int, budget: inout Int) -> Bool? {
    mayReach(from: edge..<edge + 1, budget: &budget) { program.nodes[$0].kind == .call }
  }

  private func mayReach(from edges: Range<Int>, budget: inout Int, _ isWanted: (Int) -> Bool) -> Bool? {
    var open = edges.filter { analysis.isFeasible[$0] }.map { program.edges[$0].to }
    var known = Set(open)
    while let here = open.popLast() {
      if isWanted(here) { return true }
      guard program.nodes[here].kind.awaits == .nothing else { continue }
      for edge in program.exits(of: here) where analysis.isFeasible[edge] {
        budget -= 1
        guard budget > 0 else { return nil }
        if known.insert(program.edges[edge].to).inserted { open.append(program.edges[edge].to) }
      }
    }
    return false
  }
}
