import Documents
import Gates
import PolicyGraph

/// The tests in what `promptfoo eval -o results.json` writes (summary version 3 and 2; promptfoo's `OutputFile`):
/// `{evalId, results: {version, timestamp, stats, results: [{success, failureReason, error, gradingResult, testCase, vars,
/// provider, response}]}}`, and the summary alone, as its API returns it.
///
/// `failureReason` 2 is an error, and so is an `error` that no assertion explains. A test of which nothing was asserted
/// is not evidence, although promptfoo calls it a success. The report is identified by its summary and `evalId`: what an
/// export adds later (a link, its own time) does not make it another. Nil, having reported why, for another file.
func promptfooReport(_ document: Document, _ findings: inout Findings) -> ForeignReport? {
  let root = document.root
  let summary = root.member("results").flatMap { $0.kind == .object ? $0 : nil } ?? root
  guard let rows = summary.list("results") else {
    findings.reportForeign("the list `results` is missing", at: summary, from: .promptfoo)
    return nil
  }
  let identity = JSONValue.object([
    JSONMember("eval", .string(root.string("evalId") ?? "")), JSONMember("summary", JSONValue(summary)),
  ])
  var report = ForeignReport(.promptfoo, digest: DraftHash(of: identity).sha256)
  var group = ForeignGroup(place: summary, title: "the report", outer: nil)
  group.times = summary.times("timestamp") + (root.member("metadata")?.times("evaluationCreatedAt") ?? [])
  group.counts =
    summary.member("stats")?.counts(["successes": .passed, "failures": .failures, "errors": .errors]) ?? []
  report.groups.append(group)
  for row in rows {
    guard let hasSucceeded = row.member("success")?.boolean else {
      findings.reportForeign("`success` is neither true nor false", at: row, from: .promptfoo)
      continue
    }
    report.tests.append(test(row, hasSucceeded))
  }
  return report
}

private func test(_ row: DocumentNode, _ hasSucceeded: Bool) -> ForeignTest {
  let grading = row.member("gradingResult")
  let testCase = row.member("testCase")
  var test = ForeignTest(place: row, group: 0, judge: .init(.program, "promptfoo"))
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
  test.judge.kind = judgeKind(of: components.compactMap { $0.member("assertion")?.string("type") })
  addClaims(to: &test, row, hasSucceeded, hasAssertions: !components.isEmpty)
  test.times = row.times("timestamp", "createdAt")
  test.variant = provider(of: row)
  test.cached = cache(of: row)
  test.notes = hasSucceeded ? nil : row.string("error") ?? grading?.string("reason")
  return test
}

// MARK: - Outcome

private func addClaims(
  to test: inout ForeignTest, _ row: DocumentNode, _ hasSucceeded: Bool, hasAssertions: Bool
) {
  let grading = row.member("gradingResult")
  let success = row.member("success") ?? row
  let reason = row.member("failureReason")
  let error = row.member("error").flatMap { $0.kind != .null && $0.text?.isBlank != true ? $0 : nil }
  if hasSucceeded {
    test.claim(.passed, at: success, "`success: true`")
  } else {
    let isError = reason?.integer == 2 || (!hasAssertions && error != nil)
    test.claim(isError ? .brokeDown : .failed, at: success, "`success: false`")
    return
  }
  // From here on it is said to be a success: whatever says otherwise counts.
  if let error { test.claim(.brokeDown, at: error, "an `error`") }
  if let error = row.member("response")?.member("error"), error.kind != .null, error.text?.isBlank != true {
    test.claim(.brokeDown, at: error, "an `error` of its `response`")
  }
  if let reason, reason.kind != .null {
    switch reason.integer {
    case 0: break
    case 1: test.claim(.failed, at: reason, "`failureReason: 1`")
    case 2: test.claim(.brokeDown, at: reason, "`failureReason: 2`")
    default: test.claim(.unknown, at: reason, "`failureReason: \(reason.text ?? "…")`")
    }
  }
  if let grading, grading.kind != .null {
    switch grading.member("pass")?.boolean {
    case true?: break
    case false?: test.claim(.failed, at: grading, "`gradingResult.pass: false`")
    case nil: test.claim(.unknown, at: grading, "a `gradingResult` without `pass`")
    }
    addClaims(of: grading, mayFail: hasThreshold(row.member("testCase")), to: &test)
  }
  if !hasAssertions { test.claim(.notAsserted, at: row, "there is no assertion") }
}

/// What the parts of a grading say against a success. Where a threshold decides, a part may fail.
private func addClaims(of grading: DocumentNode, mayFail: Bool, to test: inout ForeignTest) {
  for component in grading.list("componentResults") ?? [] {
    let mayFail = mayFail || hasThreshold(grading.member("assertion"))
    if component.member("metadata")?.member("graderError")?.boolean == true {
      test.claim(.brokeDown, at: component, "a grader that broke down")
    }
    switch component.member("pass")?.boolean {
    case true?: break
    case false?: if !mayFail { test.claim(.failed, at: component, "an assertion with `pass: false`") }
    case nil: test.claim(.unknown, at: component, "an assertion without `pass`")
    }
    addClaims(of: component, mayFail: mayFail, to: &test)
  }
}

private func hasThreshold(_ node: DocumentNode?) -> Bool { node?.member("threshold")?.kind == .number }

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

// MARK: - Provider and cache

/// The label or id of the provider.
private func provider(of row: DocumentNode) -> String? {
  guard let provider = row.member("provider") else { return nil }
  let names = [
    provider.string("label"), provider.string("id"), provider.kind == .string ? provider.text : nil,
  ]
  return names.lazy.compactMap { $0 }.first { !$0.isBlank }
}

/// What says that the answer is one of an earlier run: `cached`, or tokens that all came from the cache.
private func cache(of row: DocumentNode) -> DocumentNode? {
  let response = row.member("response")
  for holder in [row, response].compactMap({ $0 }) {
    guard let cached = holder.member("cached"), cached.kind != .null, cached.boolean != false else {
      continue
    }
    return cached
  }
  for usage in [row.member("tokenUsage"), response?.member("tokenUsage")].compactMap({ $0 }) {
    if let cached = usage.member("cached"), cached.integer ?? 0 > 0, usage.member("prompt")?.integer ?? 0 == 0
    {
      return cached
    }
  }
  return nil
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
