import Documents
import Gates
import PolicyGraph
import TestSupport
import Testing

/// A run is one run however often it is written down, and names its draft by either hash.
@Suite struct RunTests {
  private func set(_ lines: [String]) -> EvaluationSet {
    EvaluationSet(
      readEvaluations(SourceText(name: "evals.jsonl", text: lines.joined(separator: "\n"))),
      for: EvaluationLine.hash)
  }

  private func books(_ lines: [String]) throws -> [Int] {
    let books = try #require(set(lines)["books_at_once"])
    return [books.runs, books.passes, books.failures, books.errors, books.conflicts]
  }

  /// Whatever else is written of it, run 1 stays one run.
  static let rewritings: [(name: String, line: String)] = [
    ("another note", line(("\"run\":\"1\"", "\"run\":\"1\",\"notes\":\"seen again\""))),
    ("another time", line(("13:18:10Z", "13:18:11Z"))),
    ("the same time, written otherwise", line(("13:18:10Z", "14:18:10+01:00"))),
    ("another judge", line(("Ada", "Grace"))),
    ("another kind of judge", line(("human", "model"))),
    ("another channel", line(("\"run\":\"1\"", "\"run\":\"1\",\"channel\":\"voice\""))),
    ("other obligations", line(("promises a price", "shouts"))),
    ("without SHA-256", line((",\"sha256\":\"\(EvaluationLine.hash.sha256)\"", ""))),
  ]

  @Test(arguments: rewritings)
  func aRunIsCountedOnce(_ name: String, _ again: String) throws {
    #expect(try books([line(), again]) == [1, 1, 0, 0, 0], "\(name)")
    #expect(try books([again, line()]) == [1, 1, 0, 0, 0], "\(name)")
  }

  @Test(arguments: rewritings)
  func aRunHasPassedOnlyIfEveryJudgementPassed(_ name: String, _ again: String) throws {
    let failed = again.replacingOnce("\"pass\"", with: "\"fail\"")
    let broken = again.replacingOnce("\"pass\"", with: "\"error\"")
    #expect(try books([line(), failed]) == [1, 0, 1, 0, 1], "\(name)")
    #expect(try books([failed, line()]) == [1, 0, 1, 0, 1], "\(name)")
    #expect(try books([line(), broken]) == [1, 0, 0, 1, 1], "\(name)")
    #expect(try books([broken, line(), failed]) == [1, 0, 1, 0, 1], "\(name)")
  }

  /// The near misses: another run id, another scenario.
  @Test func otherRunsAreOthers() throws {
    #expect(try books([line(), line(("\"run\":\"1\"", "\"run\":\"2\""))]) == [2, 2, 0, 0, 0])
    // Compared by Unicode scalars: what only looks alike is another.
    let composed = line(("\"run\":\"1\"", "\"run\":\"\u{E9}\""))
    let decomposed = line(("\"run\":\"1\"", "\"run\":\"e\u{301}\""))
    #expect(try books([composed, decomposed]) == [2, 2, 0, 0, 0])
    #expect(set([line(), line(("books_at_once", "declines"))]).scenarios.map(\.runs) == [1, 1])
  }

  @Test func anObligationIsJudgedOncePerRun() throws {
    let violated = line(("kept", "violated"), ("Ada", "Grace"), (",\"critical\":true", ""))
    let unjudged = line(("kept", "unjudged"), ("Ada", "Grace"))
    let twice = try #require(set([line(), violated])["books_at_once"]?.tally(of: "promises a price"))
    #expect([twice.kept, twice.violated, twice.unjudged] == [0, 1, 0] && twice.isCritical)
    let once = try #require(set([unjudged, line()])["books_at_once"]?.tally(of: "promises a price"))
    #expect([once.kept, once.violated, once.unjudged] == [1, 0, 0])
  }

  /// An old judgement does not get younger because another judge looked at the run again.
  @Test func theOldestJudgementDatesARun() throws {
    let books = try #require(set([line(("Ada", "Grace"), ("2026-", "2027-")), line()])["books_at_once"])
    #expect(books.earliest.text == "2026-11-24T13:18:10Z" && books.latest.text == "2027-11-24T13:18:10Z")
  }

  @Test func conflictsAreToldWhereTheyStand() {
    let lines = [
      line(), line(("Ada", "Grace")), line(("Ada", "Grace"), ("\"pass\"", "\"fail\"")), line(("10Z", "11Z")),
    ]
    let source = SourceText(name: "evals.jsonl", text: lines.joined(separator: "\n"))
    let file = readEvaluations(source)
    let table = LineTable(source)
    #expect(file.diagnostics.map(\.rule) == [.conflictingEvaluation, .conflictingEvaluation])
    #expect(file.diagnostics.map { table.position(of: $0.span.start).line } == [3, 4])
    #expect(file.isReadable && file.results.count == 4)
  }

  // MARK: Hashes

  private static let strange = DraftHash(of: .null)

  @Test(arguments: [
    ("both", line(), 1, 0, 0), ("xxHash alone", rewritings[7].line, 1, 0, 0),
    ("another SHA-256", line((EvaluationLine.hash.sha256, strange.sha256)), 0, 1, 0),
    ("another xxHash", line((EvaluationLine.hash.draftHash, strange.draftHash)), 0, 1, 0),
    (
      "neither",
      line(
        (EvaluationLine.hash.draftHash, strange.draftHash), (EvaluationLine.hash.sha256, strange.sha256)), 0,
      0,
      1
    ),
  ])
  func eitherHashNamesTheDraft(
    _ name: String, _ text: String, _ own: Int, _ contradictions: Int, _ others: Int
  ) {
    let set = set([text])
    #expect(set.scenarios.map(\.runs).reduce(0, +) == own, "\(name)")
    #expect(set.contradictions == contradictions && set.ofOtherDrafts == others, "\(name)")
    #expect(set.usability == (contradictions > 0 ? .contradictory : own > 0 ? .present : .empty), "\(name)")
  }
}
