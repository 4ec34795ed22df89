import Documents

/// The two locked invariants (definition 4.1).
public enum Invariant: String, Sendable, CaseIterable {
  /// Nobody who talks to the agent is ever met with silence, a dead end, or lost data.
  case noSilentDrop = "no_silent_drop"
  /// Every tool call is allowed, confirmed where it must be, bounded, and has one outcome path.
  case toolDeterminism = "tool_determinism"

  /// The name that people and certificates use.
  public var title: String {
    switch self {
    case .noSilentDrop: "NoSilentDrop"
    case .toolDeterminism: "ToolDeterminism"
    }
  }

  /// Its clauses, in their order (definition 5, 6).
  public var clauses: [Clause] { Clause.allCases.filter { $0.invariant == self } }
}

/// The numbered clauses of the invariants (definition 5, 6). Each is one obligation, and holds when none of its rules
/// is broken in any configuration that can be reached from the entry.
public enum Clause: String, Sendable, CaseIterable {
  case total, voiced, ends
  case lastWords = "last_words"
  case custody
  case allowed, confirmed
  case oneSuccessor = "one_successor"
  case bounded
  case boundInputs = "bound_inputs"
  case oneAtATime = "one_at_a_time"

  /// The invariant that the clause is part of.
  public var invariant: Invariant { definition.invariant }

  /// What the clause promises, for people.
  public var promise: String { definition.promise }

  /// The ways in which the clause can be broken.
  public var rules: [Rule] { definition.rules.map(\.rule) }

  /// What the analyses cannot rule out of its rules, in a fixed order.
  package func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    definition.potentialViolations(analysis)
  }

  /// The clause that a rule belongs to; nil for rules of other stages.
  public init?(of rule: Rule) {
    guard let clause = Self.allCases.first(where: { $0.rules.contains(rule) }) else { return nil }
    self = clause
  }

  private var definition: ClauseDefinition {
    guard let definition = ClauseDefinition.all.first(where: { $0.clause == self }) else {
      preconditionFailure("no definition of the clause \(rawValue)")
    }
    return definition
  }
}
