import Documents
import PolicyGraph

/// Clause `total` (definition 5.1): every event of a node's alphabet has an edge, and each possible event, with any
/// values that it may bring, has one whose guard holds.
///
/// The monitor judges it in `violations(of:in:enabled:)`, the checker in `steps(from:)` of `Verification.swift`.
extension ClauseDefinition {
  static let total = ClauseDefinition(
    .total, of: .noSilentDrop,
    promise: "whatever happens, there is one answer to it",
    rules: [
      ClauseRule(
        .unansweredEvent,
        message: { "nothing answers \($0.event()) at \($0.node)" },
        help: {
          "add an edge on \($0.event(else: "it")), from \($0.node) to where the conversation goes on"
        }),
      ClauseRule(
        .unansweredCase,
        message: { "in some situation nothing answers \($0.event()) at \($0.node)" },
        help: {
          "add an edge on \($0.event(else: "it")) for the case that is left, or widen a condition"
        }),
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let unansweredEvent = Rule(
    "FOH5101", "unanswered-event", .proof, .error, "something can happen that nothing answers",
    explanation: """
      Each node has to answer everything that can happen there: what the user may do, or each of a tool's three \
      outcomes. Here an event has no edge, so the conversation would stop with the user left hanging.
      """,
    wrong: "a call with edges on `ok` and `error`, and none on `timeout`",
    right: "{\"from\": \"visit/call\", \"on\": \"timeout\", \"to\": \"visit/apologize\"}")

  package static let unansweredCase = Rule(
    "FOH5102", "unanswered-case", .proof, .error, "in some situation none of an event's edges applies",
    explanation: """
      The event has edges, but each has a condition, and there is a situation in which none of them holds. \
      Together the conditions of one event have to cover every case; the last one is often `not` the others.
      """,
    wrong: "one edge on `unclear`, when {\"visits\": {\"node\": \"clarify\", \"below\": 2}}, and no other",
    right:
      "a second edge on `unclear`, when {\"not\": {\"visits\": {\"node\": \"clarify\", \"below\": 2}}}, to `handoff`"
  )
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    analysis.uncovered.map { position in
      let group = analysis.program.groups[position]
      return PotentialViolation(
        group.edges.isEmpty ? .unansweredEvent : .unansweredCase, at: group.node, on: group.event)
    }
  }
}
