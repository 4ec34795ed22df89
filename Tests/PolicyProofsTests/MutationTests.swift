import BlueprintCompiler
import Documents
import Foundation
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// Faults and harmless changes planted in proved drafts: every mutant that breaks a clause (definition 5, 6) is
/// refuted on it by a conversation that replays, and every other one stays proved. Small mutants are judged by the
/// explorer, too. The tally is `Docs/mutations.md`.
struct MutationTests {
  static let isSoaking = ProcessInfo.processInfo.environment["FOHC_SOAK"] != nil
  /// At how many places of one draft an operator is tried.
  static let placesInSmall = isSoaking ? 10_000 : 2
  static let placesInLarge = isSoaking ? 10 : 1
  static let large = isSoaking ? MutationBase.large : Array(MutationBase.large.prefix(3))

  @Test(arguments: MutationBase.small + large)
  func basesAreProvedWithoutASearch(_ base: MutationBase) {
    let report = prove(PolicyProgram(base.draft))
    #expect(report.isProved)
    #expect(report.settledBySearch.isEmpty)
  }

  @Test(arguments: MutationOperator.all)
  func mutantsAreJudgedRightly(_ maker: MutationOperator) async {
    let tally = await MutationLedger.shared.tally(of: maker)
    #expect(tally.mutants > 0)
    #expect(tally.problems == [])
  }

  @Test(arguments: Clause.allCases)
  func clauseIsBrokenByTwoOperators(_ clause: Clause) {
    #expect(MutationOperator.all.count { $0.brokenClauses.contains(clause) } >= 2)
  }

  @Test func ruleIsBrokenByAnOperator() {
    let broken = MutationOperator.all.flatMap { maker in
      if case .breaks(let rules) = maker.expectation { return rules }
      return []
    }
    #expect(Clause.allCases.flatMap(\.rules).filter { !broken.contains($0) }.map(\.name) == [])
  }

  @Test func operatorsHaveNamesOfTheirOwn() {
    #expect(Set(MutationOperator.all.map(\.name)).count == MutationOperator.all.count)
  }

  @Test(.enabled(if: !isSoaking, "a soak run tries more places"))
  func tableIsUpToDate() async throws {
    var tallies: [MutationTally] = []
    for maker in MutationOperator.all { tallies.append(await MutationLedger.shared.tally(of: maker)) }
    try Repository.expectGolden(MutationTally.page(tallies), "Docs/mutations.md")
  }
}

/// Each operator's mutants are made and judged once, no matter who asks first.
private actor MutationLedger {
  static let shared = MutationLedger()
  private var tallies: [String: Task<MutationTally, Never>] = [:]

  func tally(of maker: MutationOperator) async -> MutationTally {
    if let known = tallies[maker.name] { return await known.value }
    let task = Task.detached {
      var tally = MutationTally(maker)
      for base in MutationBase.small {
        for mutation in maker.sample(of: base, atMost: MutationTests.placesInSmall) {
          tally.count(MutationTrial(mutation, of: base, by: maker, exploring: 100_000))
        }
      }
      for base in MutationTests.isSoaking ? MutationBase.volunteering : [] {
        for mutation in maker.sample(of: base, atMost: 30) {
          tally.count(MutationTrial(mutation, of: base, by: maker, exploring: 100_000))
        }
      }
      // What breaks where can only be said of drafts that the explorer sees whole.
      if case .depends = maker.expectation { return tally }
      for base in MutationTests.large {
        for mutation in maker.sample(of: base, atMost: MutationTests.placesInLarge) {
          tally.count(MutationTrial(mutation, of: base, by: maker, exploring: 0))
        }
      }
      return tally
    }
    tallies[maker.name] = task
    return await task.value
  }
}
