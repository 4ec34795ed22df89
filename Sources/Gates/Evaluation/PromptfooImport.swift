import PolicyGraph

/// The tests in what `promptfoo eval -o results.json` writes (summary version 3 and 2; promptfoo's `OutputFile`):
/// `{evalId, results: {version, timestamp, results: [{success, failureReason, error, gradingResult, testCase, vars}]}}`,
/// and the summary alone, as its API returns it.
///
/// `failureReason` 2 is an error, and so is an `error` that no assertion explains. A test of which nothing was asserted
/// is no evidence, although promptfoo calls it a success.
func promptfooTests(_ document: Document, _ findings: inout Findings) -> [ForeignTest] {
  let root = document.root
  let summary = root.member("results").flatMap { $0.kind == .object ? $0 : nil } ?? root
  guard let rows = summary.list("results") else {
    findings.reportForeign("there is no list `results`", at: summary, from: .promptfoo)
    return []
  }
  let at = summary.string("timestamp").flatMap { Instant($0) }
  return rows.enumerated().compactMap { position, row in
    guard let hasSucceeded = row.member("success")?.boolean else {
      findings.reportForeign("`success` is neither true nor false", at: row, from: .promptfoo)
      return nil
    }
    let grading = row.member("gradingResult")
    let testCase = row.member("testCase")
    var test = ForeignTest(place: row, judge: .init(.program, "promptfoo"), ordinal: position + 1)
    test.names = [testCase?.string("description"), row.string("description")].compactMap { $0 }
    for object in [testCase?.member("metadata"), row.member("vars"), testCase?.member("vars")] {
      test.addLabels(of: object)
    }
    let components = leaves(of: grading)
    test.assertions = components.map { component in
      let assertion = component.member("assertion")
      return (
        texts: [assertion?.string("metric"), assertion?.string("value")].compactMap { $0 },
        verdict: verdict(of: component)
      )
    }
    let types = components.compactMap { $0.member("assertion")?.string("type") }
    test.judge.kind = judgeKind(of: types)
    let isError =
      row.member("failureReason")?.integer == 2
      || (!hasSucceeded && components.isEmpty && row.string("error") != nil)
    if isError {
      test.verdict = .error
    } else if !(components.isEmpty && hasSucceeded) {
      test.verdict = hasSucceeded ? .pass : .fail
    }
    test.at = at
    test.run = root.string("evalId")
    test.notes = hasSucceeded ? nil : row.string("error") ?? grading?.string("reason")
    return test
  }
}

/// Single assertions: those that an assertion set is made of, not the set. Nesting is bounded by the reader.
private func leaves(of grading: DocumentNode?) -> [DocumentNode] {
  guard let grading, grading.kind == .object else { return [] }
  guard let components = grading.list("componentResults"), !components.isEmpty else {
    return grading.member("assertion")?.kind == .object ? [grading] : []
  }
  return components.flatMap { leaves(of: $0) }
}

/// A grader that broke down has not judged, whatever it says.
private func verdict(of component: DocumentNode) -> EvaluationResult.Obligation.Verdict {
  if component.member("metadata")?.member("graderError")?.boolean == true { return .unjudged }
  switch component.member("pass")?.boolean {
  case true?: return .kept
  case false?: return .violated
  case nil: return .unjudged
  }
}

/// A person where one has graded by hand, a model where any assertion asks one.
private func judgeKind(of types: [String]) -> EvaluationResult.Judge.Kind {
  if types.contains("human") { return .human }
  let asksModel = types.contains { type in
    let type = type.hasPrefix("not-") ? String(type.dropFirst(4)) : type
    return type.hasPrefix("model-graded") || type.hasPrefix("context-")
      || [
        "answer-relevance", "conversation-relevance", "factuality", "g-eval", "llm-rubric", "pi",
        "search-rubric", "select-best", "trajectory:goal-success",
      ].contains(type)
  }
  return asksModel ? .model : .program
}
