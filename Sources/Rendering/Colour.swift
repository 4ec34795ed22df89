/// The colours of a terminal: the one place that writes them.
package enum Colour: String {
  case red = "31;1"
  case green = "32;1"
  case yellow = "33;1"
  case blue = "34;1"
  case bold = "1"

  package func paint(_ text: String, _ usesColour: Bool) -> String {
    usesColour ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }

  /// A line with the mark that it begins with in its colour: ✓ green, ✗ red, ! and ? yellow, ↻ blue.
  package static func marked(_ line: String, _ usesColour: Bool) -> String {
    guard usesColour, let start = line.firstIndex(where: { $0 != " " }), let colour = of(line[start]) else {
      return line
    }
    let end = line.index(after: start)
    // A mark stands by itself; a word may begin with the same character.
    guard end == line.endIndex || line[end] == " " else { return line }
    return line[..<start] + colour.paint(String(line[start]), true) + line[end...]
  }

  private static func of(_ mark: Character) -> Colour? {
    switch mark {
    case "✓": .green
    case "✗": .red
    case "!", "?": .yellow
    case "↻": .blue
    default: nil
    }
  }
}
