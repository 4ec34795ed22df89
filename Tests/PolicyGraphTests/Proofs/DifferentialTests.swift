import Foundation
import PolicyGraph
import TestSupport
import Testing

/// The analyses and the explorer are two implementations of one definition: they never disagree.
struct DifferentialTests {
  static let batches = ProcessInfo.processInfo.environment["FOHC_SOAK"].flatMap(Int.init) ?? 30

  @Test(arguments: 0..<batches)
  func analysesAgreeWithTheExplorer(_ batch: Int) throws {
    var unknown = 0
    for seed in UInt64(batch * 100)..<UInt64(batch * 100 + 100) {
      var generator = RandomDraft(seed: seed)
      let program = PolicyProgram(generator.draft())
      let exploration = Exploration(program, maximum: 20_000)
      guard exploration.isComplete else { continue }
      let report = ProofReport(program)
      let broken = Set(exploration.violations.map(\.rule.name))
      let refuted = Set(report.refutations.map(\.witness.violation.rule.name))
      let undecided = Set(report.undecided.map(\.suspicion.rule.name))
      unknown += undecided.isEmpty ? 0 : 1
      #expect(
        refuted.isSubset(of: broken), "seed \(seed): false alarms \(refuted.subtracting(broken).sorted())")
      #expect(
        broken.subtracting(undecided).isSubset(of: refuted),
        "seed \(seed): missed \(broken.subtracting(refuted).subtracting(undecided).sorted())")
    }
    #expect(unknown <= 5)
  }
}
