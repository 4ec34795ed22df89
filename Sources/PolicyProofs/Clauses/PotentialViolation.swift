import Documents
import PolicyGraph

/// A rule that the analyses could not prove to hold at a place. It is refuted when a conversation is found that
/// breaks it there, and holds when it is shown that there is none.
package struct PotentialViolation: Hashable, Sendable {
  package let rule: Rule
  /// Where the conversation breaks the rule: on entering one of these nodes, or on an event there.
  package let nodes: [Int]
  package var event: ProgramEvent?

  package init(_ rule: Rule, at nodes: [Int], on event: ProgramEvent? = nil) {
    self.rule = rule
    self.nodes = nodes
    self.event = event
  }

  package init(_ rule: Rule, at node: Int, on event: ProgramEvent? = nil) {
    self.init(rule, at: [node], on: event)
  }
}

extension PolicyAnalysis {
  /// One potential violation for each of the nodes that can be entered with facts that do not rule the fault out.
  func potentialViolations(_ rule: Rule, at nodes: [Int], unless holds: (Int, Facts) -> Bool)
    -> [PotentialViolation]
  {
    var found: [PotentialViolation] = []
    for node in nodes where !facts.allEntries(of: node, satisfy: { holds(node, $0) }) {
      found.append(PotentialViolation(rule, at: node))
    }
    return found
  }

  /// The groups of reachable nodes that are wanted.
  func groups(where isWanted: (EventGroup) -> Bool) -> [EventGroup] {
    program.groups.filter { isWanted($0) && facts.isReachable($0.node) }
  }

  /// The edges that can be taken and are wanted.
  func edges(where isWanted: (ProgramEdge) -> Bool) -> [ProgramEdge] {
    var found: [ProgramEdge] = []
    for (position, edge) in program.edges.enumerated() where facts.isFeasible[position] {
      if isWanted(edge) { found.append(edge) }
    }
    return found
  }

  /// The nodes that can be reached from these over edges that can be taken, those included; nil if that looks at more
  /// edges than the budget allows. Only the nodes to be left and the edges to be taken are followed.
  func reachable(
    from starts: [Int], budget: inout Int, leaving isLeft: (Int) -> Bool = { _ in true },
    through isTaken: (Int) -> Bool = { _ in true }
  ) -> Set<Int>? {
    var known = Set(starts)
    var open = starts
    while let here = open.popLast() {
      guard isLeft(here) else { continue }
      for edge in program.exits(of: here) where facts.isFeasible[edge] {
        budget -= 1
        guard budget > 0 else { return nil }
        guard isTaken(edge) else { continue }
        let target = program.edges[edge].to
        if known.insert(target).inserted { open.append(target) }
      }
    }
    return known
  }

  /// How many edges one rule may look at to follow turns: some dozen rounds of the draft. What that does not settle
  /// stays suspected.
  var followingBudget: Int { 64 * (program.edges.count + 16) }
}
