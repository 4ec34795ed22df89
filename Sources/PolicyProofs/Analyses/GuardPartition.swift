import PolicyGraph

/// Whether the edges of one event exclude each other and cover every case, exactly, by splitting on their atoms
/// (Shannon expansion with three-valued evaluation; the idea of binary decision diagrams, Bryant 1986, without
/// sharing). Counts are split by interval, so that `visits < 2` follows from `visits < 1`.
///
/// Conditions in practice need a few more cases than edges, and each split costs as much as the places in the guards
/// where it makes a difference: O(size of the guards) for a chain of asks. Those that need more cases than the budget,
/// or more effort than is left for all conditions of a draft, are not decided.
package struct GuardPartition: Sendable {
  package enum Answer: Sendable {
    case yes, no, undecided
  }

  /// What is known when the guards are read.
  package struct Premise: Sendable {
    package let filled: BitSet
    /// Tools that are not done; nil if none is remembered.
    package let undone: BitSet?
    /// At least one of these is missing; nil if nothing is known.
    package let someMissing: BitSet?
    package let isDeferred: Bool
    /// All visit counts are zero.
    package let areVisitsReset: Bool
    /// What holds of them in any case.
    package let visitBounds: VisitBounds

    package init(
      filled: BitSet, undone: BitSet? = nil, someMissing: BitSet?, isDeferred: Bool, areVisitsReset: Bool,
      visitBounds: VisitBounds = VisitBounds()
    ) {
      self.filled = filled
      self.undone = undone
      self.someMissing = someMissing
      self.isDeferred = isDeferred
      self.areVisitsReset = areVisitsReset
      self.visitBounds = visitBounds
    }
  }

  package private(set) var covers = Answer.yes
  package private(set) var excludes = Answer.yes

  /// `conditions` are those of the edges, -1 for always. What it takes is taken from `effort`, which counts the places
  /// in the guards that splits have changed or passed.
  package init(
    _ guards: GuardTable, _ conditions: [Int], under premise: Premise, budget: Int = 4096, effort: inout Int
  ) {
    var current = GuardValuation(guards, conditions, under: premise)
    let most = current.effort + effort
    defer { effort = most - current.effort }
    /// The splits that led to the current case, and whether it lies in their second half.
    var path: [(split: GuardValuation.Mark, isSecond: Bool)] = []
    var cases = 0
    while current.effort < most {
      if let atom = judge(&current) {
        path.append((current.mark(beforeSplittingOn: atom), false))
        current.assume(atom, true)
        continue
      }
      cases += 1
      while let last = path.last, last.isSecond { path.removeLast() }
      guard let last = path.last else { return }
      guard cases < budget else { break }
      path[path.count - 1].isSecond = true
      current.undo(to: last.split)
      current.assume(last.split.atom, false)
    }
    if covers == .yes { covers = .undecided }
    if excludes == .yes { excludes = .undecided }
  }

  /// Judges the current case. Returns the atom to split it on; nil if nothing below can say more.
  private mutating func judge(_ current: inout GuardValuation) -> Int? {
    if current.holding > 1 { excludes = .no }
    if current.open == 0 {
      if current.holding == 0 { covers = .no }
      return nil
    }
    // Once one edge holds, only a second one is of interest.
    if excludes == .no, covers == .no || current.holding > 0 { return nil }
    return current.firstOpenAtom()
  }
}
