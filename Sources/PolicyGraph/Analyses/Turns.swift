/// What happens within one turn: from an event along automatic edges to the next node that waits, or the end.
package struct Turns: Sendable {
  private let program: PolicyProgram
  private let analysis: FactAnalysis
  /// By node: whether a turn that is at this node ends at a hand-off, whatever the guards say.
  package let reachesHandoff: [Bool]
  /// By node: a number that falls along some event whatever the guards say, down to 0 at an end; nil where none is.
  package let distanceToEnd: [Int?]

  package init(_ program: PolicyProgram, _ analysis: FactAnalysis, isCovered: (Int) -> Bool) {
    self.program = program
    self.analysis = analysis
    reachesHandoff = Self.attractor(
      program, analysis, to: { $0.kind == .handoff },
      by: { isCovered($0) && program.groups[$0].event == .auto }
    ).map { $0 != nil }
    distanceToEnd = Self.attractor(
      program, analysis, to: { $0.kind.isTerminal },
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
    _ program: PolicyProgram, _ analysis: FactAnalysis, to isTarget: (ProgramNode) -> Bool,
    by isUsable: (Int) -> Bool
  ) -> [Int?] {
    var distance: [Int?] = Array(repeating: nil, count: program.nodes.count)
    var openEdges = Array(repeating: 0, count: program.groups.count)
    var arcs: [(from: Int, to: Int)] = []
    for (position, group) in program.groups.enumerated() where isUsable(position) {
      for edge in group.edges where analysis.isFeasible[edge] {
        openEdges[position] += 1
        arcs.append((program.edges[edge].to, position))
      }
    }
    let groupsInto = Adjacency(nodeCount: max(program.nodes.count, program.groups.count), arcs: arcs)
    var queue = program.nodes.indices.filter { isTarget(program.nodes[$0]) }
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
