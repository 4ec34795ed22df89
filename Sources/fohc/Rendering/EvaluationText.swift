import Documents
import Gates
import PolicyGraph
import Rendering

/// What judged runs say of a draft, for people and for programs.
///
///     scenario       runs  passed  errors  at least  violations  unjudged  conflicts
///     books_a_table    20      19       0     0.804           0         1          0
struct EvaluationText {
  private let evidence: EvaluationSet
  private let scenarios: [Scenario]
  private let confidence: Confidence

  init(_ evidence: EvaluationSet, _ scenarios: [Scenario], _ confidence: Confidence) {
    self.evidence = evidence
    self.scenarios = scenarios
    self.confidence = confidence
  }

  var lines: [String] {
    let header = ["scenario", "runs", "passed", "errors", "at least", "violations", "unjudged", "conflicts"]
    var rows = [header]
    for scenario in evidence.scenarios {
      let critical = scenario.criticalViolations > 0 ? " (\(scenario.criticalViolations) critical)" : ""
      rows.append([
        Printable.line(scenario.scenario.text), "\(scenario.runs)", "\(scenario.passes)",
        "\(scenario.errors)",
        Self.threeDecimals(scenario.lowerBound(at: confidence)), "\(scenario.violations)\(critical)",
        "\(scenario.unjudged.count)", "\(scenario.conflicts)",
      ])
    }
    rows += unseen.map { [Printable.line($0.text), "0"] + Array(repeating: "-", count: 6) }
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { row in
      row.enumerated().map { column, text in
        let padding = String(repeating: " ", count: widths[column] - text.count)
        return column == 0 ? text + padding : padding + text
      }.joined(separator: "  ")
    }
    for scenario in evidence.scenarios {
      lines += scenario.unjudged.map {
        "unjudged in \(Printable.line(scenario.scenario.text)): \(Printable.line($0))"
      }
    }
    if !foreign.isEmpty {
      lines.append(
        "not a scenario of the draft: \(foreign.map { Printable.line($0.text) }.joined(separator: ", "))")
    }
    if evidence.ofOtherDrafts > 0 {
      lines.append("results for other drafts, not counted: \(evidence.ofOtherDrafts)")
    }
    switch evidence.usability {
    case .unreadable: lines.append("not all of the file could be read: these figures are not evidence")
    case .contradictory:
      lines.append(
        "results that name this draft by one hash and another by the other: \(evidence.contradictions); these figures are no "
          + "evidence")
    case .empty: lines.append("no evidence: there is no result for this draft")
    case .present: break
    }
    return lines
  }

  var json: JSONValue {
    let usability =
      switch evidence.usability {
      case .unreadable: "unreadable"
      case .contradictory: "contradictory"
      case .empty: "empty"
      case .present: "present"
      }
    return .object([
      JSONMember("draft_hash", .string(evidence.draft.draftHash)),
      JSONMember("sha256", .string(evidence.draft.sha256)),
      JSONMember("evidence", .string(usability)),
      JSONMember("confidence", .string(confidence.rawValue)),
      JSONMember("of_other_drafts", .integer(evidence.ofOtherDrafts)),
      JSONMember("contradictions", .integer(evidence.contradictions)),
      JSONMember("scenarios", .array(evidence.scenarios.map(json))),
      JSONMember("without_evidence", .strings(unseen.map(\.text))),
    ])
  }

  private func json(_ scenario: ScenarioEvaluations) -> JSONValue {
    .object([
      JSONMember("scenario", .string(scenario.scenario.text)),
      JSONMember("runs", .integer(scenario.runs)), JSONMember("passed", .integer(scenario.passes)),
      JSONMember("failed", .integer(scenario.failures)), JSONMember("errors", .integer(scenario.errors)),
      JSONMember("lower_bound", .number(scenario.lowerBound(at: confidence))),
      JSONMember("violations", .integer(scenario.violations)),
      JSONMember("critical_violations", .integer(scenario.criticalViolations)),
      JSONMember("unjudged", .strings(scenario.unjudged)),
      JSONMember("conflicts", .integer(scenario.conflicts)),
      JSONMember("earliest", .string(scenario.earliest.text)),
      JSONMember("latest", .string(scenario.latest.text)),
    ])
  }

  /// Scenarios of the draft of which no run was judged.
  private var unseen: [ScenarioID] { scenarios.map(\.id).filter { evidence[$0] == nil } }

  /// Judged scenarios that the draft does not have.
  private var foreign: [ScenarioID] {
    evidence.scenarios.map(\.scenario).filter { id in !scenarios.contains { $0.id == id } }
  }

  /// Cut off, not rounded, so that what is shown is not above what is so.
  private static func threeDecimals(_ share: Double) -> String {
    let digits = String(Int(share * 1000))
    return share >= 1 ? "1.000" : "0." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
