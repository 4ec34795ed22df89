import PolicyGraph

/// A decision tree over the guards of one event at one node, in Polish notation: a question is followed by what
/// comes of it where it holds, then by what comes of it where it does not.
struct ProofTree: Sendable {
  enum Item: Hashable, Sendable {
    case question(GuardTable.Atom)
    /// This edge alone is enabled; nil if none or several are.
    case answer(Int?)
  }

  private(set) var items: [Item] = []
  /// For each item where its subtree ends.
  private var ends: [Int] = []
  /// Which items some case has come to.
  private var isReached: [Bool] = []

  /// Asks what the guards ask until they are decided; nil when that takes more than the budget.
  init?(_ program: PolicyProgram, _ edges: Range<Int>, budget: Int = 4096) {
    let nothing = ProofSlots(filled: program.noSlots, empty: program.noSlots, someEmpty: program.noSlots)
    let unknown = ProofCase(slots: nothing, otherVisits: ProofCase.anyCount)
    var open = [unknown]
    while let here = open.popLast() {
      guard items.count < budget else { return nil }
      let item = Self.item(program, edges, here)
      items.append(item)
      guard case .question(let atom) = item else { continue }
      for value in [false, true] {
        guard let part = here.assuming(atom, value) else { return nil }
        open.append(part)
      }
    }
    measure()
  }

  private mutating func measure() {
    ends = Array(repeating: 0, count: items.count)
    for position in items.indices.reversed() {
      if case .question = items[position] {
        ends[position] = ends[ends[position + 1]]
      } else {
        ends[position] = position + 1
      }
    }
    forget()
  }

  /// Starts to record anew which items are come to.
  mutating func forget() { isReached = Array(repeating: false, count: items.count) }

  /// What can be said of the edges in a case: which is the only one enabled, or what has to be asked.
  static func item(_ program: PolicyProgram, _ edges: Range<Int>, _ here: ProofCase) -> Item {
    var enabled: [Int] = []
    var question: GuardTable.Atom?
    for edge in edges {
      let condition = program.edges[edge].condition
      switch condition < 0 ? true : program.guards.value(of: condition, { here.value(of: $0) }) {
      case true?: enabled.append(edge)
      case false?: break
      case nil: question = question ?? program.guards.firstUnknown(in: condition) { here.value(of: $0) }
      }
    }
    if enabled.count > 1 { return .answer(nil) }
    return question.map(Item.question) ?? .answer(enabled.first)
  }

  /// The answers that the parts of a case come to.
  mutating func answers(to first: ProofCase) -> [(edge: Int?, part: ProofCase)] {
    var answers: [(Int?, ProofCase)] = []
    var open = [(position: 0, part: first)]
    while let (position, here) = open.popLast() {
      isReached[position] = true
      switch items[position] {
      case .answer(let edge): answers.append((edge, here))
      case .question(let atom):
        let known = here.value(of: atom)
        for value in [true, false] where known == nil || known == value {
          guard let part = known == nil ? here.assuming(atom, value) : here else { continue }
          open.append((value ? position + 1 : ends[position + 1], part))
        }
      }
    }
    return answers
  }

  /// The tree without questions to which only one answer was ever given.
  var pruned: [Item] {
    var kept: [[Item]] = []
    // Backwards: the subtree that stands first is on top.
    for position in items.indices.reversed() {
      switch items[position] {
      case .answer: kept.append(isReached[position] ? [items[position]] : [])
      case .question:
        let holds = kept.removeLast()
        let fails = kept.removeLast()
        kept.append(holds.isEmpty ? fails : fails.isEmpty ? holds : [items[position]] + holds + fails)
      }
    }
    return kept.first ?? []
  }
}

extension GuardTable {
  /// An atom that has to be known before the term is.
  func firstUnknown(in term: Int, _ value: (Atom) -> Bool?) -> Atom? {
    switch terms[term] {
    case .constant: return nil
    case .atom(let atom): return value(atom) == nil ? atom : nil
    case .not(let part): return firstUnknown(in: part, value)
    case .all(let parts), .any(let parts):
      for part in parts where self.value(of: part, value) == nil { return firstUnknown(in: part, value) }
      return nil
    }
  }
}
