import Documents
import PolicyGraph

/// A node that awaits the user, and how the side paths that leave it come back.
struct Awaiting {
  let id: NodeID
  let phase: LoweringPlan.PhasePlan?
  let resumption: Resumption
  /// The brief of its clarification, and what a menu names instead.
  let clarify: String
  let menu: [String]
  /// Whether there can be a filled slot to correct while this node awaits.
  let canCorrect: Bool

  enum Resumption {
    /// Taken up again without speaking: a talk.
    case always
    /// Taken up again while a slot is missing; otherwise the phase's route decides: an ask.
    case askWhileMissing(ArraySlice<SlotKey>, otherwise: NodeID)
    /// Asked anew, so that what was confirmed is what will be called: a confirm.
    case anew
  }

  func child(_ name: String) -> NodeID { NodeID("\(id.text)/\(name)") }
}

extension Lowering {
  /// What every node that awaits the user does on `unclear`, `silence`, `interrupt`, `correct` and `escalate`
  /// (definition 7.4).
  mutating func lowerCommonEvents(of awaiting: Awaiting) {
    lowerRepair(of: awaiting)
    lowerSilence(of: awaiting)
    lowerInterruption(of: awaiting)
    if awaiting.canCorrect { lowerCorrection(of: awaiting) }
    builder.add(
      Edge(awaiting.id, .escalate, Self.handoff),
      Origin(pointer: plan.pointer("escalation_policy", "triggers"), rule: .escalation))
  }

  /// `unclear`: a clarification, twice at most, then a person.
  private mutating func lowerRepair(of awaiting: Awaiting) {
    let pointer = plan.pointer("turn_taking_policy", "repair_strategy")
    let exhausted = Origin(pointer: pointer, rule: .repairExhausted)
    let text: String
    switch plan.repairStrategy {
    case .handoff: return builder.add(Edge(awaiting.id, .unclear, Self.handoff), exhausted)
    case .askClarifyingQuestion: text = awaiting.clarify
    case .offerMenu: text = Brief.menu(awaiting.menu)
    }
    let clarify = awaiting.child("clarify")
    let origin = Origin(pointer: pointer, rule: .repair)
    let isLeft = Guard.visits(clarify, below: 2)
    builder.add(Edge(awaiting.id, .unclear, clarify, when: isLeft), origin)
    builder.add(Edge(awaiting.id, .unclear, Self.handoff, when: .not(isLeft)), exhausted)
    addSpeaking(clarify, .clarify, text, of: awaiting, origin)
    // What is unclear fills no slot that was asked, so an ask still misses one.
    comeBack(from: clarify, to: awaiting, mayHaveFilled: false, origin)
  }

  /// `silence`: one nudge, then the conversation is given up.
  private mutating func lowerSilence(of awaiting: Awaiting) {
    let nudge = awaiting.child("nudge")
    let origin = Origin(pointer: awaiting.phase?.pointer ?? "/turn_taking_policy", rule: .silence)
    let isLeft = Guard.visits(nudge, below: 1)
    builder.add(Edge(awaiting.id, .silence, nudge, when: isLeft), origin)
    builder.add(
      Edge(awaiting.id, .silence, Self.close(.abandoned), when: .not(isLeft)),
      Origin(pointer: plan.pointer("channel_policy", "async_follow_up"), rule: .silenceExhausted))
    addSpeaking(nudge, .nudge, Brief.nudge, of: awaiting, origin)
    comeBack(from: nudge, to: awaiting, mayHaveFilled: false, origin)
  }

  private mutating func lowerInterruption(of awaiting: Awaiting) {
    let interjection = awaiting.child("interrupted")
    let origin = interruption(.interruption)
    var edge = Edge(awaiting.id, .interrupt, interjection)
    if plan.interruptionStyle == .defer { edge.sets = .deferred }
    builder.add(edge, origin)
    addSpeaking(interjection, .interject, Brief.interrupted(plan.interruptionStyle), of: awaiting, origin)
    comeBack(from: interjection, to: awaiting, mayHaveFilled: true, origin)
  }

  private mutating func lowerCorrection(of awaiting: Awaiting) {
    let interjection = awaiting.child("corrected")
    let origin = Origin(pointer: "/slots", rule: .correction)
    builder.add(Edge(awaiting.id, .correct, interjection), origin)
    addSpeaking(interjection, .interject, Brief.corrected, of: awaiting, origin)
    comeBack(from: interjection, to: awaiting, mayHaveFilled: true, origin)
  }

  /// `deny` at an ask or a talk: acknowledged, then what comes next.
  mutating func lowerDenial(of awaiting: Awaiting, say text: String, next: NodeID) {
    let interjection = awaiting.child("declined")
    let origin = Origin(pointer: awaiting.phase?.pointer ?? "/turn_taking_policy", rule: .phaseDeclined)
    builder.add(Edge(awaiting.id, .deny, interjection), origin)
    addSpeaking(interjection, .interject, text, of: awaiting, origin)
    builder.add(Edge(interjection, .auto, next), origin)
  }

  private mutating func comeBack(
    from id: NodeID, to awaiting: Awaiting, mayHaveFilled: Bool, _ origin: Origin
  ) {
    switch awaiting.resumption {
    case .always: builder.add(Edge(id, .auto, awaiting.id, resume: true), origin)
    case .anew: builder.add(Edge(id, .auto, awaiting.id), origin)
    case .askWhileMissing where !mayHaveFilled:
      builder.add(Edge(id, .auto, awaiting.id, resume: true), origin)
    case .askWhileMissing(let slots, let route):
      let isComplete = Guard.allFilled(slots)
      builder.add(Edge(id, .auto, awaiting.id, when: .not(isComplete), resume: true), origin)
      builder.add(Edge(id, .auto, route, when: isComplete), origin)
    }
  }

  mutating func addSpeaking(
    _ id: NodeID, _ kind: NodeKind, _ text: String, of awaiting: Awaiting, _ origin: Origin
  ) {
    var node = Node(id, kind, phase: awaiting.phase?.phase.id.value)
    node.say = .text(text)
    builder.add(node, origin)
  }
}
