import TestSupport
import Testing

/// The code that articles show is code that is compiled.
struct ArticleTests {
  static let articles = Repository.paths(below: "Sources").filter {
    $0.contains(".docc/") && $0.hasSuffix(".md")
  }
  private static let snippets = TidyTests.swiftFiles.filter {
    $0.hasPrefix("Examples/Embedding/Sources/Snippets/")
  }

  /// Each block of code stands in a file of `Snippets`, from the beginning of a line to the end of one.
  @Test func codeIsCompiled() throws {
    let files = try Self.snippets.map { "\n" + (try Repository.text($0)) }
    var count = 0
    for article in Self.articles {
      for block in Self.code(in: try Repository.text(article)) {
        #expect(
          files.contains { $0.contains("\n\(block)\n") },
          "\(article) has code that nothing compiles:\n\(block)")
        count += 1
      }
    }
    #expect(count >= 10)
  }

  /// Nothing is compiled for an article that does not show it.
  @Test func snippetsAreShown() throws {
    let blocks = try Self.articles.flatMap { Self.code(in: try Repository.text($0)) }
    for path in Self.snippets {
      let functions = try Repository.text(path).matches(of: /(?m)^func \w+/).map { String($0.0) }
      #expect(!functions.isEmpty)
      #expect(functions.filter { name in !blocks.contains { $0.contains("\(name)(") } } == [], "\(path)")
    }
  }

  @Test func blocksAreSeen() {
    #expect(
      Self.code(in: "a\n```swift\nlet a = 1\n\nlet b = 2\n```\n```\nc\n```\n") == ["let a = 1\n\nlet b = 2"])
  }

  /// What stands in fences that are marked `swift`.
  private static func code(in text: String) -> [String] {
    var blocks: [String] = []
    var block: [Substring]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```", let lines = block {
        blocks.append(lines.joined(separator: "\n"))
        block = nil
      } else if block != nil {
        block?.append(line)
      } else if line == "```swift" {
        block = []
      }
    }
    return blocks
  }
}
