/// Dominators of a graph with a root: `a` dominates `b` when every path from the root to `b` goes through `a`.
///
/// Lengauer and Tarjan 1979, the simple version with path compression: O(arcs × log nodes), whatever the shape.
package struct Dominators: Sendable {
  /// By node; the root's is itself, -1 where the root does not lead.
  package private(set) var immediate: [Int]
  /// Where each node's subtree of the dominator tree begins and ends in a preorder.
  private var enter: [Int]
  private var leave: [Int]

  package init(_ graph: Adjacency, root: Int) {
    let count = graph.nodeCount
    immediate = Array(repeating: -1, count: count)
    enter = Array(repeating: -1, count: count)
    leave = Array(repeating: -1, count: count)

    // Depth-first numbers; from here on nodes are named by them.
    var number = Array(repeating: -1, count: count)
    var vertex: [Int] = []
    var parent: [Int] = []
    var path: [(node: Int, arc: Int)] = []
    func visit(_ node: Int, from number0: Int) {
      number[node] = vertex.count
      vertex.append(node)
      parent.append(number0)
      path.append((node, graph[node].startIndex))
    }
    visit(root, from: 0)
    while let (node, arc) = path.last {
      guard arc < graph[node].endIndex else {
        path.removeLast()
        continue
      }
      path[path.count - 1].arc += 1
      let target = graph[node][arc]
      if number[target] < 0 { visit(target, from: number[node]) }
    }

    let reached = vertex.count
    var arcs: [(from: Int, to: Int)] = []
    for node in vertex { for target in graph[node] { arcs.append((number[target], number[node])) } }
    let predecessors = Adjacency(nodeCount: reached, arcs: arcs)
    var forest = CompressedForest(count: reached)
    var semi = Array(0..<reached)
    var dominator = Array(repeating: 0, count: reached)
    var buckets = Array(repeating: [Int](), count: reached)
    for node in stride(from: reached - 1, to: 0, by: -1) {
      for predecessor in predecessors[node] {
        semi[node] = min(semi[node], semi[forest.least(predecessor, semi)])
      }
      buckets[semi[node]].append(node)
      forest.link(node, to: parent[node])
      for member in buckets[parent[node]] {
        let least = forest.least(member, semi)
        dominator[member] = semi[least] < semi[member] ? least : parent[node]
      }
      buckets[parent[node]] = []
    }
    var children = [(from: Int, to: Int)]()
    for node in stride(from: 1, to: reached, by: 1) {
      if dominator[node] != semi[node] { dominator[node] = dominator[dominator[node]] }
      children.append((dominator[node], node))
    }
    for node in 0..<reached { immediate[vertex[node]] = vertex[dominator[node]] }
    numberTree(Adjacency(nodeCount: reached, arcs: children), vertex)
  }

  private mutating func numberTree(_ tree: Adjacency, _ vertex: [Int]) {
    var clock = 0
    var path: [(node: Int, arc: Int)] = [(0, tree[0].startIndex)]
    enter[vertex[0]] = 0
    while let (node, arc) = path.last {
      guard arc < tree[node].endIndex else {
        leave[vertex[node]] = clock
        path.removeLast()
        continue
      }
      path[path.count - 1].arc += 1
      clock += 1
      let child = tree[node][arc]
      enter[vertex[child]] = clock
      path.append((child, tree[child].startIndex))
    }
  }

  /// Whether every path from the root to `node` goes through `dominator`. O(1). False for unreachable nodes.
  package func dominates(_ dominator: Int, _ node: Int) -> Bool {
    guard enter[dominator] >= 0, enter[node] >= 0 else { return false }
    return enter[dominator] <= enter[node] && leave[node] <= leave[dominator]
  }
}

/// The forest of Lengauer and Tarjan: for a node the ancestor, below its tree's root, with the least semidominator.
private struct CompressedForest {
  private var ancestor: [Int]
  private var label: [Int]

  init(count: Int) {
    ancestor = Array(repeating: -1, count: count)
    label = Array(0..<count)
  }

  mutating func link(_ node: Int, to parent: Int) { ancestor[node] = parent }

  mutating func least(_ node: Int, _ semi: [Int]) -> Int {
    guard ancestor[node] >= 0 else { return node }
    // Path compression without recursion: from the top of the path down.
    var path: [Int] = []
    var top = node
    while ancestor[ancestor[top]] >= 0 {
      path.append(top)
      top = ancestor[top]
    }
    for member in path.reversed() {
      let above = ancestor[member]
      if semi[label[above]] < semi[label[member]] { label[member] = label[above] }
      ancestor[member] = ancestor[above]
    }
    return label[node]
  }
}
