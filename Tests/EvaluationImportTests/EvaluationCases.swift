import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import TestSupport
@testable import EvaluationImport

/// A result as a line, with each edit made.
func line(_ edits: (old: String, new: String)...) -> String {
  edits.reduce(EvaluationLine.text) { $0.replacingOnce($1.old, with: $1.new) }
}

enum EvaluationLine {
  static let hash = DraftHash(of: .object([]))
  static let text =
    #"{"schema_version":"eval_result.v1","scenario":"books_at_once","run":"1","verdict":"pass","#
    + #""obligations":[{"item":"promises a price","verdict":"kept","critical":true}],"#
    + #""judge":{"kind":"human","name":"Ada"},"at":"2026-11-24T13:18:10Z","draft_hash":"\#(hash.draftHash)","#
    + #""sha256":"\#(hash.sha256)"}"#
}

let importOptions = ImportOptions(
  draft: EvaluationLine.hash,
  scenarios: [
    Scenario(
      id: "books_at_once", channel: nil, userGoal: "see a home", mustCollect: nil,
      mustNotDo: ["promises a price"]),
    Scenario(id: "declines", channel: nil, userGoal: "leave", mustCollect: nil, mustNotDo: nil),
  ], at: Instant(seconds: 1_795_526_290))

/// Each rule of the evaluations with what it finds and a near miss; the function is what reads it.
struct EvaluationCase: Sendable {
  let rule: Rule
  let fires: String
  let marks: String
  let quiet: String
  let read: @Sendable (SourceText) -> [Diagnostic]

  static let lines: @Sendable (SourceText) -> [Diagnostic] = { readEvaluations($0).diagnostics }
  static func imported(_ tool: EvaluationSource) -> @Sendable (SourceText) -> [Diagnostic] {
    { importEvaluations($0, from: tool, importOptions).diagnostics }
  }
}

private let promptfoo =
  #"{"results":{"version":3,"timestamp":"2026-11-24T13:18:10.123Z","results":[{"success":true,"testCase":"#
  + #"{"description":"books_at_once"},"gradingResult":{"pass":true,"componentResults":[{"pass":true,"assertion":"#
  + #"{"type":"contains","value":"x"}}]}}]}}"#

let evaluationCases = [
  EvaluationCase(
    rule: .evaluationValue, fires: line(("2026-11-24T13:18:10Z", "yesterday")), marks: "\"yesterday\"",
    quiet: line(("2026-11-24T13:18:10Z", "2026-11-24T14:18:10.5+01:00")), read: EvaluationCase.lines),
  EvaluationCase(
    rule: .duplicateEvaluation,
    fires: line() + "\n"
      + line(("\"run\":\"1\",\"verdict\":\"pass\"", "\"verdict\":\"pass\", \"run\":\"1\"")),
    marks: line(("\"run\":\"1\",\"verdict\":\"pass\"", "\"verdict\":\"pass\", \"run\":\"1\"")),
    quiet: line() + "\n" + line(("\"run\":\"1\"", "\"run\":\"2\"")), read: EvaluationCase.lines),
  EvaluationCase(
    rule: .conflictingEvaluation, fires: line() + "\n" + line(("\"pass\"", "\"fail\""), ("Ada", "Grace")),
    marks: line(("\"pass\"", "\"fail\""), ("Ada", "Grace")),
    quiet: line() + "\n" + line(("Ada", "Grace")), read: EvaluationCase.lines),
  EvaluationCase(
    rule: .xmlSyntax, fires: "<testsuite><testcase name=\"a & b\"/></testsuite>", marks: "&",
    quiet: "<testsuite><testcase name=\"a &amp; b\"/></testsuite>", read: EvaluationCase.imported(.junit)),
  EvaluationCase(
    rule: .foreignResults, fires: promptfoo.replacingOnce("\"success\":true", with: "\"success\":1"),
    marks: promptfoo.replacingOnce("\"success\":true", with: "\"success\":1").between(
      "\"results\":[", "]}}]}}") + "]}}",
    quiet: promptfoo, read: EvaluationCase.imported(.promptfoo)),
  EvaluationCase(
    rule: .unmappedTest, fires: "<testsuite><testcase name=\"books_at_one\"/></testsuite>",
    marks: "<testcase name=\"books_at_one\"/>",
    quiet: "<testsuite><testcase name=\"books_at_once\"/></testsuite>",
    read: EvaluationCase.imported(.junit)),
  EvaluationCase(
    rule: .skippedTest, fires: "<testsuite><testcase name=\"declines\"><skipped/></testcase></testsuite>",
    marks: "<testcase name=\"declines\"><skipped/></testcase>",
    quiet: "<testsuite><testcase name=\"declines\"><failure/></testcase></testsuite>",
    read: EvaluationCase.imported(.junit)),
  junit(
    .undatedTest, suite("<testcase name=\"declines\" timestamp=\"1732454290\"/>"), marks: "\"1732454290\"",
    quiet: suite("<testcase name=\"declines\" timestamp=\"2026-11-24 13:18Z\"/>")),
  junit(
    .timeWithoutOffset, suite("<testcase name=\"declines\" timestamp=\"2026-11-24T13:18:10\"/>"),
    marks: "\"2026-11-24T13:18:10\"",
    quiet: suite("<testcase name=\"declines\" timestamp=\"2026-11-24T13:18:10-0500\"/>")),
  junit(
    .unknownOutcome, suite("<testcase name=\"declines\" status=\"deferred\"/>"), marks: "\"deferred\"",
    quiet: suite("<testcase name=\"declines\" status=\"run\"/>")),
  junit(
    .contradictoryReport, suite("<testcase name=\"declines\"/>", " tests=\"2\""), marks: "\"2\"",
    quiet: suite("<testcase name=\"declines\"/>", " tests=\"1\"")),
  junit(
    .nothingAsserted, suite("<testcase name=\"declines\" assertions=\"0\"/>"), marks: "\"0\"",
    quiet: suite("<testcase name=\"declines\" assertions=\"1\"/>")),
  junit(
    .failedAttempts, suite("<testcase name=\"declines\"><flakyError/></testcase>"),
    marks: "<testcase name=\"declines\"><flakyError/></testcase>",
    quiet: suite("<testcase name=\"declines\"><error/></testcase>")),
  EvaluationCase(
    rule: .cachedResult,
    fires: promptfoo.replacingOnce(
      "\"success\":true", with: "\"success\":true,\"response\":{\"cached\":true}"),
    marks: "true",
    quiet: promptfoo.replacingOnce(
      "\"success\":true", with: "\"success\":true,\"response\":{\"cached\":false}"),
    read: EvaluationCase.imported(.promptfoo)),
  EvaluationCase(
    rule: .severalProviders, fires: twoRows("a", "b"), marks: row("b"), quiet: twoRows("a", "a"),
    read: EvaluationCase.imported(.promptfoo)),
]

private func suite(_ tests: String, _ attributes: String = "") -> String {
  "<testsuite\(attributes)>\(tests)</testsuite>"
}

private func junit(_ rule: Rule, _ fires: String, marks: String, quiet: String) -> EvaluationCase {
  EvaluationCase(rule: rule, fires: fires, marks: marks, quiet: quiet, read: EvaluationCase.imported(.junit))
}

private func row(_ provider: String) -> String {
  #"{"success":false,"provider":{"id":"\#(provider)"},"testCase":{"description":"declines"}}"#
}

private func twoRows(_ first: String, _ second: String) -> String {
  #"{"results":{"timestamp":"2026-11-24T13:18:10Z","results":[\#(row(first)),\#(row(second))]}}"#
}

extension String {
  /// What stands between the last occurrence of a text and the first of another after it.
  func between(_ start: String, _ end: String) -> String {
    let rest = ranges(of: start).last.map { self[$0.upperBound...] } ?? self[...]
    return String(rest.firstRange(of: end).map { rest[..<$0.lowerBound] } ?? rest)
  }
}
