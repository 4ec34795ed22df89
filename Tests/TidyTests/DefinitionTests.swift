import Foundation
import TestSupport
import Testing

/// `Docs/definition.md` is what the product cites: each citation names a paragraph that exists, and each link between
/// pages leads somewhere.
struct DefinitionTests {
  static let path = "Docs/definition.md"

  private static let everything = Repository.paths()

  /// Every Markdown file but what stands in hidden folders.
  static let markdown: [String] = everything.filter { $0.hasSuffix(".md") }

  /// The pages that cite it by links.
  static let citing = markdown.filter { $0.hasPrefix("Docs/") && $0 != path || $0 == "ARCHITECTURE.md" }

  /// Where the definition is cited in comments.
  static let swift: [String] = everything.filter { path in
    path.hasSuffix(".swift") && ["Sources/", "Tests/", "Server/", "Fuzz/"].contains { path.hasPrefix($0) }
      // They hold wrong citations on purpose.
      && !path.hasPrefix("Tests/TidyTests/Definition")
  }

  private static func paragraphs() throws -> DefinitionParagraphs {
    DefinitionParagraphs(MarkdownPage(try Repository.text(path)))
  }

  @Test func thereIsMuchToCheck() throws {
    #expect(Self.markdown.count > 9 && Self.swift.count > 300)
    #expect(try Self.paragraphs().texts.count > 80)
    let cited = try Self.swift.count { try Repository.text($0).contains("(definition ") }
    #expect(cited > 40)
  }

  @Test func itsParagraphsAreNumberedInOrder() throws {
    let misnumbered = try Self.paragraphs().misnumbered
    #expect(misnumbered == [])
  }

  @Test func everyCitationNamesAParagraph() throws {
    let references = DefinitionReferences(paragraphs: try Self.paragraphs())
    for path in Self.swift + Self.citing {
      let faults = references.faults(of: try Repository.text(path), at: path)
      #expect(faults == [])
    }
  }

  @Test func nobodySpeaksOfTheDefinitionWithoutAParagraph() throws {
    for path in Self.swift {
      let bare = DefinitionReferences.bareMentions(inComments: try Repository.text(path), at: path)
      #expect(bare == [])
    }
    for path in Self.citing {
      let bare = DefinitionReferences.bareMentions(in: MarkdownPage(try Repository.text(path)), at: path)
      #expect(bare == [])
    }
  }

  @Test func linksLeadSomewhere() throws {
    let pages = try Dictionary(
      uniqueKeysWithValues: Self.markdown.map { ($0, MarkdownPage(try Repository.text($0))) })
    let resolver = LinkResolver(pages: pages) { path in
      FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path)
    }
    for path in Self.markdown { #expect(resolver.faults(of: path) == []) }
    #expect(pages.values.reduce(0) { $0 + $1.links.count } > 100)
  }

  /// `FOH5201` belongs to clause 2 of NoSilentDrop, which is paragraph 5.2; and no rule of a conversation's stages is
  /// left out.
  @Test func itHasEveryRuleInItsPlace() throws {
    let paragraphs = try Self.paragraphs()
    let rules = MarkdownPage(try Repository.text("Docs/rules.md")).headings
      .compactMap { $0.title.prefixMatch(of: /FOH([1-6])(\d)\d\d/) }
    #expect(rules.count > 120)
    for rule in rules {
      let code = String(rule.0)
      let section = "\(rule.1).\(rule.2)"
      // `FOH69` is about proofs as a whole.
      let isOfAClause = ("5"..."6").contains(rule.1) && rule.2 != "9"
      let places = isOfAClause ? [section] : Array(paragraphs.texts.keys)
      #expect(places.contains { paragraphs.texts[$0]?.contains("[\(code)](") ?? false }, "\(code)")
    }
  }
}

/// What the checks see and what they let pass, on small texts.
struct DefinitionReferenceTests {
  private static let definition = MarkdownPage(
    """
    # The definition
    ## 1 Documents
    ### 1.1 Keys
    Text of keys.
    ### 1.2 Near misses
    ## 2 Conversations
    ### 2.1 The step
    """)

  private static let references = DefinitionReferences(paragraphs: DefinitionParagraphs(definition))

  @Test func paragraphsAreHeadingsWithNumbers() {
    let paragraphs = DefinitionParagraphs(Self.definition)
    #expect(paragraphs.texts.keys.sorted() == ["1", "1.1", "1.2", "2", "2.1"])
    #expect(paragraphs.texts["1.1"] == "Text of keys.\n")
    #expect(paragraphs.misnumbered == [])
  }

  @Test(arguments: [
    ("## 1 A\n## 3 B", ["3"]), ("## 1 A\n### 1.2 B", ["1.2"]), ("## 1 A\n### 1.1 B\n### 1.1 C", ["1.1"]),
    ("## 1 A\n### 2.1 B", ["2.1"]), ("## 2 A", ["2"]), ("## 1 A\n### 1.1 B\n## 2 C\n### 2.1 D", []),
  ])
  func numbersHaveAnOrder(_ text: String, _ misnumbered: [String]) {
    #expect(DefinitionParagraphs(MarkdownPage(text)).misnumbered == misnumbered)
  }

  @Test(arguments: [
    "/// Keys (definition 1.1).", "// (definition 1.1, 2.1) and (definition 2)", "no citation",
    "the definition of it",
  ])
  func citationsOfParagraphsPass(_ line: String) {
    #expect(Self.references.faults(of: line, at: "a") == [])
  }

  @Test(arguments: [
    ("/// Keys (definition 1.3).", "a:1: the definition has no paragraph 1.3"),
    ("\n// (definition 1.1, 9)", "a:2: the definition has no paragraph 9"),
    ("/// as definition 1.1 says", "a:1: write it as `(definition n)`"),
    ("/// (definitions 1.1 and 1.2)", "a:1: write it as `(definition n)`"),
  ])
  func citationsOfNothingDoNot(_ line: String, _ fault: String) {
    #expect(Self.references.faults(of: line, at: "a") == [fault])
  }

  @Test(arguments: [
    "/// As the definition has it (definition 2.1).", "/// As the definition\n/// has it (definition 2.1).",
    "/// (definition 2.1)\n/// In the words of the definition.", "let text = \"the definition\" // a text",
    "/// RFC 8259, section 6.", "/// Strict (RFC 8259,\n/// section 6).", "let definitions = 1",
    "/// A definition of a word.",
    "/// RFC 7518, sections 6.2.2 and 6.3.2.",
  ])
  func mentionsWithAParagraphPass(_ text: String) {
    #expect(DefinitionReferences.bareMentions(inComments: text, at: "a") == [])
  }

  @Test(arguments: [
    ("/// As the definition has it.", 1), ("let a = 1\nlet b = \"\" // Their definitions.", 2),
    ("/// The step (section 2).", 1), ("/// Clause 3 asks for it.", 1),
    ("/// (definition 2.1)\n///\n/// The definition again.", 3),
    ("/// Read twice,\n/// and see the same definition.", 2),
  ])
  func mentionsWithoutOneDoNot(_ text: String, _ line: Int) {
    #expect(DefinitionReferences.bareMentions(inComments: text, at: "a") == ["a:\(line): which paragraph?"])
  }

  @Test func pagesCiteByLinks() {
    let bare = MarkdownPage("Text.\n\n```\nthe definition\n```\nAs the definition says.")
    #expect(DefinitionReferences.bareMentions(in: bare, at: "a") == ["a:6: which paragraph?"])
    let linked = MarkdownPage("As the definition says\n([2.1](definition.md#21-the-step)).")
    #expect(DefinitionReferences.bareMentions(in: linked, at: "a") == [])
  }
}

struct MarkdownPageTests {
  @Test(arguments: [
    ("5.2 Voiced", "52-voiced"), ("FOH5101 unanswered-event", "foh5101-unanswered-event"),
    ("What `fohc` says, and why", "what-fohc-says-and-why"), ("A [page](b.md) of all", "a-page-of-all"),
  ])
  func anchorsAreGitHubs(_ title: String, _ anchor: String) {
    #expect(MarkdownPage.anchor(of: title) == anchor)
  }

  @Test func aTakenAnchorGetsANumber() {
    let page = MarkdownPage("# A\n# A\n## A\n<a id=\"b\"></a>\n```\n# Code\n```")
    #expect(page.anchors == ["a", "a-1", "a-2", "b"])
  }

  @Test(arguments: [
    ("[x](b.md)", true), ("[x](b.md#part)", true), ("[x](#here)", true), ("[x](../LICENSE)", true),
    ("[x](sub)", true),
    ("[x](https://example.org/#y)", true), ("`[x](gone.md)`", true), ("```\n[x](gone.md)\n```", true),
    ("[`x`](b.md)", true), ("[x](gone.md)", false), ("[x](b.md#gone)", false), ("[x](#gone)", false),
    ("[x](../../b.md)", false), ("[x]()", false), ("[x](sub#part)", false), ("[x]: gone.md", false),
    ("[x]: b.md", true), ("[`x`](gone.md)", false), ("[x](b.md \"title\")", true),
  ])
  func linksLeadToFilesAndHeadings(_ text: String, _ leadsSomewhere: Bool) {
    let pages = ["d/a.md": MarkdownPage("# Here\n\(text)"), "d/b.md": MarkdownPage("# Part")]
    let resolver = LinkResolver(pages: pages) { ["d/a.md", "d/b.md", "d/sub", "LICENSE"].contains($0) }
    #expect(resolver.faults(of: "d/a.md").isEmpty == leadsSomewhere)
  }
}
