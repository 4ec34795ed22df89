/// What is known of the slots at many places, a row each, in one flat array: the slots that are filled, and after them
/// a set of which at least one is missing. An empty second set says that nothing is known of missing slots; a row that
/// would have to say that one of no slots is missing is never made.
///
/// One array, because sets of their own would be two pieces of the heap for each state of a large draft. States that
/// know the same share a row where one came from the other.
package struct SlotRows: Sendable {
  /// Words in a set.
  private let width: Int
  private var words: [UInt64] = []

  package init(slots: Int, rows: Int) {
    width = max(1, (slots + 63) / 64)
    words = Array(repeating: 0, count: 2 * width * rows)
  }

  /// Whether a further row stays within 128 MiB: a draft of tens of thousands of nodes and slots would need gibibytes.
  package var hasRoom: Bool { words.count < 1 << 24 }

  /// A further row, like another one. Returns its position.
  package mutating func append(like row: Int) -> Int {
    let first = words.count
    for word in filled(row)..<filled(row) + 2 * width { words.append(words[word]) }
    return first / (2 * width)
  }

  package mutating func copy(_ row: Int, to target: Int) {
    for word in 0..<2 * width { words[filled(target) + word] = words[filled(row) + word] }
  }

  private func filled(_ row: Int) -> Int { 2 * width * row }
  private func missing(_ row: Int) -> Int { 2 * width * row + width }

  /// Whether a row says something that does not follow from another one.
  package func knowsMore(_ row: Int, than other: Int) -> Bool {
    // States mostly share their row.
    if row == other { return false }
    let (mine, theirs) = (filled(row), filled(other))
    for word in 0..<width where words[mine + word] & ~words[theirs + word] != 0 { return true }
    guard knowsMissing(row) else { return false }
    for word in width..<2 * width where words[theirs + word] & ~words[mine + word] != 0 { return true }
    return !knowsMissing(other)
  }

  /// Keeps in a row only what another one knows too.
  package mutating func join(_ row: Int, into target: Int) {
    let (mine, theirs) = (filled(target), filled(row))
    for word in 0..<width { words[mine + word] &= words[theirs + word] }
    guard knowsMissing(target), knowsMissing(row) else { return forgetMissing(in: target) }
    for word in width..<2 * width { words[mine + word] |= words[theirs + word] }
  }

  // MARK: Missing slots

  package func knowsMissing(_ row: Int) -> Bool {
    for word in missing(row)..<missing(row) + width where words[word] != 0 { return true }
    return false
  }

  package mutating func forgetMissing(in row: Int) {
    for word in missing(row)..<missing(row) + width { words[word] = 0 }
  }

  /// Whether surely one of these slots is missing. Not where only one of a larger set is known to be.
  package func isSomeMissing(of slots: BitSet, _ row: Int) -> Bool {
    var isKnown: UInt64 = 0
    for word in 0..<width {
      let known = words[missing(row) + word]
      if known & ~slots.word(word) != 0 { return false }
      isKnown |= known
    }
    return isKnown != 0
  }

  private func missingCount(_ row: Int) -> Int {
    var count = 0
    for word in missing(row)..<missing(row) + width { count += words[word].nonzeroBitCount }
    return count
  }

  /// Learns that at least one of these slots is missing; false where that cannot be.
  package mutating func learn(someMissing slots: BitSet, in row: Int) -> Bool {
    let known = missingCount(row)
    var open = 0
    for word in 0..<width {
      open += (slots.word(word) & ~words[filled(row) + word]).nonzeroBitCount
    }
    if open == 0 { return false }
    // Of two such sets the smaller one says more.
    if known > 0, known <= open { return true }
    for word in 0..<width {
      words[missing(row) + word] = slots.word(word) & ~words[filled(row) + word]
    }
    return true
  }

  /// Learns that a slot is missing; false where that cannot be.
  package mutating func learn(missing slot: Int, in row: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(slot % 64)
    if words[filled(row) + slot / 64] & bit != 0 { return false }
    // Of two such sets the smaller one says more.
    if missingCount(row) == 1 { return true }
    forgetMissing(in: row)
    words[missing(row) + slot / 64] = bit
    return true
  }

  // MARK: Filled slots

  /// Learns that a slot is filled; false where that cannot be.
  package mutating func learn(filled slot: Int, in row: Int) -> Bool {
    words[filled(row) + slot / 64] |= 1 << UInt64(slot % 64)
    guard knowsMissing(row) else { return true }
    words[missing(row) + slot / 64] &= ~(1 << UInt64(slot % 64))
    return knowsMissing(row)
  }

  /// A tool becomes done; what was known of missing ones is forgotten where it was one of them.
  package mutating func finish(_ tool: Int, in row: Int) {
    let bit: UInt64 = 1 << UInt64(tool % 64)
    if words[missing(row) + tool / 64] & bit != 0 { forgetMissing(in: row) }
    words[filled(row) + tool / 64] |= bit
  }

  /// Fills slots; what was known of missing ones is forgotten.
  package mutating func fill(_ slots: BitSet, in row: Int) {
    for word in 0..<width { words[filled(row) + word] |= slots.word(word) }
    forgetMissing(in: row)
  }

  /// Whether the slot is filled; nil where both may be.
  package func isFilled(_ slot: Int, _ row: Int) -> Bool? {
    let bit: UInt64 = 1 << UInt64(slot % 64)
    if words[filled(row) + slot / 64] & bit != 0 { return true }
    guard words[missing(row) + slot / 64] & bit != 0 else { return nil }
    return missingCount(row) == 1 ? false : nil
  }

  // MARK: Sets

  package func filledSlots(_ row: Int) -> BitSet { set(at: filled(row)) }

  /// Nil where nothing is known.
  package func missingSlots(_ row: Int) -> BitSet? { knowsMissing(row) ? set(at: missing(row)) : nil }

  private func set(at first: Int) -> BitSet { BitSet(words: words[first..<first + width]) }
}
