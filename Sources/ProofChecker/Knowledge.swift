import Documents
import PolicyGraph

/// What surely holds of a configuration, of what guards and clauses ask.
struct Knowledge: Equatable {
  /// Slots that are filled, and tools that are done.
  var filled: Set<Memory> = []
  var empty: Set<Memory> = []
  /// Where there are any: at least one of these is empty.
  var someEmpty: Set<Memory> = []
  /// The visit counts that are possible, by node; of nodes that are not named, `otherVisits`.
  var visits: [NodeID: Range<Int>] = [:]
  var otherVisits = 0..<Int.max
  var isDeferred = false

  func isSomeEmpty(among slots: Set<Memory>) -> Bool {
    !empty.isDisjoint(with: slots) || !someEmpty.isEmpty && someEmpty.isSubset(of: slots)
  }

  private func isRemembered(_ memory: Memory) -> Bool? {
    filled.contains(memory) ? true : empty.contains(memory) ? false : nil
  }

  /// The value of a guard, where it can be told.
  func value(of condition: Guard) -> Bool? {
    condition.value { question in
      switch question {
      case .filled(let slot): return isRemembered(.slot(slot))
      case .done(let tool): return isRemembered(.tool(tool))
      case .visits(let node, let below):
        let counts = visits[node] ?? otherVisits
        return counts.upperBound <= below ? true : counts.lowerBound >= below ? false : nil
      case .deferred: return isDeferred
      case .all, .any, .not: return nil
      }
    }
  }

  /// What is known where, besides, a slot or a count that could not be told is so, or is not so; nil if that
  /// cannot be.
  func assuming(_ question: Guard, _ holds: Bool) -> Knowledge? {
    var next = self
    switch question {
    case .filled(let slot): next.learn(.slot(slot), holds)
    case .done(let tool): next.learn(.tool(tool), holds)
    case .visits(let node, let below):
      let counts = visits[node] ?? otherVisits
      next.visits[node] = holds ? counts.lowerBound..<below : below..<counts.upperBound
    case .deferred, .all, .any, .not: return nil
    }
    return next.normalize() ? next : nil
  }

  private mutating func learn(_ memory: Memory, _ holds: Bool) {
    if holds { filled.insert(memory) } else { empty.insert(memory) }
  }

  /// Knows no longer that anything is empty but these.
  mutating func forgetEmpty(but kept: Set<Memory>) {
    empty.formIntersection(kept)
    if !someEmpty.isSubset(of: kept) { someEmpty = [] }
  }

  /// Brings knowledge into its one form, in which `someEmpty` says nothing that `empty` says; false where nothing
  /// can be like this.
  private mutating func normalize() -> Bool {
    let hadSome = !someEmpty.isEmpty
    someEmpty.subtract(filled)
    if hadSome, someEmpty.isEmpty || !filled.isDisjoint(with: empty) { return false }
    if someEmpty.count == 1 { empty.formUnion(someEmpty) }
    if !someEmpty.isDisjoint(with: empty) { someEmpty = [] }
    return filled.isDisjoint(with: empty)
  }

  /// A set of which something is known to be missing: slots first, because it is slots that are asked for.
  private var knownMissing: Set<Memory> {
    func isSlot(_ memory: Memory) -> Bool { if case .slot = memory { true } else { false } }
    if someEmpty.contains(where: isSlot) { return someEmpty }
    let slots = empty.filter(isSlot)
    if !slots.isEmpty { return slots }
    return someEmpty.isEmpty ? empty : someEmpty
  }

  /// What is known of the slots whichever of these ways was taken.
  static func common(to ways: [Knowledge]) -> Knowledge {
    var result = Knowledge()
    guard let first = ways.first else { return result }
    result.filled = ways.reduce(first.filled) { $0.intersection($1.filled) }
    result.empty = ways.reduce(first.empty) { $0.intersection($1.empty) }
    let some = ways.map(\.knownMissing)
    if !some.contains([]) { result.someEmpty = some.reduce([]) { $0.union($1) } }
    _ = result.normalize()
    return result
  }
}

extension Guard {
  /// The value, where it can be told from what its questions have (Kleene's three-valued logic).
  func value(_ answer: (Guard) -> Bool?) -> Bool? {
    switch self {
    case .filled, .done, .visits, .deferred: return answer(self)
    case .not(let part): return part.value(answer).map { !$0 }
    case .all(let parts):
      let values = parts.map { $0.value(answer) }
      return values.contains(false) ? false : values.contains(nil) ? nil : true
    case .any(let parts):
      let values = parts.map { $0.value(answer) }
      return values.contains(true) ? true : values.contains(nil) ? nil : false
    }
  }

  /// What it asks, as often as it is written.
  var questions: [Guard] {
    switch self {
    case .filled, .done, .visits, .deferred: [self]
    case .not(let part): part.questions
    case .all(let parts), .any(let parts): parts.flatMap(\.questions)
    }
  }
}
