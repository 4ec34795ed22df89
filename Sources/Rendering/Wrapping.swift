/// Breaks texts into lines.
package enum Wrapping {
  /// Words on lines of so many columns; a word that is longer than a line has one for itself.
  package static func lines(_ text: String, first: String, rest: String, columns: Int) -> [String] {
    var lines: [String] = []
    var line = first
    var width = self.width(first)
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let wordWidth = self.width(word)
      if !isEmpty, width + 1 + wordWidth > columns {
        // Blanks at the end of a line are nothing to see.
        while line.last == " ", line.count > rest.count { line.removeLast() }
        lines.append(line)
        (line, width, isEmpty) = (rest, self.width(rest), true)
        if word.isEmpty { continue }
      }
      line += (isEmpty ? "" : " ") + word
      width += (isEmpty ? 0 : 1) + wordWidth
      isEmpty = false
    }
    return lines + [line]
  }

  private static func width(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
  }
}
