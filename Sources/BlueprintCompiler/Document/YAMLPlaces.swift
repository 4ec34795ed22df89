import Documents

/// Where in the bytes what libyaml says stands.
extension YAMLReader {
  /// The scalar itself: without tag and anchor before it, and without the line breaks that end a block scalar.
  func trimmed(_ range: Range<Int>, style: YAMLStyle) -> Range<Int> {
    let start = min(skipProperties(from: range.lowerBound, hasProperties: true), range.upperBound)
    var end = range.upperBound
    if style == .block {
      while end > start + 1, isSpace(bytes[end - 1]) { end -= 1 }
    }
    return start..<max(start, end)
  }

  /// libyaml starts a value at its tag or anchor; the value itself comes after them and any white space,
  /// line breaks and comments.
  func skipProperties(from start: Int, hasProperties: Bool) -> Int {
    guard hasProperties else { return start }
    var position = start
    while position < bytes.count, bytes[position] == UInt8(ascii: "&") || bytes[position] == UInt8(ascii: "!")
    {
      while position < bytes.count, !isSpace(bytes[position]) { position += 1 }
      var lineStarts = false
      while position < bytes.count {
        if isSpace(bytes[position]) {
          position += 1
          lineStarts = true
        } else if lineStarts, bytes[position] == UInt8(ascii: "#") {
          while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        } else {
          break
        }
      }
    }
    return position
  }

  func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}

/// Turns libyaml's marks, which count characters, into byte offsets. Marks come nearly in order, so the
/// cursor walks; where the text is ASCII they are the same.
struct OffsetCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  let isASCII: Bool
  private(set) var base = 0
  private var character = 0
  private var offset = 0

  init(bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) {
    self.bytes = bytes
    self.isASCII = isASCII
  }

  /// Starts counting after a byte order mark.
  mutating func start(at offset: Int) {
    base = offset
    self.offset = offset
  }

  mutating func offset(ofCharacter target: Int) -> Int {
    if isASCII { return target }
    while character < target, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      character += 1
    }
    while character > target, offset > base {
      offset -= 1
      while offset > base, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
      character -= 1
    }
    return offset
  }
}
