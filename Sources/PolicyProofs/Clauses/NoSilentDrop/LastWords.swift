import Documents
import PolicyGraph

/// Clause `last_words` (definition 5.4): every terminal speaks when it is entered, and a turn that `escalate` begins
/// ends at a `handoff`.
///
/// The monitor judges a silent ending in `violations(on:in:)`, an escalation in `violations(ending:)` and
/// `violations(stranding:)`. The checker asks for both in `faults(of:)`; that each turn ends follows from `steps(from:)`
/// and `checkRanks` (`quiet`, `rank`).
extension ClauseDefinition {
  static let lastWords = ClauseDefinition(
    .lastWords, of: .noSilentDrop,
    promise: "no conversation ends in silence, and a person can always be reached",
    rules: [
      ClauseRule(
        .silentEnding,
        message: { "the conversation ends at \($0.node) without a last word" },
        help: { _ in "write its last words into `say`" }),
      ClauseRule(
        .lostEscalation,
        message: { "asking for a person at \($0.node) does not lead to a hand-off" },
        help: { _ in "lead `escalate` to a `handoff`" }),
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let silentEnding = Rule(
    "FOH5401", "silent-ending", .proof, .error, "the conversation ends without a last word",
    explanation: "A `close` and a `handoff` have to say something: this one's text is blank or missing.",
    wrong: "{\"id\": \"handoff\", \"kind\": \"handoff\", \"say\": \"\"}",
    right: "{\"id\": \"handoff\", \"kind\": \"handoff\", \"say\": \"A colleague takes over.\"}")

  package static let lostEscalation = Rule(
    "FOH5402", "lost-escalation", .proof, .error, "asking for a person does not lead to one",
    explanation: """
      Wherever the agent waits for the user, `escalate` has to reach a `handoff` within that turn. Here it ends \
      somewhere else.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"escalate\", \"to\": \"visit/talk/clarify\"}",
    right: "{\"from\": \"visit/talk\", \"on\": \"escalate\", \"to\": \"handoff\"}")
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    var isResumed = Array(repeating: false, count: program.nodes.count)
    for edge in program.edges.indices where program.edges[edge].resumes && analysis.facts.isFeasible[edge] {
      isResumed[program.edges[edge].to] = true
    }
    let silent = analysis.potentialViolations(.silentEnding, at: analysis.reachableNodes.terminals) {
      node, _ in
      program.nodes[node].hasVoice && !isResumed[node]
    }
    let lost = analysis.groups { group in
      group.event == .escalate
        && !group.edges.allSatisfy {
          !analysis.facts.isFeasible[$0] || analysis.turns.reachesHandoff[program.edges[$0].to]
        }
    }
    let unanswered = analysis.uncovered.map { program.groups[$0] }.filter { $0.event == .escalate }
    return silent + escalationEnds(of: lost, analysis)
      + unanswered.map { PotentialViolation(.lostEscalation, at: $0.node, on: .escalate) }
  }

  /// For each escalation every node at which its turn may come to rest. For those that it would take too long to follow,
  /// all together: every node.
  private static func escalationEnds(of groups: [EventGroup], _ analysis: PolicyAnalysis)
    -> [PotentialViolation]
  {
    var budget = analysis.followingBudget
    var found: [PotentialViolation] = []
    for group in groups {
      guard let ends = escalationEnds(of: group, analysis, budget: &budget) else {
        let others = analysis.program.nodes.indices.filter { analysis.program.nodes[$0].kind != .handoff }
        return found + [PotentialViolation(.lostEscalation, at: others)]
      }
      found.append(PotentialViolation(.lostEscalation, at: ends))
    }
    return found
  }

  /// Nil when following the turn was given up.
  private static func escalationEnds(
    of group: EventGroup, _ analysis: PolicyAnalysis, budget: inout Int
  ) -> [Int]? {
    let program = analysis.program
    let begun = group.edges.filter { analysis.facts.isFeasible[$0] }.map { program.edges[$0].to }
    let known = analysis.reachable(
      from: begun, budget: &budget, leaving: { program.nodes[$0].kind.awaits == .nothing })
    return known?.filter { program.nodes[$0].kind != .handoff }.sorted()
  }
}
