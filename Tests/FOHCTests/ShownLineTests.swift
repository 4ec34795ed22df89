import PolicyGraph
import Testing

@testable import Rendering
@testable import fohc

/// Carets stand under what they mean, whatever stands before it and in it.
struct ShownLineTests {
  @Test(
    arguments: [
      ("plain", "plain", 5), ("日本", "日本", 4), ("ａ", "ａ", 2), ("e\u{301}x", "e\u{301}x", 2),
      ("שלום", "שלום", 4),
      ("👩‍👩‍👧!", "👩‍👩‍👧!", 3), ("👍🏽.", "👍🏽.", 3), ("🇩🇪.", "🇩🇪.", 3), ("\u{2764}\u{FE0F}.", "\u{2764}\u{FE0F}.", 3),
      ("\tx", "    x", 5), ("ab\tx", "ab  x", 5), ("日\tx", "日  x", 5), ("day\u{200B}", "day\\u{200b}", 11),
      ("a\u{7}b", "a\\u{7}b", 7), ("a\u{202E}b", "a\\u{202e}b", 10), ("\u{A0}a", "\\u{a0}a", 7),
      ("한국", "한국", 4),
      ("\u{1112}\u{1161}\u{11AB}", "\u{1112}\u{1161}\u{11AB}", 2), ("\u{3000}x", "\u{3000}x", 3),
    ] as [(String, String, Int)])
  func countsTheCellsOfWhatIsShown(_ line: String, _ text: String, _ cells: Int) {
    let shown = ShownLine(line)
    #expect(shown.text.unicodeScalars.elementsEqual(text.unicodeScalars))
    #expect(shown.cells(of: 0..<shown.count) == cells)
    #expect(shown.count == line.unicodeScalars.count)
  }

  @Test(
    arguments: [
      ("{日本: x, 日: 1}", "日: 1", 2), ("\ta: b", "b", 1), ("👩‍👩‍👧: ü", "ü", 1), ("x\u{200B}: ab", "ab", 2),
    ] as [(String, String, Int)])
  func caretsStandUnderTheirText(_ line: String, _ marked: String, _ carets: Int) throws {
    let start = try #require(line.firstRange(of: marked)).lowerBound
    let before = line[..<start].unicodeScalars.count
    let shown = ShownLine(line)
    let text = String(shown.text)
    let indent = shown.cells(of: 0..<before)
    let ahead = try #require(text.firstRange(of: marked)).lowerBound
    #expect(indent == ShownLine(String(text[..<ahead])).cells(of: 0..<text[..<ahead].unicodeScalars.count))
    #expect(shown.cells(of: before..<before + marked.unicodeScalars.prefix(carets).count) >= carets)
  }
}
