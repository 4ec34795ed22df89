import Foundation
import PolicyGraph
import TestSupport
import Testing

/// The analyses and the explorer are two implementations of one definition: they never disagree.
struct DifferentialTests {
  static let batches = ProcessInfo.processInfo.environment["FOHC_SOAK"].flatMap(Int.init) ?? 30

  @Test(arguments: 0..<batches)
  func analysesAgreeWithTheExplorer(_ batch: Int) throws {
    for seed in UInt64(batch * 100)..<UInt64(batch * 100 + 100) {
      var generator = RandomDraft(seed: seed)
      let program = PolicyProgram(generator.draft())
      let exploration = Exploration(program, maximum: 20_000)
      guard exploration.isComplete else { continue }
      #expect(ProofReport(program).disagreements(with: exploration) == [], "seed \(seed)")
    }
  }
}
