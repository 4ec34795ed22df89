import Documents
import PolicyGraph

/// Compiles a blueprint of the right shape into a flow draft (definition 7): `open`, the phases in order, the end.
/// Total: a blueprint with meaning errors is lowered in all parts that can be, so that an editor can show it.
///
/// Returns nil, having reported why, when the draft would be larger than allowed. O(size of the draft).
func lower(_ blueprint: Blueprint, limits: Limits, findings: inout Findings) -> Draft? {
  let plan = LoweringPlan(blueprint)
  guard plan.elementCount <= limits.draftElements else {
    findings.report(
      .draftTooLarge, "the draft would have more than \(limits.draftElements) nodes, edges and conditions",
      at: blueprint.root.member("phases") ?? blueprint.root,
      help: "split the agent, ask more questions at once, or offer fewer tools")
    return nil
  }
  guard plan.byteCount <= limits.draftBytes else {
    findings.report(
      .draftTooLarge, "the draft would have more than \(limits.draftBytes) bytes of text",
      at: blueprint.root.member("phases") ?? blueprint.root,
      help:
        "shorten the ids and labels: each is repeated in everything that is made of its phase, slot or tool")
    return nil
  }
  var lowering = Lowering(plan: plan)
  lowering.lowerConversation()
  return draft(of: plan, lowering.builder)
}

/// Builds the graph. Node ids (definition 7.2): `open`, `end`, `end/unfinished`, `deferred`, `handoff` and
/// `close:<outcome>` are global; everything of a phase starts with the phase's id and `/`, in which `/` and `~` are
/// escaped as in a JSON Pointer, so that no two parts can share an id.
struct Lowering {
  let plan: LoweringPlan
  var builder = DraftBuilder()

  static let open: NodeID = "open"
  static let end: NodeID = "end"
  static let deferred: NodeID = "deferred"
  static let unfinished: NodeID = "end/unfinished"
  static let handoff: NodeID = "handoff"

  static func close(_ outcome: CloseOutcome) -> NodeID { NodeID("close:\(outcome.rawValue)") }

  mutating func lowerConversation() {
    let first = plan.phases.first.map(Self.route) ?? Self.end
    builder.add(Node(Self.open, .open), Origin(pointer: "/persona", rule: .opening))
    builder.add(
      Edge(Self.open, .auto, first),
      Origin(pointer: plan.phases.first?.pointer ?? "/phases", rule: .phaseOrder))
    for (index, phase) in plan.phases.enumerated() {
      let next = index + 1 < plan.phases.count ? Self.route(of: plan.phases[index + 1]) : Self.end
      lower(phase, next: next)
    }
    lowerEnd()
  }

  static func route(of phase: LoweringPlan.PhasePlan) -> NodeID { NodeID("\(phase.prefix)/route") }
  private static func talk(of phase: LoweringPlan.PhasePlan) -> NodeID { NodeID("\(phase.prefix)/talk") }

  // MARK: A phase

  private mutating func lower(_ phase: LoweringPlan.PhasePlan, next: NodeID) {
    let route = Self.route(of: phase)
    let talk = Self.talk(of: phase)
    let asks = phase.batches.indices.map { NodeID("\(phase.prefix)/ask/\($0 + 1)") }
    let order = Origin(pointer: phase.pointer, rule: .phaseOrder)

    builder.add(Node(route, .route, phase: phase.phase.id.value), order)
    for (ask, batch) in zip(asks, phase.batches) {
      // The first ask with a slot missing: all before it are filled, and some of its own are not.
      let earlier = phase.slots[..<batch.startIndex].map(Guard.filled)
      builder.add(
        Edge(route, .auto, ask, when: .conjunction(earlier + [.not(.allFilled(batch))])), order)
    }
    builder.add(
      Edge(route, .auto, talk, when: phase.slots.isEmpty ? nil : .allFilled(phase.slots)), order)

    for (ask, batch) in zip(asks, phase.batches) { lowerAsk(ask, batch, of: phase, route: route, next: next) }
    lowerTalk(talk, of: phase, next: next)
  }

  private mutating func lowerAsk(
    _ id: NodeID, _ slots: ArraySlice<SlotKey>, of phase: LoweringPlan.PhasePlan, route: NodeID, next: NodeID
  ) {
    let variables = slots.compactMap { plan.slotByKey[$0] }
    let origin = Origin(pointer: "\(phase.pointer)/required_slots", rule: .questionBatch)
    var node = Node(id, .ask, phase: phase.phase.id.value)
    node.slots = Array(slots)
    node.say = .questions(variables.map { ($0.key, $0.ask) })
    node.isVerbatim = true
    builder.add(node, origin)

    var answered = Edge(id, .answered, route)
    answered.fills = Array(slots)
    builder.add(answered, origin)
    if slots.count > 1 { builder.add(Edge(id, .partial, id), origin) }

    let labels = variables.map(\.label)
    let awaiting = Awaiting(
      id: id, phase: phase, resumption: .askWhileMissing(slots, otherwise: route),
      clarify: Brief.clarifyAsk(labels),
      menu: labels.map(Brief.menuAnswer) + [Brief.menuSkip(phase.phase.label.value), Brief.menuPerson],
      canCorrect: plan.variables.count > 1)
    lowerDenial(of: awaiting, say: Brief.declinedPhase(phase.phase.label.value), next: next)
    lowerCommonEvents(of: awaiting)
  }

  private mutating func lowerTalk(_ id: NodeID, of phase: LoweringPlan.PhasePlan, next: NodeID) {
    let origin = Origin(pointer: "\(phase.pointer)/goal", rule: .phaseGoal)
    let label = phase.phase.label.value
    var node = Node(id, .talk, phase: phase.phase.id.value)
    node.say = .text(Brief.talk(goal: phase.phase.goal.value, successSignal: phase.phase.successSignal.value))
    node.tools = plan.tools.map(\.id)
    builder.add(node, origin)
    builder.add(
      Edge(id, .goalMet, next), Origin(pointer: "\(phase.pointer)/success_signal", rule: .phaseGoal))

    let awaiting = Awaiting(
      id: id, phase: phase, resumption: .always, clarify: Brief.clarifyTalk(label),
      menu: [Brief.menuPhase(label)] + plan.tools.map { Brief.menuTool($0.id.text) }
        + [Brief.menuSkip(label), Brief.menuPerson],
      canCorrect: !plan.variables.isEmpty)
    lowerDenial(of: awaiting, say: Brief.declinedPhase(label), next: next)
    lowerCommonEvents(of: awaiting)
    for tool in plan.tools { lowerTool(tool, under: phase.prefix, of: phase, talk: id) }
  }

  // MARK: The end

  private mutating func lowerEnd() {
    let closing = Origin(pointer: "/close_policy", rule: .closing)
    builder.add(Node(Self.end, .route), closing)
    let isDeferring = plan.interruptionStyle == .defer
    let settled: [Guard] = isDeferring ? [.not(.deferred)] : []
    if isDeferring {
      var edge = Edge(Self.end, .auto, Self.deferred, when: .deferred)
      edge.clears = .deferred
      builder.add(edge, interruption(.deferredQuestion))
    }
    let complete = plan.requiredSlots.isEmpty ? [] : [Guard.allFilled(plan.requiredSlots)]
    let done = plan.successRequires.isEmpty ? [] : [Guard.allDone(plan.successRequires)]
    func decide(_ target: NodeID, when parts: [Guard], _ origin: Origin) {
      let parts = settled + parts
      builder.add(
        Edge(Self.end, .auto, target, when: parts.isEmpty ? nil : .conjunction(parts)), origin)
    }
    decide(Self.close(.success), when: complete + done, closing)
    if let done = done.first {
      decide(Self.unfinished, when: complete + [.not(done)], Self.unfinishedOrigin)
    }
    if let complete = complete.first { decide(Self.close(.declined), when: [.not(complete)], closing) }
    if isDeferring { lowerDeferredTalk() }
    if let done = done.first { lowerUnfinishedTalk(done) }
    lowerTerminals()
  }

  private mutating func lowerDeferredTalk() {
    let origin = interruption(.deferredQuestion)
    var node = Node(Self.deferred, .talk)
    node.say = .text(Brief.deferredTalk)
    node.tools = []
    builder.add(node, origin)
    builder.add(Edge(Self.deferred, .goalMet, Self.end), origin)
    let awaiting = Awaiting(
      id: Self.deferred, phase: nil, resumption: .always, clarify: Brief.clarifyTalk("the question put off"),
      menu: [Brief.menuFinish, Brief.menuPerson], canCorrect: !plan.variables.isEmpty)
    lowerDenial(of: awaiting, say: Brief.declinedDeferred, next: Self.end)
    lowerCommonEvents(of: awaiting)
  }

  private static let unfinishedOrigin = Origin(pointer: "/close_policy/success_requires", rule: .unfinished)

  /// Where a tool that success needs is not done: it is offered once more. Without it nothing succeeds.
  private mutating func lowerUnfinishedTalk(_ done: Guard) {
    let origin = Self.unfinishedOrigin
    let names = plan.successRequires.map(\.text)
    var node = Node(Self.unfinished, .talk)
    node.say = .text(Brief.unfinished(names))
    node.tools = plan.successRequires
    builder.add(node, origin)
    builder.add(Edge(Self.unfinished, .goalMet, Self.end), origin)
    let awaiting = Awaiting(
      id: Self.unfinished, phase: nil, resumption: .always, clarify: Brief.clarifyUnfinished(names),
      menu: names.map(Brief.menuTool) + [Brief.menuFinish, Brief.menuPerson],
      canCorrect: !plan.variables.isEmpty)
    let declined = awaiting.child("declined")
    builder.add(Edge(Self.unfinished, .deny, declined), origin)
    addSpeaking(declined, .interject, Brief.declinedUnfinished(names), of: awaiting, origin)
    builder.add(Edge(declined, .auto, Self.close(.declined), when: .not(done)), origin)
    builder.add(Edge(declined, .auto, Self.end, when: done), origin)
    lowerCommonEvents(of: awaiting)
    let needed = Set(plan.successRequires)
    for tool in plan.tools where needed.contains(tool.id) {
      lowerTool(tool, under: Self.unfinished.text, of: nil, talk: Self.unfinished)
    }
  }

  private mutating func lowerTerminals() {
    let followUp = plan.blueprint.close.followUpMessage.value
    addTerminal(
      .success, followUp, isVerbatim: true,
      Origin(pointer: "/close_policy/follow_up_message", rule: .closing))
    if !plan.requiredSlots.isEmpty || !plan.successRequires.isEmpty {
      addTerminal(
        .declined, plan.successRequires.isEmpty ? Brief.closeDeclined : Brief.closeUnfinished,
        isVerbatim: false, Origin(pointer: "/close_policy", rule: .closing))
    }
    let abandoned = Origin(
      pointer: plan.pointer("channel_policy", "async_follow_up"), rule: .silenceExhausted)
    // Never the author's words of success: nothing has succeeded.
    addTerminal(
      .abandoned, plan.asyncFollowUp ? Brief.followUp : Brief.goodbye, isVerbatim: false, abandoned)

    let message = plan.blueprint.escalation.handoffMessage?.value
    var node = Node(Self.handoff, .handoff)
    node.say = .text(message ?? Defaults.handoffMessage)
    node.isVerbatim = message == nil ? nil : true
    builder.add(
      node, Origin(pointer: plan.pointer("escalation_policy", "handoff_message"), rule: .escalation))
  }

  private mutating func addTerminal(
    _ outcome: CloseOutcome, _ text: String, isVerbatim: Bool, _ origin: Origin
  ) {
    var node = Node(Self.close(outcome), .close)
    node.say = .text(text)
    node.isVerbatim = isVerbatim ? true : nil
    node.outcome = outcome
    builder.add(node, origin)
  }

  func interruption(_ rule: LoweringRule) -> Origin {
    Origin(pointer: plan.pointer("turn_taking_policy", "interruption_style"), rule: rule)
  }
}
