/// How facts change along an edge: the abstract counterpart of the step function.
extension PolicyProgram {
  /// What is known when an event at a node has been stored and its guards are read.
  package struct Situation: Sendable {
    package var facts: Facts
    package var mode: Mode
    /// All visit counts are zero.
    package var areVisitsReset: Bool

    func value(of atom: GuardTable.Atom) -> Bool? {
      switch atom {
      case .filled(let slot): facts.isFilled(slot)
      case .visits: areVisitsReset ? true : nil
      case .deferred: mode.isDeferred
      }
    }
  }

  /// The facts of the opening.
  package func openingFacts(_ entry: Int) -> Facts {
    let before = Facts(filled: noSlots, someMissing: nil, start: TurnStart(kind: .opening))
    return entering(entry, resuming: false, before)
  }

  /// Stores an event; nil where it cannot happen.
  package func situation(after event: ProgramEvent, at node: Int, _ facts: Facts, _ mode: Mode) -> Situation?
  {
    guard event != .auto else { return Situation(facts: facts, mode: mode, areVisitsReset: false) }
    let place = nodes[node]
    var next = facts
    var mode = mode
    next.hasSpoken = false
    next.start = start(of: event, at: node, facts)
    next.owed = owed(after: event, at: node)
    switch event {
    case .silence, .ok, .error, .timeout, .affirm, .auto: break
    case .deny where place.kind == .confirm: break
    case .answered:
      next.filled = facts.filled.union(place.asked)
      next.someMissing = nil
    case .partial:
      next.someMissing = nil
      guard next.learn(someMissing: place.asked) else { return nil }
    case .unclear:
      // Brings no asked slot: what is missing among those still is.
      if let open = facts.someMissing, !open.isSubset(of: place.asked) { next.someMissing = nil }
    case .deny, .goalMet, .interrupt, .correct, .escalate, .tool: next.someMissing = nil
    }
    if event == .deny, place.kind == .ask || place.kind == .talk { mode.hasDeclined = true }
    return Situation(facts: next, mode: mode, areVisitsReset: event.resetsVisits)
  }

  /// Follows an edge; nil where its guard cannot hold.
  package func follow(_ edge: ProgramEdge, from situation: Situation) -> (facts: Facts, mode: Mode)? {
    var situation = situation
    if edge.condition >= 0 {
      guard assume(edge.condition, isTrue: true, &situation) else { return nil }
    }
    if edge.setsDeferred { situation.mode.isDeferred = true }
    if edge.clearsDeferred { situation.mode.isDeferred = false }
    return (entering(edge.to, resuming: edge.resumes, situation.facts), situation.mode)
  }

  private func entering(_ target: Int, resuming: Bool, _ before: Facts) -> Facts {
    let node = nodes[target]
    var next = before
    let speaks = !resuming && surelySpeaks(target, before)
    if speaks { next.hasSpoken = true }
    next.isConfirmFresh = node.kind == .confirm && speaks
    if speaks, before.start.tool == node.tool {
      if node.kind == .report { next.owed.remove(.report) }
      if node.kind == .apologize { next.owed.remove(.apology) }
    }
    return next
  }

  /// Whether something is heard whenever the node is entered with these facts.
  package func surelySpeaks(_ node: Int, _ facts: Facts) -> Bool {
    let place = nodes[node]
    guard place.kind == .ask else { return place.hasVoice }
    return facts.someMissing?.isSubset(of: place.asked.intersection(place.voiced)) ?? false
  }

  private func start(of event: ProgramEvent, at node: Int, _ facts: Facts) -> TurnStart {
    let place = nodes[node]
    switch event {
    case .ok: return TurnStart(kind: .success, tool: place.tool, attempt: place.attempt)
    case .error, .timeout: return TurnStart(kind: .failure, tool: place.tool, attempt: place.attempt)
    case .affirm where facts.isConfirmFresh: return TurnStart(kind: .confirmation, tool: place.tool)
    default: return TurnStart(kind: .user)
    }
  }

  /// What the declared failure mode asks of the turn that a tool's answer begins.
  private func owed(after event: ProgramEvent, at node: Int) -> Facts.Owed {
    switch event {
    case .ok: return .report
    case .error, .timeout:
      guard let mode = tools[nodes[node].tool].declaration?.failureMode else { return [] }
      switch mode {
      case .handoff: return .handoff
      case .retryOnce where nodes[node].attempt == 1: return .retry
      case .apologizeAndContinue, .retryOnce: return [.apology, .continuation]
      }
    default: return []
    }
  }

  // MARK: Guards

  /// Learns what follows from a guard; false where it cannot hold.
  package func assume(_ term: Int, isTrue: Bool, _ situation: inout Situation) -> Bool {
    switch guards.terms[term] {
    case .constant(let value): return value == isTrue
    case .not(let part): return assume(part, isTrue: !isTrue, &situation)
    case .atom(let atom):
      if let known = situation.value(of: atom) { return known == isTrue }
      guard case .filled(let slot) = atom else { return true }
      return isTrue
        ? situation.facts.learn(filled: slot)
        : situation.facts.learn(someMissing: noSlots.inserting(slot))
    case .all(let parts):
      return isTrue ? assumeEach(parts, true, &situation) : assumeSome(parts, false, &situation)
    case .any(let parts):
      return isTrue ? assumeSome(parts, true, &situation) : assumeEach(parts, false, &situation)
    }
  }

  private func assumeEach(_ parts: Range<Int>, _ isTrue: Bool, _ situation: inout Situation) -> Bool {
    for part in parts where !assume(part, isTrue: isTrue, &situation) { return false }
    return true
  }

  /// At least one of the parts has the value. With one candidate left it is that one; where all candidates are
  /// missing slots, one of those slots is missing.
  private func assumeSome(_ parts: Range<Int>, _ isTrue: Bool, _ situation: inout Situation) -> Bool {
    var candidates: [Int] = []
    var missing = noSlots
    var areMissingSlots = !isTrue
    for part in parts {
      let value = guards.value(of: part) { situation.value(of: $0) }
      if value == isTrue { return true }
      guard value == nil else { continue }
      candidates.append(part)
      if case .atom(.filled(let slot)) = guards.terms[part] {
        missing.insert(slot)
      } else {
        areMissingSlots = false
      }
    }
    if candidates.isEmpty { return false }
    if candidates.count == 1, let only = candidates.first { return assume(only, isTrue: isTrue, &situation) }
    return areMissingSlots ? situation.facts.learn(someMissing: missing) : true
  }
}
