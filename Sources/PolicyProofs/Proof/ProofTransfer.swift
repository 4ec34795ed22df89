import PolicyGraph

/// How a proof's states follow one another: the step function over what is known instead of what is.
extension PolicyProgram {
  /// One way from a state to another.
  struct ProofStep: Sendable {
    var event: ProgramEvent
    /// Position in the program's edges; -1 for the opening.
    var edge: Int
    var target: ProofState
    var slots: ProofSlots
    /// Whether the target is surely heard.
    var speaks: Bool
  }

  /// The first state.
  func proofOpening(_ entry: Int, isExact: Bool) -> ProofStep {
    let slots = ProofSlots(
      filled: noSlots, empty: isExact ? allSlots.union(rememberedTools) : rememberedTools, someEmpty: noSlots)
    let exact = ProofState.Exact(filled: noSlots, visits: guards.counters.map { _ in 0 })
    let before = ProofState(
      node: entry, turn: ProofTurn(beginning: .opening), exact: isExact ? exact : nil)
    return entering(entry, by: -1, on: .auto, before, slots)
  }

  /// The cases after an event; none where it cannot happen. In an enumeration one for each choice of what the
  /// user volunteers.
  func proofCases(
    after event: ProgramEvent, at state: ProofState, _ slots: ProofSlots, _ bounds: VisitBounds
  ) -> [ProofCase] {
    let node = nodes[state.node]
    let asked = asked(of: state.node)
    var next = slots
    switch event {
    case .auto, .silence, .affirm, .error, .timeout: break
    case .ok: if let memory = memory(ofCall: state.node) { next.fill(noSlots.inserting(memory)) }
    case .deny where node.kind == .confirm: break
    // Brings no asked slot: what is empty among those still is.
    case .unclear: next.forget(but: asked.union(rememberedTools))
    case .answered:
      guard !asked.isSubset(of: slots.filled) else { return [] }
      next.forget(but: rememberedTools)
      next.fill(asked)
    case .partial:
      let open = asked.subtracting(slots.filled)
      guard open.count > 1 else { return [] }
      next.forget(but: rememberedTools)
      next.someEmpty = open
    case .correct where node.kind != .confirm && allSlots.isSubset(of: slots.empty): return []
    case .deny, .goalMet, .interrupt, .correct, .escalate, .tool: next.forget(but: rememberedTools)
    }
    var result = ProofCase(slots: next, otherVisits: ProofCase.anyCount, isDeferred: state.isDeferred)
    if event.resetsVisits {
      result.otherVisits = 0..<1
    } else if let exact = state.exact {
      for (counter, count) in exact.visits.enumerated() { result.visits[counter] = count..<count + 1 }
    } else {
      for (counter, most) in bounds.bounded { result.visits[counter] = 0..<most + 1 }
    }
    guard state.exact != nil else { return [result] }
    return complete(result).filter { choice in
      switch event {
      case .partial: !choice.slots.filled.subtracting(slots.filled).intersection(asked).isEmpty
      case .correct: !choice.slots.filled.intersection(allSlots).isEmpty
      default: true
      }
    }
  }

  /// Every way in which the slots that are not known may be filled.
  private func complete(_ incomplete: ProofCase) -> [ProofCase] {
    let unknown = allSlots.subtracting(incomplete.slots.filled).subtracting(incomplete.slots.empty)
    return unknown.elements.reduce([incomplete]) { cases, slot in
      cases.flatMap { each in
        if each.value(of: .filled(slot)) != nil { return [each] }
        return [true, false].compactMap { each.assuming(.filled(slot), $0) }
      }
    }
  }

  /// Follows an edge in a case of a state.
  func proofStep(_ position: Int, from state: ProofState, _ here: ProofCase) -> ProofStep {
    let edge = edges[position]
    let node = nodes[edge.from]
    var before = state
    if edge.event != .auto {
      before.turn = ProofTurn(beginning: beginning(edge.event, at: edge.from))
      if edge.event == .deny, node.kind == .ask || node.kind == .talk { before.hasDeclined = true }
    }
    if edge.setsDeferred { before.isDeferred = true }
    if edge.clearsDeferred { before.isDeferred = false }
    if let exact = before.exact {
      before.exact = ProofState.Exact(
        filled: here.slots.filled,
        visits: edge.event.resetsVisits ? exact.visits.map { _ in 0 } : exact.visits)
    }
    return entering(edge.to, by: position, on: edge.event, before, here.slots)
  }

  private func beginning(_ event: ProgramEvent, at node: Int) -> ProofTurn.Beginning {
    switch event {
    case .escalate: .escalate
    case .ok, .error, .timeout: .event(event, at: node)
    case .deny where nodes[node].kind == .ask: .event(event, at: node)
    case .affirm where nodes[node].hasVoice: .event(event, at: node)
    default: .user
    }
  }

  private func entering(
    _ target: Int, by edge: Int, on event: ProgramEvent, _ before: ProofState, _ slots: ProofSlots
  ) -> ProofStep {
    let node = nodes[target]
    let resumes = edge >= 0 && edges[edge].resumes
    let hasVoice =
      node.kind == .ask ? slots.isSomeEmpty(among: speakable(of: target)) : node.hasVoice
    var next = before
    next.node = target
    if hasVoice, !resumes { next.turn?.hasSpoken = true }
    if hasVoice, node.kind == .report || node.kind == .apologize,
      case .event(let answer, let source)? = next.turn?.beginning, answer.isFromTool,
      nodes[source].tool == node.tool
    {
      next.turn?.hasTold = true
    }
    if !resumes, node.counter >= 0, let count = next.exact?.visits[node.counter] {
      next.exact?.visits[node.counter] = min(count + 1, guards.counters[node.counter].cap)
    }
    if node.kind.awaits != .nothing { next.turn = nil }
    // Nothing comes after an end.
    if node.kind.isTerminal { next = ProofState(node: target) }
    let kept = node.kind.isTerminal ? ProofSlots(filled: noSlots, empty: noSlots, someEmpty: noSlots) : slots
    return ProofStep(event: event, edge: edge, target: next, slots: kept, speaks: hasVoice && !resumes)
  }
}
