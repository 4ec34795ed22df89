/// A set of nodes that nearly always has one element or none. That one inline, more of them on the heap.
package struct SmallNodeSet: Hashable, Sendable {
  /// Nil if there are none.
  private var least: Int?
  /// Ascending, so that equal sets are equal.
  private var others: [Int] = []

  package init() {}

  package var count: Int { least == nil ? 0 : 1 + others.count }

  package func contains(_ node: Int) -> Bool { node == least || others.contains(node) }

  /// Whether the node was not there before.
  package mutating func insert(_ node: Int) -> Bool {
    guard let least else {
      least = node
      return true
    }
    guard node != least else { return false }
    let greater = max(node, least)
    let position = others.firstIndex { $0 >= greater } ?? others.count
    if position < others.count, others[position] == greater { return false }
    self.least = min(node, least)
    others.insert(greater, at: position)
    return true
  }

  /// Takes out those that a condition holds of.
  package mutating func remove(where isOut: (Int) -> Bool) {
    let kept = ((least.map { [$0] } ?? []) + others).filter { !isOut($0) }
    least = kept.first
    others = Array(kept.dropFirst())
  }
}
