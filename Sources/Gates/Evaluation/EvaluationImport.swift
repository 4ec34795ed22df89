import PolicyGraph

/// Whose test results are imported.
public enum EvaluationSource: String, Sendable, CaseIterable {
  case promptfoo, deepeval, junit
}

/// What an import has to know that the file does not say.
public struct ImportOptions: Sendable {
  /// The draft that was tested, where a test does not name one.
  public var draft: DraftHash
  /// The scenarios that tests may belong to, with the texts that they may be judged on.
  public var scenarios: [Scenario]
  /// When the tests were judged, where the file does not say it.
  public var at: Instant

  public init(draft: DraftHash, scenarios: [Scenario], at: Instant) {
    self.draft = draft
    self.scenarios = scenarios
    self.at = at
  }
}

/// What came of an import.
public struct EvaluationImport: Sendable {
  /// In the order of the file.
  public let results: [EvaluationResult]
  public let diagnostics: [Diagnostic]
  /// Whether the results may be used: the file could be read, and something of it belongs to the draft.
  public let isComplete: Bool

  /// The results as JSON Lines.
  public var text: String { results.map { CanonicalJSON.text(of: JSONValue($0)) + "\n" }.joined() }
}

/// Makes evaluation results of another tool's test results. Nothing is dropped silently: what belongs to no scenario, and
/// what was skipped, is a finding. O(bytes + tests × scenarios).
public func importEvaluations(
  _ source: SourceText, from tool: EvaluationSource, _ options: ImportOptions, limits: Limits = .standard
) -> EvaluationImport {
  var findings = Findings(limits: limits)
  let tests: [ForeignTest]
  switch tool {
  case .promptfoo:
    tests =
      readJSON(source, limits: limits, findings: &findings).map { promptfooTests($0, &findings) } ?? []
  case .deepeval:
    tests = readJSON(source, limits: limits, findings: &findings).map { deepEvalTests($0, &findings) } ?? []
  case .junit:
    tests = readXML(source, limits: limits, findings: &findings).map { junitTests($0, &findings) } ?? []
  }
  let results = tests.compactMap { result(of: $0, options, &findings) }
  if results.isEmpty, !findings.hasErrors {
    findings.report(
      .foreignResults, "nothing in this file is a judged run of a scenario of the draft",
      span: SourceSpan(start: 0, end: 0),
      help: "name the scenario in each test's metadata: `scenario: <id>`")
  }
  return EvaluationImport(
    results: findings.hasErrors ? [] : results, diagnostics: findings.sorted, isComplete: !findings.hasErrors)
}

/// A test of another tool, in words that all of them share.
struct ForeignTest {
  /// Where it stands.
  let place: DocumentNode
  /// What it is called: each may be the id of a scenario.
  var names: [String] = []
  /// What it says of itself, by key: metadata, variables, properties.
  var labels: [String: [String]] = [:]
  /// Nil where it was skipped or nothing was asserted.
  var verdict: EvaluationResult.Verdict?
  /// Single assertions by the texts that name them.
  var assertions: [(texts: [String], verdict: EvaluationResult.Obligation.Verdict)] = []
  var judge: EvaluationResult.Judge
  var at: Instant?
  /// The tool's name for the run that this is a part of; nil where it has none.
  var run: String?
  /// Position among the tests of the file, from 1.
  var ordinal: Int
  var notes: String?
}

extension ForeignTest {
  /// Adds the text members of an object, and lists of texts.
  mutating func addLabels(of object: DocumentNode?) {
    guard let object else { return }
    for member in object.members {
      let texts = member.value.kind == .string ? [member.value] : Array(member.value.elements)
      labels[member.key.text ?? "", default: []] += texts.filter { $0.kind == .string }.compactMap(\.text)
    }
  }

  fileprivate func label(_ key: String) -> String? { labels[key]?.first }
}

private func result(
  of test: ForeignTest, _ options: ImportOptions, _ findings: inout Findings
) -> EvaluationResult? {
  let named = test.label("scenario") ?? test.label("scenario_id")
  let candidates = named.map { [$0] } ?? test.names
  let scenario = options.scenarios.first { scenario in
    candidates.contains { scenario.id == ScenarioID($0) }
  }
  guard let scenario else {
    let name = FindingText.list(candidates)
    let nearest = findings.suggestion(
      for: candidates.first ?? "", among: options.scenarios.map(\.id.text))
    findings.report(
      .unmappedTest,
      candidates.isEmpty
        ? "this test has no name, and names no scenario" : "the draft has no scenario \(name)",
      at: test.place,
      help: nearest.map { "did you mean `\($0)`? The test is not imported" }
        ?? "name the scenario in the test's metadata (`scenario: <id>`); the test is not imported")
    return nil
  }
  guard let verdict = test.verdict else {
    findings.report(
      .skippedTest, "this test of `\(scenario.id)` was skipped, or nothing was asserted of it",
      at: test.place,
      help: "it is not imported: it is neither a pass nor a failure")
    return nil
  }
  let at = test.at ?? options.at
  let isOfOptions = test.label("draft_hash").map { $0 == options.draft.draftHash } ?? true
  return EvaluationResult(
    scenario: scenario.id, run: "\(test.run ?? at.text)#\(test.ordinal)", channel: test.label("channel"),
    verdict: verdict, obligations: obligations(of: test, scenario), judge: test.judge, at: at,
    draftHash: test.label("draft_hash") ?? options.draft.draftHash,
    sha256: test.label("sha256") ?? (isOfOptions ? options.draft.sha256 : nil), notes: test.notes)
}

/// The scenario's prohibitions and its goal, as far as the test was judged on them: by an assertion that bears the very
/// text, or by the labels `kept`, `violated` and `unjudged`. Of several judgements of one text the worst counts.
private func obligations(of test: ForeignTest, _ scenario: Scenario) -> [EvaluationResult.Obligation] {
  let critical = test.labels["critical"] ?? []
  return ((scenario.mustNotDo ?? []) + [scenario.userGoal]).compactMap { item in
    let labelled = EvaluationResult.Obligation.Verdict.allCases.filter { verdict in
      test.labels[verdict.rawValue]?.contains { $0.hasSameScalars(as: item) } ?? false
    }
    let asserted = test.assertions.filter { $0.texts.contains { $0.hasSameScalars(as: item) } }.map(\.verdict)
    let all = labelled + asserted
    guard let verdict = [.violated, .unjudged, .kept].first(where: all.contains) else { return nil }
    return EvaluationResult.Obligation(
      item, verdict, isCritical: critical.contains { $0.hasSameScalars(as: item) })
  }
}

extension Findings {
  /// Reports a part of a file that is not what the tool writes there.
  mutating func reportForeign(_ message: FindingText, at node: DocumentNode, from tool: EvaluationSource) {
    report(
      .foreignResults, message, at: node,
      help: "is this what \(tool.rawValue) wrote, whole and unchanged?")
  }
}
