import Documents
import PolicyGraph

/// Clause `custody` (definition 5.5): `close(success)` has every required slot filled and every tool of
/// `success_requires` done; `close(declined)` follows a refusal, with something of that missing. Under `defer`, each
/// `interrupt` sets the flag, only entering a `talk` that speaks clears it, and it is clear at `close(success)`.
///
/// The monitor judges outcomes in `violations(closing:)`, the setting of the flag in `violations(of:in:enabled:)`, its
/// clearing in `violations(on:in:)`. The checker asks for all of it in `faults(of:)`.
extension ClauseDefinition {
  static let custody = ClauseDefinition(
    .custody, of: .noSilentDrop,
    promise: "what the user gave, asked and refused is kept",
    rules: [
      ClauseRule(
        .incompleteSuccess,
        message: {
          "\($0.node) declares success although \($0.missing($0.program.requiredForSuccess)) can be missing"
        },
        help: { _ in
          "put what is missing into the condition of the edge, or make sure of it on every way"
        }),
      ClauseRule(
        .forgottenQuestion,
        message: { "an interruption at \($0.node) is not noted, although questions are put off" },
        help: { _ in "add `sets: deferred` to the edge on `interrupt`" }),
      ClauseRule(
        .questionDropped,
        message: {
          "the question put off is struck off on the way to \($0.node), and nothing is said of it"
        },
        help: { _ in "clear the flag only on an edge into a `talk` that speaks" }),
      ClauseRule(
        .questionOpenAtSuccess,
        message: { "\($0.node) declares success with a question still put off" },
        help: { _ in
          "add `not: {deferred: true}` to the condition, and take the question up in a `talk`"
        }),
      ClauseRule(
        .declinedUnasked,
        message: { "\($0.node) closes as declined, and the user has declined nothing" },
        help: { _ in "close as declined only after a `deny` at an `ask` or a `talk`" }),
      ClauseRule(
        .declinedComplete,
        message: { "\($0.node) closes as declined with nothing missing that success needs" },
        help: { _ in
          "add the condition that a required slot is missing, or that a required tool is not done"
        }),
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let incompleteSuccess = Rule(
    "FOH5501", "incomplete-success", .proof, .error, "success is declared with a required slot missing",
    explanation: """
      `close` with the outcome `success` can be reached although a required slot was never given. Put the slots \
      into the condition of the edge that leads there, or ask for them on every way.
      """,
    wrong: "{\"from\": \"end\", \"on\": \"auto\", \"to\": \"close:success\"}",
    right: "{…, \"when\": {\"all\": [{\"filled\": \"name\"}, {\"filled\": \"phone\"}]}}")

  package static let forgottenQuestion = Rule(
    "FOH5502", "forgotten-question", .proof, .error, "an interrupting question is not noted",
    explanation: """
      `interruption_style` is `defer`: a question out of turn is put off and taken up later. The edge on \
      `interrupt` has to set the flag that remembers it.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"interrupt\", \"to\": \"visit/talk/interrupted\"}",
    right: "{…, \"sets\": \"deferred\"}")

  package static let questionDropped = Rule(
    "FOH5503", "question-dropped", .proof, .error, "a question that was put off is dropped without a word",
    explanation: """
      The flag may be cleared only where a `talk` is entered and speaks, because only there the question can be \
      taken up.
      """,
    wrong: "an edge that clears `deferred` and leads to a node that says nothing",
    right:
      "{\"from\": \"end\", \"on\": \"auto\", \"to\": \"deferred\", \"clears\": \"deferred\"}, where `deferred` is a talk with words"
  )

  package static let questionOpenAtSuccess = Rule(
    "FOH5504", "question-open-at-success", .proof, .error,
    "success is declared with a question still put off",
    explanation: """
      The user asked something, was told that it would be taken up later, and the conversation closes with \
      success before it was.
      """,
    wrong: "{\"from\": \"end\", \"on\": \"auto\", \"to\": \"close:success\"}",
    right: "{…, \"when\": {\"not\": {\"deferred\": true}}}")

  package static let declinedUnasked = Rule(
    "FOH5505", "declined-unasked", .proof, .error,
    "the conversation closes as declined although nobody declined",
    explanation: """
      `close` with the outcome `declined` says that the user did not want to go on. It may be reached only after \
      a `deny` at an `ask` or a `talk`.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"goal_met\", \"to\": \"close:declined\"}",
    right: "{\"from\": \"visit/talk\", \"on\": \"deny\", \"to\": \"close:declined\"}")

  package static let declinedComplete = Rule(
    "FOH5506", "declined-complete", .proof, .error,
    "the conversation closes as declined with nothing missing",
    explanation: """
      All required slots are filled, and the outcome still is `declined`: what the user gave would be thrown \
      away. Such a conversation has succeeded.
      """,
    wrong: "{\"from\": \"end\", \"on\": \"auto\", \"to\": \"close:declined\"}",
    right: "{…, \"when\": {\"not\": {\"filled\": \"day\"}}}")
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    let required = program.requiredForSuccess
    func ends(with outcome: CloseOutcome) -> [Int] {
      analysis.reachableNodes.outcomes.filter { program.nodes[$0].outcome == outcome }
    }
    let successes = ends(with: .success)
    let refusals = ends(with: .declined)
    var found =
      analysis.potentialViolations(.incompleteSuccess, at: successes) { required.isSubset(of: $1.filled) }
      + analysis.potentialViolations(.declinedUnasked, at: refusals) { $1.mode.hasDeclined }
      + analysis.potentialViolations(.declinedComplete, at: refusals) {
        $1.isSomeMissing(among: required)
      }
    guard program.defersInterruptions else { return found }
    found += Set(analysis.edges { $0.event == .interrupt && !$0.setsDeferred }.map(\.from)).sorted()
      .map { PotentialViolation(.forgottenQuestion, at: $0, on: .interrupt) }
    found += Set(analysis.edges { $0.clearsDeferred && !takesUp($0, program) }.map(\.to)).sorted()
      .map { PotentialViolation(.questionDropped, at: $0) }
    found += analysis.potentialViolations(.questionOpenAtSuccess, at: successes) { !$1.mode.isDeferred }
    return found
  }

  private static func takesUp(_ edge: ProgramEdge, _ program: PolicyProgram) -> Bool {
    program.nodes[edge.to].kind == .talk && !edge.resumes && program.nodes[edge.to].hasVoice
  }
}
