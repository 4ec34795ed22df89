import Documents
import PolicyGraph

/// Clause `ends` (definition 5.3): a terminal stays reachable, no cycle consists of idle events only, and `deny` at an
/// `ask` does not lead back to it within the turn.
///
/// The monitor judges a refusal in `violations(ending:)`; what needs every configuration, the explorer judges in
/// `judgeEndings` and `judgeLoops`. The checker asks for the refusal in `faults(of:)`, for the others in `checkRanks`
/// (`end`, `rank`).
extension ClauseDefinition {
  static let ends = ClauseDefinition(
    .ends, of: .noSilentDrop,
    promise: "every conversation can end, and none runs on for ever without the user",
    rules: [
      ClauseRule(
        .noWayOut,
        message: { "from \($0.node) the conversation can never end" },
        help: { _ in "lead an edge from there to a `close` or a `handoff`" }),
      ClauseRule(
        .endlessLoop,
        message: { "the conversation can go round through \($0.node) for ever" },
        help: { _ in
          "count the rounds: `when: {visits: {node: …, below: 2}}`, and lead elsewhere after that"
        }),
      ClauseRule(
        .refusalIgnored,
        message: { "a no at \($0.node) leads straight back to the same question" },
        help: { _ in "acknowledge the no in an `interject`, and go on to the next phase" }),
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let noWayOut = Rule(
    "FOH5301", "no-way-out", .proof, .error, "a point from which the conversation can never end",
    explanation: """
      From here no `close` and no `handoff` can be reached any more, whatever the user does. The user could only \
      hang up.
      """,
    wrong: "a talk all of whose edges lead back to itself",
    right: "{\"from\": \"talk\", \"on\": \"escalate\", \"to\": \"handoff\"}")

  package static let endlessLoop = Rule(
    "FOH5302", "endless-loop", .proof, .error, "the conversation can go in circles without getting anywhere",
    explanation: """
      A circle in which the user is silent or not understood, or tools answer, and nothing that is counted ever \
      ends it. Count the entries with `visits` and lead somewhere else once they are used up.
      """,
    wrong: "`unclear` leads to a clarification, and that back to the question, without an end",
    right: "\"when\": {\"visits\": {\"node\": \"ask/clarify\", \"below\": 2}}, and `handoff` otherwise")

  package static let refusalIgnored = Rule(
    "FOH5303", "refusal-ignored", .proof, .error, "a question that was refused is asked again at once",
    explanation: """
      The user does not want to answer (`deny` at an `ask`), and within the same turn the agent asks the same \
      thing again. Acknowledge the no and go on to what comes next.
      """,
    wrong:
      "{\"from\": \"visit/ask\", \"on\": \"deny\", \"to\": \"visit/route\"}, which leads back to the ask",
    right:
      "{\"from\": \"visit/ask\", \"on\": \"deny\", \"to\": \"visit/ask/declined\"}, which leads to the next phase"
  )
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    let traps = program.nodes.indices.filter {
      analysis.facts.isReachable($0) && !analysis.turns.reachesEnd[$0]
    }
    var budget = analysis.followingBudget
    var known = DiscoveryOrder()
    let ignored = analysis.groups { group in
      group.event == .deny && program.nodes[group.node].kind == .ask
        && analysis.turns.mayReturn(to: group.node, after: .deny, budget: &budget, &known) != false
    }
    return traps.map { PotentialViolation(.noWayOut, at: $0) }
      + analysis.idle.unbounded.map { PotentialViolation(.endlessLoop, at: $0) }
      + ignored.map { PotentialViolation(.refusalIgnored, at: $0.node) }
  }
}
