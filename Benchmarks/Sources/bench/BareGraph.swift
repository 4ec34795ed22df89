/// A graph as arrays of integers, and textbook algorithms on it, written here so that nothing of the analyses is in what
/// they are measured against. Each checks its own outcome, so that none can be left out by the optimiser.
struct BareGraph {
  private let count: Int
  private let offsets: [Int]
  private let targets: [Int]

  /// Rows by counting sort.
  init(_ count: Int, _ arcs: [(from: Int, to: Int)]) {
    self.count = count
    var offsets = Array(repeating: 0, count: count + 1)
    for arc in arcs { offsets[arc.from + 1] += 1 }
    for node in 0..<count { offsets[node + 1] += offsets[node] }
    var next = offsets
    var targets = Array(repeating: 0, count: arcs.count)
    for arc in arcs {
      targets[next[arc.from]] = arc.to
      next[arc.from] += 1
    }
    self.offsets = offsets
    self.targets = targets
  }

  /// Breadth-first search.
  @discardableResult func checkReachability() -> BareGraph {
    var isReached = Array(repeating: false, count: count)
    var queue = [0]
    isReached[0] = true
    var head = 0
    while head < queue.count {
      for position in offsets[queue[head]]..<offsets[queue[head] + 1] where !isReached[targets[position]] {
        isReached[targets[position]] = true
        queue.append(targets[position])
      }
      head += 1
    }
    precondition(queue.count == count, "everything is reached")
    return self
  }

  /// Tarjan 1972.
  @discardableResult func checkComponents() -> BareGraph {
    var order = Array(repeating: -1, count: count)
    var low = Array(repeating: 0, count: count)
    var isOpen = Array(repeating: false, count: count)
    var cursor = offsets
    var open: [Int] = []
    var path = [0]
    var clock = 0
    while let node = path.last {
      if order[node] < 0 {
        order[node] = clock
        low[node] = clock
        clock += 1
        isOpen[node] = true
        open.append(node)
      }
      if cursor[node] < offsets[node + 1] {
        let target = targets[cursor[node]]
        cursor[node] += 1
        if order[target] < 0 {
          path.append(target)
        } else if isOpen[target] {
          low[node] = min(low[node], order[target])
        }
        continue
      }
      path.removeLast()
      if let parent = path.last { low[parent] = min(low[parent], low[node]) }
      guard low[node] == order[node] else { continue }
      while let member = open.popLast() {
        isOpen[member] = false
        if member == node { break }
      }
    }
    precondition(clock == count, "everything is visited")
    return self
  }

  /// Which of 64 facts hold wherever a node is entered, some node in eight adding one (Kildall 1973), by a
  /// first-in-first-out work list.
  @discardableResult func checkFacts() -> BareGraph {
    var facts = Array(repeating: UInt64.max, count: count)
    var isVisited = Array(repeating: false, count: count)
    var isQueued = Array(repeating: false, count: count)
    facts[0] = 0
    var queue = [0]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      isQueued[node] = false
      isVisited[node] = true
      let after = facts[node] | (node % 8 == 2 ? 1 << UInt64(node / 8 % 64) : 0)
      for position in offsets[node]..<offsets[node + 1] {
        let target = targets[position]
        let joined = facts[target] & after
        guard joined != facts[target] || !isVisited[target] else { continue }
        facts[target] = joined
        if !isQueued[target] {
          isQueued[target] = true
          queue.append(target)
        }
      }
    }
    precondition(isVisited.allSatisfy { $0 }, "everything is entered")
    return self
  }

  /// Immediate dominators (Lengauer and Tarjan 1979, the simple version), which take the rows turned round too.
  @discardableResult func checkDominators() -> BareGraph {
    let into = reversed()
    var number = Array(repeating: -1, count: count)
    var vertex: [Int] = []
    var parent: [Int] = []
    var cursor = offsets
    var path = [0]
    number[0] = 0
    vertex.append(0)
    parent.append(0)
    while let node = path.last {
      guard cursor[node] < offsets[node + 1] else {
        path.removeLast()
        continue
      }
      let target = targets[cursor[node]]
      cursor[node] += 1
      guard number[target] < 0 else { continue }
      number[target] = vertex.count
      vertex.append(target)
      parent.append(number[node])
      path.append(target)
    }
    var semi = Array(0..<count)
    var label = semi
    var ancestor = Array(repeating: -1, count: count)
    var dominator = Array(repeating: 0, count: count)
    var bucket = Array(repeating: -1, count: count)
    var nextInBucket = bucket
    var trail: [Int] = []
    func least(_ node: Int) -> Int {
      guard ancestor[node] >= 0 else { return node }
      var top = node
      while ancestor[ancestor[top]] >= 0 {
        trail.append(top)
        top = ancestor[top]
      }
      while let member = trail.popLast() {
        let above = ancestor[member]
        if semi[label[above]] < semi[label[member]] { label[member] = label[above] }
        ancestor[member] = ancestor[above]
      }
      return label[node]
    }
    for node in stride(from: count - 1, to: 0, by: -1) {
      for position in into.offsets[vertex[node]]..<into.offsets[vertex[node] + 1] {
        semi[node] = min(semi[node], semi[least(number[into.targets[position]])])
      }
      nextInBucket[node] = bucket[semi[node]]
      bucket[semi[node]] = node
      ancestor[node] = parent[node]
      var member = bucket[parent[node]]
      bucket[parent[node]] = -1
      while member >= 0 {
        let best = least(member)
        dominator[member] = semi[best] < semi[member] ? best : parent[node]
        member = nextInBucket[member]
      }
    }
    for node in stride(from: 1, to: count, by: 1) where dominator[node] != semi[node] {
      dominator[node] = dominator[dominator[node]]
    }
    precondition((1..<count).allSatisfy { dominator[$0] < $0 }, "who dominates is found before")
    return self
  }

  private func reversed() -> BareGraph {
    var arcs: [(from: Int, to: Int)] = []
    arcs.reserveCapacity(targets.count)
    for node in 0..<count {
      for position in offsets[node]..<offsets[node + 1] { arcs.append((targets[position], node)) }
    }
    return BareGraph(count, arcs)
  }
}
