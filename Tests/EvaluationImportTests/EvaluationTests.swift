import BlueprintCompiler
import Documents
import EvaluationImport
import Gates
import PolicyGraph
import TestSupport
import Testing

@Suite struct EvaluationTests {
  private func read(_ text: String, limits: Limits = .standard) -> EvaluationFile {
    readEvaluations(SourceText(name: "evals.jsonl", text: text), limits: limits)
  }

  @Test(arguments: evaluationCases.indices)
  func firesAtItsPlace(_ index: Int) {
    let rule = evaluationCases[index]
    let source = SourceText(name: "case", text: rule.fires)
    let found = rule.read(source).filter { $0.rule == rule.rule }
    #expect(found.map { $0.marked(in: source) } == [rule.marks], "\(rule.rule.name)")
  }

  @Test(arguments: evaluationCases.indices)
  func staysQuietOnANearMiss(_ index: Int) {
    let rule = evaluationCases[index]
    let found = rule.read(SourceText(name: "case", text: rule.quiet))
    #expect(!found.map(\.rule).contains(rule.rule), "\(rule.rule.name)")
  }

  @Test func everyRuleHasACase() {
    let rules = [Rule].evaluations + [Rule].imports
    #expect(rules.filter { rule in !evaluationCases.contains { $0.rule == rule } }.map(\.name) == [])
  }

  @Test func aResultIsReadAsItIsWritten() throws {
    let file = read(line() + "\r\n\n")
    let result = try #require(file.results.first)
    #expect(file.isReadable && file.diagnostics.isEmpty && file.results.count == 1)
    #expect(CanonicalJSON.text(of: JSONValue(result)) == CanonicalJSON.text(of: try value(line())))
  }

  private func value(_ text: String) throws -> JSONValue {
    var findings = Findings(limits: .standard)
    return JSONValue(
      try #require(readJSON(SourceText(name: "", text: text), limits: .standard, findings: &findings)).root)
  }

  /// All of them in one run, each at its line, and what is sound is read.
  @Test func everyMalformedLineIsReported() {
    let lines = [
      line(), "{", line(("\"run\":\"1\"", "\"run\":2")), line(("\"pass\"", "\"passed\"")),
      line(("\"run\":\"1\"", "\"run\":\"3\"")), "[]", line(("\"critical\"", "\"critcal\"")),
      line(("xxh3-128:", "xxh3-128:G")), line(("\"run\":\"1\"", "\"run\":\" \"")),
      String(line().dropLast(20)),
    ]
    let source = SourceText(name: "evals.jsonl", text: lines.joined(separator: "\n"))
    let file = readEvaluations(source)
    let table = LineTable(source)
    #expect(file.diagnostics.map { table.position(of: $0.span.start).line } == [2, 3, 4, 6, 7, 8, 9, 10])
    #expect(file.results.map(\.run) == ["1", "3"])
    #expect(!file.isReadable)
    #expect(EvaluationSet(file, for: EvaluationLine.hash).usability == .unreadable)
  }

  @Test func hostileInputIsRefused() {
    let bad = readEvaluations(SourceText(name: "", bytes: Array(line().utf8) + [0x0A, 0xFF]))
    #expect(bad.diagnostics.map(\.rule) == [.invalidUTF8] && bad.results.isEmpty && !bad.isReadable)
    #expect(read(line(), limits: Limits(inputBytes: 10)).diagnostics.map(\.rule) == [.inputTooLarge])
    #expect(read(String(repeating: "[", count: 100_000)).diagnostics.map(\.rule) == [.tooDeep])
    // A finding for each of many lines, kept to the limit.
    let many = read(String(repeating: "?\n", count: 50_000), limits: Limits(findings: 100))
    #expect(many.diagnostics.count == 101)
    // Every prefix of a file is read without a crash, and none as more than it is.
    let text = Array((line() + "\n" + line(("\"run\":\"1\"", "\"run\":\"2\""))).utf8)
    for end in stride(from: 0, through: text.count, by: 7) {
      #expect(readEvaluations(SourceText(name: "", bytes: Array(text[..<end]))).results.count < 3)
    }
  }

  @Test func countsByScenarioAndDraft() throws {
    let other = String(repeating: "0", count: 32)
    let lines = [
      line(), line(("\"run\":\"1\"", "\"run\":\"2\""), ("\"pass\"", "\"error\""), ("kept", "unjudged")),
      line(("\"run\":\"1\"", "\"run\":\"3\""), ("\"pass\"", "\"fail\""), ("kept", "violated")),
      line(
        ("\"run\":\"1\"", "\"run\":\"4\""), (",\"critical\":true", ""), ("kept", "violated"),
        ("\"sha256\":\"\(EvaluationLine.hash.sha256)\"", "\"notes\":\"cut\"")),
      line(("books_at_once", "declines"), ("promises a price", "insists"), ("kept", "unjudged")),
      line(
        (String(EvaluationLine.hash.draftHash.dropFirst(9)), other),
        (EvaluationLine.hash.sha256, other + other)),
    ]
    let set = EvaluationSet(read(lines.joined(separator: "\n")), for: EvaluationLine.hash)
    #expect(set.usability == .present && set.ofOtherDrafts == 1)
    #expect(set.scenarios.map(\.scenario) == ["books_at_once", "declines"])
    let books = try #require(set["books_at_once"])
    #expect([books.runs, books.passes, books.errors, books.failures, books.conflicts] == [4, 2, 1, 1, 0])
    #expect(books.violations == 2 && books.criticalViolations == 2)
    let tally = try #require(books.tally(of: "promises a price"))
    #expect([tally.kept, tally.violated, tally.unjudged] == [1, 2, 1] && tally.isCritical)
    #expect(books.unjudged(of: ["promises a price", "shouts"]) == ["shouts"])
    #expect(set["declines"]?.unjudged == ["insists"])
    #expect(set["nobody"] == nil)
  }

  @Test func nothingIsNoEvidence() {
    #expect(EvaluationSet(read(""), for: EvaluationLine.hash).usability == .empty)
    #expect(EvaluationSet(read(line()), for: DraftHash(of: .null)).usability == .empty)
    #expect(WilsonBound.lower(passes: 0, runs: 0, z: 1.6449) == nil)
  }

  @Test func theSchemaIsUpToDate() throws {
    try Repository.expectGolden(
      PrettyJSON.text(of: JSONSchema.document(EvaluationSchema.document)),
      "Docs/evaluation-result.schema.json")
  }
}
