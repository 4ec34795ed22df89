/// The stage of the pipeline that a finding belongs to.
public enum Stage: String, Sendable, CaseIterable {
  case syntax, schema, meaning, graph, proof
}

/// Whether a finding stops a release (`error`) or informs (`warning`).
public enum Severity: String, Sendable, CaseIterable {
  case error, warning
}

/// One thing that fohc can find wrong: its stable code and name, and its explanation.
///
/// Codes are never reused and names never change; both are part of the machine contract.
public struct Rule: Sendable {
  /// Stable code such as `FOH3001`; the first digit is the stage.
  public let code: String
  /// Stable kebab-case name such as `duplicate-phase`.
  public let name: String
  /// Where in the pipeline it is checked. A finding of an early stage can keep later ones from running.
  public let stage: Stage
  /// Fixed: no option turns an error into a warning. `--strict` refuses warnings too.
  public let severity: Severity
  /// One line: what the rule finds.
  public let title: String
  /// Why it matters, and how to fix it, in the author's words.
  public let explanation: String
  /// A fragment that the rule refuses.
  public let wrong: String
  /// The same fragment, fixed.
  public let right: String
  /// Where its findings stand in a report.
  package let rank: Rank

  /// The parts of a report, in their order: causes, the guarantees that are broken, and what follows from both.
  package enum Rank: Int, Comparable, Sendable {
    case cause, guarantee, consequence

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// `code` and `name` must never have been used for another rule.
  public init(
    _ code: String, _ name: String, _ stage: Stage, _ severity: Severity, _ title: String,
    explanation: String, wrong: String, right: String
  ) {
    self.init(
      code, name, stage, severity, title, rank: stage == .proof ? .guarantee : .cause,
      explanation: explanation, wrong: wrong, right: right)
  }

  package init(
    _ code: String, _ name: String, _ stage: Stage, _ severity: Severity, _ title: String, rank: Rank,
    explanation: String, wrong: String, right: String
  ) {
    self.rank = rank
    self.code = code
    self.name = name
    self.stage = stage
    self.severity = severity
    self.title = title
    self.explanation = explanation
    self.wrong = wrong
    self.right = right
  }
}

extension Rule: Equatable {
  public static func == (left: Rule, right: Rule) -> Bool { left.code == right.code }
}
