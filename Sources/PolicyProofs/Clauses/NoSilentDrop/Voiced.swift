import Documents
import PolicyGraph

/// Clause `voiced` (definition 5.2): between the opening, or any user or tool event, and the next time the agent awaits
/// the user or ends, it says something. A node is resumed only after it has spoken, no cycle of nodes neither speaks nor
/// awaits, and an `ask` has something to ask.
///
/// The monitor judges a silent turn in `violations(ending:)`, the other rules in `violations(on:in:)`. The checker asks
/// for the turn and for something to ask in `faults(of:)`, for resumed nodes (`heard`) and silent cycles (`quiet`) in
/// `checkRanks`.
extension ClauseDefinition {
  static let voiced = ClauseDefinition(
    .voiced, of: .noSilentDrop,
    promise: "the agent says something before it waits or ends",
    rules: [
      ClauseRule(
        .silentTurn,
        message: {
          $0.isEnd
            ? "the conversation ends at \($0.node), and nothing was said in that turn"
            : "the agent comes to wait at \($0.node) without having said anything"
        },
        help: { _ in
          "lead through a node that says something, or let the edge enter its target without `resume`"
        }),
      ClauseRule(
        .resumedUnspoken,
        message: { "\($0.node) is resumed before it was ever spoken" },
        help: { _ in "remove `resume` from the edge, so that the node is entered and speaks" }),
      ClauseRule(
        .silentCycle,
        message: { "the policy comes back to \($0.node) without saying or awaiting anything" },
        help: { _ in "lead to a node that speaks or waits" }),
      ClauseRule(
        .nothingToAsk,
        message: { "\($0.node) waits for answers although all of its slots are filled" },
        help: { _ in "lead there only while a slot is missing: `when: {not: {filled: …}}`" }),
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let silentTurn = Rule(
    "FOH5201", "silent-turn", .proof, .error, "the agent waits or ends without having said anything",
    explanation: """
      After every event the agent has to say something before it waits for the user again or ends. Here it takes \
      a path on which nothing is said: the texts are blank, or the node is taken up again by `resume` with \
      nothing said on the way.
      """,
    wrong: "{\"from\": \"talk\", \"on\": \"unclear\", \"to\": \"talk\", \"resume\": true}",
    right:
      "{\"from\": \"talk\", \"on\": \"unclear\", \"to\": \"talk/clarify\"}, which speaks, then resumes the talk"
  )

  package static let resumedUnspoken = Rule(
    "FOH5202", "resumed-unspoken", .proof, .error, "a node is taken up again that was never spoken before",
    explanation: """
      `resume` enters a node without its words, because the user has heard them already. Here the node can be \
      resumed before it has ever been spoken, so the user would not know what is being asked.
      """,
    wrong: "{\"from\": \"greeting\", \"on\": \"auto\", \"to\": \"visit/ask\", \"resume\": true}",
    right: "{\"from\": \"greeting\", \"on\": \"auto\", \"to\": \"visit/ask\"}")

  package static let silentCycle = Rule(
    "FOH5203", "silent-cycle", .proof, .error,
    "the policy runs in a circle without saying or awaiting anything",
    explanation: """
      Nodes without a voice, usually routes, lead back to one another while nothing is said or awaited. \
      The user would hear nothing, for ever.
      """,
    wrong: "route a leads to route b, and route b back to route a",
    right: "let one of them lead to a node that speaks or waits")

  package static let nothingToAsk = Rule(
    "FOH5204", "nothing-to-ask", .proof, .error, "an ask waits although all of its slots are filled",
    explanation: """
      An `ask` speaks only the questions that are still open. Entered or resumed with all of its slots filled, it \
      asks nothing and waits for an answer to nothing. Lead to it only while a slot is missing.
      """,
    wrong: "{\"from\": \"visit/route\", \"on\": \"auto\", \"to\": \"visit/ask\"}",
    right:
      "{…, \"to\": \"visit/ask\", \"when\": {\"not\": {\"filled\": \"day\"}}}, beside an edge for the other case"
  )
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    let silentTurns = analysis.potentialViolations(.silentTurn, at: analysis.reachableNodes.rests) {
      $1.turn.hasSpoken
    }
    let emptyAsks = analysis.potentialViolations(.nothingToAsk, at: analysis.reachableNodes.asks) {
      node, facts in
      facts.isSomeMissing(among: program.asked(of: node))
    }
    let unspoken = unspokenResumptions(analysis)
    return silentTurns + emptyAsks + unspoken.map { PotentialViolation(.resumedUnspoken, at: $0) }
      + analysis.silentCycles.map { PotentialViolation(.silentCycle, at: $0) }
  }

  /// Nodes that may be resumed before they have spoken.
  ///
  /// A node has spoken before its resumption when every way there goes through it, and it speaks whenever it is not
  /// resumed: seen from the dominators. Where that does not settle it, by looking for a way that avoids every edge
  /// by which the node surely speaks.
  private static func unspokenResumptions(_ analysis: PolicyAnalysis) -> [Int] {
    let program = analysis.program
    var mayStaySilent = Array(repeating: false, count: program.nodes.count)
    for edge in program.edges.indices where analysis.facts.isFeasible[edge] && !program.edges[edge].resumes {
      if !analysis.facts.surelySpeaks[edge] { mayStaySilent[program.edges[edge].to] = true }
    }
    if let entry = program.entry, program.opening()?.said == nil { mayStaySilent[entry] = true }
    var before = DiscoveryOrder()
    var open = analysis.edges { edge in
      edge.resumes && (mayStaySilent[edge.to] || !analysis.plainlyDominates(edge.to, edge.from, &before))
    }
    if open.contains(where: { !mayStaySilent[$0.to] }), let dominators = analysis.dominators {
      open.removeAll { !mayStaySilent[$0.to] && dominators.dominates($0.to, $0.from) }
    }
    var budget = analysis.followingBudget
    return Dictionary(grouping: open, by: \.to).sorted { $0.key < $1.key }.filter { node, edges in
      guard let unheard = reachable(withoutHearing: node, analysis, budget: &budget) else { return true }
      return edges.contains { unheard.contains($0.from) }
    }.map(\.key)
  }

  /// The nodes that can be reached before the node has surely spoken; nil when the search was given up.
  private static func reachable(
    withoutHearing node: Int, _ analysis: PolicyAnalysis, budget: inout Int
  ) -> Set<Int>? {
    let program = analysis.program
    guard let entry = program.entry else { return [] }
    if entry == node, program.opening()?.said != nil { return [] }
    return analysis.reachable(
      from: [entry], budget: &budget,
      through: { program.edges[$0].to != node || !analysis.facts.surelySpeaks[$0] })
  }
}
