/// The lines that start with `%`. libyaml compares each `%TAG` with all before it within one call, so that a flood
/// of them has to be seen before it sees them.
struct YAMLDirectives {
  /// Most directives before a document; a blueprint has none.
  static let most = 64

  /// Where each directive starts, up to the first one too many.
  private(set) var starts: [Int] = []

  /// Looks from a place on, past blank lines and comments, to the first line that is something else.
  init(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    var position = start
    var lineStarts = true
    while position < bytes.count, starts.count <= Self.most {
      if let length = Self.lineBreak(in: bytes, at: position) {
        position += length
        lineStarts = true
        continue
      }
      switch bytes[position] {
      case 0x20, 0x09:
        position += 1
        lineStarts = false
        continue
      case UInt8(ascii: "#"): break
      case UInt8(ascii: "%") where lineStarts: starts.append(position)
      default: return
      }
      while position < bytes.count, Self.lineBreak(in: bytes, at: position) == nil { position += 1 }
    }
  }

  var excess: Int? { starts.count > Self.most ? starts.last : nil }

  /// The length of a line break as libyaml knows it: LF, CR, U+0085, U+2028, U+2029.
  private static func lineBreak(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int? {
    switch bytes[position] {
    case 0x0A, 0x0D: return 1
    case 0xC2: return position + 1 < bytes.count && bytes[position + 1] == 0x85 ? 2 : nil
    case 0xE2:
      let isSeparator =
        position + 2 < bytes.count && bytes[position + 1] == 0x80
        && (bytes[position + 2] == 0xA8 || bytes[position + 2] == 0xA9)
      return isSeparator ? 3 : nil
    default: return nil
    }
  }
}
