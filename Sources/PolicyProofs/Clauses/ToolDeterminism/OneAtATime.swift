import Documents
import PolicyGraph

/// Clause `one_at_a_time` (definition 6.6): an ambiguous event does not have two enabled edges that may each lead to a
/// call within the turn, and no edge leads from a terminal to a call.
///
/// The monitor judges two calls in `violations(of:in:enabled:)`, a call after the end in `violations(on:in:)`. The
/// checker asks for more: `steps(from:)` refuses two enabled edges, `isWellFormed` any edge from a terminal.
extension ClauseDefinition {
  static let oneAtATime = ClauseDefinition(
    .oneAtATime, of: .toolDeterminism,
    promise: "no event starts two calls, and none starts after the end",
    rules: [
      ClauseRule(
        .twoCalls,
        message: { "\($0.event()) at \($0.node) can start two calls" },
        help: { _ in "keep one of the edges" }),
      ClauseRule(
        .callAfterEnd,
        message: {
          "an edge leads from \($0.node), where the conversation has ended, to a call"
        },
        help: { _ in "remove the edge" }),
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let twoCalls = Rule(
    "FOH6601", "two-calls", .proof, .error, "one event starts two calls",
    explanation: "Two edges answer the same event, and both lead to a call within the turn.",
    wrong: "two edges on `affirm`, each to a call", right: "one edge on `affirm`")

  package static let callAfterEnd = Rule(
    "FOH6602", "call-after-end", .proof, .error, "a call starts after the conversation has ended",
    explanation:
      "An edge leaves a `close` or `handoff` and leads to a call. After the end nobody would hear the outcome.",
    wrong: "{\"from\": \"close:success\", \"on\": \"auto\", \"to\": \"visit/call\"}",
    right: "no edge from `close:success`")
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    var budget = analysis.followingBudget
    let doubled = analysis.ambiguous.map { analysis.program.groups[$0] }.filter { group in
      let calling = group.edges.count {
        analysis.facts.isFeasible[$0] && analysis.turns.mayCall($0, budget: &budget) != false
      }
      return calling > 1
    }
    let late = analysis.program.callsAfterEnd.filter { analysis.facts.isReachable($0) }
    return doubled.map { PotentialViolation(.twoCalls, at: $0.node, on: $0.event) }
      + late.map { PotentialViolation(.callAfterEnd, at: $0) }
  }
}
