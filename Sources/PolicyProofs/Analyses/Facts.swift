import PolicyGraph

/// What holds of every configuration with which a node is entered: an abstract configuration. Facts about slots,
/// and about the turn so far, are must-facts: they may say less than is true, never more. `owed` is a may-fact.
///
/// Forward data-flow analysis (Kildall 1973; Nielson, Nielson and Hankin, "Principles of Program Analysis",
/// chapter 2): definite assignment of slots, with guards refining the facts of the edges they stand on.
package struct Facts {
  package let turn: TurnFacts
  package let mode: Mode
  let row: Int
  let rows: SlotRows

  /// Slots that are filled.
  package var filled: BitSet { rows.filledSlots(row) }

  /// Whether surely one of these is missing.
  package func isSomeMissing(among slots: BitSet) -> Bool { rows.isSomeMissing(of: slots, row) }
}

/// What holds of the turn so far. One word, because there is one for each state, and following an edge hands it on.
package struct TurnFacts: Equatable, Sendable {
  /// From the lowest bit on: what began the turn, what it owes, and two flags.
  private var bits: UInt64

  private static let hasSpoken: UInt64 = 1 << 56
  private static let isConfirmFresh: UInt64 = 1 << 57
  private static let owed: UInt64 = 0xFF << 48

  package init(start: TurnStart, owed: Owed = []) { bits = start.bits | UInt64(owed.rawValue) << 48 }

  package var start: TurnStart { TurnStart(bits: bits) }

  /// What this turn may still have to do for the tool whose answer began it.
  package var owed: Owed {
    get { Owed(rawValue: UInt8(truncatingIfNeeded: bits >> 48)) }
    set { bits = bits & ~Self.owed | UInt64(newValue.rawValue) << 48 }
  }

  /// Something has been said in this turn.
  package var hasSpoken: Bool {
    get { bits & Self.hasSpoken != 0 }
    set { bits = newValue ? bits | Self.hasSpoken : bits & ~Self.hasSpoken }
  }

  /// At a `confirm`: it was asked on the way here.
  package var isConfirmFresh: Bool {
    get { bits & Self.isConfirmFresh != 0 }
    set { bits = newValue ? bits | Self.isConfirmFresh : bits & ~Self.isConfirmFresh }
  }

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
    if self == other { return self }
    var joined = TurnFacts(start: start.joined(with: other.start), owed: owed.union(other.owed))
    joined.bits |= bits & other.bits & (Self.hasSpoken | Self.isConfirmFresh)
    return joined
  }
}

/// What began the turn, where all ways agree on it.
package struct TurnStart: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
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

  /// The tool in 32 bits, the attempt in eight, and the kind in eight.
  fileprivate let bits: UInt64

  fileprivate init(bits: UInt64) { self.bits = bits & 0xFFFF_FFFF_FFFF }

  package init(kind: Kind, tool: Int = -1, attempt: Int = 0) {
    let place = UInt32(truncatingIfNeeded: tool)
    let ordinal = UInt8(bitPattern: Int8(clamping: attempt))
    bits = UInt64(place) | UInt64(ordinal) << 32 | UInt64(kind.rawValue) << 40
  }

  package var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: bits >> 40)) ?? .various }
  /// Position of the tool; -1 for none, -2 for different ones.
  package var tool: Int { Int(Int32(truncatingIfNeeded: bits)) }
  /// Of the call that answered; 0 for none, -2 for different ones.
  package var attempt: Int { Int(Int8(truncatingIfNeeded: bits >> 32)) }

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
