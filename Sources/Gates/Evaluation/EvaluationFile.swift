import PolicyGraph

/// What a file of evaluation results holds.
public struct EvaluationFile: Sendable {
  /// The results that could be read, in the order of the file, each exact content once.
  public let results: [EvaluationResult]
  /// All that was found, by place.
  public let diagnostics: [Diagnostic]
  /// Whether every line could be read and none stood twice. What could not be read may be what failed, so that a gate
  /// must not go by the rest.
  public let isReadable: Bool
}

/// Reads evaluation results (`eval_result.v1`) as JSON Lines.
///
/// Each malformed line is a finding at its place, and the others are read all the same. A line with exactly the content
/// of an earlier one (the same RFC 8785 bytes) is refused; one that says something else of the same scenario, run and
/// judge is kept, counted, and a warning. O(bytes); bounded by the limits.
public func readEvaluations(_ source: SourceText, limits: Limits = .standard) -> EvaluationFile {
  var findings = Findings(limits: limits)
  let lines = readJSONLines(source, limits: limits, findings: &findings) { document, findings in
    EvaluationSchema.decode(document, findings: &findings).map {
      (result: $0, content: DraftHash(of: JSONValue(document.root)).sha256)
    }
  }
  var firstByContent: [String: SourceSpan] = [:]
  var firstByRun: [RunIdentity: SourceSpan] = [:]
  var results: [EvaluationResult] = []
  for line in lines {
    let result = line.value.result
    if let first = firstByContent[line.value.content] {
      findings.report(
        .duplicateEvaluation, "this is the result of run `\(result.run)` of `\(result.scenario)` once more",
        span: line.span, notes: [.init(message: "first given here", span: first, path: nil)],
        help: "remove the line; a run that was made again has a `run` id of its own")
      continue
    }
    firstByContent[line.value.content] = line.span
    let identity = RunIdentity(result)
    if let first = firstByRun[identity] {
      findings.report(
        .conflictingEvaluation,
        "run `\(result.run)` of `\(result.scenario)` was judged otherwise by the same judge",
        span: line.span, notes: [.init(message: "judged first here", span: first, path: nil)],
        help: "both count; give a repetition a `run` id of its own")
    } else {
      firstByRun[identity] = line.span
    }
    results.append(result)
  }
  return EvaluationFile(
    results: results, diagnostics: findings.sorted, isReadable: !findings.hasErrors)
}

/// One run, as one judge saw it. Compared by Unicode scalars.
struct RunIdentity: Hashable {
  private let scenario: ScenarioID
  private let run: Identifier<RunIdentity>
  private let judge: Identifier<EvaluationResult.Judge>
  private let kind: EvaluationResult.Judge.Kind

  init(_ result: EvaluationResult) {
    scenario = result.scenario
    run = Identifier(result.run)
    judge = Identifier(result.judge.name)
    kind = result.judge.kind
  }
}
