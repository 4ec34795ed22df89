import Documents
import PolicyGraph

extension Lowering {
  /// One tool offered in a talk (definition 7.5): through a confirm where one is required, then the call and what
  /// follows each of its three outcomes. Everything that speaks leads back to the talk by `resume`. `place` is the
  /// start of all ids.
  mutating func lowerTool(
    _ tool: LoweringPlan.ToolPlan, under place: String, of phase: LoweringPlan.PhasePlan?, talk: NodeID
  ) {
    let name = JSONPointer.escape(tool.id.text)
    let prefix = "\(place)/tool:\(name)"
    let call = NodeID("\(prefix)/call/1")
    let offer = Origin(pointer: tool.pointer, rule: .toolOffer)
    if let confirmation = tool.confirmationPointer {
      let confirm = NodeID("\(prefix)/confirm")
      builder.add(Edge(talk, .tool(tool.id), confirm), offer)
      lowerConfirm(
        confirm, tool, of: phase, call: call, talk: talk,
        Origin(pointer: confirmation, rule: .toolConfirmation))
    } else {
      builder.add(Edge(talk, .tool(tool.id), call), offer)
    }

    let outcomes = ToolOutcomes(
      tool: tool, phase: phase, talk: talk, report: NodeID("\(prefix)/report"),
      errorApology: NodeID("\(prefix)/apologize/error"),
      timeoutApology: NodeID("\(prefix)/apologize/timeout"),
      key: "\(place)/\(name)")
    switch plan.failureMode {
    case .apologizeAndContinue:
      addCall(
        call, attempt: 1, outcomes, onError: outcomes.errorApology, onTimeout: outcomes.timeoutApology,
        .toolFailure)
      addReport(outcomes)
      addApologies(outcomes)
    case .handoff:
      addCall(call, attempt: 1, outcomes, onError: Self.handoff, onTimeout: Self.handoff, .toolFailure)
      addReport(outcomes)
    case .retryOnce:
      let retry = NodeID("\(prefix)/call/2")
      addCall(call, attempt: 1, outcomes, onError: retry, onTimeout: retry, .toolRetry)
      addCall(
        retry, attempt: 2, outcomes, onError: outcomes.errorApology, onTimeout: outcomes.timeoutApology,
        .toolFailure)
      addReport(outcomes)
      addApologies(outcomes)
    }
  }

  private struct ToolOutcomes {
    let tool: LoweringPlan.ToolPlan
    let phase: LoweringPlan.PhasePlan?
    let talk: NodeID
    let report: NodeID
    let errorApology: NodeID
    let timeoutApology: NodeID
    /// Shared by both attempts, and by nothing else in the draft.
    let key: String
  }

  private mutating func lowerConfirm(
    _ id: NodeID, _ tool: LoweringPlan.ToolPlan, of phase: LoweringPlan.PhasePlan?, call: NodeID,
    talk: NodeID,
    _ origin: Origin
  ) {
    var node = Node(id, .confirm, phase: phase?.phase.id.value)
    node.tool = tool.id
    node.say = .text(Brief.confirm(tool.id.text))
    builder.add(node, origin)
    builder.add(Edge(id, .affirm, call), origin)

    let awaiting = Awaiting(
      id: id, phase: phase, resumption: .anew, clarify: Brief.clarifyConfirm, menu: Brief.menuConfirm,
      canCorrect: !plan.variables.isEmpty)
    let declined = awaiting.child("declined")
    builder.add(Edge(id, .deny, declined), origin)
    addSpeaking(declined, .interject, Brief.declinedTool(tool.id.text), of: awaiting, origin)
    builder.add(Edge(declined, .auto, talk, resume: true), origin)
    lowerCommonEvents(of: awaiting)
  }

  private mutating func addCall(
    _ id: NodeID, attempt: Int, _ outcomes: ToolOutcomes, onError: NodeID, onTimeout: NodeID,
    _ failureRule: LoweringRule
  ) {
    let origin = Origin(pointer: outcomes.tool.pointer, rule: attempt == 1 ? .toolCall : .toolRetry)
    var node = Node(id, .call, phase: outcomes.phase?.phase.id.value)
    node.tool = outcomes.tool.id
    node.attempt = attempt
    node.idempotencyKey = outcomes.key
    builder.add(node, origin)
    let failure = Origin(pointer: plan.pointer("tool_policy", "failure_mode"), rule: failureRule)
    builder.add(Edge(id, .ok, outcomes.report), Origin(pointer: outcomes.tool.pointer, rule: .toolResult))
    builder.add(Edge(id, .error, onError), failure)
    builder.add(Edge(id, .timeout, onTimeout), failure)
  }

  private mutating func addReport(_ outcomes: ToolOutcomes) {
    addOutcome(
      outcomes.report, .report, Brief.report(outcomes.tool.id.text), outcomes,
      Origin(pointer: outcomes.tool.pointer, rule: .toolResult))
  }

  private mutating func addApologies(_ outcomes: ToolOutcomes) {
    let origin = Origin(pointer: plan.pointer("tool_policy", "failure_mode"), rule: .toolFailure)
    let tool = outcomes.tool.id.text
    addOutcome(outcomes.errorApology, .apologize, Brief.apologizeForError(tool), outcomes, origin)
    addOutcome(outcomes.timeoutApology, .apologize, Brief.apologizeForTimeout(tool), outcomes, origin)
  }

  private mutating func addOutcome(
    _ id: NodeID, _ kind: NodeKind, _ text: String, _ outcomes: ToolOutcomes, _ origin: Origin
  ) {
    var node = Node(id, kind, phase: outcomes.phase?.phase.id.value)
    node.tool = outcomes.tool.id
    node.say = .text(text)
    builder.add(node, origin)
    builder.add(Edge(id, .auto, outcomes.talk, resume: true), origin)
  }
}
