/// What a finding says. Whatever a message puts in from the document is cut in the middle where it is long.
///
/// A name can have millions of bytes and be at fault thousands of times. This is a separate type so that no
/// message can forget it; written as a literal, it looks like any other text.
public struct FindingText: ExpressibleByStringInterpolation, Sendable {
  /// The finished text: long names are shortened, and hidden characters are written as escapes.
  public let text: String

  /// Longest name that is shown whole, in Unicode scalars.
  package static let longestName = 120
  /// Most names that are shown of a list.
  private static let longestList = 20

  public init(stringLiteral text: String) { self.text = text }
  public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// A text that was made elsewhere, cut in the middle where it is longer than any that a person writes.
  package init(_ text: String) { self.text = Self.shortened(text, to: 600) }

  /// Names in backticks; where there are many the first of them, and how many more there are. A caller need not
  /// make those that are not shown: `count` is the number of all.
  package static func list(_ names: some Sequence<String>, count: Int) -> FindingText {
    let shown = names.prefix(longestList).map { "`\(shortened($0).withHiddenScalarsShown)`" }
    let rest = count - shown.count
    var list = FindingText(stringLiteral: shown.joined(separator: ", "))
    if rest > 0 { list = "\(list) and \(rest) more" }
    return list
  }

  package static func list(_ names: [String]) -> FindingText { list(names, count: names.count) }

  /// A name as messages show it: its two ends where it is long. O(1) in the length of the name.
  package static func shortened(_ name: some StringProtocol, to length: Int = longestName) -> String {
    guard name.utf8.count > length else { return String(name) }
    let scalars = name.unicodeScalars
    guard scalars.index(scalars.startIndex, offsetBy: length + 1, limitedBy: scalars.endIndex) != nil else {
      return String(name)
    }
    var shown = String.UnicodeScalarView(scalars.prefix(length / 2))
    shown.append("\u{2026}")
    shown.append(contentsOf: scalars.suffix(length / 2 - 1))
    return String(shown)
  }

  /// Builds a text piece by piece: literals as they stand, names shortened and with hidden characters shown.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    public init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    public mutating func appendLiteral(_ literal: String) { text += literal }
    /// A finished text is taken over unchanged.
    public mutating func appendInterpolation(_ part: FindingText) { text += part.text }
    /// A number in decimal digits.
    public mutating func appendInterpolation(_ number: Int) { text += String(number) }
    /// What nobody sees in a name is shown.
    public mutating func appendInterpolation(_ name: some StringProtocol) {
      text += shortened(name).withHiddenScalarsShown
    }
    /// An identifier is shown like any other name.
    public mutating func appendInterpolation<Space>(_ name: Identifier<Space>) {
      text += shortened(name.text).withHiddenScalarsShown
    }
  }
}
