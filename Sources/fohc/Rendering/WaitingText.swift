import BlueprintCompiler
import Documents
import PolicyGraph
import Rendering

/// What of a document was not looked at yet, because of what was found.
enum WaitingText {
  /// Nil where everything was looked at.
  static func line(of report: FileReport) -> String? {
    let stages = report.notRun
    // Later stages wait for these; what they find themselves they tell at once.
    let count = report.diagnostics.count {
      $0.rule.severity == .error
        && ($0.rule.stage == .syntax || $0.rule.stage == .schema
          || [.draftTooLarge, .unknownEvent].contains($0.rule))
    }
    guard !stages.isEmpty, count > 0 else { return nil }
    let subject = count == 1 ? "1 error has" : "\(count) errors have"
    return "\(Printable.line(report.name)): \(subject) to be fixed before \(what(waits: stages, in: report))"
  }

  private static func what(waits stages: [Stage], in report: FileReport) -> String {
    if stages.contains(.schema) {
      return "the rest is read: its fields, its meaning, the draft and the proofs"
    }
    if report.kind == .draft { return "the graph is checked and proved" }
    return stages.contains(.meaning)
      ? "what depends on it is checked, and the draft is made and proved" : "the draft is made and proved"
  }
}
