import Documents

/// A line of a source as a terminal shows it: tabs as spaces, and as escapes what has no look of its own (controls, what
/// turns the direction, what nobody sees). Knows how many cells each scalar of the source takes, so that carets stand
/// under what they mean.
struct ShownLine {
  private(set) var text = ""
  /// The cells before each scalar of the source, and before the end.
  private var offsets = [0]

  private static let tabWidth = 4

  /// O(scalars).
  init(_ line: String) {
    var before: Unicode.Scalar?
    for scalar in line.unicodeScalars {
      let start = offsets[offsets.count - 1]
      offsets.append(start + append(scalar, at: start, behind: before))
      before = scalar
    }
  }

  /// Number of scalars of the source.
  var count: Int { offsets.count - 1 }

  func cells(of scalars: Range<Int>) -> Int {
    offsets[min(scalars.upperBound, count)] - offsets[min(scalars.lowerBound, count)]
  }

  /// Appends what is shown for a scalar, and returns the cells that it takes.
  private mutating func append(_ scalar: Unicode.Scalar, at cell: Int, behind before: Unicode.Scalar?) -> Int
  {
    if scalar == "\t" {
      let width = Self.tabWidth - cell % Self.tabWidth
      text += String(repeating: " ", count: width)
      return width
    }
    if Printable.isControl(scalar) || Self.isUnseen(scalar, behind: before) {
      let escape = HiddenScalar.escape(scalar)
      text += escape
      return escape.utf8.count
    }
    text.unicodeScalars.append(scalar)
    return DisplayWidth.of(scalar, behind: before)
  }

  /// A joiner or a variation selector behind what it joins is part of how that looks.
  private static func isUnseen(_ scalar: Unicode.Scalar, behind before: Unicode.Scalar?) -> Bool {
    guard let hidden = HiddenScalar(scalar), hidden.scalar.value != 0x3000 else { return false }
    guard hidden.kind == .joiner, let before else { return true }
    return before.value < 0x590 && !before.properties.isEmoji
  }
}

/// How many terminal cells a character takes: 0 for what sits on another or is joined to it, 2 for wide ones (Unicode's
/// East Asian Width, its wide blocks, and emoji), else 1.
enum DisplayWidth {
  static func of(_ scalar: Unicode.Scalar, behind before: Unicode.Scalar? = nil) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return variation(scalar, behind: before)
    default: break
    }
    if let before {
      // One picture: what a joiner joins, a skin tone, the second letter of a flag.
      if before.value == 0x200D, scalar.properties.isEmoji { return 0 }
      if 0x1F3FB...0x1F3FF ~= scalar.value, before.properties.isEmoji { return 0 }
      if isFlagLetter(before), isFlagLetter(scalar) { return 0 }
    }
    switch scalar.value {
    // The vowels and final consonants of Hangul syllables sit on the first.
    case 0x1160...0x11FF: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x1B000...0x1B2FB, 0x20000...0x3FFFD, 0x3000:
      return 2
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// The selector that makes a picture of a sign (U+FE0F) makes it wide.
  private static func variation(_ scalar: Unicode.Scalar, behind before: Unicode.Scalar?) -> Int {
    guard scalar.value == 0xFE0F, let before, before.properties.isEmoji, !before.isASCII else { return 0 }
    return before.properties.isEmojiPresentation ? 0 : 1
  }

  private static func isFlagLetter(_ scalar: Unicode.Scalar) -> Bool { 0x1F1E6...0x1F1FF ~= scalar.value }
}
