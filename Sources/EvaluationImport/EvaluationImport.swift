import Documents
import Gates
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
  /// When the tests were judged, where the report does not say it; nil if that is not known. It never takes
  /// the place of a time that the report states and that cannot be read.
  public var at: Instant?

  /// `scenarios`: those of the draft, which tests of the report are matched with by id.
  public init(draft: DraftHash, scenarios: [Scenario], at: Instant? = nil) {
    self.draft = draft
    self.scenarios = scenarios
    self.at = at
  }
}

/// What an import has made.
public struct EvaluationImport: Sendable {
  /// In the order of the file.
  public let results: [EvaluationResult]
  /// Which parts of the report are not evidence, and why; sorted by place.
  public let diagnostics: [Diagnostic]
  /// Whether the results may be used: the file could be read, and something of it is evidence about the draft.
  public let isComplete: Bool

  /// The results as JSON Lines.
  public var text: String { results.map { CanonicalJSON.text(of: JSONValue($0)) + "\n" }.joined() }
}

/// Makes evaluation results of another tool's test results.
///
/// A result is imported only where its report positively says that the test ran, when, and how it ended, and nothing in
/// the report contradicts it; failures are imported with less. Nothing is dropped silently: what belongs to no scenario
/// and what is not evidence is a finding. The ids of the runs follow from the content of the report. O(bytes + tests).
public func importEvaluations(
  _ source: SourceText, from tool: EvaluationSource, _ options: ImportOptions, limits: Limits = .standard
) -> EvaluationImport {
  var findings = Findings(limits: limits)
  let report =
    switch tool {
    case .promptfoo:
      readJSON(source, limits: limits, findings: &findings).flatMap { promptfooReport($0, &findings) }
    case .deepeval:
      readJSON(source, limits: limits, findings: &findings).flatMap { deepEvalReport($0, &findings) }
    case .junit: readXML(source, limits: limits, findings: &findings).flatMap { junitReport($0, &findings) }
    }
  var results: [EvaluationResult] = []
  if let report {
    var evidence = ForeignEvidence(report, options)
    results = evidence.results(&findings)
  }
  if results.isEmpty, !findings.hasErrors {
    findings.report(
      .foreignResults, "nothing in this file is evidence about a scenario of the draft",
      span: SourceSpan(start: 0, end: 0),
      help: report?.tests.isEmpty == false
        ? "the other findings say why, test by test"
        : "there is no test in it: run the tests, and import what is written then")
  }
  return EvaluationImport(
    results: findings.hasErrors ? [] : results, diagnostics: findings.sorted, isComplete: !findings.hasErrors)
}
