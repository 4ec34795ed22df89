import TestSupport
import Testing

/// Whoever imports a library reads its declarations, not its code: each public one says what it means.
struct PublicCommentTests {
  struct Declaration {
    let line: Int
    /// Without attributes and modifiers.
    let text: String
    /// The lines of its documentation comment, without slashes.
    let comment: [String]

    /// Whether it fulfils a requirement of the standard library, whose documentation it inherits.
    var isInherited: Bool {
      [
        "func == (", "func < (", "func hash(into ", "func next() ", "func makeIterator() ",
        "func appendLiteral(",
        "var description: ", "init(stringLiteral ", "init(stringInterpolation", "init(literalCapacity:",
      ].contains { text.hasPrefix($0) }
    }

    /// Whether the comment says nothing but the name: “The key.” on `key`.
    var isFiller: Bool {
      guard let name = text.split(whereSeparator: { " (<:=".contains($0) }).dropFirst().first else {
        return false
      }
      let said = comment.joined(separator: " ").lowercased().split { !$0.isLetter && !$0.isNumber }
      let empty: Set<Substring> = ["a", "an", "the", "its", "this", "of", "is", "it"]
      let words = said.filter { !empty.contains($0) }
      return !words.isEmpty && words.joined() == name.lowercased()
    }
  }

  /// The public declarations of a source text that carry the word themselves: cases and members of protocols do not.
  static func declarations(of text: String) -> [Declaration] {
    let lines = text.lines.map { String($0.drop { $0 == " " }) }
    let attribute = /(@\w+(\([^)]*\))? )*/
    let modifier =
      /(static |final |indirect |mutating |nonisolated |(fileprivate|private|internal|package)\(set\) )*/
    return lines.indices.compactMap { index in
      let line = lines[index].trimmingPrefix(attribute)
      guard line.hasPrefix("public "), !line.hasPrefix("public extension ") else { return nil }
      var above = index - 1
      while above >= 0, lines[above].wholeMatch(of: /(@\w+(\([^)]*\))? ?)+/) != nil { above -= 1 }
      var comment: [String] = []
      while above >= 0, lines[above].hasPrefix("///") {
        comment.insert(String(lines[above].dropFirst(3)), at: 0)
        above -= 1
      }
      return Declaration(
        line: index + 1, text: String(line.dropFirst("public ".count).trimmingPrefix(modifier)),
        comment: comment)
    }
  }

  @Test(arguments: TidyTests.sources)
  func sayWhatTheyMean(_ path: String) throws {
    for declaration in Self.declarations(of: try Repository.text(path)) {
      if declaration.comment.isEmpty, !declaration.isInherited {
        Issue.record("\(path):\(declaration.line) has no comment: \(declaration.text)")
      }
      if declaration.isFiller {
        Issue.record("\(path):\(declaration.line) only repeats its name: \(declaration.text)")
      }
    }
  }

  @Test func declarationsAreSeen() {
    let found = Self.declarations(
      of: """
        public struct Slot {
          /// The key.
          public let key: String
          /// Unique in its draft.
          @usableFromInline public let id: Int
          @available(*, deprecated)
          public private(set) var count = 0
          let inner = 0
          public static func == (left: Self, right: Self) -> Bool { true }
        }
        """)
    #expect(found.map(\.line) == [1, 3, 5, 7, 9])
    #expect(found.map(\.isFiller) == [false, true, false, false, false])
    #expect(found.map(\.comment.isEmpty) == [true, false, false, true, true])
    #expect(found.map(\.isInherited) == [false, false, false, false, true])
    #expect(found[3].text == "var count = 0")
  }
}
