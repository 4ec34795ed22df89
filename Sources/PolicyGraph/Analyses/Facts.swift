/// What holds of every configuration with which a node is entered: an abstract configuration. Facts about slots,
/// and about the turn so far, are must-facts: they may say less than is true, never more. `owed` is a may-fact.
///
/// Forward data-flow analysis (Kildall 1973; Nielson, Nielson and Hankin, "Principles of Program Analysis",
/// chapter 2): definite assignment of slots, with guards refining the facts of the edges they stand on.
package struct Facts: Equatable, Sendable {
  /// Slots that are filled.
  package var filled: BitSet
  /// At least one of these is missing; nil where nothing is known.
  package var someMissing: BitSet?
  /// Something has been said in this turn.
  package var hasSpoken = false
  /// At a `confirm`: it was asked on the way here.
  package var isConfirmFresh = false
  package var start: TurnStart
  /// What this turn may still have to do for the tool whose answer began it.
  package var owed: Owed = []

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

  package var kind: Kind
  /// Position of the tool; -1 for none, -2 for different ones.
  package var tool = -1
  /// Of the call that answered; 0 for none, -2 for different ones.
  package var attempt = 0

  package func joined(with other: TurnStart) -> TurnStart {
    TurnStart(
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

extension Facts {
  /// What holds on either way.
  package func joined(with other: Facts) -> Facts {
    var result = self
    result.filled = filled.intersection(other.filled)
    if let mine = someMissing, let theirs = other.someMissing {
      result.someMissing = mine.union(theirs)
    } else {
      result.someMissing = nil
    }
    result.hasSpoken = hasSpoken && other.hasSpoken
    result.isConfirmFresh = isConfirmFresh && other.isConfirmFresh
    result.start = start.joined(with: other.start)
    result.owed = owed.union(other.owed)
    return result
  }

  /// Learns that at least one of these slots is missing; false where that cannot be.
  mutating func learn(someMissing slots: BitSet) -> Bool {
    let open = slots.subtracting(filled)
    if open.isEmpty { return false }
    if let known = someMissing, known.count <= open.count { return true }
    someMissing = open
    return true
  }

  /// Learns that a slot is filled; false where that cannot be.
  mutating func learn(filled slot: Int) -> Bool {
    filled.insert(slot)
    guard var open = someMissing else { return true }
    open.remove(slot)
    someMissing = open
    return !open.isEmpty
  }

  /// Whether the slot is filled; nil where both may be.
  func isFilled(_ slot: Int) -> Bool? {
    if filled.contains(slot) { return true }
    if let open = someMissing, open.count == 1, open.contains(slot) { return false }
    return nil
  }
}
