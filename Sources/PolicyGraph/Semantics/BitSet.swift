/// A set of small integers below a fixed capacity. Sets that meet in an operation have the same capacity.
///
/// One word inline, because nearly every draft has at most 64 slots; more words on the heap where it has more.
package struct BitSet: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: [UInt64]

  /// The empty set.
  package init(capacity: Int) {
    high = capacity <= 64 ? [] : Array(repeating: 0, count: (capacity - 1) / 64)
  }

  /// A set by its words, the lowest elements first; at least one.
  package init(words: ArraySlice<UInt64>) {
    low = words.first ?? 0
    high = Array(words.dropFirst())
  }

  /// All of `0..<capacity`.
  package static func all(capacity: Int) -> BitSet {
    var set = BitSet(capacity: capacity)
    set.low = .max
    for word in set.high.indices { set.high[word] = .max }
    // Of the last word only what is below the capacity.
    let excess = UInt64((set.high.count + 1) * 64 - capacity)
    if let last = set.high.indices.last { set.high[last] >>= excess } else { set.low >>= excess }
    return set
  }

  /// Takes on the capacity of a set that has as many elements or more.
  package mutating func grow(to larger: BitSet) {
    if high.count == larger.high.count { return }
    high += Array(repeating: 0, count: larger.high.count - high.count)
  }

  package var isEmpty: Bool { low == 0 && high.allSatisfy { $0 == 0 } }

  package var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  package func contains(_ element: Int) -> Bool {
    element < 64
      ? low & (1 << UInt64(element)) != 0 : high[element / 64 - 1] & (1 << UInt64(element % 64)) != 0
  }

  package mutating func insert(_ element: Int) {
    if element < 64 {
      low |= 1 << UInt64(element)
    } else {
      high[element / 64 - 1] |= 1 << UInt64(element % 64)
    }
  }

  package mutating func remove(_ element: Int) {
    if element < 64 {
      low &= ~(1 << UInt64(element))
    } else {
      high[element / 64 - 1] &= ~(1 << UInt64(element % 64))
    }
  }

  /// The elements from 64 times `index` on, as bits.
  package func word(_ index: Int) -> UInt64 { index == 0 ? low : high[index - 1] }

  package func isSubset(of other: BitSet) -> Bool {
    low & ~other.low == 0 && high.indices.allSatisfy { high[$0] & ~other.high[$0] == 0 }
  }

  package func union(_ other: BitSet) -> BitSet { combined(with: other) { $0 | $1 } }
  package func intersection(_ other: BitSet) -> BitSet { combined(with: other) { $0 & $1 } }
  package func subtracting(_ other: BitSet) -> BitSet { combined(with: other) { $0 & ~$1 } }

  package mutating func formUnion(_ other: BitSet) {
    low |= other.low
    for index in high.indices { high[index] |= other.high[index] }
  }

  package func inserting(_ element: Int) -> BitSet {
    var copy = self
    copy.insert(element)
    return copy
  }

  private func combined(with other: BitSet, _ operation: (UInt64, UInt64) -> UInt64) -> BitSet {
    var result = self
    result.low = operation(low, other.low)
    for index in high.indices { result.high[index] = operation(high[index], other.high[index]) }
    return result
  }

  /// The elements in ascending order.
  package var elements: [Int] {
    var result: [Int] = []
    forEach { result.append($0) }
    return result
  }

  /// Each element in ascending order.
  package func forEach(_ body: (Int) -> Void) {
    for index in 0...high.count {
      var rest = word(index)
      while rest != 0 {
        body(64 * index + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  package var first: Int? {
    if low != 0 { return low.trailingZeroBitCount }
    for (index, word) in high.enumerated() where word != 0 {
      return 64 * (index + 1) + word.trailingZeroBitCount
    }
    return nil
  }
}
