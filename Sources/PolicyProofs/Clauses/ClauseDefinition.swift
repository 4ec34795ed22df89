import Documents

/// Everything that makes a clause, in one value: each clause has one file with its paragraph, its rules and what
/// the analyses must show (definition 5, 6).
///
/// The monitor and the proof checker judge the same clauses independently, and read nothing of this (definition 4.5).
struct ClauseDefinition: Sendable {
  let clause: Clause
  let invariant: Invariant
  /// What the clause promises, for people.
  let promise: String
  /// In the order of their codes.
  let rules: [ClauseRule]
  /// What the analyses cannot rule out. The order decides in which order conversations are searched for.
  let potentialViolations: @Sendable (PolicyAnalysis) -> [PotentialViolation]

  init(
    _ clause: Clause, of invariant: Invariant, promise: String, rules: [ClauseRule],
    potentialViolations: @escaping @Sendable (PolicyAnalysis) -> [PotentialViolation]
  ) {
    self.clause = clause
    self.invariant = invariant
    self.promise = promise
    self.rules = rules
    self.potentialViolations = potentialViolations
  }

  /// Every clause once, in the order of ``Clause``.
  static let all: [ClauseDefinition] = [
    .total, .voiced, .ends, .lastWords, .custody,
    .allowed, .confirmed, .oneSuccessor, .bounded, .boundInputs, .oneAtATime,
  ]
}

/// A rule of a clause, with what is said where a draft breaks it.
struct ClauseRule: Sendable {
  let rule: Rule
  /// What is wrong.
  let message: @Sendable (ViolationContext) -> FindingText
  /// How to fix it.
  let help: @Sendable (ViolationContext) -> FindingText

  init(
    _ rule: Rule, message: @escaping @Sendable (ViolationContext) -> FindingText,
    help: @escaping @Sendable (ViolationContext) -> FindingText
  ) {
    self.rule = rule
    self.message = message
    self.help = help
  }

  /// The rules of all clauses.
  static let all: [Rule: ClauseRule] = Dictionary(
    uniqueKeysWithValues: ClauseDefinition.all.flatMap(\.rules).map { ($0.rule, $0) })
}
