import PolicyGraph

/// The tests of a DeepEval test run: `.deepeval/.latest_test_run.json` (the run under `testRunData`), or a file of
/// `DEEPEVAL_RESULTS_FOLDER` (the run itself): `{testCases, conversationalTestCases: [{name, success, metricsData:
/// [{name, success, score, error, evaluationModel}], metadata, scenario}]}` (DeepEval's `TestRun`).
///
/// A metric with an `error` has not judged; a test in which one broke down is an error, unless another failed it. DeepEval
/// records no time. A conversational test's own `scenario` is a description, which counts where it is a scenario's id.
func deepEvalTests(_ document: Document, _ findings: inout Findings) -> [ForeignTest] {
  let root = document.root
  let run = root.member("testRunData").flatMap { $0.kind == .object ? $0 : nil } ?? root
  let lists = ["testCases", "conversationalTestCases"].compactMap { run.list($0) }
  guard !lists.isEmpty else {
    findings.reportForeign("there is no list `testCases`", at: run, from: .deepeval)
    return []
  }
  return lists.flatMap { $0 }.enumerated().compactMap { position, row in
    guard row.kind == .object else {
      findings.reportForeign("a test case is no object", at: row, from: .deepeval)
      return nil
    }
    let metrics = row.list("metricsData") ?? []
    let model = metrics.compactMap { $0.string("evaluationModel") }.first
    var test = ForeignTest(
      place: row, judge: model.map { .init(.model, $0) } ?? .init(.program, "deepeval"), ordinal: position + 1
    )
    test.names = [row.string("name"), row.string("scenario")].compactMap { $0 }
    test.addLabels(of: row.member("metadata"))
    test.assertions = metrics.map { (texts: metricNames(of: $0), verdict: verdict(of: $0)) }
    let hasBrokenDown = metrics.contains { $0.string("error") != nil }
    switch row.member("success")?.boolean {
    case true?: test.verdict = hasBrokenDown ? .error : metrics.isEmpty ? nil : .pass
    case false?:
      let isJudged = metrics.contains { verdict(of: $0) == .violated }
      test.verdict = hasBrokenDown && !isJudged ? .error : .fail
    case nil: test.verdict = hasBrokenDown ? .error : nil
    }
    test.run = run.string("identifier")
    test.notes = metrics.first { verdict(of: $0) != .kept }.flatMap {
      $0.string("error") ?? $0.string("reason")
    }
    return test
  }
}

private func verdict(of metric: DocumentNode) -> EvaluationResult.Obligation.Verdict {
  guard metric.string("error") == nil, let isSuccess = metric.member("success")?.boolean else {
    return .unjudged
  }
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
