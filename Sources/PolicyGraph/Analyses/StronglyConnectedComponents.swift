/// A directed graph over `0..<nodeCount`, successors side by side (compressed sparse rows).
package struct Adjacency: Sendable {
  package let nodeCount: Int
  private let offsets: [Int]
  private let targets: [Int]

  /// O(nodes + arcs), by a counting sort.
  package init(nodeCount: Int, arcs: [(from: Int, to: Int)]) {
    self.nodeCount = nodeCount
    var offsets = Array(repeating: 0, count: nodeCount + 1)
    for arc in arcs { offsets[arc.from + 1] += 1 }
    for node in 0..<nodeCount { offsets[node + 1] += offsets[node] }
    var next = offsets
    var targets = Array(repeating: 0, count: arcs.count)
    for arc in arcs {
      targets[next[arc.from]] = arc.to
      next[arc.from] += 1
    }
    self.offsets = offsets
    self.targets = targets
  }

  package subscript(node: Int) -> ArraySlice<Int> { targets[offsets[node]..<offsets[node + 1]] }

  package var reversed: Adjacency {
    Adjacency(nodeCount: nodeCount, arcs: (0..<nodeCount).flatMap { node in self[node].map { ($0, node) } })
  }

  /// Every node on a path from the roots. Breadth-first, O(nodes + arcs).
  package func reachable(from roots: [Int]) -> [Bool] {
    var isReached = Array(repeating: false, count: nodeCount)
    var queue: [Int] = []
    for root in roots where !isReached[root] {
      isReached[root] = true
      queue.append(root)
    }
    var next = 0
    while next < queue.count {
      for target in self[queue[next]] where !isReached[target] {
        isReached[target] = true
        queue.append(target)
      }
      next += 1
    }
    return isReached
  }
}

/// Strongly connected components (Tarjan 1972), with a stack of our own so that depth is no limit.
/// O(nodes + arcs).
package struct StronglyConnectedComponents: Sendable {
  /// By node. Components are numbered in reverse topological order: an arc never leads to a higher number.
  package private(set) var component: [Int]
  package private(set) var count = 0
  /// Whether a node lies on a cycle.
  package private(set) var isCyclic: [Bool]

  package init(_ graph: Adjacency) {
    let unvisited = -1
    component = Array(repeating: unvisited, count: graph.nodeCount)
    isCyclic = Array(repeating: false, count: graph.nodeCount)
    var order = Array(repeating: unvisited, count: graph.nodeCount)
    var low = Array(repeating: 0, count: graph.nodeCount)
    var open: [Int] = []
    var path: [(node: Int, arc: Int)] = []
    var visited = 0

    for root in 0..<graph.nodeCount where order[root] == unvisited {
      path.append((root, graph[root].startIndex))
      while let (node, arc) = path.last {
        if order[node] == unvisited {
          order[node] = visited
          low[node] = visited
          visited += 1
          open.append(node)
        }
        let arcs = graph[node]
        if arc < arcs.endIndex {
          path[path.count - 1].arc += 1
          let target = arcs[arc]
          if target == node { isCyclic[node] = true }
          if order[target] == unvisited {
            path.append((target, graph[target].startIndex))
          } else if component[target] == unvisited {
            low[node] = min(low[node], order[target])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
        guard low[node] == order[node] else { continue }
        let isLarge = open.last != node
        while let member = open.popLast() {
          component[member] = count
          if isLarge { isCyclic[member] = true }
          if member == node { break }
        }
        count += 1
      }
    }
  }
}
