import Documents
import Gates
import PolicyGraph

/// The tests of a DeepEval test run: `.deepeval/.latest_test_run.json` (the run under `testRunData`), or a file of
/// `DEEPEVAL_RESULTS_FOLDER` (the run itself): `{testPassed, testFailed, testCases, conversationalTestCases: [{name, success,
/// metricsData: [{name, success, score, error, evaluationModel}], metadata, scenario}]}` (DeepEval's `TestRun`).
///
/// A metric with an `error` has not judged; a test in which one broke down is an error, unless another failed it.
/// DeepEval does not record a time, so the importer has to be given it. A conversational test's own `scenario`
/// is a description, which counts where it is a scenario's id. Nil, having reported why, for another file.
func deepEvalReport(_ document: Document, _ findings: inout Findings) -> ForeignReport? {
  let root = document.root
  let run = root.member("testRunData").flatMap { $0.kind == .object ? $0 : nil } ?? root
  let lists = ["testCases", "conversationalTestCases"].compactMap { run.list($0) }
  guard !lists.isEmpty else {
    findings.reportForeign("the list `testCases` is missing", at: run, from: .deepeval)
    return nil
  }
  var report = ForeignReport(.deepeval, digest: DraftHash(of: JSONValue(run)).sha256)
  var group = ForeignGroup(place: run, title: "the test run", outer: nil)
  group.times = times(of: root) + (run.index == root.index ? [] : times(of: run))
  group.counts = run.counts(["testPassed": .passed, "testFailed": .failures])
  report.groups.append(group)
  for row in lists.flatMap({ $0 }) {
    guard row.kind == .object else {
      findings.reportForeign("a test case is not an object", at: row, from: .deepeval)
      continue
    }
    report.tests.append(test(row))
  }
  return report
}

private func times(of node: DocumentNode) -> [ForeignTime] {
  node.times("timestamp", "createdAt", "startedAt", "startTime", "completedAt")
}

private func test(_ row: DocumentNode) -> ForeignTest {
  // A metric that was skipped has asserted nothing.
  let metrics = (row.list("metricsData") ?? []).filter { $0.member("skipped")?.boolean != true }
  let model = metrics.compactMap { $0.string("evaluationModel") }.first { !$0.isBlank }
  var test = ForeignTest(
    place: row, group: 0, judge: model.map { .init(.model, $0) } ?? .init(.program, "deepeval"))
  test.names = [row.string("name"), row.string("scenario")].compactMap { $0 }
  test.addLabels(of: row.member("metadata"))
  test.assertions = metrics.map { (texts: metricNames(of: $0), verdict: verdict(of: $0)) }
  addClaims(to: &test, row, metrics)
  test.times = times(of: row)
  test.notes = metrics.first { verdict(of: $0) != .kept }.flatMap {
    $0.string("error") ?? $0.string("reason")
  }
  return test
}

private func addClaims(to test: inout ForeignTest, _ row: DocumentNode, _ metrics: [DocumentNode]) {
  let broken = metrics.first { hasError($0) }
  let violated = metrics.first { verdict(of: $0) == .violated }
  switch row.member("success") {
  case let success? where success.boolean == true:
    test.claim(.passed, at: success, "`success: true`")
  case let success? where success.boolean == false:
    test.claim(broken != nil && violated == nil ? .brokeDown : .failed, at: success, "`success: false`")
  case let success? where success.kind != .null:
    test.claim(.unknown, at: success, "`success` is neither true nor false")
  default:
    test.claim(.unknown, at: row, "there is no `success`")
  }
  if let violated {
    test.claim(.failed, at: violated, "a metric with `success: false`")
  } else if let broken {
    test.claim(.brokeDown, at: broken, "a metric with an `error`")
  }
  if let unjudged = metrics.first(where: { !hasError($0) && verdict(of: $0) == .unjudged }) {
    test.claim(.unknown, at: unjudged, "a metric without `success`")
  }
  if metrics.isEmpty { test.claim(.notAsserted, at: row, "there is no metric") }
}

private func hasError(_ metric: DocumentNode) -> Bool {
  metric.member("error").map { $0.kind != .null && $0.text?.isBlank != true } ?? false
}

private func verdict(of metric: DocumentNode) -> EvaluationResult.Obligation.Verdict {
  guard !hasError(metric), let isSuccess = metric.member("success")?.boolean else { return .unjudged }
  return isSuccess ? .kept : .violated
}

/// `Stays polite [GEval]` is the metric `Stays polite`.
private func metricNames(of metric: DocumentNode) -> [String] {
  guard let name = metric.string("name") else { return [] }
  guard name.hasSuffix("]"), let bracket = name.lastIndex(of: "[") else { return [name] }
  var short = name[..<bracket]
  while short.last == " " { short.removeLast() }
  return [name, String(short)]
}
