import PolicyGraph

/// Nodes that can be entered, by what they are. What the clauses ask of single nodes they ask of these, mostly of
/// few. All ascending.
package struct ReachableNodes: Sendable {
  package private(set) var asks: [Int] = []
  package private(set) var calls: [Int] = []
  package private(set) var reports: [Int] = []
  package private(set) var apologies: [Int] = []
  package private(set) var terminals: [Int] = []
  /// Where the user is awaited, or the conversation ends.
  package private(set) var rests: [Int] = []
  /// Whatever has an outcome.
  package private(set) var outcomes: [Int] = []

  /// O(nodes).
  init(_ program: PolicyProgram, _ facts: FactAnalysis) {
    for node in program.nodes.indices where facts.isReachable(node) {
      let programNode = program.nodes[node]
      switch programNode.kind {
      case .ask: asks.append(node)
      case .call: calls.append(node)
      case .report: reports.append(node)
      case .apologize: apologies.append(node)
      case .handoff, .close: terminals.append(node)
      case .open, .route, .talk, .clarify, .nudge, .interject, .confirm: break
      }
      if programNode.kind.awaits == .user || programNode.kind.isTerminal { rests.append(node) }
      if programNode.outcome != nil { outcomes.append(node) }
    }
  }
}
