import Documents
import PolicyGraph

/// What a broken rule says, in the words of whoever reads the draft.
extension PolicyProgram {
  /// `last` is the configuration in which the conversation breaks the rule.
  package func message(of violation: Violation, last: Configuration?) -> FindingText {
    let node: FindingText = "`\(name(of: violation.node))`"
    let tool: FindingText = "`\(toolID(of: violation.node))`"
    let event: FindingText = violation.event.map { "`\(self.event($0).name)`" } ?? "an event"
    let isEnd = nodes[violation.node].kind.isTerminal
    switch violation.rule {
    case .unansweredEvent: return "nothing answers \(event) at \(node)"
    case .unansweredCase: return "in some situation nothing answers \(event) at \(node)"
    case .silentTurn:
      return isEnd
        ? "the conversation ends at \(node), and nothing was said in that turn"
        : "the agent comes to wait at \(node) without having said anything"
    case .resumedUnspoken: return "\(node) is resumed before it was ever spoken"
    case .silentCycle: return "the policy comes back to \(node) without saying or awaiting anything"
    case .nothingToAsk: return "\(node) waits for answers although all of its slots are filled"
    case .noWayOut: return "from \(node) the conversation can never end"
    case .endlessLoop: return "the conversation can go round through \(node) for ever"
    case .refusalIgnored: return "a no at \(node) leads straight back to the same question"
    case .silentEnding: return "the conversation ends at \(node) without a last word"
    case .lostEscalation: return "asking for a person at \(node) does not lead to a hand-off"
    case .incompleteSuccess:
      return
        "\(node) declares success although \(names(of: missing(requiredForSuccess, last))) can be missing"
    case .forgottenQuestion: return "an interruption at \(node) is not noted, although questions are put off"
    case .questionDropped:
      return "the question put off is struck off on the way to \(node), and nothing is said of it"
    case .questionOpenAtSuccess: return "\(node) declares success with a question still put off"
    case .declinedUnasked: return "\(node) closes as declined, and the user has declined nothing"
    case .declinedComplete: return "\(node) closes as declined with nothing missing that success needs"
    case .undeclaredCall: return "\(node) calls \(tool), which the draft does not declare"
    case .unconfirmedCall: return "\(node) calls \(tool) without the user's yes"
    case .ambiguousEvent: return "\(event) at \(node) can have more than one answer"
    case .unreportedResult: return "\(tool) succeeds at \(node), and its result is not told"
    case .apologyAfterSuccess: return "\(node) apologizes for \(tool) in a turn in which it succeeded"
    case .reportAfterFailure: return "\(node) reports a result of \(tool) in a turn in which it failed"
    case .brokenFailureMode:
      let mode = tools[max(0, nodes[violation.node].tool)].declaration?.failureMode.rawValue ?? ""
      return "what follows \(event) at \(node) is not `\(mode)`, which \(tool) declares"
    case .foreignOutcome: return "\(node) tells an outcome of \(tool), which has not just answered"
    case .misplacedRetry:
      return
        "\(node) is attempt 2 of \(tool), and is entered otherwise than by the failure of an attempt 1 with its key"
    case .thirdAttempt: return "\(node) calls \(tool) a third time"
    case .repeatedCall: return "\(node) can call \(tool) again without the user"
    case .unboundInput:
      let inputs = tools[max(0, nodes[violation.node].tool)].inputs
      return "\(node) calls \(tool), and its input \(names(of: missing(inputs, last))) can be missing"
    case .twoCalls: return "\(event) at \(node) can start two calls"
    case .callAfterEnd: return "an edge leads from \(node), where the conversation has ended, to a call"
    default: return "\(violation.rule.title)"
    }
  }

  private func missing(_ slots: BitSet, _ configuration: Configuration?) -> BitSet {
    configuration.map { slots.subtracting($0.filled) } ?? slots
  }

  private func names(of set: BitSet) -> FindingText {
    FindingText.list(set.elements.map { name(ofMemory: $0) })
  }

  /// How to fix it.
  package func help(for violation: Violation) -> FindingText {
    let event: FindingText = violation.event.map { "`\(self.event($0).name)`" } ?? "it"
    switch violation.rule {
    case .unansweredEvent:
      return "add an edge on \(event), from `\(name(of: violation.node))` to where the conversation goes on"
    case .unansweredCase: return "add an edge on \(event) for the case that is left, or widen a condition"
    case .silentTurn:
      return "lead through a node that says something, or let the edge enter its target without `resume`"
    case .resumedUnspoken: return "remove `resume` from the edge, so that the node is entered and speaks"
    case .silentCycle: return "lead to a node that speaks or waits"
    case .nothingToAsk: return "lead there only while a slot is missing: `when: {not: {filled: …}}`"
    case .noWayOut: return "lead an edge from there to a `close` or a `handoff`"
    case .endlessLoop:
      return "count the rounds: `when: {visits: {node: …, below: 2}}`, and lead elsewhere after that"
    case .refusalIgnored: return "acknowledge the no in an `interject`, and go on to the next phase"
    case .silentEnding: return "write its last words into `say`"
    case .lostEscalation: return "lead `escalate` to a `handoff`"
    case .incompleteSuccess:
      return "put what is missing into the condition of the edge, or make sure of it on every way"
    case .forgottenQuestion: return "add `sets: deferred` to the edge on `interrupt`"
    case .questionDropped: return "clear the flag only on an edge into a `talk` that speaks"
    case .questionOpenAtSuccess:
      return "add `not: {deferred: true}` to the condition, and take the question up in a `talk`"
    case .declinedUnasked: return "close as declined only after a `deny` at an `ask` or a `talk`"
    case .declinedComplete:
      return "add the condition that a required slot is missing, or that a required tool is not done"
    case .undeclaredCall: return "declare the tool in `tools`, or call another"
    case .unconfirmedCall: return "lead to the call only by `affirm` from a `confirm` for this tool"
    case .ambiguousEvent: return "make the conditions exclude each other, or remove an edge"
    case .unreportedResult: return "lead `ok` to a `report` of this tool"
    case .apologyAfterSuccess: return "lead `ok` to a `report`"
    case .reportAfterFailure: return "lead `error` and `timeout` to an `apologize`, a `handoff` or the retry"
    case .brokenFailureMode: return expectation(of: violation.node)
    case .foreignOutcome: return "enter it only by an answer of its own tool"
    case .misplacedRetry:
      return """
        lead an edge on `error` or `timeout` of attempt 1 straight to it, and give both the same `idempotency_key`
        """
    case .thirdAttempt: return "apologize or hand over after attempt 2"
    case .repeatedCall: return "let the user speak before the tool is called again"
    case .unboundInput: return "ask for the slot on every way to the call, or guard the way with `filled`"
    case .twoCalls: return "keep one of the edges"
    case .callAfterEnd: return "remove the edge"
    default: return "see `fohc explain \(violation.rule.name)`"
    }
  }

  /// What the declared failure mode asks for after a failure of this call.
  private func expectation(of call: Int) -> FindingText {
    let orElse: FindingText = "or declare another `failure_mode`"
    switch tools[max(0, nodes[call].tool)].declaration?.failureMode {
    case .handoff: return "lead the failure to a `handoff` within the turn, \(orElse)"
    case .retryOnce where nodes[call].attempt == 1:
      return "lead the failure to attempt 2 of this tool, \(orElse)"
    case .apologizeAndContinue, .retryOnce:
      return "lead the failure to an `apologize` of this tool, and on with the conversation, \(orElse)"
    case nil: return "declare the tool in `tools`"
    }
  }
}
