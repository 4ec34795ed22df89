import Documents
@testable import ConversationSimulator
@testable import EvaluationImport
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// Reports in the shape of each writer, and what an import makes of each outcome: `Docs/importers.md`.
///
/// Each file of `Tests/Fixtures/importers/WRITER/OUTCOME` has a test `books_at_once` that passed, and a test `declines`
/// with the outcome that the file is named after.
@Suite struct ImporterMatrixTests {
  @Test func theMatrixIsThatOfTheDocumentation() throws {
    try Repository.expectGolden(try ImporterPage.text(), "Docs/importers.md")
  }

  /// What the names of the files say, whatever the documentation was recorded as.
  @Test(arguments: WrittenReport.all)
  func theOutcomeIsTheOneThatTheFileIsNamedAfter(_ report: WrittenReport) throws {
    let file = try report.imported()
    let declines = file.results.filter { $0.scenario == "declines" }.map(\.verdict)
    let rules = Set(file.diagnostics.map(\.rule.name))
    switch report.outcome {
    case "pass": #expect(declines == [.pass])
    // CTest calls a time-out a failure; everybody else who has errors tells them apart.
    case "error" where report.writer == "ctest": #expect(declines == [.fail])
    case "fail": #expect(declines == [.fail])
    case "error": #expect(declines == [.error])
    case "flaky": #expect(declines == [.fail, .pass] && rules.contains("failed-attempts"))
    case "rerun": #expect(declines == [.fail, .fail] && rules.contains("failed-attempts"))
    case "skipped", "disabled", "expected-failure", "inconclusive":
      #expect(declines.isEmpty && rules.contains("skipped-test"))
    case "no-assertions": #expect(declines.isEmpty && rules.contains("nothing-asserted"))
    case "cached": #expect(declines.isEmpty && rules.contains("cached-result"))
    case "warning": #expect(declines.isEmpty && rules.contains("unknown-outcome"))
    default: Issue.record("no expectation for \(report.outcome)")
    }
    // NUnit 3's transformation counts an inconclusive test among the errors, which its tests contradict.
    let isCountedAsError = report.outcome == "inconclusive"
    let books = file.results.filter { $0.scenario == "books_at_once" }.map(\.verdict)
    #expect(books == (isCountedAsError ? [] : [.pass]))
    #expect(rules.contains("contradictory-report") == isCountedAsError)
  }

  @Test func thereAreWritersAndOutcomes() {
    #expect(WrittenReport.writers.count >= 17 && WrittenReport.all.count >= 70)
    #expect(
      WrittenReport.writers.allSatisfy {
        WrittenReport($0, "pass").exists && WrittenReport($0, "fail").exists
      })
  }
}

/// One file of `Tests/Fixtures/importers`.
struct WrittenReport: Sendable, CustomTestStringConvertible {
  static let folder = "Tests/Fixtures/importers"
  static let writers = Repository.files(in: folder)
  static let outcomes = [
    "pass", "fail", "error", "skipped", "disabled", "inconclusive", "expected-failure", "flaky", "rerun",
    "warning",
    "no-assertions", "cached",
  ]
  static let all = writers.flatMap { writer in
    Repository.files(in: "\(folder)/\(writer)").map { WrittenReport(writer, String($0.prefix { $0 != "." })) }
  }

  let writer: String
  let outcome: String

  init(_ writer: String, _ outcome: String) {
    self.writer = writer
    self.outcome = outcome
  }

  var testDescription: String { "\(writer)/\(outcome)" }
  var tool: EvaluationSource { EvaluationSource(rawValue: writer) ?? .junit }
  var path: String { "\(Self.folder)/\(writer)/\(outcome).\(tool == .junit ? "xml" : "json")" }
  var exists: Bool { (try? Repository.bytes(path)) != nil }

  func imported() throws -> EvaluationImport {
    importEvaluations(try Repository.source(path), from: tool, importOptions)
  }

  /// What the page says of the outcome.
  func cell() throws -> String {
    guard exists else { return "" }
    let file = try imported()
    let declines = file.results.filter { $0.scenario == "declines" }.map(\.verdict.rawValue)
    let rules = file.diagnostics.map(\.rule).filter { ![.timeWithoutOffset, .foreignResults].contains($0) }
    let isRefuted = !file.results.contains { $0.scenario == "books_at_once" }
    let what =
      declines.isEmpty ? rules.first.map { "no: \($0.name)" } ?? "no" : declines.joined(separator: " + ")
    return isRefuted ? "nothing passes: \(rules.map(\.name).joined(separator: ", "))" : what
  }

  /// Whether the report says when its tests ran.
  func dating() throws -> String {
    let options = ImportOptions(draft: importOptions.draft, scenarios: importOptions.scenarios)
    let file = importEvaluations(try Repository.source(path), from: tool, options)
    let rules = file.diagnostics.map(\.rule)
    return rules.contains(.undatedTest)
      ? "none: give `--at`" : rules.contains(.timeWithoutOffset) ? "without an offset" : "yes"
  }
}

private enum ImporterPage {
  static func text() throws -> String {
    let outcomes = WrittenReport.outcomes
    let rows = try WrittenReport.writers.map { writer in
      let cells = try outcomes.map { try WrittenReport(writer, $0).cell() }
      return
        "| \(writer) | \(try WrittenReport(writer, "pass").dating()) | \(cells.joined(separator: " | ")) |"
    }
    return """
      # What the importers take for evidence

      Generated by the tests from reports in the shape of each writer (`Tests/Fixtures/importers`).

      An imported result is evidence only where its report positively says that the test ran, when, and how it ended, and
      nothing in the report contradicts it. It is never younger than the report can be. One report read twice is the same
      runs, two reports are two. This is one rule for all importers, in `ForeignEvidence`; an importer only collects what a
      report says.

      - **How it ended.** Every statement of a report about a test counts, and the worst of them decides. A word, an element
        or a flag that is not known is not a pass. What says both that it passed and that it failed has failed.
      - **That it ran.** A test that was skipped, disabled or not run is not evidence, nor is one of which nothing was
        asserted, nor an answer from a cache.
      - **Attempts.** Each failed attempt before a pass is a run that failed.
      - **Suites.** If a suite itself failed, or its counts (`tests`, `failures`, `errors`, `skipped`, `disabled` and
        their like) do not fit the tests in it, none of its tests counts as passed. Its failures count.
      - **When.** The earliest time that is stated of the test, its suites and the report. A time without an offset is the
        earliest moment that it can mean (UTC+14). Without any time, `--at` says it; a time that cannot be read is not
        replaced by it. A failure without a time is imported as of 0001-01-01.
      - **Which run.** The id of a run follows from the content of its report and the place of the test in it, however the
        report is formatted. Rows of several providers have the provider in their ids.

      What becomes of a test by its outcome: `pass`, `fail` and `error` are imported as such, `fail + pass` as two runs;
      `no` is not evidence, with the rule that says so. An empty cell is an outcome that the writer does not have.

      | writer | time | \(outcomes.joined(separator: " | ")) |
      |---|---|\(outcomes.map { _ in "---|" }.joined())
      \(rows.joined(separator: "\n"))

      Catch2 counts assertions as `tests`: a report in which some test case has another number of assertions than one
      contradicts itself, and none of its tests counts as passed. So it is where NUnit 3's transformation counts an
      inconclusive test as an error.

      ## Words

      Names and words are read without case, punctuation and namespace prefix: `Not Run` is `notrun`, `x:Failure` is
      `failure`. Elements in a test are read by their names: `failure`, `error`, `skipped` and every word below;
      `flakyFailure`, `flakyError`, `rerunFailure` and `rerunError` are attempts. A name that is not listed speaks of the
      outcome only where its value is a word that no passing test has.

      | it says | where the value of \(list(OutcomeWords.named)) is |
      |---|---|
      \(OutcomeWords.vocabulary.map { "| \(saying($0.kind)) | \(list($0.words)) |" }.joined(separator: "\n"))
      | that is not known, and no pass | anything else |

      | it says | where one of these is true, a number above 0, or the reason for it (of the first two rows: true; the opposite where false) |
      |---|---|
      \(flags().map { "| \(saying($0.kind)) | \(list($0.names)) |" }.joined(separator: "\n"))
      | that it failed | a number other than 0 in \(list(OutcomeWords.exitCodes)) |

      """
  }

  private static func list(_ words: some Sequence<String>) -> String {
    words.sorted().map { "`\($0)`" }.joined(separator: ", ")
  }

  private static func flags() -> [(kind: ForeignClaim.Kind, names: [String])] {
    let kinds: [ForeignClaim.Kind] = [.ran, .passed, .failed, .brokeDown, .notRun, .flaky]
    return kinds.map { kind in
      let affirmative = OutcomeWords.affirmative.filter { $0.value.yes == kind }.keys
      let negative = OutcomeWords.negative.filter { $0.value == kind }.keys
      return (kind, Array(affirmative) + Array(negative))
    }
  }

  private static func saying(_ kind: ForeignClaim.Kind) -> String {
    switch kind {
    case .ran: "that it ran"
    case .passed: "that it passed"
    case .failed: "that it failed"
    case .brokeDown: "that it broke down"
    case .notRun: "that it was not run"
    case .notAsserted: "that nothing was asserted"
    case .flaky: "that it passed after a failed attempt"
    case .unknown: "nothing that is known"
    }
  }
}
