import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Rendering
@testable import fohc

/// What `fohc diff` prints.
struct DiffCommandTests {
  private func diff(_ edits: (old: String, new: String)..., options: [String] = []) throws -> Tool.Run {
    var run: Tool.Run?
    try withFolder { folder in
      let texts = [
        BaseBlueprint.text, edits.reduce(BaseBlueprint.text) { $0.replacingOnce($1.old, with: $1.new) },
      ]
      let paths = ["\(folder)/old.blueprint.yaml", "\(folder)/new.blueprint.yaml"]
      for (path, text) in zip(paths, texts) { try Data(text.utf8).write(to: URL(filePath: path)) }
      run = try Tool.run(["diff"] + paths + options)
    }
    return try #require(run)
  }

  /// One repair strategy for another shows wherever the user is awaited; what changes there is one thing where the
  /// question is taken up, and one where it is asked anew.
  @Test func oneChangeAtManyPlacesIsToldOnce() throws {
    let run = try diff(("ask_clarifying_question", "handoff"))
    #expect(run.status == 0)
    #expect(run.output.contains("conversations: 2 changes at "))
    #expect(run.output.contains("  1. on `unclear`, where it asks for `area`, `budget` in `brief`; or "))
    #expect(run.output.contains("; or talks in `brief`, `visit`"))
    #expect(run.output.contains("     - clarifies, then waits again\n     + hands over\n"))
    #expect(
      run.output.contains("  2. on `unclear`, where it asks leave for `book_viewing` in `brief`, `visit`\n"))
    #expect(run.output.components(separatedBy: "for example").count == 3)
  }

  @Test func textsAndScenariosHaveSections() throws {
    let run = try diff(
      ("Which day?", "What day suits you?"), ("A colleague takes over.", "My colleague takes over."),
      ("user_goal: see a home", "user_goal: see two homes"),
      ("must_collect: [area, day]", "must_collect: [area, beds]"))
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("no difference in behaviour\n"))
    #expect(run.output.contains("  the question for `day`:\n    - Which day?\n    + What day suits you?\n"))
    #expect(
      run.output.contains(
        "  the hand-off; `handoff`:\n    - A colleague takes over.\n    + My colleague takes over.\n"))
    #expect(
      run.output.contains(
        "  `books_at_once` has another `user_goal`:\n    - see a home\n    + see two homes\n"))
    #expect(run.output.contains("  `books_at_once` no longer has `day` in `must_collect`\n"))
    #expect(run.output.contains("  `books_at_once` now has `beds` in `must_collect`\n"))
  }

  @Test func scenariosThatCameAndWentAreNamed() throws {
    let run = try diff(("id: books_at_once", "id: books_later"))
    #expect(
      run.output.contains("  `books_at_once` is gone\n") && run.output.contains("  `books_later` is new\n"))
    #expect(try diff().output == "no difference in behaviour, texts or scenarios\n")
  }

  @Test func aSummaryCounts() throws {
    let run = try diff(
      ("before: [book_viewing]", "before: []"), ("Which day?", "When?"), options: ["--summary"])
    #expect(run.status == 1)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.first == "guarantees lost    1" && lines.contains("texts              1"))
    #expect(lines.contains { $0.hasPrefix("conversations      ") && $0.contains(" at ") })
  }

  @Test func programsGetTextsAndScenariosToo() throws {
    let run = try diff(
      ("Which day?", "When?"), ("id: books_at_once", "id: later"), options: ["--format", "json"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(object["same"] as? Bool == true)
    let texts = try #require(object["texts"] as? [[String: Any]])
    #expect(
      texts.count == 1 && texts[0]["before"] as? String == "Which day?"
        && texts[0]["after"] as? String == "When?")
    #expect((object["scenarios"] as? [[String: Any]])?.count == 2)
  }

  // MARK: Markdown

  @Test func markdownHasTablesThatNothingBreaks() throws {
    let run = try diff(
      ("before: [book_viewing]", "before: []"), ("Which day?", "'Which | day <b>*now*</b>?'"),
      options: ["--format", "markdown"])
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("### What changes from `"))
    let lost = #"- `book_viewing` is called only after a yes (confirmation:book\_viewing)"#
    #expect(run.output.contains("#### ❌ Guarantees lost\n\n\(lost)\n"))
    let tables = run.output.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(tables.contains { $0.contains(#"Which \| day &lt;b&gt;\*now\*&lt;/b&gt;?"#) })
    // All rows of a table have as many cells as its head.
    func cells(_ row: Substring) -> Int { row.replacing(#"\|"#, with: "").count { $0 == "|" } }
    #expect(Set(tables.map(cells)) == [4, 5, 7])
    #expect(run.output.components(separatedBy: "```").count == 3)
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test(arguments: [
    ("a `name` and *stars*", #"a `name` and \*stars\*"#), ("one ` alone", #"one \` alone"#),
    ("`a_b` is_new", #"`a_b` is\_new"#), ("two\nlines", "two lines"), ("a & b", "a &amp; b"),
  ])
  func whatLooksLikeMarkupIsShown(_ text: String, _ escaped: String) {
    #expect(DiffMarkdown.escaped(text) == escaped)
  }
}
