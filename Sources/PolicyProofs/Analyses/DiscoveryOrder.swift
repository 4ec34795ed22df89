/// Nodes in the order in which they were first seen. What is followed for a turn or on a side path is
/// mostly a handful, which are found again quicker by looking at each.
struct DiscoveryOrder {
  private(set) var order: [Int] = []
  private var isSeen: Set<Int> = []
  static let handful = 16

  /// Forgets all but the room for them.
  mutating func restart() {
    order.removeAll(keepingCapacity: true)
    if !isSeen.isEmpty { isSeen = [] }
  }

  mutating func insert(_ node: Int) {
    if order.count <= Self.handful {
      if order.contains(node) { return }
      order.append(node)
      if order.count > Self.handful { isSeen = Set(order) }
    } else if isSeen.insert(node).inserted {
      order.append(node)
    }
  }
}
