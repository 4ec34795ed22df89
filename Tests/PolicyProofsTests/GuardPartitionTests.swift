import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// Whether guards cover every case and exclude each other, against going through all cases.
struct GuardPartitionTests {
  static let slots: [SlotKey] = ["a", "b", "c", "d"]

  @Test(arguments: 0..<40)
  func agreesWithAllCases(_ batch: Int) {
    var (covering, excluding) = (0, 0)
    for seed in UInt64(batch * 50)..<UInt64(batch * 50 + 50) {
      var random = SeededRandom(seed: seed)
      let program = program(
        (0..<Int.random(in: 1...4, using: &random)).map { _ in condition(&random, depth: 3) })
      let filled = set(Self.slots.indices.filter { _ in random.chance(20) })
      let missing = set(Self.slots.indices.filter { !filled.contains($0) && random.chance(40) })
      let premise = GuardPartition.Premise(
        filled: filled, someMissing: missing.isEmpty ? nil : missing, isDeferred: random.chance(50),
        areVisitsReset: random.chance(30))
      let conditions = program.edges.map(\.condition)
      var effort = 1_000_000
      let partition = GuardPartition(program.guards, conditions, under: premise, effort: &effort)
      let counts = allCases(program, conditions, premise)
      #expect(partition.covers == (counts.contains(0) ? .no : .yes), "seed \(seed)")
      #expect(partition.excludes == (counts.contains { $0 > 1 } ? .no : .yes), "seed \(seed)")
      covering += partition.covers == .yes ? 1 : 0
      excluding += partition.excludes == .yes ? 1 : 0
    }
    // Both answers are given, to both questions.
    #expect((1..<50).contains(covering) && (1..<50).contains(excluding))
  }

  /// A chain, as lowering makes it, needs as many cases as it has links; a budget that does not suffice is admitted.
  @Test func chainsAreShort() {
    let keys = (0..<300).map { SlotKey("s\($0)") }
    var edges = keys.indices.map { last in
      Edge("route", .auto, "end", when: .all(keys[..<last].map(Guard.filled) + [.not(.filled(keys[last]))]))
    }
    edges.append(Edge("route", .auto, "end", when: .all(keys.map(Guard.filled))))
    let program = PolicyProgram(draft(edges, keys))
    let none = program.noSlots
    let premise = GuardPartition.Premise(
      filled: none, someMissing: nil, isDeferred: false, areVisitsReset: false)
    let conditions = program.edges.map(\.condition)
    var effort = 1_000_000
    let partition = GuardPartition(program.guards, conditions, under: premise, budget: 301, effort: &effort)
    #expect(partition.covers == .yes)
    #expect(partition.excludes == .yes)
    let cut = GuardPartition(program.guards, conditions, under: premise, budget: 300, effort: &effort)
    #expect(cut.covers == .undecided)
    #expect(cut.excludes == .undecided)
    let open = GuardPartition(
      program.guards, Array(conditions.dropLast()), under: premise, effort: &effort)
    #expect(open.covers == .no)
    #expect(open.excludes == .yes)
  }

  /// An effort that does not suffice is admitted too: what is said then is not a guess.
  @Test func effortIsBounded() {
    let keys = (0..<30).map { SlotKey("s\($0)") }
    var edges = keys.indices.map { last in
      Edge("route", .auto, "end", when: .all(keys[..<last].map(Guard.filled) + [.not(.filled(keys[last]))]))
    }
    edges.append(Edge("route", .auto, "end", when: .all(keys.map(Guard.filled))))
    let program = PolicyProgram(draft(edges, keys))
    let premise = GuardPartition.Premise(
      filled: program.noSlots, someMissing: nil, isDeferred: false, areVisitsReset: false)
    func partition(_ effort: Int) -> (GuardPartition, left: Int) {
      var left = effort
      return (
        GuardPartition(program.guards, program.edges.map(\.condition), under: premise, effort: &left), left
      )
    }
    let needed = 1_000_000 - partition(1_000_000).left
    for effort in 0...needed + 1 {
      let (found, left) = partition(effort)
      #expect(left <= 0 || found.covers == .yes && found.excludes == .yes, "effort \(effort) of \(needed)")
      #expect(effort > needed / 2 || found.covers == .undecided && found.excludes == .undecided)
      #expect(found.covers != .no && found.excludes != .no)
    }
  }

  // MARK: Making drafts

  private func draft(_ edges: [Edge], _ slots: [SlotKey]) -> Draft {
    Draft(
      entry: "route", nodes: [Node("route", .route), Node("end", .close), Node("other", .close)],
      edges: edges,
      tools: nil, variables: slots.map { Variable(key: $0, label: "", isRequired: false, ask: "?") },
      scenarios: nil, members: [])
  }

  private func program(_ conditions: [Guard]) -> PolicyProgram {
    PolicyProgram(draft(conditions.map { Edge("route", .auto, "end", when: $0) }, Self.slots))
  }

  private func set(_ elements: [Int]) -> BitSet {
    var set = BitSet(capacity: Self.slots.count)
    for element in elements { set.insert(element) }
    return set
  }

  private func condition(_ random: inout SeededRandom, depth: Int) -> Guard {
    let isAtom = depth == 0 || random.chance(30)
    switch Int.random(in: isAtom ? 0...4 : 5...7, using: &random) {
    case 0...2: return .filled(random.chance(5) ? "nobody's" : random.pick(Self.slots))
    case 3:
      return .visits(random.pick(["end", "other", "nowhere"]), below: Int.random(in: 0...3, using: &random))
    case 4: return .deferred
    case 5: return .not(condition(&random, depth: depth - 1))
    case let kind:
      let parts = (0..<Int.random(in: 0...3, using: &random)).map { _ in condition(&random, depth: depth - 1)
      }
      return kind == 6 ? .all(parts) : .any(parts)
    }
  }

  // MARK: All cases

  /// In each case that the premise allows, how many conditions hold.
  private func allCases(
    _ program: PolicyProgram, _ conditions: [Int], _ premise: GuardPartition.Premise
  ) -> Set<Int> {
    var counts: Set<Int> = []
    for choice in 0..<(1 << Self.slots.count) {
      let filled = set(Self.slots.indices.filter { choice & (1 << $0) != 0 })
      guard premise.filled.isSubset(of: filled) else { continue }
      if let missing = premise.someMissing, missing.isSubset(of: filled) { continue }
      for visits in 0..<16 where !premise.areVisitsReset || visits == 0 {
        counts.insert(
          conditions.count { condition in
            condition < 0
              || program.guards.value(of: condition) { atom in
                switch atom {
                case .filled(let slot): filled.contains(slot)
                case .visits(let counter, let below): (counter == 0 ? visits % 4 : visits / 4) < below
                case .deferred: premise.isDeferred
                }
              } == true
          })
      }
    }
    return counts
  }
}
