/// States by how odd the way to them is, the least odd first, and of those the one that was put in last: a binary heap
/// (Williams 1964).
struct OddnessHeap {
  private var entries: [Entry] = []

  private struct Entry {
    let oddness: Int
    let state: Int

    func precedes(_ other: Entry) -> Bool { (oddness, other.state) < (other.oddness, state) }
  }

  /// O(log of the count).
  mutating func insert(_ state: Int, oddness: Int) {
    entries.append(Entry(oddness: oddness, state: state))
    var place = entries.count - 1
    while place > 0, entries[place].precedes(entries[(place - 1) / 2]) {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes the first one out; nil if there is none. O(log of the count).
  mutating func popLeast() -> Int? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return first.state }
    entries[0] = last
    var place = 0
    while 2 * place + 1 < entries.count {
      var child = 2 * place + 1
      if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
      guard entries[child].precedes(entries[place]) else { break }
      entries.swapAt(place, child)
      place = child
    }
    return first.state
  }
}
