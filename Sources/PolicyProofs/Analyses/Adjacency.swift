import PolicyGraph

/// A directed graph over `0..<nodeCount`, successors side by side (compressed sparse rows), in 32 bits each.
package struct Adjacency: Sendable {
  package let nodeCount: Int
  private let offsets: [Int32]
  private let targets: [Int32]

  /// O(nodes + arcs), by a counting sort.
  package init(nodeCount: Int, arcs: [(from: Int, to: Int)]) {
    self.nodeCount = nodeCount
    var offsets = Array(repeating: Int32(0), count: nodeCount + 1)
    for arc in arcs { offsets[arc.from + 1] += 1 }
    offsets.withUnsafeMutableBufferPointer { Self.addUp($0) }
    var next = offsets
    var targets = Array(repeating: Int32(0), count: arcs.count)
    for arc in arcs {
      targets[Int(next[arc.from])] = Int32(arc.to)
      next[arc.from] += 1
    }
    self.offsets = offsets
    self.targets = targets
  }

  /// The wanted edges of a program, which stand sorted by their source. O(nodes + edges).
  @inline(__always)
  init(_ program: PolicyProgram, where isWanted: (Int) -> Bool) {
    nodeCount = program.nodes.count
    var targets: [Int32] = []
    targets.reserveCapacity(program.edges.count)
    var offsets = Array(repeating: Int32(0), count: nodeCount + 1)
    // Through pointers, because that the arrays are nobody else's would be asked again for each edge.
    offsets.withUnsafeMutableBufferPointer { offsets in
      for edge in program.edges.indices where isWanted(edge) {
        targets.append(Int32(program.edges[edge].to))
        offsets[program.edges[edge].from + 1] += 1
      }
      Self.addUp(offsets)
    }
    self.offsets = offsets
    self.targets = targets
  }

  /// For each node of a program the wanted edges into it, as positions. O(nodes + edges).
  @inline(__always)
  init(into program: PolicyProgram, where isWanted: (Int) -> Bool) {
    nodeCount = program.nodes.count
    var offsets = Array(repeating: Int32(0), count: nodeCount + 1)
    offsets.withUnsafeMutableBufferPointer { offsets in
      for edge in program.edges.indices where isWanted(edge) { offsets[program.edges[edge].to + 1] += 1 }
      Self.addUp(offsets)
    }
    var next = offsets
    var targets = Array(repeating: Int32(0), count: Int(offsets[nodeCount]))
    next.withUnsafeMutableBufferPointer { next in
      targets.withUnsafeMutableBufferPointer { targets in
        for edge in program.edges.indices where isWanted(edge) {
          let target = program.edges[edge].to
          targets[Int(next[target])] = Int32(edge)
          next[target] += 1
        }
      }
    }
    self.offsets = offsets
    self.targets = targets
  }

  /// From how many arcs each row has to where it begins.
  private static func addUp(_ offsets: UnsafeMutableBufferPointer<Int32>) {
    for node in offsets.indices.dropFirst() { offsets[node] += offsets[node - 1] }
  }

  /// The graph with all arcs turned round. O(nodes + arcs).
  package init(reversing graph: Adjacency) {
    nodeCount = graph.nodeCount
    var offsets = Array(repeating: Int32(0), count: nodeCount + 1)
    for target in graph.targets { offsets[Int(target) + 1] += 1 }
    offsets.withUnsafeMutableBufferPointer { Self.addUp($0) }
    var next = offsets
    var targets = Array(repeating: Int32(0), count: graph.targets.count)
    for node in 0..<nodeCount {
      for arc in graph.arcs(of: node) {
        let target = graph.target(arc)
        targets[Int(next[target])] = Int32(node)
        next[target] += 1
      }
    }
    self.offsets = offsets
    self.targets = targets
  }

  /// The arcs out of a node, for ``target(_:)``.
  package func arcs(of node: Int) -> Range<Int> { Int(offsets[node])..<Int(offsets[node + 1]) }

  package func target(_ arc: Int) -> Int { Int(targets[arc]) }

  package subscript(node: Int) -> [Int] { arcs(of: node).map(target) }

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
      for arc in arcs(of: queue[next]) where !isReached[target(arc)] {
        isReached[target(arc)] = true
        queue.append(target(arc))
      }
      next += 1
    }
    return isReached
  }
}
