import PolicyGraph

/// The conditions of one event's edges under assumptions about their atoms, kept up to date from one assumption to the
/// next, and back.
///
/// Each term counts the parts that could still decide it, so that an assumption costs as much as the places where it
/// makes a difference, and taking it back as much again: the counters and the trail of a satisfiability solver
/// (Davis, Logemann and Loveland 1962; Marques-Silva and Sakallah 1999).
struct GuardValuation {
  /// How many conditions are undecided, and how many hold.
  private(set) var open = 0
  private(set) var holding = 0
  /// The places in the conditions that have been changed or passed so far.
  private(set) var effort = 0

  private struct Term {
    enum Kind { case leaf, not, all, any }
    let kind: Kind
    /// -1 for a whole condition.
    let parent: Int32
    /// Of `all` and `any`: parts that may still differ from what the rest agrees on.
    var pending = Int32(0)
    var value: Bool?
  }

  /// A term stands before its parts.
  private var terms: [Term] = []
  /// Terms that are atoms, in the order in which they are written.
  private var leaves: [(term: Int32, atom: Int32)] = []
  /// None of the leaves before is open.
  private var cursor = 0

  private var atoms: [GuardTable.Atom] = []
  private var values: [Bool?] = []
  private var positions: [GuardTable.Atom: Int] = [:]
  /// By atom its leaves.
  private var occurrences = Adjacency(nodeCount: 0, arcs: [])
  private var atomsOfCounter: [Int: [Int]] = [:]

  /// At least one of these slots is missing. How many of them are not known, the bitwise sum of these, which is the
  /// last one where one is left, and how many are known to be missing.
  private let someMissing: BitSet
  private var unknownCount = 0
  private var unknownSum = 0
  private var missingCount = 0

  /// Trails: what has been assumed, and the terms that it decided.
  private var assumed: [Int] = []
  private var decided: [Int] = []

  init(_ guards: GuardTable, _ conditions: [Int], under premise: GuardPartition.Premise) {
    someMissing = premise.someMissing ?? premise.filled.subtracting(premise.filled)
    var constants: [(term: Int, value: Bool)] = []
    for condition in conditions {
      if condition < 0 {
        holding += 1
      } else {
        open += 1
        add(guards, condition, parent: -1, &constants)
      }
    }
    occurrences = Adjacency(nodeCount: atoms.count, arcs: leaves.map { (Int($0.atom), Int($0.term)) })
    values = Array(repeating: nil, count: atoms.count)
    for constant in constants { decide(constant.term, constant.value) }
    for slot in someMissing.elements {
      unknownCount += 1
      unknownSum ^= slot
    }
    for atom in atoms.indices {
      switch atoms[atom] {
      case .filled(let slot):
        if premise.filled.contains(slot) { assume(atom, true) }
        if premise.undone?.contains(slot) ?? false { assume(atom, false) }
      case .visits(let counter, let below):
        if premise.areVisitsReset || premise.visitBounds.isBelow(below, counter) { set(atom, true) }
      case .deferred: assume(atom, premise.isDeferred)
      }
    }
    concludeMissing()
  }

  private mutating func add(
    _ guards: GuardTable, _ term: Int, parent: Int, _ constants: inout [(term: Int, value: Bool)]
  ) {
    let position = terms.count
    let parent = Int32(parent)
    switch guards.terms[term] {
    case .constant(let value):
      terms.append(Term(kind: .leaf, parent: parent))
      constants.append((position, value))
    case .atom(let atom):
      terms.append(Term(kind: .leaf, parent: parent))
      leaves.append((Int32(position), Int32(self.position(of: atom))))
    case .not(let part):
      terms.append(Term(kind: .not, parent: parent))
      add(guards, part, parent: position, &constants)
    case .all(let parts), .any(let parts):
      let isAll = if case .all = guards.terms[term] { true } else { false }
      terms.append(Term(kind: isAll ? .all : .any, parent: parent, pending: Int32(parts.count)))
      if parts.isEmpty { constants.append((position, isAll)) }
      for part in parts { add(guards, part, parent: position, &constants) }
    }
  }

  private mutating func position(of atom: GuardTable.Atom) -> Int {
    if let known = positions[atom] { return known }
    positions[atom] = atoms.count
    if case .visits(let counter, _) = atom { atomsOfCounter[counter, default: []].append(atoms.count) }
    atoms.append(atom)
    return atoms.count - 1
  }

  // MARK: Questions

  /// The first atom, in the order of writing, that could decide an undecided condition.
  mutating func firstOpenAtom() -> Int? {
    while cursor < leaves.count {
      effort += 1
      if isOpen(Int(leaves[cursor].term)) { return Int(leaves[cursor].atom) }
      cursor += 1
    }
    return nil
  }

  /// Whether neither the term is decided nor anything that it is a part of.
  private func isOpen(_ term: Int) -> Bool {
    var term = term
    while term >= 0 {
      if terms[term].value != nil { return false }
      term = Int(terms[term].parent)
    }
    return true
  }

  // MARK: Assumptions

  /// Assumes a value of an atom, with all that follows about other atoms.
  mutating func assume(_ atom: Int, _ value: Bool) {
    set(atom, value)
    switch atoms[atom] {
    case .deferred: break
    case .filled: concludeMissing()
    case .visits(let counter, let below):
      for other in atomsOfCounter[counter] ?? [] {
        effort += 1
        guard case .visits(_, let bound) = atoms[other] else { continue }
        if value ? bound > below : bound < below { set(other, value) }
      }
    }
  }

  /// Where all but one of the slots of which one is missing are filled, it is that one.
  private mutating func concludeMissing() {
    guard unknownCount == 1, missingCount == 0, let last = positions[.filled(unknownSum)] else { return }
    set(last, false)
  }

  private mutating func set(_ atom: Int, _ value: Bool) {
    guard values[atom] == nil else { return }
    values[atom] = value
    effort += 1
    assumed.append(atom)
    for leaf in occurrences[atom] { decide(leaf, value) }
    guard case .filled(let slot) = atoms[atom], someMissing.contains(slot) else { return }
    unknownCount -= 1
    unknownSum ^= slot
    if !value { missingCount += 1 }
  }

  /// Decides a term, and whatever that decides above it.
  private mutating func decide(_ term: Int, _ value: Bool) {
    var term = term
    var value = value
    while terms[term].value == nil {
      effort += 1
      terms[term].value = value
      decided.append(term)
      let parent = Int(terms[term].parent)
      guard parent >= 0 else {
        open -= 1
        if value { holding += 1 }
        return
      }
      switch terms[parent].kind {
      case .leaf: return
      case .not: value.toggle()
      case .all, .any:
        guard isNeutral(value, in: parent) else { break }
        terms[parent].pending -= 1
        if terms[parent].pending > 0 { return }
      }
      term = parent
    }
  }

  /// Whether a part with this value leaves the decision to the other parts.
  private func isNeutral(_ value: Bool, in parent: Int) -> Bool {
    switch terms[parent].kind {
    case .all: value
    case .any: !value
    case .leaf, .not: false
    }
  }

  // MARK: Back again

  /// A place to come back to.
  struct Mark {
    let atom: Int
    fileprivate let assumed: Int
    fileprivate let decided: Int
    fileprivate let cursor: Int
  }

  func mark(beforeSplittingOn atom: Int) -> Mark {
    Mark(atom: atom, assumed: assumed.count, decided: decided.count, cursor: cursor)
  }

  mutating func undo(to mark: Mark) {
    cursor = mark.cursor
    while decided.count > mark.decided { undecide(decided.removeLast()) }
    while assumed.count > mark.assumed { forget(assumed.removeLast()) }
  }

  private mutating func undecide(_ term: Int) {
    guard let value = terms[term].value else { return }
    terms[term].value = nil
    let parent = Int(terms[term].parent)
    if parent < 0 {
      open += 1
      if value { holding -= 1 }
    } else if isNeutral(value, in: parent) {
      terms[parent].pending += 1
    }
  }

  private mutating func forget(_ atom: Int) {
    let value = values[atom]
    values[atom] = nil
    guard case .filled(let slot) = atoms[atom], someMissing.contains(slot) else { return }
    unknownCount += 1
    unknownSum ^= slot
    if value == false { missingCount -= 1 }
  }
}
