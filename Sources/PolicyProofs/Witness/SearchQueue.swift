/// States by how odd the way to them is, the least odd first, and of those the one that was put in last: a binary heap
/// (Williams 1964).
struct SearchQueue {
  private var entries: [Entry] = []

  private struct Entry {
    let oddness: Int
    let state: Int

    func precedes(_ other: Entry) -> Bool { (oddness, other.state) < (other.oddness, state) }
  }

  /// O(log of the count).
  mutating func insert(_ state: Int, oddness: Int) {
    entries.append(Entry(oddness: oddness, state: state))
    var position = entries.count - 1
    while position > 0, entries[position].precedes(entries[(position - 1) / 2]) {
      entries.swapAt(position, (position - 1) / 2)
      position = (position - 1) / 2
    }
  }

  /// Takes the first one out; nil if there is none. O(log of the count).
  mutating func popLeast() -> Int? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return first.state }
    entries[0] = last
    var position = 0
    while 2 * position + 1 < entries.count {
      var child = 2 * position + 1
      if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
      guard entries[child].precedes(entries[position]) else { break }
      entries.swapAt(position, child)
      position = child
    }
    return first.state
  }
}
