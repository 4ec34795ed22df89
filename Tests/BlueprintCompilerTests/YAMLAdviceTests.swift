import BlueprintCompiler
import Documents
import PolicyGraph
import TestSupport
import Testing

/// What is said of text that is not YAML, and where: at the cause, not at the line on which the reader gave up.
struct YAMLAdviceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let yaml: String
    let message: String
    /// Line and column.
    let place: String
    /// The text after the fix; nil for no fix.
    let fixed: String?

    var testDescription: String { yaml }

    init(_ yaml: String, _ message: String, at place: String, fixed: String? = nil) {
      self.yaml = yaml
      self.message = message
      self.place = place
      self.fixed = fixed
    }
  }

  static let cases: [Case] = [
    // Tabs.
    Case("a:\n\tb: c\n  d: e\n", "line 2 is indented with a tab", at: "2:1", fixed: "a:\n  b: c\n  d: e\n"),
    Case("a: x\r\n\tb: c\r\n", "line 2 is indented with a tab", at: "2:1", fixed: "a: x\r\nb: c\r\n"),
    Case("-\tx\n", "a tab stands where a space belongs", at: "1:2", fixed: "- x\n"),
    // Characters that start no text.
    Case("a: @us\n", "text that starts with `@` has to stand in quotes", at: "1:4", fixed: "a: \"@us\"\n"),
    Case(
      "a: `b` c\n", "text that starts with a backtick has to stand in quotes", at: "1:4",
      fixed: "a: \"`b` c\"\n"),
    Case("a: %b\n", "text that starts with `%` has to stand in quotes", at: "1:4", fixed: "a: \"%b\"\n"),
    Case("a: & b\n", "text that starts with `&` has to stand in quotes", at: "1:4", fixed: "a: \"& b\"\n"),
    Case(
      "a: [b]@\n", "text that starts with `[` has to stand in quotes", at: "1:4", fixed: "a: \"[b]@\"\n"),
    Case(
      "a: {b}, c\n", "text that starts with `{` has to stand in quotes", at: "1:4", fixed: "a: \"{b}, c\"\n"),
    Case(
      "a: @b, c\n", "text that starts with `@` has to stand in quotes", at: "1:4", fixed: "a: \"@b, c\"\n"),
    // Comments of other languages.
    Case(
      "a: b\n// c\nd: e\n", "this line is not a comment: a comment begins with `#`, not with `//`", at: "2:1",
      fixed: "a: b\n# c\nd: e\n"),
    Case(
      "// c\na: b\n", "this line is not a comment: a comment begins with `#`, not with `//`", at: "1:1",
      fixed: "# c\na: b\n"),
    // Tabs on lines that look empty.
    Case(
      "a:\n  b: c\n\t\n  d: e\n", "line 3 looks empty, and holds a tab", at: "3:1",
      fixed: "a:\n  b: c\n\n  d: e\n"),
    Case(
      "a:\n  - b\n\t# c\n  - d\n", "a tab stands before the comment on line 3", at: "3:1",
      fixed: "a:\n  - b\n# c\n  - d\n"),
    // Spaces that are none.
    Case(
      "a:\n  - b: c\n   \u{A0}d: e\n",
      "a no-break space (U+00A0) stands here, shown as `\\u{a0}`: it looks like a space, but is not one in YAML",
      at: "3:4",
      fixed: "a:\n  - b: c\n    d: e\n"),
    Case(
      "a: b\nc:\u{3000}d\n",
      "an ideographic space (U+3000) stands here, shown as `\\u{3000}`: it looks like a space, but is not one in YAML",
      at: "2:3", fixed: "a: b\nc: d\n"),
    Case("[@a, b]\n", "text that starts with `@` has to stand in quotes", at: "1:2"),
    // Colons.
    Case(
      "name:Corner\nb: c\n", "a space is missing after the colon", at: "1:6", fixed: "name: Corner\nb: c\n"),
    Case(
      "a: b\né: ü\nname:Çorner\n", "a space is missing after the colon", at: "3:6",
      fixed: "a: b\né: ü\nname: Çorner\n"),
    Case(
      "a:\n  b:\"c\"\n  d: e\n", "a space is missing after the colon", at: "2:5",
      fixed: "a:\n  b: \"c\"\n  d: e\n"),
    Case(
      "a: 1\nslots\n  - key: b\n", "`:` is missing after `slots`", at: "2:1",
      fixed: "a: 1\nslots:\n  - key: b\n"),
    Case("a:\n  - id\n    b: c\n", "`:` is missing after `id`", at: "2:5", fixed: "a:\n  - id:\n    b: c\n"),
    Case(
      "a: Which day: noon?\n", "text with `: ` in it has to stand in quotes", at: "1:13",
      fixed: "a: \"Which day: noon?\"\n"),
    Case("a: Know what\n  they want: cake\n", "text with `: ` in it has to stand in quotes", at: "2:12"),
    Case("a: x\n  b\n  c: d\n", "a `:` cannot stand here", at: "3:4"),
    Case("a: b\nsome text\nc: d\n", "this line is neither `key: value` nor an entry of a list", at: "2:1"),
    Case("a: - b\n", "a list cannot start on the line of its key", at: "1:4"),
    // Quotes.
    Case(
      "a: 'Bob's bakery'\nb: c\n", "the quote closes here, and more text follows", at: "1:8",
      fixed: "a: \"Bob's bakery\"\nb: c\n"),
    Case("a: 'Bob's\nb: c\n", "the quote closes here, and more text follows", at: "1:8"),
    Case(
      "a: \"Warm\" and short\n", "the quote closes here, and more text follows", at: "1:9",
      fixed: "a: '\"Warm\" and short'\n"),
    Case("a: \"b\",\nc: d\n", "a `,` stands behind the value", at: "1:7", fixed: "a: \"b\"\nc: d\n"),
    Case(
      "a: \"b\nc: d\n",
      "the text that begins here runs to the end of the file; is its closing quote missing?", at: "1:4",
      fixed: "a: \"b\"\nc: d\n"),
    Case(
      "a: \"b\nc:\n  d: \"e\"\n",
      "the text that begins here runs over several lines; is its closing quote missing?", at: "1:4"),
    Case("a: \"C:\\dir\"\n", "`\\d` means nothing in double quotes", at: "1:7"),
    // Brackets.
    Case(
      "a:\n  b: [c\n  d: [e]\n", "this `[` is never closed", at: "2:6", fixed: "a:\n  b: [c]\n  d: [e]\n"),
    Case("- {a: b\n- {c: d}\n", "this `{` is never closed", at: "1:3", fixed: "- {a: b}\n- {c: d}\n"),
    Case("a: [\n \"b\"\n \"c\"\n]\n", "expected `,` or `]`", at: "3:2"),
    Case("a: {\n\"b\": c\n\"d\": e\n}\n", "expected `,` or `}`", at: "3:4"),
    // Indentation.
    Case(
      "- a: b\n   c: d\n  e: f\n", "this line is in by 3, its neighbours by 2", at: "2:1",
      fixed: "- a: b\n  c: d\n  e: f\n"),
    Case(
      "- a: b\n c: d\n  e: f\n", "this line is in by 1, its neighbours by 2", at: "2:1",
      fixed: "- a: b\n  c: d\n  e: f\n"),
    Case(
      "a:\n    b: c\n  d: e\n", "this line is in by 2, `b` above it by 4", at: "3:1",
      fixed: "a:\n    b: c\n    d: e\n"),
    Case(
      "a:\n  - b: c\n - b: d\n", "this line is in by 1, `b` above it by 2", at: "3:1",
      fixed: "a:\n  - b: c\n  - b: d\n"),
    Case("a:\n  b: c\n    d: e\n    f: g\n", "this line is in by 4, `b` above it by 2", at: "3:1"),
    Case("a:\n  - b\n  c: d\n", "neither an entry of the list, with `- ` before it, nor its end", at: "3:3"),
    Case(
      "a:\n - b: c\n    d: e\n    f: g\n", "what follows `- ` is in by 3, the lines below by 4", at: "2:1",
      fixed: "a:\n  - b: c\n    d: e\n    f: g\n"),
    Case(
      "a:\n b: c\n  d: e\n  f: g\n", "this line is in by 1, the lines below by 2", at: "2:1",
      fixed: "a:\n  b: c\n  d: e\n  f: g\n"),
    Case("a:\n  b c\n  d: e\n", "this line is neither `key: value` nor an entry of a list", at: "2:3"),
    Case("a: b: c\n  d: e\n", "text with `: ` in it has to stand in quotes", at: "1:5"),
  ]

  @Test(arguments: cases)
  func pointsAtTheCause(_ example: Case) throws {
    let source = SourceText.yaml(example.yaml)
    var findings = Findings(limits: .standard)
    #expect(readYAML(source, limits: .standard, findings: &findings) == nil)
    #expect(findings.sorted.map(\.message) == [example.message])
    let finding = try #require(findings.sorted.first)
    let place = LineTable(source).position(of: finding.span.start)
    #expect("\(place.line):\(place.column)" == example.place)
    #expect(finding.fix?.applied(to: source) == example.fixed)
    if let fixed = example.fixed {
      var again = Findings(limits: .standard)
      #expect(readYAML(.yaml(fixed), limits: .standard, findings: &again) != nil)
    }
  }

  /// A note at the outermost object would say nothing.
  @Test func rootIsNoNews() throws {
    var findings = Findings(limits: .standard)
    _ = readYAML(.yaml("a: [b]]\nc: d\n"), limits: .standard, findings: &findings)
    #expect(findings.sorted.first?.notes.isEmpty == true)
  }

  /// Advice walks over the text a few times at most, whatever stands in it.
  @Test(arguments: ["x\n", "  - x\n", "[\n", "a\n ", "'", "\"a\n", " \t", "k:v\n", "a: [\n", "é"])
  func longTextsAreRefusedAllTheSame(_ unit: String) {
    for ending in ["\n b: c: d\n", "\n  b: c\n d: e\n", "\n@", "\n\tx: y", "'", "]"] {
      var findings = Findings(limits: .standard)
      let text = "a: b\n" + String(repeating: unit, count: 20_000) + ending
      _ = readYAML(.yaml(text), limits: .standard, findings: &findings)
      // A text may have swallowed lines before, and that is told too.
      #expect(findings.sorted.count <= 2)
    }
  }
}
