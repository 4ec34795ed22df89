import Documents

/// One line of a text that is not (yet) YAML, as its bytes alone show it: what syntax advice looks at.
struct YAMLLine {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Offset of the first byte.
  let start: Int
  /// Offset of the first byte that is neither space nor tab; `end` on a blank line.
  let content: Int
  /// Offset of what stands after the `- ` of list entries; `content` if there is none.
  let entry: Int
  /// Offset past the last byte that is not white space.
  let end: Int

  init(around offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    var start = min(offset, bytes.count)
    while start > 0, !Self.isBreak(bytes[start - 1]) { start -= 1 }
    var end = min(offset, bytes.count)
    while end < bytes.count, !Self.isBreak(bytes[end]) { end += 1 }
    while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
    var content = start
    while content < end, Self.isBlank(bytes[content]) { content += 1 }
    var entry = content
    while entry + 1 < end, bytes[entry] == UInt8(ascii: "-"), Self.isBlank(bytes[entry + 1]) {
      entry += 1
      while entry < end, Self.isBlank(bytes[entry]) { entry += 1 }
    }
    (self.start, self.content, self.entry, self.end) = (start, content, entry, end)
  }

  static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// How far the line is in, and how far what comes after its `- `.
  var indent: Int { content - start }
  var entryIndent: Int { entry - start }
  var isEntry: Bool { entry > content || (content + 1 == end && bytes[content] == UInt8(ascii: "-")) }
  var isContent: Bool { content < end && bytes[content] != UInt8(ascii: "#") }

  /// The first tab of the indentation.
  var tab: Int? { bytes[start..<content].firstIndex(of: 0x09) }

  /// The nearest line before or after that is neither blank nor a comment.
  func previous() -> YAMLLine? {
    var position = start
    while position > 0 {
      let line = YAMLLine(around: position - 1, in: bytes)
      if line.isContent { return line }
      position = line.start
    }
    return nil
  }

  func next() -> YAMLLine? {
    var position = end
    while true {
      while position < bytes.count, !Self.isBreak(bytes[position]) { position += 1 }
      guard position + 1 < bytes.count else { return nil }
      let line = YAMLLine(around: position + 1, in: bytes)
      if line.isContent { return line }
      position = max(line.end, position + 1)
    }
  }

  /// Where a colon with white space or the end of the line after it stands, from `entry` on.
  var colon: Int? {
    var position = entry
    while position < end {
      if bytes[position] == UInt8(ascii: ":"), position + 1 == end || Self.isBlank(bytes[position + 1]) {
        return position
      }
      position += 1
    }
    return nil
  }

  /// The end of the plain name (letters, digits, `_`, `-`) that starts at an offset; nil if none does.
  func nameEnd(from offset: Int) -> Int? {
    guard offset < end, Self.isLetter(bytes[offset]) else { return nil }
    var position = offset
    while position < end, Self.isNameByte(bytes[position]) { position += 1 }
    return position
  }

  /// The key of `key: …`, where it is a plain name.
  var key: Range<Int>? {
    guard let nameEnd = nameEnd(from: entry), nameEnd == colon else { return nil }
    return entry..<nameEnd
  }

  /// The plain text after `key: `; nil if there is none, or where it is quoted, a list, an anchor and the like.
  var plainValue: Range<Int>? {
    guard let colon, colon + 1 < end else { return nil }
    var position = colon + 1
    while position < end, Self.isBlank(bytes[position]) { position += 1 }
    guard position < end, !"\"'[]{}|>&*!%@`#,?".utf8.contains(bytes[position]) else { return nil }
    return position..<end
  }

  /// Whether the line ends in the colon of a key, so that its value follows.
  var endsInColon: Bool { colon.map { $0 + 1 == end } ?? false }

  /// Whether the next line is in further, so that it goes on with this one's value.
  var goesOn: Bool { next().map { $0.indent > entryIndent } ?? false }

  /// Whether nothing stands on the line but a plain name.
  var isBareName: Bool { nameEnd(from: entry) == end }

  /// The place of the missing space in `key:value`, where the line has no other colon that would make a key.
  func missingSpace(from offset: Int) -> Int? {
    guard let nameEnd = nameEnd(from: offset), nameEnd + 1 < end, bytes[nameEnd] == UInt8(ascii: ":"),
      colon == nil, !":/".utf8.contains(bytes[nameEnd + 1]), !Self.isBlank(bytes[nameEnd + 1])
    else {
      return nil
    }
    return nameEnd + 1
  }

  /// Whether the line surely begins a new value, and does not continue a text of the lines above:
  /// the nearest line that is in by less ends in its colon, or there is none.
  var beginsNode: Bool {
    var line = self
    while let above = line.previous() {
      if above.isEntry, above.entryIndent == entryIndent { return above.colon != nil }
      if above.indent < entryIndent, !(above.isEntry && above.entryIndent >= entryIndent) {
        return above.endsInColon
      }
      line = above
    }
    return true
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x41...0x5A ~= byte || byte == 0x5F
  }
  private static func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || 0x30...0x39 ~= byte || byte == 0x2D
  }
}
