import Documents
import PolicyGraph

/// Clause `confirmed` (definition 6.2): attempt 1 of a tool that requires confirmation is entered only in a turn begun
/// by `affirm` at that tool's `confirm`, which spoke when it was entered last.
///
/// The monitor judges it in `violations(calling:)`, the checker in `faults(of:)`.
extension ClauseDefinition {
  static let confirmed = ClauseDefinition(
    .confirmed, of: .toolDeterminism,
    promise: "what needs a yes is called only after that yes",
    rules: [
      ClauseRule(
        .unconfirmedCall,
        message: { "\($0.node) calls \($0.tool) without the user's yes" },
        help: { _ in "lead to the call only by `affirm` from a `confirm` for this tool" })
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let unconfirmedCall = Rule(
    "FOH6201", "unconfirmed-call", .proof, .error, "a tool that needs a yes is called without it",
    explanation: """
      The tool requires confirmation: its first attempt may be made only in the turn that begins with `affirm` at \
      that tool's own `confirm`, right after it was asked. Any other event, or a changed value, in between needs \
      a new question.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"tool:book\", \"to\": \"visit/call\"}",
    right:
      "{\"from\": \"visit/talk\", \"on\": \"tool:book\", \"to\": \"visit/confirm\"}, and `affirm` from there to the call"
  )
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    return analysis.potentialViolations(.unconfirmedCall, at: analysis.reachableNodes.calls) { call, facts in
      let programNode = program.nodes[call]
      let isConfirmed = facts.turn.start.kind == .confirmation && facts.turn.start.tool == programNode.tool
      return isConfirmed || programNode.attempt != 1
        || !(program.tools[programNode.tool].declaration?.requiresConfirmation ?? false)
    }
  }
}
