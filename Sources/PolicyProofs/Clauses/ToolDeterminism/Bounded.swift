import Documents
import PolicyGraph

/// Clause `bounded` (definition 6.4): attempt 2 is entered only by `error` or `timeout` of an attempt 1 of its tool with
/// its key, no call of the tool follows the answer to attempt 2 in that turn, and no cycle leads through a call without a
/// user event.
///
/// The monitor judges it in `violations(calling:isRepeated:)`. The checker asks for the attempts in `faults(of:)`, for
/// the cycles in `checkRanks` (`calls`).
extension ClauseDefinition {
  static let bounded = ClauseDefinition(
    .bounded, of: .toolDeterminism,
    promise: "no call is repeated without the user, but for one retry",
    rules: [
      ClauseRule(
        .misplacedRetry,
        message: {
          """
          \($0.node) is attempt 2 of \($0.tool), and is entered otherwise than by the failure of an attempt 1 with its key
          """
        },
        help: { _ in
          """
          lead an edge on `error` or `timeout` of attempt 1 straight to it, and give both the same `idempotency_key`
          """
        }),
      ClauseRule(
        .thirdAttempt,
        message: { "\($0.node) calls \($0.tool) a third time" },
        help: { _ in "apologize or hand over after attempt 2" }),
      ClauseRule(
        .repeatedCall,
        message: { "\($0.node) can call \($0.tool) again without the user" },
        help: { _ in "let the user speak before the tool is called again" }),
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let misplacedRetry = Rule(
    "FOH6401", "misplaced-retry", .proof, .error, "attempt 2 is not the retry of an attempt 1",
    explanation: """
      Attempt 2 is entered only by `error` or `timeout` of an attempt 1 of the same tool, and shares its \
      `idempotency_key`, so that the two cannot act twice.
      """,
    wrong: "attempt 2 with a different `idempotency_key`", right: "attempt 2 with the key of attempt 1")

  package static let thirdAttempt = Rule(
    "FOH6402", "third-attempt", .proof, .error, "a tool is called a third time",
    explanation: "After the retry has been answered, the same tool is not called again within that turn.",
    wrong: "{\"from\": \"visit/call/2\", \"on\": \"error\", \"to\": \"visit/call/1\"}",
    right: "{\"from\": \"visit/call/2\", \"on\": \"error\", \"to\": \"visit/apologize\"}")

  package static let repeatedCall = Rule(
    "FOH6403", "repeated-call", .proof, .error, "a call can be repeated without the user",
    explanation:
      "A circle leads through a call with no event from the user in it: the tool would act again and again.",
    wrong: "{\"from\": \"visit/report\", \"on\": \"auto\", \"to\": \"visit/call\"}",
    right: "{\"from\": \"visit/report\", \"on\": \"auto\", \"to\": \"visit/talk\", \"resume\": true}")
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    let isSecond: (Int) -> Bool = { program.nodes[$0].kind == .call && program.nodes[$0].attempt == 2 }
    var misplaced = Set(analysis.edges { isSecond($0.to) && !isRetry($0, program) }.map(\.to))
    if let entry = program.entry, isSecond(entry) { misplaced.insert(entry) }
    let third = analysis.potentialViolations(.thirdAttempt, at: analysis.reachableNodes.calls) {
      node, facts in
      let mayFollowRetry = facts.turn.start.attempt == 2 || facts.turn.start.attempt == -2
      return
        !(facts.turn.start.mayBeAnswer && mayFollowRetry
        && facts.turn.start.mayBe(tool: program.nodes[node].tool))
    }
    let repeated = analysis.callCycles.filter { program.nodes[$0].kind == .call }
    return misplaced.sorted().map { PotentialViolation(.misplacedRetry, at: $0) } + third
      + repeated.map { PotentialViolation(.repeatedCall, at: $0) }
  }

  /// Whether an edge makes attempt 2 of what its source attempted first, under its key.
  private static func isRetry(_ edge: ProgramEdge, _ program: PolicyProgram) -> Bool {
    let (from, to) = (program.nodes[edge.from], program.nodes[edge.to])
    let (first, second) = (program.draft.nodes[edge.from], program.draft.nodes[edge.to])
    return [.error, .timeout].contains(edge.event) && from.kind == .call && from.attempt == 1
      && from.tool == to.tool
      && first.idempotencyKey.map { Identifier<Never>($0) }
        == second.idempotencyKey.map { Identifier<Never>($0) }
  }
}
