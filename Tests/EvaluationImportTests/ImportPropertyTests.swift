import Documents
@testable import EvaluationImport
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// No damage to a report makes more of it than it was.
///
/// The reports are those of every writer, which are consistent: whoever writes a new outcome, a new number or a new
/// scenario into one writes another report, and only signatures could tell. What may happen to a report otherwise is
/// that it is cut off, that a byte goes wrong, that parts get lost, come twice, or change places (``ReportEdit``). After
/// one such edit, of every scenario:
///
/// 1. no more runs have passed than before, and after a cut none of the report is imported;
/// 2. where some run had not passed, it is not that all are passes now. (The gate goes by the share of passes.)
/// 3. where parts have only changed places, verdicts and times are the same.
///
/// An edit may take away the only statement of something: that nothing was asserted, that an answer was cached, that an
/// attempt failed, what a test is called, or a suite that nothing outside of it counts. No reader could miss what nothing
/// else in the report speaks of; ``isTheOnlyWord(_:_:)`` lists these, and they are left out.
@Suite struct ImportPropertyTests {
  /// 20,000 edits, and as many times more as FOHC_SOAK says.
  private static let rounds =
    130 * (ProcessInfo.processInfo.environment["FOHC_SOAK"].flatMap { Int($0) } ?? 1)

  private struct Summary: Equatable {
    var passes: [ScenarioID: Int] = [:]
    var others: [ScenarioID: Int] = [:]
    var moments: [String] = []

    init(_ results: [EvaluationResult]) {
      for result in results {
        if result.verdict == .pass {
          passes[result.scenario, default: 0] += 1
        } else {
          others[result.scenario, default: 0] += 1
        }
        moments.append("\(result.scenario.text) \(result.verdict) \(result.at.text)")
      }
      moments.sort()
    }

    func isClean(_ scenario: ScenarioID) -> Bool { passes[scenario] ?? 0 > 0 && others[scenario] == nil }
  }

  @Test(arguments: WrittenReport.all)
  func noEditTurnsARefusalIntoAPass(_ report: WrittenReport) throws {
    let text = try Repository.text(report.path)
    var random = SeededRandom(seed: 7)
    // As it stands, and with both tests in one scenario, in which a pass stands beside the outcome.
    for text in [text, text.replacing("\"books_at_once\"", with: "\"declines\"")] {
      let source = SourceText(name: report.path, text: text)
      let before = Summary(importEvaluations(source, from: report.tool, importOptions).results)
      let parts = try parts(of: source, report.tool)
      var made = 0
      while made < Self.rounds {
        guard let edit = parts.edit(&random), !isTheOnlyWord(edit, report) else { continue }
        made += 1
        let edited = SourceText(name: report.path, bytes: edit.bytes)
        let file = importEvaluations(edited, from: report.tool, importOptions)
        guard let fault = fault(before, Summary(file.results), edit) else { continue }
        Issue.record(
          "\(fault) after \(edit.kind) of `\(edit.subject)`: \(String(decoding: edit.bytes, as: UTF8.self))")
        return
      }
    }
  }

  private func parts(of source: SourceText, _ tool: EvaluationSource) throws -> ReportParts {
    var findings = Findings(limits: .standard)
    let document =
      tool == .junit
      ? readXML(source, limits: .standard, findings: &findings)
      : readJSON(source, limits: .standard, findings: &findings)
    return ReportParts(source, try #require(document), isXML: tool == .junit)
  }

  /// What is wrong with what was imported after an edit; nil where nothing is.
  private func fault(_ before: Summary, _ after: Summary, _ edit: ReportEdit) -> String? {
    if edit.kind == .truncation, !after.moments.isEmpty { return "something of a cut report is imported" }
    if edit.kind == .swap, after != before, !edit.touchesName { return "the order matters" }
    for scenario in importOptions.scenarios.map(\.id) {
      if after.passes[scenario] ?? 0 > before.passes[scenario] ?? 0 { return "more passes" }
      if after.isClean(scenario), before.others[scenario] != nil, !edit.touchesName {
        return "the failures are gone"
      }
    }
    return nil
  }

  private func isTheOnlyWord(_ edit: ReportEdit, _ report: WrittenReport) -> Bool {
    switch (edit.kind, edit.subject) {
    case (.removal, "assertions"), (.removal, "asserts"), (.byte, "assertions"), (.byte, "asserts"):
      report.outcome == "no-assertions"
    case (.removal, "response"), (.removal, "tokenUsage"), (.removal, "cached"), (.byte, "response"),
      (.byte, "cached"),
      (.byte, "tokenUsage"):
      report.outcome == "cached"
    // Surefire alone counts them.
    case (.removal, "flakyFailure"): report.writer != "surefire"
    // Of these the outermost element has no counts.
    case (.duplicate, "testsuite"): ["xunit", "pytest", "bats", "catch2", "phpunit"].contains(report.writer)
    default: false
    }
  }
}
