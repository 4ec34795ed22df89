/// A character that a reader does not see, or takes for an ordinary space.
///
/// In prose some of them have their place; in a name they make another name that looks the same.
package struct HiddenScalar: Sendable {
  package let scalar: Unicode.Scalar
  /// What it is called, such as `zero-width space`.
  package let name: String
  package let kind: Kind

  package enum Kind: Sendable {
    /// Looks like a space, and parts nothing in YAML or JSON.
    case space
    /// Has no width.
    case invisible
    /// Turns the direction of what follows, so that text shows in another order than it is read.
    case bidirectional
    /// Joins letters or emoji, or chooses how one looks: an honest part of the scripts that need it.
    case joiner
  }

  /// Nil for every other character.
  package init?(_ scalar: Unicode.Scalar) {
    guard scalar.value >= 0xA0, let (name, kind) = Self.description(of: scalar.value) else { return nil }
    self.scalar = scalar
    self.name = name
    self.kind = kind
  }

  /// As messages show it, such as `\u{200b}`.
  package var escape: String { Self.escape(scalar) }
  /// As a person can look it up, such as `zero-width space (U+200B)`.
  package var title: String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\(name) (U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits))"
  }

  /// What stands before the title.
  package var article: String { name.first.map { "aeiou".contains($0) } ?? false ? "an" : "a" }

  package static func escape(_ scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

  private static func description(of value: UInt32) -> (String, Kind)? {
    switch value {
    case 0xA0: ("no-break space", .space)
    case 0x202F: ("narrow no-break space", .space)
    case 0x3000: ("ideographic space", .space)
    case 0x1680, 0x2000...0x200A, 0x205F: ("wide or narrow space", .space)
    case 0x200B: ("zero-width space", .invisible)
    case 0x2060: ("word joiner", .invisible)
    case 0xFEFF: ("byte order mark", .invisible)
    case 0xAD: ("soft hyphen", .invisible)
    case 0x34F: ("combining grapheme joiner", .invisible)
    case 0x180E: ("vowel separator", .invisible)
    case 0x115F, 0x1160, 0x3164, 0xFFA0: ("blank letter", .invisible)
    case 0x2800: ("blank braille pattern", .invisible)
    case 0x2061...0x2064: ("invisible operator", .invisible)
    case 0xE0000...0xE007F: ("invisible tag", .joiner)
    case 0x200C: ("zero-width non-joiner", .joiner)
    case 0x200D: ("zero-width joiner", .joiner)
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: ("variation selector", .joiner)
    case 0x200E: ("left-to-right mark", .bidirectional)
    case 0x200F: ("right-to-left mark", .bidirectional)
    case 0x61C: ("arabic letter mark", .bidirectional)
    case 0x202A...0x202E, 0x2066...0x2069: ("bidirectional control", .bidirectional)
    default: nil
    }
  }

  /// U+202A to U+202E and U+2066 to U+2069: what shows a whole line in another order.
  package var isBidirectionalControl: Bool {
    0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value
  }
}

extension StringProtocol {
  /// The hidden characters that have no business here, in order: joiners behind a letter or an emoji of a script that
  /// has them are left out.
  package var hiddenScalars: [HiddenScalar] {
    if utf8.allSatisfy({ $0 < 0x80 }) { return [] }
    var found: [HiddenScalar] = []
    var before: Unicode.Scalar?
    for scalar in unicodeScalars {
      if let hidden = HiddenScalar(scalar), !hidden.isInPlace(behind: before) { found.append(hidden) }
      before = scalar
    }
    return found
  }

  /// The text without its hidden characters. Spaces that are not ordinary go too.
  package var withoutHiddenScalars: String {
    var result = String.UnicodeScalarView()
    var before: Unicode.Scalar?
    for scalar in unicodeScalars {
      if HiddenScalar(scalar).map({ $0.isInPlace(behind: before) }) ?? true { result.append(scalar) }
      before = scalar
    }
    return String(result)
  }

  /// The text with its hidden characters shown as escapes.
  package var withHiddenScalarsShown: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return String(self) }
    var result = String.UnicodeScalarView()
    var before: Unicode.Scalar?
    for scalar in unicodeScalars {
      if let hidden = HiddenScalar(scalar), !hidden.isInPlace(behind: before) {
        result.append(contentsOf: hidden.escape.unicodeScalars)
      } else {
        result.append(scalar)
      }
      before = scalar
    }
    return String(result)
  }
}

extension HiddenScalar {
  /// Whether a joiner does its work on the character before it: no Latin, Greek or Cyrillic letter needs one.
  fileprivate func isInPlace(behind before: Unicode.Scalar?) -> Bool {
    guard kind == .joiner, let before else { return false }
    return before.value >= 0x590 || before.properties.isEmoji
  }
}
