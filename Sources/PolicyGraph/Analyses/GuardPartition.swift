/// Whether the edges of one event exclude each other and cover every case, exactly, by splitting on their atoms
/// (Shannon expansion with three-valued evaluation; the idea of binary decision diagrams, Bryant 1986, without
/// sharing). Counts are split by interval, so that `visits < 2` follows from `visits < 1`.
///
/// O(leaves × size of the guards). Conditions in practice need a few more leaves than edges; those that need more
/// than the budget are not decided.
package struct GuardPartition: Sendable {
  package enum Answer: Sendable {
    case yes, no, undecided
  }

  package private(set) var covers = Answer.yes
  package private(set) var excludes = Answer.yes
  package private(set) var leaves = 0

  private let program: PolicyProgram
  private let budget: Int

  /// One case: what is known of each atom. A class, because it is asked for every atom of every guard, and handing
  /// a structure of sets into each question would cost more than the question.
  private final class Case {
    var situation: PolicyProgram.Situation
    /// Slots that are not filled.
    var absent: BitSet
    /// For each counter that has been split: at least, and below.
    var visits: [Int: (least: Int, below: Int)]

    init(_ situation: PolicyProgram.Situation, absent: BitSet, visits: [Int: (least: Int, below: Int)] = [:])
    {
      self.situation = situation
      self.absent = absent
      self.visits = visits
    }

    func value(of atom: GuardTable.Atom) -> Bool? {
      if case .filled(let slot) = atom, absent.contains(slot) { return false }
      guard case .visits(let counter, let below) = atom, !situation.areVisitsReset else {
        return situation.value(of: atom)
      }
      guard let range = visits[counter] else { return nil }
      if range.below <= below { return true }
      return range.least >= below ? false : nil
    }
  }

  package init(
    _ program: PolicyProgram, _ edges: Range<Int>, in situation: PolicyProgram.Situation, budget: Int = 4096
  ) {
    self.program = program
    self.budget = budget
    let conditions = edges.map { program.edges[$0].condition }
    split(
      Case(situation, absent: program.noSlots), open: conditions.filter { $0 >= 0 },
      holding: conditions.count { $0 < 0 })
  }

  /// `open` are the conditions that what is known does not decide yet, `holding` counts those that hold.
  private mutating func split(_ current: Case, open conditions: [Int], holding: Int) {
    guard leaves < budget else {
      if covers == .yes { covers = .undecided }
      if excludes == .yes { excludes = .undecided }
      return
    }
    var holding = holding
    var open: [Int] = []
    for condition in conditions {
      switch program.guards.value(of: condition, { current.value(of: $0) }) {
      case true?: holding += 1
      case false?: break
      case nil: open.append(condition)
      }
    }
    if holding > 1 { excludes = .no }
    guard let first = open.first, let atom = firstUnknown(in: first, current) else {
      leaves += 1
      if holding == 0 { covers = .no }
      return
    }
    // Once one edge holds, only a second one is of interest; once two do, nothing below can say more.
    if holding > 1 || (covers == .no && excludes == .no) { return }
    for value in [true, false] {
      if let narrowed = narrow(current, atom, to: value) { split(narrowed, open: open, holding: holding) }
    }
  }

  private func firstUnknown(in term: Int, _ current: Case) -> GuardTable.Atom? {
    switch program.guards.terms[term] {
    case .constant: return nil
    case .atom(let atom): return current.value(of: atom) == nil ? atom : nil
    case .not(let part): return firstUnknown(in: part, current)
    case .all(let parts), .any(let parts):
      for part in parts where program.guards.value(of: part, { current.value(of: $0) }) == nil {
        return firstUnknown(in: part, current)
      }
      return nil
    }
  }

  /// Nil where the atom cannot have the value.
  private func narrow(_ current: Case, _ atom: GuardTable.Atom, to value: Bool) -> Case? {
    let next = Case(current.situation, absent: current.absent, visits: current.visits)
    switch atom {
    case .deferred: return current.situation.mode.isDeferred == value ? current : nil
    case .visits(let counter, let below):
      var range = current.visits[counter] ?? (0, .max)
      if value { range.below = min(range.below, below) } else { range.least = max(range.least, below) }
      guard range.least < range.below else { return nil }
      next.visits[counter] = range
    case .filled(let slot):
      if value {
        guard next.situation.facts.learn(filled: slot) else { return nil }
      } else {
        next.absent.insert(slot)
        if current.situation.facts.someMissing?.contains(slot) ?? false {
          next.situation.facts.someMissing = nil
        }
      }
    }
    return next
  }
}
