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
}
