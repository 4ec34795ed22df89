import BlueprintCompiler
import Foundation
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// The analyses and the explorer are two implementations of the invariants (definition 4.5): they never disagree.
struct DifferentialTests {
  static let batches = ProcessInfo.processInfo.environment["FOHC_SOAK"].flatMap(Int.init) ?? 30

  @Test(arguments: 0..<batches, [false, true])
  func analysesAgreeWithTheExplorer(_ batch: Int, remembersTools: Bool) throws {
    var explored = 0
    var needing = 0
    for seed in UInt64(batch * 100)..<UInt64(batch * 100 + 100) {
      var generator = RandomDraft(seed: seed, remembersTools: remembersTools)
      let program = PolicyProgram(generator.draft())
      let exploration = explore(program, maximum: 20_000)
      guard exploration.isComplete else { continue }
      explored += 1
      needing += program.rememberedTools.isEmpty ? 0 : 1
      #expect(prove(program).disagreements(with: exploration) == [], "seed \(seed)")
    }
    #expect(explored > 80)
    #expect(!remembersTools || needing > explored / 2)
  }
}
