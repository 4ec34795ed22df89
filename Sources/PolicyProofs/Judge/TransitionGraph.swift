/// The transitions between configurations that the explorer has seen.
///
/// The analyses have other graph algorithms. These are written separately, and by another method, so that one
/// mistake cannot hide on both sides (definition 4.5).
struct TransitionGraph {
  /// The targets of all vertices, one vertex after the other; those of vertex `v` begin at `offsets[v]`.
  private var offsets: [Int32]
  private var targets: [Int32]

  /// Vertices are `0..<count`. O(vertices + arcs).
  init(count: Int, arcs: some Collection<(from: Int, to: Int)>) {
    offsets = Array(repeating: 0, count: count + 1)
    for arc in arcs { offsets[arc.from + 1] += 1 }
    for vertex in 0..<count { offsets[vertex + 1] += offsets[vertex] }
    targets = Array(repeating: 0, count: arcs.count)
    var next = offsets
    for arc in arcs {
      targets[Int(next[arc.from])] = Int32(arc.to)
      next[arc.from] += 1
    }
  }

  private var count: Int { offsets.count - 1 }

  private func range(of vertex: Int) -> Range<Int> { Int(offsets[vertex])..<Int(offsets[vertex + 1]) }

  private var reversed: TransitionGraph {
    var arcs: [(from: Int, to: Int)] = []
    arcs.reserveCapacity(targets.count)
    for vertex in 0..<count { for arc in range(of: vertex) { arcs.append((Int(targets[arc]), vertex)) } }
    return TransitionGraph(count: count, arcs: arcs)
  }

  /// By vertex: whether some path leads to it from one of `sources`, which are reachable themselves. O(vertices + arcs).
  func reachable(from sources: [Int]) -> [Bool] {
    var visited = Array(repeating: false, count: count)
    for source in sources { visit(from: source, &visited) { _ in } }
    return visited
  }

  /// By vertex: whether it lies on a cycle, a loop of one arc included.
  ///
  /// M. Sharir, "A strong-connectivity algorithm and its applications in data flow analysis" (1981), also known by
  /// S. R. Kosaraju's name: in the order in which the vertices were finished, backwards, each search of the reversed
  /// graph finds one component. O(vertices + arcs).
  func verticesOnCycles() -> [Bool] {
    var visited = Array(repeating: false, count: count)
    var finished: [Int] = []
    for vertex in 0..<count { visit(from: vertex, &visited) { finished.append($0) } }
    var isOnCycle = (0..<count).map { vertex in targets[range(of: vertex)].contains(Int32(vertex)) }
    let backwards = reversed
    visited = Array(repeating: false, count: count)
    for vertex in finished.reversed() {
      var component: [Int] = []
      backwards.visit(from: vertex, &visited) { component.append($0) }
      if component.count > 1 { for member in component { isOnCycle[member] = true } }
    }
    return isOnCycle
  }

  /// Depth first, without recursion: `finish` is told each vertex that was not visited before, after all that follow it.
  private func visit(from start: Int, _ visited: inout [Bool], finish: (Int) -> Void) {
    guard !visited[start] else { return }
    visited[start] = true
    var path = [(vertex: start, next: range(of: start).lowerBound)]
    while let last = path.last {
      guard last.next < range(of: last.vertex).upperBound else {
        path.removeLast()
        finish(last.vertex)
        continue
      }
      path[path.count - 1].next += 1
      let target = Int(targets[last.next])
      if !visited[target] {
        visited[target] = true
        path.append((target, range(of: target).lowerBound))
      }
    }
  }
}
