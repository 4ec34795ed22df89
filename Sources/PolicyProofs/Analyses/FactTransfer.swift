import PolicyGraph

/// How facts change along an edge: the abstract counterpart of the step function.
///
/// What is known of the slots stands in rows, of which two are for the facts on the way: so nothing is made and thrown
/// away for each edge. A situation points at the row that it came from until it knows something else.
package struct FactTransfer: Sendable {
  package let program: PolicyProgram
  package internal(set) var rows: SlotRows
  package let visitBounds: VisitBounds

  /// After an event, and behind a guard.
  private static let stored = 0
  private static let refined = 1
  /// Of states of which nothing is known, because there are too many to tell them apart.
  static let nothing = 2
  static let scratchRows = 3

  /// What is known on the way along an edge, or when an event at a node has been stored and its guards are read. Fits
  /// into two registers.
  package struct Situation: Sendable {
    package var turn: TurnFacts
    private var row: Int32
    package var mode: Mode
    /// All visit counts are zero.
    package var areVisitsReset: Bool
    /// After an edge: whether its target is heard, whatever the slots are.
    package var surelySpeaks = false

    package init(slots: Int, turn: TurnFacts, mode: Mode, areVisitsReset: Bool) {
      self.turn = turn
      row = Int32(truncatingIfNeeded: slots)
      self.mode = mode
      self.areVisitsReset = areVisitsReset
    }

    /// In `rows`.
    package var slots: Int {
      get { Int(row) }
      set { row = Int32(truncatingIfNeeded: newValue) }
    }
  }

  package init(_ program: PolicyProgram) {
    self.program = program
    visitBounds = VisitBounds(program)
    rows = SlotRows(
      slots: program.slots.count, tools: program.rememberedTools,
      needed: program.requiredForSuccess.intersection(program.rememberedTools), rows: Self.scratchRows)
  }

  /// The first arrival.
  package mutating func opening(at entry: Int) -> Situation {
    // No tool is done before anything has happened.
    rows.forgetDeeds(in: Self.stored)
    var opening = Situation(
      slots: Self.stored, turn: TurnFacts(start: TurnStart(kind: .opening)), mode: .opening,
      areVisitsReset: false)
    enter(entry, resuming: false, &opening)
    return opening
  }

  /// Stores an event; nil if it cannot happen.
  package mutating func situation(
    after event: ProgramEvent, at node: Int, _ slots: Int, _ turn: TurnFacts, _ mode: Mode
  ) -> Situation? {
    var next = Situation(slots: slots, turn: turn, mode: mode, areVisitsReset: event.resetsVisits)
    if event == .auto { return next }
    let programNode = program.nodes[node]
    next.turn = TurnFacts(
      start: start(of: event, at: programNode, turn), owed: owed(after: event, at: programNode))
    switch event {
    case .silence, .error, .timeout, .affirm, .auto: break
    case .ok:
      if let memory = program.memory(ofCall: node) {
        move(&next, to: Self.stored)
        rows.finish(memory, in: next.slots)
      }
    case .deny where programNode.kind == .confirm: break
    case .answered:
      move(&next, to: Self.stored)
      rows.fill(program.asked(of: node), in: next.slots)
    case .partial:
      forgetMissing(&next)
      move(&next, to: Self.stored)
      guard rows.learn(someMissing: program.asked(of: node), in: next.slots) else { return nil }
    case .unclear:
      // Brings no asked slot: what is missing among those still is.
      if rows.knowsMissing(slots), !rows.isSomeMissing(of: program.asked(of: node), slots) {
        forgetMissing(&next)
      }
    case .deny, .goalMet, .interrupt, .correct, .escalate, .tool: forgetMissing(&next)
    }
    if program.tellsRefusals, event == .deny, programNode.kind == .ask || programNode.kind == .talk {
      next.mode.hasDeclined = true
    }
    return next
  }

  private mutating func forgetMissing(_ situation: inout Situation) {
    guard rows.knowsMissing(situation.slots) else { return }
    // What the user says does no tool's work.
    if rows.isListedMissing(of: program.rememberedTools, situation.slots) { return }
    move(&situation, to: Self.stored)
    rows.forgetMissing(in: situation.slots)
  }

  private mutating func move(_ situation: inout Situation, to row: Int) {
    guard situation.slots != row else { return }
    rows.copy(situation.slots, to: row)
    situation.slots = row
  }

  /// Follows an edge; nil if its guard cannot hold.
  package mutating func follow(_ edge: ProgramEdge, from situation: Situation) -> Situation? {
    var next = situation
    if edge.condition >= 0, !assume(edge.condition, isTrue: true, &next) { return nil }
    if edge.setsDeferred { next.mode.isDeferred = true }
    if edge.clearsDeferred { next.mode.isDeferred = false }
    enter(edge.to, resuming: edge.resumes, &next)
    return next
  }

  private func enter(_ target: Int, resuming: Bool, _ situation: inout Situation) {
    let node = program.nodes[target]
    let speaks = !resuming && surelySpeaks(target, node, situation.slots)
    situation.surelySpeaks = speaks
    situation.turn.isConfirmFresh = speaks && node.kind == .confirm
    guard speaks else { return }
    situation.turn.hasSpoken = true
    if node.kind == .report || node.kind == .apologize, situation.turn.start.tool == node.tool {
      situation.turn.owed.remove(node.kind == .report ? .report : .apology)
    }
  }

  /// Whether something is heard whenever the node is entered with these slots.
  private func surelySpeaks(_ node: Int, _ programNode: ProgramNode, _ slots: Int) -> Bool {
    guard programNode.kind == .ask else { return programNode.hasVoice }
    return rows.isSomeMissing(of: program.speakable(of: node), slots)
  }

  private func start(of event: ProgramEvent, at node: ProgramNode, _ turn: TurnFacts) -> TurnStart {
    switch event {
    case .ok: TurnStart(kind: .success, tool: node.tool, attempt: node.attempt)
    case .error, .timeout: TurnStart(kind: .failure, tool: node.tool, attempt: node.attempt)
    case .affirm where turn.isConfirmFresh: TurnStart(kind: .confirmation, tool: node.tool)
    default: TurnStart(kind: .user)
    }
  }

  /// What the declared failure mode asks of the turn that a tool's answer begins.
  private func owed(after event: ProgramEvent, at node: ProgramNode) -> TurnFacts.Owed {
    switch event {
    case .ok: return .report
    case .error, .timeout:
      guard let mode = program.tools[node.tool].declaration?.failureMode else { return [] }
      switch mode {
      case .handoff: return .handoff
      case .retryOnce where node.attempt == 1: return .retry
      case .apologizeAndContinue, .retryOnce: return [.apology, .continuation]
      }
    default: return []
    }
  }

  // MARK: Guards

  package func value(of atom: GuardTable.Atom, in situation: Situation) -> Bool? {
    switch atom {
    case .filled(let slot): rows.isFilled(slot, situation.slots)
    case .visits(let counter, let below):
      situation.areVisitsReset || visitBounds.isBelow(below, counter) ? true : nil
    case .deferred: situation.mode.isDeferred
    }
  }

  /// Learns what follows from a guard; false where it cannot hold.
  private mutating func assume(_ term: Int, isTrue: Bool, _ situation: inout Situation) -> Bool {
    switch program.guards.terms[term] {
    case .constant(let value): return value == isTrue
    case .not(let part): return assume(part, isTrue: !isTrue, &situation)
    case .atom(let atom):
      if let known = value(of: atom, in: situation) { return known == isTrue }
      guard case .filled(let slot) = atom else { return true }
      move(&situation, to: Self.refined)
      return isTrue
        ? rows.learn(filled: slot, in: situation.slots)
        : rows.learn(missing: slot, in: situation.slots)
    case .all(let parts):
      return isTrue ? assumeEach(parts, true, &situation) : assumeSome(parts, false, &situation)
    case .any(let parts):
      return isTrue ? assumeSome(parts, true, &situation) : assumeEach(parts, false, &situation)
    }
  }

  private mutating func assumeEach(_ parts: Range<Int>, _ isTrue: Bool, _ situation: inout Situation) -> Bool
  {
    for part in parts where !assume(part, isTrue: isTrue, &situation) { return false }
    return true
  }

  /// At least one of the parts has the value. With one candidate left it is that one; where all candidates are
  /// missing slots, one of those slots is missing.
  private mutating func assumeSome(_ parts: Range<Int>, _ isTrue: Bool, _ situation: inout Situation) -> Bool
  {
    var candidates = 0
    var last = -1
    var missing = program.noSlots
    var areMissingSlots = !isTrue
    for part in parts {
      let known = program.guards.value(of: part) { value(of: $0, in: situation) }
      if known == isTrue { return true }
      guard known == nil else { continue }
      candidates += 1
      last = part
      if case .atom(.filled(let slot)) = program.guards.terms[part] {
        missing.insert(slot)
      } else {
        areMissingSlots = false
      }
    }
    if candidates == 0 { return false }
    if candidates == 1 { return assume(last, isTrue: isTrue, &situation) }
    guard areMissingSlots else { return true }
    move(&situation, to: Self.refined)
    return rows.learn(someMissing: missing, in: situation.slots)
  }
}
