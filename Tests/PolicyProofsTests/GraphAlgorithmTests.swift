import TestSupport
import Testing

@testable import PolicyProofs

/// The graph algorithms against what defines them, on random graphs.
struct GraphAlgorithmTests {
  static let seeds = Array<UInt64>(1...200)

  private func graph(_ random: inout SeededRandom) -> Adjacency {
    let count = Int.random(in: 1...9, using: &random)
    let arcs = (0..<Int.random(in: 0...20, using: &random)).map { _ in
      (from: Int.random(in: 0..<count, using: &random), to: Int.random(in: 0..<count, using: &random))
    }
    return Adjacency(nodeCount: count, arcs: arcs)
  }

  /// A dominates B when B cannot be reached any more once A is taken out.
  @Test(arguments: seeds)
  func dominatorsAreWhatCannotBeAvoided(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let graph = graph(&random)
    let dominators = Dominators(graph, root: 0)
    let reached = graph.reachable(from: [0])
    for node in 0..<graph.nodeCount {
      let without = Adjacency(
        nodeCount: graph.nodeCount,
        arcs: (0..<graph.nodeCount).filter { $0 != node }.flatMap { source in
          graph[source].filter { $0 != node }.map { (source, $0) }
        })
      let avoiding =
        node == 0 ? Array(repeating: false, count: graph.nodeCount) : without.reachable(from: [0])
      for other in 0..<graph.nodeCount {
        let expected = reached[node] && reached[other] && (node == other || !avoiding[other])
        #expect(dominators.dominates(node, other) == expected, "seed \(seed): \(node) over \(other)")
      }
    }
  }

  /// Two nodes share a component when each reaches the other; arcs never lead to a component of a higher number.
  @Test(arguments: seeds)
  func componentsAreMutuallyReachable(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let graph = graph(&random)
    let components = StronglyConnectedComponents(graph)
    let reach = (0..<graph.nodeCount).map { graph.reachable(from: [$0]) }
    for node in 0..<graph.nodeCount {
      for other in 0..<graph.nodeCount {
        #expect(
          (components.component(of: node) == components.component(of: other))
            == (reach[node][other] && reach[other][node]),
          "seed \(seed): \(node) and \(other)")
      }
      for target in graph[node] {
        #expect(components.component(of: target) <= components.component(of: node))
      }
      let onCycle = graph[node].contains { reach[$0][node] }
      #expect(components.isCyclic[node] == onCycle, "seed \(seed): \(node)")
    }
  }

  /// The judge's own graph: what is reachable, and what lies on a cycle, as single steps show it.
  @Test(arguments: seeds)
  func transitionsAreFollowedToTheirEnds(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let graph = graph(&random)
    let arcs = (0..<graph.nodeCount).flatMap { source in graph[source].map { (from: source, to: $0) } }
    let transitions = TransitionGraph(count: graph.nodeCount, arcs: arcs)
    let isOnCycle = transitions.verticesOnCycles()
    for node in 0..<graph.nodeCount {
      #expect(transitions.reachable(from: [node]) == graph.reachable(from: [node]), "seed \(seed): \(node)")
      let returns = graph[node].contains { graph.reachable(from: [$0])[node] }
      #expect(isOnCycle[node] == returns, "seed \(seed): \(node)")
    }
  }
}
