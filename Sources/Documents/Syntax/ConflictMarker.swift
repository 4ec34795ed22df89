/// A line that git writes into a file where a merge found two versions, and left to a person.
package struct ConflictMarker {
  package let line: Range<Int>

  static let message: FindingText = "this line is a conflict marker of git: a merge was left unfinished"
  static let help: FindingText = """
    keep one of the two versions, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`
    """

  /// The first such line of a text; nil if there is none. O(bytes).
  package init?(firstIn bytes: UnsafeBufferPointer<UInt8>) {
    var start = bytes.startIndex
    while start < bytes.count {
      if let marker = Self(at: start, in: bytes) {
        self = marker
        return
      }
      while start < bytes.count, bytes[start] != 0x0A, bytes[start] != 0x0D { start += 1 }
      start += 1
    }
    return nil
  }

  /// Where a line that begins at a place is one.
  package init?(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    guard start + 7 <= bytes.count, "<=>|".utf8.contains(bytes[start]),
      bytes[start..<start + 7].allSatisfy({ $0 == bytes[start] })
    else {
      return nil
    }
    var end = start + 7
    let next = end < bytes.count ? bytes[end] : 0x0A
    let isEnd = next == 0x0A || next == 0x0D
    // The middle one stands alone; the others name a side.
    guard isEnd || (next == 0x20 && bytes[start] != UInt8(ascii: "=")) else { return nil }
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    line = start..<end
  }
}

extension Findings {
  /// That a merge was left unfinished: what a reader says instead of what it stumbled over.
  package mutating func report(_ marker: ConflictMarker) {
    report(
      .conflictMarker, ConflictMarker.message,
      span: SourceSpan(start: marker.line.lowerBound, end: marker.line.upperBound), help: ConflictMarker.help)
  }
}
