import PolicyGraph

/// What is known of the slots, and of the tools whose success is remembered, at many places, a row each, in one flat
/// array: what is filled; after it a set of which at least one is missing; and, where tools are remembered, those that are
/// surely not done. An empty second set says that nothing is known of missing slots; a row that would have to say that one
/// of no slots is missing is never made.
///
/// One array, because separate sets would be pieces of the heap for each state of a large draft. States that know the
/// same share a row where one came from the other.
package struct SlotRows: Sendable {
  /// Words in a set, and in a row.
  private let width: Int
  private let stride: Int
  private let tools: BitSet
  /// The tools that success needs.
  private let needed: BitSet
  private var words: [UInt64] = []

  /// `tools` are remembered behind the slots.
  package init(slots: Int, tools: BitSet, needed: BitSet, rows: Int) {
    width = max(1, (slots + tools.count + 63) / 64)
    stride = (tools.isEmpty ? 2 : 3) * width
    self.tools = tools
    self.needed = needed
    words = Array(repeating: 0, count: stride * rows)
  }

  private var remembersTools: Bool { stride > 2 * width }

  /// Whether a further row stays within 128 MiB: a draft of tens of thousands of nodes and slots would need gibibytes.
  package var hasRoom: Bool { words.count < 1 << 24 }

  /// A further row, like another one. Returns its position.
  package mutating func append(like row: Int) -> Int {
    let first = words.count
    for word in filled(row)..<filled(row) + stride { words.append(words[word]) }
    return first / stride
  }

  package mutating func copy(_ row: Int, to target: Int) {
    for word in 0..<stride { words[filled(target) + word] = words[filled(row) + word] }
  }

  private func filled(_ row: Int) -> Int { stride * row }
  private func missing(_ row: Int) -> Int { stride * row + width }
  private func undone(_ row: Int) -> Int { stride * row + 2 * width }

  /// Whether a row says something that does not follow from another one.
  package func knowsMore(_ row: Int, than other: Int) -> Bool {
    // States mostly share their row.
    if row == other { return false }
    let (mine, theirs) = (filled(row), filled(other))
    for word in 0..<width where words[mine + word] & ~words[theirs + word] != 0 { return true }
    for word in 2 * width..<stride where words[mine + word] & ~words[theirs + word] != 0 { return true }
    guard knowsMissing(row) else { return false }
    if remembersTools, isAnyUndone(of: missing(row), other) { return false }
    for word in width..<2 * width where words[theirs + word] & ~words[mine + word] != 0 { return true }
    return !knowsMissing(other)
  }

  /// Keeps in a row only what another one knows too.
  package mutating func join(_ row: Int, into target: Int) {
    let (mine, theirs) = (filled(target), filled(row))
    for word in 0..<width { words[mine + word] &= words[theirs + word] }
    if remembersTools { return joinTools(row, into: target) }
    guard knowsMissing(target), knowsMissing(row) else { return forgetMissing(in: target) }
    for word in width..<2 * width { words[mine + word] |= words[theirs + word] }
  }

  /// The second and third set of rows that are joined. Where one says of a tool that it is not done, and the other of some
  /// that one of them is missing, one of all of these is.
  private mutating func joinTools(_ row: Int, into target: Int) {
    let mine = knownMissing(target, besides: row)
    let theirs = knownMissing(row, besides: target)
    for word in 2 * width..<stride { words[filled(target) + word] &= words[filled(row) + word] }
    guard let mine, let theirs else { return forgetMissing(in: target) }
    for word in 0..<width { words[missing(target) + word] = mine[word] | theirs[word] }
  }

  /// A set of which a row knows that one is missing, for a join with another row: its own; else, where the other has one,
  /// that one, if a tool of it is not done, or the tools that are not done. Nil if it knows of none.
  private func knownMissing(_ row: Int, besides other: Int) -> [UInt64]? {
    if knowsMissing(row) { return Array(words[missing(row)..<missing(row) + width]) }
    guard knowsMissing(other) else { return nil }
    if isAnyUndone(of: missing(other), row) { return Array(words[missing(other)..<missing(other) + width]) }
    let required = (0..<width).map { words[undone(row) + $0] & needed.word($0) }
    if required.contains(where: { $0 != 0 }) { return required }
    let all = Array(words[undone(row)..<undone(row) + width])
    return all.contains { $0 != 0 } ? all : nil
  }

  /// Whether a row knows of a tool in the set at these words that it is not done.
  private func isAnyUndone(of first: Int, _ row: Int) -> Bool {
    for word in 0..<width where words[first + word] & words[undone(row) + word] != 0 { return true }
    return false
  }

  // MARK: Tools

  /// No tool is done.
  package mutating func forgetDeeds(in row: Int) {
    guard remembersTools else { return }
    for word in 0..<width {
      words[filled(row) + word] &= ~tools.word(word)
      words[undone(row) + word] = tools.word(word)
    }
  }

  /// A tool becomes done; what was known of missing ones is forgotten where it was one of them.
  package mutating func finish(_ tool: Int, in row: Int) {
    let bit: UInt64 = 1 << UInt64(tool % 64)
    if words[missing(row) + tool / 64] & bit != 0 { forgetMissing(in: row) }
    words[filled(row) + tool / 64] |= bit
    words[undone(row) + tool / 64] &= ~bit
  }

  private func isUndone(_ tool: Int, _ row: Int) -> Bool {
    remembersTools && words[undone(row) + tool / 64] & (1 << UInt64(tool % 64)) != 0
  }

  /// The tools that are surely not done.
  package func undoneTools(_ row: Int) -> BitSet? { remembersTools ? set(at: undone(row)) : nil }

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
    if remembersTools {
      for word in 0..<width where words[undone(row) + word] & slots.word(word) != 0 { return true }
    }
    return isListedMissing(of: slots, row)
  }

  /// The same, of what is said of missing ones as a set.
  package func isListedMissing(of slots: BitSet, _ row: Int) -> Bool {
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
    // Of two such sets the smaller one says more; but what is known of tools lasts, and is in the way of what comes next.
    if known > 0, known <= open, !isListedMissing(of: tools, row) { return true }
    for word in 0..<width {
      words[missing(row) + word] = slots.word(word) & ~words[filled(row) + word]
    }
    return true
  }

  /// Learns that a slot is missing; false where that cannot be.
  package mutating func learn(missing slot: Int, in row: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(slot % 64)
    if words[filled(row) + slot / 64] & bit != 0 { return false }
    if tools.contains(slot) {
      words[undone(row) + slot / 64] |= bit
      return true
    }
    // Of two such sets the smaller one says more.
    if missingCount(row) == 1 { return true }
    forgetMissing(in: row)
    words[missing(row) + slot / 64] = bit
    return true
  }

  // MARK: Filled slots

  /// Learns that a slot is filled; false where that cannot be.
  package mutating func learn(filled slot: Int, in row: Int) -> Bool {
    if isUndone(slot, row) { return false }
    words[filled(row) + slot / 64] |= 1 << UInt64(slot % 64)
    guard knowsMissing(row) else { return true }
    words[missing(row) + slot / 64] &= ~(1 << UInt64(slot % 64))
    return knowsMissing(row)
  }

  /// Fills slots; what was known of missing ones is forgotten.
  package mutating func fill(_ slots: BitSet, in row: Int) {
    for word in 0..<width { words[filled(row) + word] |= slots.word(word) }
    forgetMissing(in: row)
  }

  /// Whether the slot is filled; nil if both may be.
  package func isFilled(_ slot: Int, _ row: Int) -> Bool? {
    let bit: UInt64 = 1 << UInt64(slot % 64)
    if words[filled(row) + slot / 64] & bit != 0 { return true }
    if isUndone(slot, row) { return false }
    guard words[missing(row) + slot / 64] & bit != 0 else { return nil }
    return missingCount(row) == 1 ? false : nil
  }

  // MARK: Sets

  package func filledSlots(_ row: Int) -> BitSet { set(at: filled(row)) }

  /// Nil if nothing is known.
  package func missingSlots(_ row: Int) -> BitSet? { knowsMissing(row) ? set(at: missing(row)) : nil }

  private func set(at first: Int) -> BitSet { BitSet(words: words[first..<first + width]) }
}
