import Documents
import PolicyGraph
import TestSupport
import Testing

struct LineTableTests {
  @Test(arguments: [
    (0, 1, 1), (1, 1, 2), (3, 1, 3), (4, 2, 1), (8, 2, 2), (9, 3, 1), (11, 4, 1), (12, 5, 1), (99, 5, 2),
  ])
  func countsLinesAndScalars(_ offset: Int, _ line: Int, _ column: Int) {
    // a é LF | 😀 (then LF) | CR LF | CR | z
    let table = LineTable(SourceText(name: "t", text: "a\u{E9}\n\u{1F600}\n\r\n\rz"))
    #expect(table.position(of: offset) == SourcePosition(line: line, column: column))
  }

  /// Against counting by hand, over blocks and past the end.
  @Test func agreesWithCountingOneByOne() {
    var random = SeededRandom(seed: 7)
    let pieces = ["a", "\u{E9}", "\u{1F600}", "\n", "\r\n", "\r", "long words "]
    let text = (0..<3000).map { _ in random.pick(pieces) }.joined()
    let table = LineTable(SourceText(name: "t", text: text))
    var line = 1
    var column = 1
    var offset = 0
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if previous == "\n" || (previous == "\r" && scalar != "\n") {
        line += 1
        column = 1
      }
      #expect(table.position(of: offset) == SourcePosition(line: line, column: column))
      column += 1
      offset += String(scalar).utf8.count
      previous = scalar
    }
  }

  /// Against cutting the decoded line: whole where it is short, else around the place.
  @Test(arguments: Array<UInt64>(1...20))
  func cutsAroundThePlace(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let line = (0..<Int.random(in: 0...400, using: &random)).map { _ in
      random.pick(["a", "\u{E9}", "\u{1F600}", "e\u{301}"])
    }.joined()
    let text = random.pick(["", "before\r\n"]) + line + random.pick(["", "\n", "\r\nafter"])
    let table = LineTable(SourceText(name: "t", text: text))
    let scalars = Array(line.unicodeScalars)
    var offset = text.hasPrefix("before") ? 8 : 0
    for column in 0...scalars.count {
      let (shown, cut) = table.excerpt(around: offset, width: 40)
      let first = scalars.count <= 40 ? 0 : max(0, min(column + 1 - 20, scalars.count - 40))
      #expect(cut == first)
      #expect(Array(shown.unicodeScalars) == Array(scalars[first..<min(scalars.count, first + 40)]))
      if column < scalars.count { offset += String(scalars[column]).utf8.count }
    }
  }
}
