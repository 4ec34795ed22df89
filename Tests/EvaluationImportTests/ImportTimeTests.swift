import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Testing
@testable import EvaluationImport

/// When an imported run was made: never later than its report can mean, and never guessed.
@Suite struct ImportTimeTests {
  private let undated = ImportOptions(draft: importOptions.draft, scenarios: importOptions.scenarios)

  private func read(_ text: String, _ options: ImportOptions? = nil) -> EvaluationImport {
    importEvaluations(SourceText(name: "report", text: text), from: .junit, options ?? undated)
  }

  private func suite(_ time: String, test: String = "", _ content: String = "") -> String {
    "<testsuites><testsuite \(time)><testcase name=\"declines\" \(test)>\(content)</testcase></testsuite></testsuites>"
  }

  @Test(arguments: [
    ("2026-11-24T13:18:10Z", "2026-11-24T13:18:10Z"),
    ("2026-11-24T14:18:10.999+01:00", "2026-11-24T13:18:10Z"),
    ("2026-11-24 13:18:10Z", "2026-11-24T13:18:10Z"), ("2026-11-24T13:18:10,5 +0000", "2026-11-24T13:18:10Z"),
    ("2026-11-24T08:18:10-05", "2026-11-24T13:18:10Z"), ("2026-11-24T13:18Z", "2026-11-24T13:18:00Z"),
    ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z"), ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"), (" 2026-11-24T13:18:10Z ", "2026-11-24T13:18:10Z"),
    ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"), ("2024-02-29t00:00:00z", "2024-02-29T00:00:00Z"),
  ])
  func aTimeWithAnOffsetIsThatMoment(_ text: String, _ moment: String) {
    let file = read(suite("timestamp=\"\(text)\""))
    #expect(file.results.map(\.at.text) == [moment] && file.diagnostics.isEmpty, "\(text)")
  }

  @Test(arguments: [
    ("2024-01-01T10:00:00", "2023-12-31T20:00:00Z"), ("2026-11-24 13:18:10", "2026-11-23T23:18:10Z"),
    ("2026-11-24T13:18:10.123456", "2026-11-23T23:18:10Z"), ("2026-11-24T13:18", "2026-11-23T23:18:00Z"),
    ("2026-11-24", "2026-11-23T10:00:00Z"), ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
    ("2026-03-01T01:00:00", "2026-02-28T11:00:00Z"),
  ])
  func aTimeWithoutAnOffsetIsTheEarliestThatItCanMean(_ text: String, _ moment: String) {
    let file = read(suite("timestamp=\"\(text)\""), importOptions)
    #expect(file.results.map(\.at.text) == [moment], "\(text)")
    #expect(file.diagnostics.map(\.rule) == [.timeWithoutOffset], "\(text)")
  }

  /// No pass has such a time, not even where `--at` is given, and a failure is as old as can be.
  @Test(arguments: [
    "yesterday", "1732454290", "1732454290123", "0000-01-01T00:00:00Z", "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-11-24T24:00:00Z", "2026-11-24T13:18:61Z", "2026-11-24T13:18:10-23:59", "2026-11-24T13:18:10+14:01",
    "2026-11-24T13:18:10.Z", "2026-11-24T13:18:10Zz", "24/11/2026 13:18", "NaN", "2026-11-24T13:18:10 UTC",
    "10000-01-01T00:00:00Z", "-2026-11-24T13:18:10Z", "2026-11-24T13:18:10+1:00", "２０２６-11-24T13:18:10Z",
    "9999-12-31T23:59:59-12:00",
  ])
  func whatIsNoTimeDatesNothing(_ text: String) {
    for options in [importOptions, undated] {
      let passed = read(suite("timestamp=\"\(text)\""), options)
      #expect(passed.results.isEmpty && passed.diagnostics.contains { $0.rule == .undatedTest }, "\(text)")
      let failed = read(suite("timestamp=\"\(text)\"", test: "", "<failure/>"), options)
      #expect(failed.results.map(\.at.text) == ["0001-01-01T00:00:00Z"], "\(text)")
    }
  }

  /// The earliest of what the test, its suites and the report say.
  @Test(arguments: [
    ("timestamp=\"2026-11-24T13:00:00Z\"", "timestamp=\"2024-01-01T10:00:00Z\"", "2024-01-01T10:00:00Z"),
    ("timestamp=\"2024-01-01T10:00:00Z\"", "timestamp=\"2026-11-24T13:00:00Z\"", "2024-01-01T10:00:00Z"),
    ("", "timestamp=\"2024-01-01T10:00:00Z\"", "2024-01-01T10:00:00Z"),
    ("timestamp=\"\"", "timestamp=\"2024-01-01T10:00:00Z\"", "2024-01-01T10:00:00Z"),
    ("timestamp=\"2026-11-24T13:00:00Z\"", "start-time=\"2026-11-24 12:00:00Z\"", "2026-11-24T12:00:00Z"),
    ("timestamp=\"2026-11-24T13:00:00Z\"", "startTime=\"2026-11-24T12:00:00\"", "2026-11-23T22:00:00Z"),
    ("start-time=\"2026-11-24T12:00:00Z\" end-time=\"2026-11-24T14:00:00Z\"", "", "2026-11-24T12:00:00Z"),
    ("", "x:timestamp=\"2024-01-01T10:00:00Z\"", "2024-01-01T10:00:00Z"),
  ])
  func theEarliestStatementCounts(_ suiteTime: String, _ testTime: String, _ moment: String) {
    for options in [importOptions, undated] {
      #expect(read(suite(suiteTime, test: testTime), options).results.map(\.at.text) == [moment])
    }
  }

  @Test func theReportAndOuterSuitesDateTheirTests() {
    let text = """
      <testsuites timestamp="2026-11-24T10:00:00Z"><testsuite timestamp="2026-11-24T11:00:00Z"><testsuite>
      <testcase name="declines"/></testsuite></testsuite></testsuites>
      """
    #expect(read(text).results.map(\.at.text) == ["2026-11-24T10:00:00Z"])
    #expect(read(text.replacing("10:00:00Z", with: "ten")).results.isEmpty)
  }

  @Test func whereNothingIsSaidTheCallerSaysIt() {
    let passed = suite("")
    #expect(read(passed).results.isEmpty)
    #expect(
      read(passed).diagnostics.contains { $0.rule == .undatedTest && $0.help?.contains("--at") == true })
    let dated = read(passed, importOptions)
    #expect(dated.results.map(\.at) == [importOptions.at] && dated.diagnostics.isEmpty)
    let failed = read(suite("", test: "", "<failure/><rerunFailure/>"))
    #expect(failed.results.map(\.verdict) == [.fail, .fail])
    #expect(failed.results.allSatisfy { $0.at.text == "0001-01-01T00:00:00Z" })
    // Not later than what the report states of other tests.
    let mixed = """
      <testsuites><testsuite timestamp="2024-01-01T10:00:00Z"><testcase name="declines"/></testsuite>
      <testsuite><testcase name="declines"/></testsuite></testsuites>
      """
    #expect(read(mixed).results.count == 1)
    #expect(
      read(mixed, importOptions).results.map(\.at.text) == ["2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"])
    // How long it took is not a time.
    #expect(read(suite("time=\"2026\"", test: "time=\"1.5\"")).results.isEmpty)
  }

  /// One finding of a kind for the whole report, however many tests it has.
  @Test func manyTestsAreOneFinding() {
    let tests = String(
      repeating: "<testcase name=\"declines\" timestamp=\"2026-11-24T13:18:10\"/>", count: 11_000)
    let file = read("<testsuite>\(tests)</testsuite>")
    #expect(file.results.count == 11_000 && file.diagnostics.map(\.rule) == [.timeWithoutOffset])
    #expect(file.diagnostics.first?.message.hasSuffix("(so for 11000 runs)") == true)
  }
}
