/// What holds of every configuration with which a node is entered: an abstract configuration. Facts about slots,
/// and about the turn so far, are must-facts: they may say less than is true, never more. `owed` is a may-fact.
///
/// Forward data-flow analysis (Kildall 1973; Nielson, Nielson and Hankin, "Principles of Program Analysis",
/// chapter 2): definite assignment of slots, with guards refining the facts of the edges they stand on.
package struct Facts: Equatable, Sendable {
  /// Slots that are filled.
  package let filled: BitSet
  /// At least one of these is missing; nil where nothing is known.
  package let someMissing: BitSet?
  package let turn: TurnFacts
}

/// What holds of the turn so far. Small and without references, because there is one for each state.
package struct TurnFacts: Equatable, Sendable {
  package var start: TurnStart
  /// What this turn may still have to do for the tool whose answer began it.
  package var owed: Owed = []
  /// Something has been said in this turn.
  package var hasSpoken = false
  /// At a `confirm`: it was asked on the way here.
  package var isConfirmFresh = false

  package struct Owed: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let report = Owed(rawValue: 1)
    package static let apology = Owed(rawValue: 2)
    /// The turn ends with the conversation going on.
    package static let continuation = Owed(rawValue: 4)
    package static let handoff = Owed(rawValue: 8)
    package static let retry = Owed(rawValue: 16)
  }

  /// What holds on either way.
  package func joined(with other: TurnFacts) -> TurnFacts {
    TurnFacts(
      start: start.joined(with: other.start), owed: owed.union(other.owed),
      hasSpoken: hasSpoken && other.hasSpoken, isConfirmFresh: isConfirmFresh && other.isConfirmFresh)
  }
}

/// What began the turn, as far as all ways agree on it.
package struct TurnStart: Equatable, Sendable {
  package enum Kind: Sendable {
    case opening
    case user
    /// A yes at a `confirm` of `tool` that had just been asked.
    case confirmation
    /// `ok`, or `error` and `timeout`, of a call of `tool`.
    case success, failure
    /// Either of them.
    case answer
    /// Different things on different ways.
    case various
  }

  package let kind: Kind
  private let place: Int32
  private let ordinal: Int32

  /// Position of the tool; -1 for none, -2 for different ones.
  package var tool: Int { Int(place) }
  /// Of the call that answered; 0 for none, -2 for different ones.
  package var attempt: Int { Int(ordinal) }

  package init(kind: Kind, tool: Int = -1, attempt: Int = 0) {
    self.kind = kind
    place = Int32(tool)
    ordinal = Int32(attempt)
  }

  package func joined(with other: TurnStart) -> TurnStart {
    if self == other { return self }
    return TurnStart(
      kind: Self.join(kind, other.kind), tool: tool == other.tool ? tool : -2,
      attempt: attempt == other.attempt ? attempt : -2)
  }

  private static func join(_ left: Kind, _ right: Kind) -> Kind {
    if left == right { return left }
    let isAnswer: (Kind) -> Bool = { $0 == .success || $0 == .failure || $0 == .answer }
    return isAnswer(left) && isAnswer(right) ? .answer : .various
  }

  package var mayBeAnswer: Bool {
    switch kind {
    case .success, .failure, .answer, .various: true
    case .opening, .user, .confirmation: false
    }
  }

  package func mayBe(tool other: Int) -> Bool { tool == other || tool == -2 }
}
