import PolicyGraph

/// One entry of a proof: a node, with everything that the proof tells apart when it is entered.
struct ProofState: Hashable, Sendable {
  var node: Int
  var isDeferred = false
  var hasDeclined = false
  /// Nil if the turn is over.
  var turn: ProofTurn?
  /// In an enumeration: the filled slots, and the visit counts by counter.
  var exact: Exact?

  struct Exact: Hashable, Sendable {
    var filled: BitSet
    var visits: [Int]
  }
}

/// The turn so far, as much of it as a clause asks about.
struct ProofTurn: Hashable, Sendable {
  var beginning: Beginning
  var hasSpoken = false
  /// The result, or the failure, of the tool that began the turn has been told.
  var hasTold = false

  enum Beginning: Hashable, Sendable {
    case opening
    /// An event from the user that no clause asks about.
    case user
    case escalate
    /// `deny` at an ask, `affirm` at a confirm, or a call's answer.
    case event(ProgramEvent, at: Int)
  }
}

/// What is known of the slots, and of the tools whose success is remembered: of a tool, filled means done.
struct ProofSlots: Hashable, Sendable {
  /// Surely filled, and surely empty.
  var filled: BitSet
  var empty: BitSet
  /// Where there are any: at least one of these is empty.
  var someEmpty: BitSet

  /// False where nothing can be like this. What `empty` says already is left out of `someEmpty`.
  mutating func normalize() -> Bool {
    guard filled.intersection(empty).isEmpty else { return false }
    guard !someEmpty.isEmpty else { return true }
    someEmpty = someEmpty.subtracting(filled)
    if someEmpty.isEmpty { return false }
    if someEmpty.count == 1 { empty = empty.union(someEmpty) }
    if !someEmpty.intersection(empty).isEmpty { someEmpty = someEmpty.subtracting(someEmpty) }
    return true
  }

  /// What surely stays as it is are these; the others may have been filled.
  mutating func forget(but kept: BitSet) {
    empty = empty.intersection(kept)
    if !someEmpty.isSubset(of: kept) { someEmpty = someEmpty.subtracting(someEmpty) }
  }

  mutating func fill(_ slots: BitSet) {
    filled = filled.union(slots)
    empty = empty.subtracting(slots)
    if !someEmpty.intersection(slots).isEmpty { someEmpty = someEmpty.subtracting(someEmpty) }
  }

  func isSomeEmpty(among slots: BitSet) -> Bool {
    !empty.intersection(slots).isEmpty || !someEmpty.isEmpty && someEmpty.isSubset(of: slots)
  }
}

/// What all ways into a state agree on; the order of the ways makes no difference.
struct ProofJoin: Equatable, Sendable {
  private var filled: BitSet
  private var empty: BitSet
  private var someEmpty: BitSet
  /// Some way knows of no empty slot.
  private var isOpen: Bool
  private let tools: BitSet

  /// `tools` are remembered behind the slots. Of what a way knows to be empty, its slots count, and tools only where it
  /// knows of no slot: what has been asked for is looked for among slots.
  init(_ slots: ProofSlots, tools: BitSet) {
    filled = slots.filled
    empty = slots.empty
    self.tools = tools
    let ofTools = slots.someEmpty.isSubset(of: tools)
    let candidates = [
      ofTools ? slots.empty.subtracting(tools) : slots.someEmpty, slots.someEmpty, slots.empty,
    ]
    someEmpty = candidates.first { !$0.isEmpty } ?? slots.empty
    isOpen = someEmpty.isEmpty
  }

  mutating func add(_ slots: ProofSlots) {
    let other = ProofJoin(slots, tools: tools)
    filled = filled.intersection(other.filled)
    empty = empty.intersection(other.empty)
    someEmpty = someEmpty.union(other.someEmpty)
    isOpen = isOpen || other.isOpen
  }

  var slots: ProofSlots {
    var result = ProofSlots(
      filled: filled, empty: empty, someEmpty: isOpen ? someEmpty.subtracting(someEmpty) : someEmpty)
    let isPossible = result.normalize()
    precondition(isPossible, "what holds on each way holds together")
    return result
  }
}

/// One case of a state after an event: what its guards may rely on.
struct ProofCase: Sendable {
  var slots: ProofSlots
  /// By counter, where it differs from `otherVisits`.
  var visits: [Int: Range<Int>] = [:]
  var otherVisits: Range<Int>
  /// Nil if it is not known.
  var isDeferred: Bool?

  static let anyCount = 0..<Int.max

  func value(of atom: GuardTable.Atom) -> Bool? {
    switch atom {
    case .filled(let slot):
      if slots.filled.contains(slot) { return true }
      return slots.empty.contains(slot) ? false : nil
    case .visits(let counter, let below):
      let range = visits[counter] ?? otherVisits
      if range.upperBound <= below { return true }
      return range.lowerBound >= below ? false : nil
    case .deferred: return isDeferred
    }
  }

  /// The part of the case in which an atom that is not known has the value; nil if there is none.
  func assuming(_ atom: GuardTable.Atom, _ holds: Bool) -> ProofCase? {
    var next = self
    switch atom {
    case .deferred: next.isDeferred = holds
    case .visits(let counter, let below):
      let range = visits[counter] ?? otherVisits
      next.visits[counter] = holds ? range.lowerBound..<below : below..<range.upperBound
    case .filled(let slot):
      if holds { next.slots.filled.insert(slot) } else { next.slots.empty.insert(slot) }
      guard next.slots.normalize() else { return nil }
    }
    return next
  }
}
