import Documents
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
/// of an earlier one (the same RFC 8785 bytes) is refused; one that judges the same run of the same scenario and draft
/// again is kept, as another judgement of one run, and a warning where the two are by one judge or not alike. O(bytes);
/// bounded by the limits.
public func readEvaluations(_ source: SourceText, limits: Limits = .standard) -> EvaluationFile {
  var findings = Findings(limits: limits)
  let lines = readJSONLines(source, limits: limits, findings: &findings) { document, findings in
    EvaluationSchema.decode(document, findings: &findings).map {
      (result: $0, content: DraftHash(of: JSONValue(document.root)).sha256)
    }
  }
  var firstByContent: [String: SourceSpan] = [:]
  var judged: [RunOfDraft: EarlierJudgements] = [:]
  var results: [EvaluationResult] = []
  for line in lines {
    let result = line.value.result
    if let first = firstByContent[line.value.content] {
      findings.report(
        .duplicateEvaluation, "this is the result of run `\(result.run)` of `\(result.scenario)` once more",
        span: line.span, notes: [.init(message: "first given here", span: first, path: nil)],
        help: "remove the line; give a repeated run its own `run` id")
      continue
    }
    firstByContent[line.value.content] = line.span
    let run = RunOfDraft(result)
    if let first = judged[run]?.other(than: result.verdict) {
      findings.report(
        .conflictingEvaluation, "run `\(result.run)` of `\(result.scenario)` was judged otherwise before",
        span: line.span, notes: [.init(message: "judged here", span: first, path: nil)], help: helpForRun)
    } else if let first = judged[run]?.byJudge[JudgeIdentity(result.judge)] {
      findings.report(
        .conflictingEvaluation,
        "run `\(result.run)` of `\(result.scenario)` was judged before by the same judge", span: line.span,
        notes: [.init(message: "judged here", span: first, path: nil)], help: helpForRun)
    }
    judged[run, default: EarlierJudgements()].add(result, at: line.span)
    results.append(result)
  }
  return EvaluationFile(
    results: results, diagnostics: findings.sorted, isReadable: !findings.hasErrors)
}

/// A run of a scenario, no matter who judged it, when and on which channel. Compared by Unicode scalars.
struct RunIdentity: Hashable {
  private let scenario: ScenarioID
  private let run: Identifier<RunIdentity>

  init(_ result: EvaluationResult) {
    scenario = result.scenario
    run = Identifier(result.run)
  }
}

/// A run as a file of results for several drafts has it.
private struct RunOfDraft: Hashable {
  private let run: RunIdentity
  private let draftHash: String

  init(_ result: EvaluationResult) {
    run = RunIdentity(result)
    draftHash = result.draftHash
  }
}

/// What was said of a run on earlier lines: the first of each kind.
private struct EarlierJudgements {
  private var byVerdict: [EvaluationResult.Verdict: SourceSpan] = [:]
  private(set) var byJudge: [JudgeIdentity: SourceSpan] = [:]

  func other(than verdict: EvaluationResult.Verdict) -> SourceSpan? {
    byVerdict.filter { $0.key != verdict }.values.min { $0.start < $1.start }
  }

  mutating func add(_ result: EvaluationResult, at span: SourceSpan) {
    if byVerdict[result.verdict] == nil { byVerdict[result.verdict] = span }
    if byJudge[JudgeIdentity(result.judge)] == nil { byJudge[JudgeIdentity(result.judge)] = span }
  }
}

/// A judge, compared by Unicode scalars.
private struct JudgeIdentity: Hashable {
  private let name: Identifier<EvaluationResult.Judge>
  private let kind: EvaluationResult.Judge.Kind

  init(_ judge: EvaluationResult.Judge) {
    name = Identifier(judge.name)
    kind = judge.kind
  }
}

private let helpForRun: FindingText =
  "it is one run, and passed only if every judgement of it is a pass; give a repetition its own `run` id"
