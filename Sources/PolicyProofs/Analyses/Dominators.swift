/// Dominators of a graph with a root: `a` dominates `b` when every path from the root to `b` goes through `a`.
///
/// Lengauer and Tarjan 1979, the simple version with path compression: O(arcs × log nodes), whatever the shape.
package struct Dominators: Sendable {
  /// Where each node's subtree of the dominator tree begins and ends in a preorder; -1 where the root does not lead.
  private var enter: [Int32]
  private var leave: [Int32]

  package init(_ graph: Adjacency, root: Int) {
    enter = Array(repeating: -1, count: graph.nodeCount)
    leave = enter
    let search = DepthFirstSearch(graph, root: root)
    let immediate = Self.immediate(search, predecessors: Adjacency(reversing: graph))
    numberTree(immediate, search)
  }

  /// The immediate dominators. Nodes are named by their depth-first numbers.
  private static func immediate(_ search: DepthFirstSearch, predecessors: Adjacency) -> [Int32] {
    let reached = search.vertex.count
    var forest = CompressedForest(count: reached)
    var dominator = Array(repeating: Int32(0), count: reached)
    // Nodes by their semidominator, each the head of a list.
    var bucket = Array(repeating: Int32(-1), count: reached)
    var nextInBucket = bucket
    for node in stride(from: reached - 1, to: 0, by: -1) {
      let place = Int(search.vertex[node])
      var semi = Int32(node)
      for arc in predecessors.arcs(of: place) {
        let predecessor = search.number[predecessors.target(arc)]
        guard predecessor >= 0 else { continue }
        semi = min(semi, forest.semi[forest.least(Int(predecessor))])
      }
      forest.semi[node] = semi
      nextInBucket[node] = bucket[Int(semi)]
      bucket[Int(semi)] = Int32(node)
      let parent = Int(search.parent[node])
      forest.link(node, to: parent)
      var member = Int(bucket[parent])
      bucket[parent] = -1
      while member >= 0 {
        let least = forest.least(member)
        dominator[member] = forest.semi[least] < forest.semi[member] ? Int32(least) : Int32(parent)
        member = Int(nextInBucket[member])
      }
    }
    for node in stride(from: 1, to: reached, by: 1) where dominator[node] != forest.semi[node] {
      dominator[node] = dominator[Int(dominator[node])]
    }
    return dominator
  }

  /// Numbers the dominator tree in a preorder, without walking it: every node has a lower number than those that it
  /// dominates, so that sizes add up from the last node on, and places are given out from the first.
  private mutating func numberTree(_ immediate: [Int32], _ search: DepthFirstSearch) {
    var size = Array(repeating: Int32(1), count: immediate.count)
    for node in stride(from: immediate.count - 1, to: 0, by: -1) { size[Int(immediate[node])] += size[node] }
    // By node the first number that is not given to it or to a child of it yet.
    var free = Array(repeating: Int32(1), count: immediate.count)
    enter[Int(search.vertex[0])] = 0
    leave[Int(search.vertex[0])] = size[0] - 1
    for node in stride(from: 1, to: immediate.count, by: 1) {
      let parent = Int(immediate[node])
      let first = free[parent]
      free[parent] += size[node]
      free[node] = first + 1
      enter[Int(search.vertex[node])] = first
      leave[Int(search.vertex[node])] = first + size[node] - 1
    }
  }

  /// Whether every path from the root to `node` goes through `dominator`. O(1). False for unreachable nodes.
  package func dominates(_ dominator: Int, _ node: Int) -> Bool {
    guard enter[dominator] >= 0, enter[node] >= 0 else { return false }
    return enter[dominator] <= enter[node] && leave[node] <= leave[dominator]
  }
}

/// Depth-first numbers of what a root reaches.
private struct DepthFirstSearch {
  /// By node; -1 where the root does not lead.
  private(set) var number: [Int32]
  /// By number the node, and the number of the node from which it was found.
  private(set) var vertex: [Int32] = []
  private(set) var parent: [Int32] = []

  init(_ graph: Adjacency, root: Int) {
    number = Array(repeating: -1, count: graph.nodeCount)
    var path: [(number: Int32, arc: Int32, end: Int32)] = []
    visit(root, from: 0, graph, &path)
    while let last = path.last {
      guard last.arc < last.end else {
        path.removeLast()
        continue
      }
      path[path.count - 1].arc += 1
      let target = graph.target(Int(last.arc))
      if number[target] < 0 { visit(target, from: last.number, graph, &path) }
    }
  }

  private mutating func visit(
    _ node: Int, from source: Int32, _ graph: Adjacency,
    _ path: inout [(number: Int32, arc: Int32, end: Int32)]
  ) {
    let arcs = graph.arcs(of: node)
    path.append((Int32(vertex.count), Int32(arcs.lowerBound), Int32(arcs.upperBound)))
    number[node] = Int32(vertex.count)
    vertex.append(Int32(node))
    parent.append(source)
  }
}

/// The forest of Lengauer and Tarjan: for a node the ancestor, below its tree's root, with the least semidominator.
private struct CompressedForest {
  var semi: [Int32]
  private var ancestor: [Int32]
  private var label: [Int32]
  private var path: [Int32] = []

  init(count: Int) {
    semi = Array(0..<Int32(count))
    ancestor = Array(repeating: -1, count: count)
    label = semi
  }

  mutating func link(_ node: Int, to parent: Int) { ancestor[node] = Int32(parent) }

  mutating func least(_ node: Int) -> Int {
    guard ancestor[node] >= 0 else { return node }
    // Path compression without recursion: from the top of the path down.
    var top = node
    while ancestor[Int(ancestor[top])] >= 0 {
      path.append(Int32(top))
      top = Int(ancestor[top])
    }
    while let last = path.popLast() {
      let member = Int(last)
      let above = Int(ancestor[member])
      if semi[Int(label[above])] < semi[Int(label[member])] { label[member] = label[above] }
      ancestor[member] = ancestor[above]
    }
    return Int(label[node])
  }
}
