/// Strongly connected components (Tarjan 1972), with an explicit stack, so that depth is not a limit.
/// O(nodes + arcs).
package struct StronglyConnectedComponents: Sendable {
  /// By node.
  private var components: [Int32]
  package private(set) var count = 0
  /// Whether a node lies on a cycle.
  package private(set) var isCyclic: [Bool]

  /// Components are numbered in reverse topological order: an arc never leads to a higher number.
  package func component(of node: Int) -> Int { Int(components[node]) }

  package init(_ graph: Adjacency) {
    let unvisited = Int32(-1)
    components = Array(repeating: unvisited, count: graph.nodeCount)
    isCyclic = Array(repeating: false, count: graph.nodeCount)
    var order = Array(repeating: unvisited, count: graph.nodeCount)
    var low = Array(repeating: Int32(0), count: graph.nodeCount)
    var open: [Int32] = []
    var path: [(node: Int32, arc: Int32, end: Int32)] = []
    var visited = Int32(0)

    func begin(_ node: Int) {
      order[node] = visited
      low[node] = visited
      visited += 1
      let arcs = graph.arcs(of: node)
      open.append(Int32(node))
      path.append((Int32(node), Int32(arcs.lowerBound), Int32(arcs.upperBound)))
    }

    for root in 0..<graph.nodeCount where order[root] == unvisited {
      // Most nodes of a sparse graph lead nowhere.
      if graph.arcs(of: root).isEmpty {
        order[root] = visited
        visited += 1
        components[root] = Int32(count)
        count += 1
        continue
      }
      begin(root)
      while let last = path.last {
        let node = Int(last.node)
        if last.arc < last.end {
          path[path.count - 1].arc += 1
          let target = graph.target(Int(last.arc))
          if target == node { isCyclic[node] = true }
          if order[target] == unvisited {
            begin(target)
          } else if components[target] == unvisited {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last { low[Int(parent.node)] = min(low[Int(parent.node)], low[node]) }
        guard low[node] == order[node] else { continue }
        let isLarge = open.last != last.node
        while let member = open.popLast() {
          components[Int(member)] = Int32(count)
          if isLarge { isCyclic[Int(member)] = true }
          if member == last.node { break }
        }
        count += 1
      }
    }
  }
}
