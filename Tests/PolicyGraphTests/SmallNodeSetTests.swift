import PolicyGraph
import TestSupport
import Testing

/// Against a set of the standard library; equal whatever the order in which its nodes came.
struct FewNodesTests {
  @Test func behavesLikeASet() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<2000 {
      var few = SmallNodeSet()
      var set: Set<Int> = []
      let nodes = (0..<Int.random(in: 0...6, using: &random)).map { _ in Int.random(in: 0...5, using: &random)
      }
      for node in nodes { #expect(few.insert(node) == set.insert(node).inserted, "\(nodes)") }
      for node in 0...5 { #expect(few.contains(node) == set.contains(node), "\(nodes)") }
      var other = SmallNodeSet()
      for node in nodes.shuffled(using: &random) { _ = other.insert(node) }
      #expect(few == other, "\(nodes)")
      #expect(few.count == set.count, "\(nodes)")
      let out = Int.random(in: 0...5, using: &random)
      few.remove { $0 > out }
      for node in 0...5 { #expect(few.contains(node) == (set.contains(node) && node <= out), "\(nodes)") }
      var rest = SmallNodeSet()
      for node in set.filter({ $0 <= out }) { _ = rest.insert(node) }
      #expect(few == rest, "\(nodes)")
    }
  }
}
