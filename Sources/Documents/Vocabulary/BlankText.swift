extension String {
  /// Whether nothing in the text would be seen or heard: every scalar is blank, or the text is empty (definition 1.8).
  /// O(length), and O(1) for a text that begins with a letter.
  public var isBlank: Bool {
    // Nearly every text begins with a letter.
    if let first = utf8.first, first > 0x20, first < 0x7F { return false }
    return unicodeScalars.allSatisfy(\.isBlank)
  }
}

extension Unicode.Scalar {
  /// Whether the scalar alone would be neither seen nor heard: white space, controls, what Unicode calls default-ignorable
  /// (zero-width spaces and joiners, variation selectors, bidirectional controls, Hangul fillers), other format
  /// characters, and the few symbols and letters that are drawn as nothing.
  ///
  /// Sources: Unicode 15.1, `White_Space` (PropList.txt), `Default_Ignorable_Code_Point` (DerivedCoreProperties.txt).
  public var isBlank: Bool {
    if isASCII { return value <= 0x20 || value == 0x7F }
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: return true
    case .format: return !Self.visibleFormats.contains(value)
    default: return Self.drawnAsNothing.contains(value)
    }
  }

  /// `Prepended_Concatenation_Mark`: format characters that are drawn.
  private static let visibleFormats: Set<UInt32> = [
    0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD,
  ]

  /// The blank Braille pattern, the object replacement character, the Khitan filler, the blank Egyptian hieroglyphs and the
  /// null notehead: no property of Unicode marks them as blank.
  private static let drawnAsNothing: Set<UInt32> = [0x2800, 0xFFFC, 0x16FE4, 0x13441, 0x13442, 0x1D159]
}
