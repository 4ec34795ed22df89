import Documents
import PolicyGraph

/// Clause `one_successor` (definition 6.3): no possible event has two edges whose guards hold. The turn that `ok` begins
/// speaks the tool's `report` and no apology; the turn that `error` or `timeout` begins speaks no report, and does what
/// the `failure_mode` asks; no other turn tells an outcome of the tool.
///
/// The monitor judges ambiguity in `violations(of:in:enabled:)`, what is told in `violations(telling:)`, what a turn owes
/// in `violations(ending:)` and `violations(stranding:)`. The checker asks for one edge in `steps(from:)`, for the
/// others in `faults(of:)`.
extension ClauseDefinition {
  static let oneSuccessor = ClauseDefinition(
    .oneSuccessor, of: .toolDeterminism,
    promise: "each event has one outcome, and a tool's outcome is told truthfully",
    rules: [
      ClauseRule(
        .ambiguousEvent,
        message: { "\($0.event()) at \($0.node) can have more than one answer" },
        help: { _ in "make the conditions exclude each other, or remove an edge" }),
      ClauseRule(
        .unreportedResult,
        message: { "\($0.tool) succeeds at \($0.node), and its result is not told" },
        help: { _ in "lead `ok` to a `report` of this tool" }),
      ClauseRule(
        .apologyAfterSuccess,
        message: { "\($0.node) apologizes for \($0.tool) in a turn in which it succeeded" },
        help: { _ in "lead `ok` to a `report`" }),
      ClauseRule(
        .reportAfterFailure,
        message: { "\($0.node) reports a result of \($0.tool) in a turn in which it failed" },
        help: { _ in
          "lead `error` and `timeout` to an `apologize`, a `handoff` or the retry"
        }),
      ClauseRule(
        .brokenFailureMode,
        message: {
          let mode = $0.failureMode?.rawValue ?? ""
          return "what follows \($0.event()) at \($0.node) is not `\(mode)`, which \($0.tool) declares"
        },
        help: { expectedAfterFailure($0) }),
      ClauseRule(
        .foreignOutcome,
        message: { "\($0.node) tells an outcome of \($0.tool), which has not just answered" },
        help: { _ in "enter it only by an answer of the same tool" }),
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let ambiguousEvent = Rule(
    "FOH6301", "ambiguous-event", .proof, .error, "in some situation two edges answer one event",
    explanation: """
      The edges of one event have no order. If two apply at once, it is undefined what the agent does. Make their \
      conditions exclude each other.
      """,
    wrong: "two edges on `answered`, one of them without a condition",
    right: "the second edge with {\"not\": …} of the first one's condition")

  package static let unreportedResult = Rule(
    "FOH6302", "unreported-result", .proof, .error, "a tool succeeded, and the user is not told",
    explanation:
      "In the turn that `ok` begins, the agent has to speak that tool's `report` before it waits, calls another tool or ends.",
    wrong: "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/talk\"}",
    right:
      "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/report\"}, which leads back to the talk")

  package static let apologyAfterSuccess = Rule(
    "FOH6303", "apology-after-success", .proof, .error,
    "a tool succeeded, and the agent apologizes for its failure",
    explanation:
      "In the turn that `ok` begins no `apologize` may be entered: the user would be told the opposite of what happened.",
    wrong: "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/apologize\"}",
    right: "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/report\"}")

  package static let reportAfterFailure = Rule(
    "FOH6304", "report-after-failure", .proof, .error, "a tool failed, and the agent reports a result",
    explanation:
      "In the turn that `error` or `timeout` begins no `report` may be entered: there is no result to tell.",
    wrong: "{\"from\": \"visit/call\", \"on\": \"timeout\", \"to\": \"visit/report\"}",
    right: "{\"from\": \"visit/call\", \"on\": \"timeout\", \"to\": \"visit/apologize\"}")

  package static let brokenFailureMode = Rule(
    "FOH6305", "broken-failure-mode", .proof, .error, "what follows a failure is not what the tool declares",
    explanation: """
      `failure_mode` says what follows when the tool fails: `apologize_and_continue` speaks the tool's apology and \
      continues the conversation; `handoff` hands over within the turn; `retry_once` makes attempt 2 at once, \
      whose failure apologizes and continues.
      """,
    wrong: "\"failure_mode\": \"handoff\", and `error` leads to an apology",
    right: "{\"from\": \"visit/call\", \"on\": \"error\", \"to\": \"handoff\"}")

  package static let foreignOutcome = Rule(
    "FOH6306", "foreign-outcome", .proof, .error,
    "a result or an apology is told without an answer of the tool",
    explanation:
      "A `report` or `apologize` may be entered only in the turn that begins with an answer of the same tool.",
    wrong: "{\"from\": \"visit/talk\", \"on\": \"goal_met\", \"to\": \"visit/report\"}",
    right: "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/report\"}")
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    let ambiguous = analysis.ambiguous.map {
      PotentialViolation(.ambiguousEvent, at: program.groups[$0].node, on: program.groups[$0].event)
    }
    let isOwnAnswer: (Int, Facts) -> Bool = { node, facts in
      let isAnswer = facts.turn.start.mayBeAnswer && facts.turn.start.kind != .various
      return isAnswer && facts.turn.start.tool == program.nodes[node].tool
    }
    let tellers = (analysis.reachableNodes.reports + analysis.reachableNodes.apologies).sorted()
    let foreign = analysis.potentialViolations(.foreignOutcome, at: tellers, unless: isOwnAnswer)
    let apologies = analysis.potentialViolations(.apologyAfterSuccess, at: analysis.reachableNodes.apologies)
    {
      $1.turn.start.kind == .failure || !$1.turn.start.mayBeAnswer
    }
    let reports = analysis.potentialViolations(.reportAfterFailure, at: analysis.reachableNodes.reports) {
      $1.turn.start.kind == .success || !$1.turn.start.mayBeAnswer
    }
    return ambiguous + foreign + apologies + reports + debts(analysis)
  }

  /// Where a turn is over, or may never be: what it still owes.
  private static func debts(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    let open = analysis.uncovered.map { program.groups[$0] }
    let ends = analysis.reachableNodes.rests + analysis.reachableNodes.calls
    let strands = analysis.endlessTurns + open.filter { $0.event == .auto }.map(\.node)
    var found: [PotentialViolation] = []
    for node in Set(strands).sorted() { found += debts(at: node, analysis, settled: { _ in [] }) }
    for node in ends.sorted() {
      found += debts(at: node, analysis, settled: { settled(by: program.nodes[node], $0) })
    }
    // An answer that nothing answers strands its turn at the call itself.
    for group in open where group.event.isFromTool {
      let rule = group.event == .ok ? Rule.unreportedResult : .brokenFailureMode
      found.append(PotentialViolation(rule, at: group.node, on: group.event))
    }
    return found
  }

  private static func debts(
    at node: Int, _ analysis: PolicyAnalysis, settled: (Facts) -> TurnFacts.Owed
  ) -> [PotentialViolation] {
    var owed: TurnFacts.Owed = []
    analysis.facts.forEachEntry(of: node) { owed.formUnion($0.turn.owed.subtracting(settled($0))) }
    var found: [PotentialViolation] = []
    if owed.contains(.report) { found.append(PotentialViolation(.unreportedResult, at: node)) }
    if !owed.subtracting(.report).isEmpty {
      found += [.error, .timeout].map { PotentialViolation(.brokenFailureMode, at: node, on: $0) }
    }
    return found
  }

  /// What ending the turn at this node makes good.
  private static func settled(by node: ProgramNode, _ facts: Facts) -> TurnFacts.Owed {
    if node.kind == .handoff { return .handoff }
    if node.kind.isTerminal { return [] }
    let isRetry = node.kind == .call && node.attempt == 2 && facts.turn.start.tool == node.tool
    return isRetry ? [.continuation, .retry] : .continuation
  }
}

// MARK: Help

extension ClauseDefinition {
  /// What the declared failure mode asks for after a failure of this call.
  private static func expectedAfterFailure(_ context: ViolationContext) -> FindingText {
    let orElse: FindingText = "or declare another `failure_mode`"
    switch context.failureMode {
    case .handoff: return "lead the failure to a `handoff` within the turn, \(orElse)"
    case .retryOnce where context.program.nodes[context.violation.node].attempt == 1:
      return "lead the failure to attempt 2 of this tool, \(orElse)"
    case .apologizeAndContinue, .retryOnce:
      return "lead the failure to an `apologize` of this tool, and on with the conversation, \(orElse)"
    case nil: return "declare the tool in `tools`"
    }
  }
}
