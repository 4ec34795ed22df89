import PolicyGraph

/// Where some event leads by every edge that may be enabled (alternating reachability; Grädel, Thomas and Wilke 2002,
/// chapter 2), over the edges that can be taken.
struct Attractors {
  private let program: PolicyProgram
  /// The edges into a node, as positions in the program's edges.
  private let edgesInto: Adjacency
  /// By edge.
  private let groupOf: [Int32]
  /// By group: how many of its edges can be taken.
  private let edgeCounts: [Int32]

  init(_ program: PolicyProgram, _ analysis: FactAnalysis, edgesInto: Adjacency) {
    self.program = program
    self.edgesInto = edgesInto
    var groupOf = Array(repeating: Int32(0), count: program.edges.count)
    var edgeCounts = Array(repeating: Int32(0), count: program.groups.count)
    for position in program.groups.indices {
      for edge in program.groups[position].edges {
        groupOf[edge] = Int32(position)
        if analysis.isFeasible[edge] { edgeCounts[position] += 1 }
      }
    }
    self.groupOf = groupOf
    self.edgeCounts = edgeCounts
  }

  /// By node: whether some usable event leads to a target from here, by whichever edges are enabled, but for those
  /// left out. Backwards with a count of open edges for each event, O(nodes + edges). Only events that always have an
  /// enabled edge may be usable.
  func attracted(
    to isTarget: (Int) -> Bool, by isUsable: (Int) -> Bool, leavingOut isLeftOut: [Bool]? = nil
  ) -> [Bool] {
    var openEdges = edgeCounts
    if let isLeftOut {
      for edge in isLeftOut.indices where isLeftOut[edge] { openEdges[Int(groupOf[edge])] -= 1 }
    }
    var isAttracted = Array(repeating: false, count: program.nodes.count)
    var queue: [Int32] = []
    for node in program.nodes.indices where isTarget(node) {
      isAttracted[node] = true
      queue.append(Int32(node))
    }
    while let node = queue.popLast() {
      for arc in edgesInto.arcs(of: Int(node)) {
        let edge = edgesInto.target(arc)
        if let isLeftOut, isLeftOut[edge] { continue }
        let source = program.edges[edge].from
        if isAttracted[source] { continue }
        let group = Int(groupOf[edge])
        openEdges[group] -= 1
        guard openEdges[group] == 0, isUsable(group) else { continue }
        isAttracted[source] = true
        queue.append(Int32(source))
      }
    }
    return isAttracted
  }
}
