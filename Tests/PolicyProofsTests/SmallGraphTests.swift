import BlueprintCompiler
import Foundation
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// Every draft of four nodes over a small alphabet: all of them in a soak run, otherwise one in forty-one.
struct SmallGraphTests {
  static let stride = ProcessInfo.processInfo.environment["FOHC_SOAK"] == nil ? 41 : 1
  static let parts = 16

  @Test(arguments: 0..<parts)
  func proofsAgreeWithTheExplorer(_ part: Int) {
    let numbers = Array(
      Swift.stride(from: part * Self.stride, to: SmallGraph.count, by: Self.stride * Self.parts))
    for number in numbers {
      let program = PolicyProgram(SmallGraph.draft(number))
      let exploration = explore(program, maximum: 20_000)
      #expect(exploration.isComplete)
      #expect(prove(program).disagreements(with: exploration) == [], "draft \(number)")
    }
    #expect(numbers.count > 100)
  }
}
