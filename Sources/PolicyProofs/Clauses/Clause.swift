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
  public var invariant: Invariant {
    switch self {
    case .total, .voiced, .ends, .lastWords, .custody: .noSilentDrop
    case .allowed, .confirmed, .oneSuccessor, .bounded, .boundInputs, .oneAtATime: .toolDeterminism
    }
  }

  /// What the clause promises, for people.
  public var promise: String {
    switch self {
    case .total: "whatever happens, there is one answer to it"
    case .voiced: "the agent says something before it waits or ends"
    case .ends: "every conversation can end, and none runs on for ever without the user"
    case .lastWords: "no conversation ends in silence, and a person can always be reached"
    case .custody: "what the user gave, asked and refused is kept"
    case .allowed: "only declared tools are called"
    case .confirmed: "what needs a yes is called only after that yes"
    case .oneSuccessor: "each event has one outcome, and a tool's outcome is told truthfully"
    case .bounded: "no call is repeated without the user, but for one retry"
    case .boundInputs: "a tool is called only with its inputs known"
    case .oneAtATime: "no event starts two calls, and none starts after the end"
    }
  }

  /// The ways in which the clause can be broken.
  public var rules: [Rule] {
    switch self {
    case .total: [.unansweredEvent, .unansweredCase]
    case .voiced: [.silentTurn, .resumedUnspoken, .silentCycle, .nothingToAsk]
    case .ends: [.noWayOut, .endlessLoop, .refusalIgnored]
    case .lastWords: [.silentEnding, .lostEscalation]
    case .custody:
      [
        .incompleteSuccess, .forgottenQuestion, .questionDropped, .questionOpenAtSuccess, .declinedUnasked,
        .declinedComplete,
      ]
    case .allowed: [.undeclaredCall]
    case .confirmed: [.unconfirmedCall]
    case .oneSuccessor:
      [
        .ambiguousEvent, .unreportedResult, .apologyAfterSuccess, .reportAfterFailure, .brokenFailureMode,
        .foreignOutcome,
      ]
    case .bounded: [.misplacedRetry, .thirdAttempt, .repeatedCall]
    case .boundInputs: [.unboundInput]
    case .oneAtATime: [.twoCalls, .callAfterEnd]
    }
  }

  /// The clause that a rule belongs to; nil for rules of other stages.
  public init?(of rule: Rule) {
    guard let clause = Self.allCases.first(where: { $0.rules.contains(rule) }) else { return nil }
    self = clause
  }
}
