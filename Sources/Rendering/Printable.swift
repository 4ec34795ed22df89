/// Text from a document may hold control characters, which must not reach a terminal.
package enum Printable {
  /// A text of several lines on one, which are parted by blanks.
  package static func oneLine(_ text: String) -> String {
    line(text.split(separator: "\n").joined(separator: " "))
  }

  /// The text on one line, with controls shown as escapes.
  package static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || 0x2028...0x202E ~= scalar.value
      || 0x2066...0x2069 ~= scalar.value
  }
}

/// `1 warning`, `2 warnings`.
package func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
