import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Testing
@testable import EvaluationImport

/// Which statements of promptfoo's and DeepEval's results make a pass, a failure, or no evidence.
@Suite struct JSONEvidenceTests {
  // MARK: promptfoo

  private static let good =
    #""gradingResult":{"pass":true,"componentResults":[{"pass":true,"assertion":{"type":"equals"}}]}"#

  /// A report of one row, with members of the row, of its test case and of the summary.
  private func row(_ members: String, testCase: String = "", summary: String = "", at: Instant? = nil)
    -> String
  {
    imported(
      #"{"results":{"timestamp":"2026-11-20T10:00:00Z"\#(summary),"results":[{\#(members),"testCase":{"description":"declines""#
        + #"\#(testCase)}}]}}"#, from: .promptfoo)
  }

  @Test(arguments: [
    good, good + #","error":null"#, good + #","error":"""#, good + #","failureReason":0"#,
    good + #","response":{"cached":false,"error":null,"tokenUsage":{"total":9,"prompt":4,"completion":5}}"#,
    good + #","score":0"#, good + #","provider":"echo""#,
    #""gradingResult":{"pass":true,"assertion":{"type":"equals"}}"#,
  ])
  func promptfooPasses(_ members: String) { #expect(row(#""success":true,"# + members) == "pass") }

  @Test(arguments: [
    ("", "nothing-asserted"), (#","gradingResult":null"#, "nothing-asserted"),
    (#","gradingResult":{"pass":true,"componentResults":[]}"#, "nothing-asserted"),
    (#","gradingResult":{"pass":true,"reason":"No assertions"}"#, "nothing-asserted"),
    (#","gradingResult":{"pass":true,"componentResults":[{"pass":true}]}"#, "nothing-asserted"),
    ("," + good + #","response":{"cached":true}"#, "cached-result"),
    ("," + good + #","cached":true"#, "cached-result"),
    ("," + good + #","response":{"cached":"yes"}"#, "cached-result"),
    ("," + good + #","response":{"tokenUsage":{"cached":9,"total":9}}"#, "cached-result"),
    ("," + good + #","tokenUsage":{"cached":9,"total":9,"prompt":0}"#, "cached-result"),
    ("," + good + #","failureReason":3"#, "unknown-outcome"),
    ("," + good + #","failureReason":"x""#, "unknown-outcome"),
    ("," + good.replacing(#"[{"pass":true"#, with: #"[{"pass":"true""#), "unknown-outcome"),
    ("," + good.replacing(#"{"pass":true,"c"#, with: #"{"c"#), "unknown-outcome"),
    ("," + good + #","timestamp":1732454290123"#, "undated-test"),
    ("," + good + #","timestamp":"soon""#, "undated-test"),
  ])
  func promptfooIsNoEvidence(_ members: String, _ outcome: String) {
    #expect(row(#""success":true"# + members) == outcome)
  }

  /// A success that something contradicts has not passed, and is told.
  @Test(arguments: [
    (good + #","failureReason":1"#, "fail"), (good + #","failureReason":2"#, "error"),
    (good + #","error":"no route""#, "error"), (good + #","response":{"error":"429"}"#, "error"),
    (good.replacing(#"{"pass":true,"c"#, with: #"{"pass":false,"c"#), "fail"),
    (good.replacing(#"[{"pass":true"#, with: #"[{"pass":false"#), "fail"),
    (good.replacing(#"[{"pass""#, with: #"[{"metadata":{"graderError":true},"pass""#), "error"),
  ])
  func promptfooContradictsItself(_ members: String, _ verdict: String) {
    #expect(row(#""success":true,"# + members) == "\(verdict) contradictory-report")
  }

  /// Where a threshold decides, an assertion may fail.
  @Test func thresholds() {
    let part = Self.good.replacing(
      #"[{"pass":true"#, with: #"[{"pass":true,"assertion":{"type":"equals"}},{"pass":false"#)
    #expect(row(#""success":true,"# + part) == "fail contradictory-report")
    #expect(row(#""success":true,"# + part, testCase: #","threshold":0.5"#) == "pass")
    #expect(row(#""success":true,"# + part, testCase: #","threshold":"0.5""#) == "fail contradictory-report")
    let set =
      #""gradingResult":{"pass":true,"componentResults":[{"pass":true,"assertion":{"type":"assert-set","threshold":0.5},"#
      + #""componentResults":[{"pass":true,"assertion":{"type":"equals"}},{"pass":false,"assertion":{"type":"equals"}}]}]}"#
    #expect(row(#""success":true,"# + set) == "pass")
    #expect(
      row(#""success":true,"# + set.replacing(",\"threshold\":0.5", with: "")) == "fail contradictory-report")
  }

  @Test(arguments: [
    (#","stats":{"successes":1,"failures":0,"errors":0}"#, "pass"), (#","stats":{}"#, "pass"),
    (#","stats":{"successes":2,"failures":0,"errors":0}"#, "contradictory-report"),
    (#","stats":{"successes":1,"failures":1,"errors":0}"#, "contradictory-report"),
    (#","stats":{"successes":1,"errors":1}"#, "contradictory-report"),
    (#","stats":{"successes":0}"#, "contradictory-report"),
    (#","stats":{"successes":"1"}"#, "contradictory-report"),
    (#","stats":{"successes":1,"failures":-1}"#, "contradictory-report"),
  ])
  func promptfooStatistics(_ stats: String, _ outcome: String) {
    #expect(row(#""success":true,"# + Self.good, summary: stats) == outcome)
  }

  @Test func promptfooFailures() {
    #expect(row(#""success":false"#) == "fail")
    #expect(row(#""success":false,"error":"x""#) == "error")
    #expect(row(#""success":false,"failureReason":2,"# + Self.good) == "error")
    #expect(row(#""success":false,"response":{"cached":true}"#) == "cached-result")
    #expect(row(#""success":"true","# + Self.good) == "")
  }

  // MARK: DeepEval

  private func testCase(_ members: String, run: String = "") -> String {
    imported(#"{"testCases":[{"name":"declines",\#(members)}]\#(run)}"#, from: .deepeval)
  }

  private static let metric = #"{"name":"m","success":true,"score":1}"#

  @Test(arguments: [
    (#""success":true,"metricsData":[\#(metric)]"#, "pass"),
    (#""success":true,"metricsData":[{"name":"m","success":true,"error":null}]"#, "pass"),
    (#""success":true,"metricsData":[]"#, "nothing-asserted"), (#""success":true"#, "nothing-asserted"),
    (#""success":true,"metricsData":null"#, "nothing-asserted"),
    (#""success":true,"metricsData":[{"name":"m","skipped":true,"success":true}]"#, "nothing-asserted"),
    (#""success":null,"metricsData":[\#(metric)]"#, "unknown-outcome"),
    (#""metricsData":[\#(metric)]"#, "unknown-outcome"),
    (#""success":"true","metricsData":[\#(metric)]"#, "unknown-outcome"),
    (#""success":1,"metricsData":[\#(metric)]"#, "unknown-outcome"),
    (#""success":true,"metricsData":[\#(metric),{"name":"n"}]"#, "unknown-outcome"),
    (#""success":true,"metricsData":[\#(metric),{"name":"n","success":false}]"#, "fail contradictory-report"),
    (
      #""success":true,"metricsData":[\#(metric),{"name":"n","error":"x","success":true}]"#,
      "error contradictory-report"
    ),
    (#""success":false,"metricsData":[]"#, "fail"),
    (#""success":false,"metricsData":[{"error":"x"}]"#, "error"),
    (#""metricsData":[{"name":"n","success":false}]"#, "fail"),
    (
      #""success":true,"metricsData":[\#(metric)],"timestamp":"2026-11-20T10:00:00""#,
      "pass time-without-offset"
    ),
    (#""success":true,"metricsData":[\#(metric)],"createdAt":1732454290"#, "undated-test"),
  ])
  func deepEval(_ members: String, _ outcome: String) { #expect(testCase(members) == outcome) }

  @Test(arguments: [
    (#","testPassed":1,"testFailed":0"#, "pass"), (#","testPassed":null"#, "pass"),
    (#","testPassed":1,"testFailed":1"#, "contradictory-report"),
    (#","testPassed":2"#, "contradictory-report"),
    (#","testPassed":0"#, "contradictory-report"), (#","testFailed":"0""#, "contradictory-report"),
    (#","testFailed":1.5"#, "contradictory-report"),
  ])
  func deepEvalCounts(_ run: String, _ outcome: String) {
    #expect(testCase(#""success":true,"metricsData":[\#(Self.metric)]"#, run: run) == outcome)
  }

  @Test func deepEvalNeedsATime() {
    let undated = ImportOptions(draft: importOptions.draft, scenarios: importOptions.scenarios)
    let text = #"{"testCases":[{"name":"declines","success":true,"metricsData":[\#(Self.metric)]}]}"#
    #expect(imported(text, from: .deepeval, undated) == "undated-test")
    #expect(imported(text, from: .deepeval) == "pass")
    let dated = text.replacing(
      "{\"testCases\"", with: "{\"timestamp\":\"2026-11-20T10:00:00Z\",\"testCases\"")
    #expect(imported(dated, from: .deepeval, undated) == "pass")
  }
}
