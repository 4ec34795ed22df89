/// The operational semantics, written once: simulator, explorer and witness replay all go through these functions
/// (definition 3.6).
///
/// One step: values that the event carries are stored and counts start again; guards read the result; the edge's
/// flag changes are made; its target is entered, and speaks unless it is resumed. A turn is one event and the
/// automatic steps after it.
extension PolicyProgram {
  /// The result of a move.
  package enum StepResult: Sendable {
    /// Exactly one edge was enabled.
    case moved(Arrival)
    /// The event cannot happen here, or not with these values.
    case impossible
    /// Nothing answers the event.
    case unanswered
    /// Several edges answer it; their positions.
    case ambiguous([Int])
  }

  /// A configuration that has been entered, and how.
  package struct Arrival: Sendable {
    package var configuration: Configuration
    package var entrance: Entrance

    package var edge: Int? { entrance.edge }
    package var said: Speech? { entrance.said }
  }

  /// How a node was entered.
  package struct Entrance: Sendable {
    /// Nil for the opening.
    package var edge: Int?
    package var said: Speech?
    /// Whether a call was entered before since the last event from the user, or a node without a voice since
    /// something was last said or awaited.
    package var isRepeated: Bool
  }

  /// What a node says on being entered.
  package struct Speech: Sendable {
    package var node: Int
    /// Of an `ask`: the slots whose questions are asked.
    package var asked: BitSet
  }

  /// The total step function.
  package func step(_ configuration: Configuration, _ move: Move) -> StepResult {
    guard isPossible(move, at: configuration) else { return .impossible }
    let stored = store(move, in: configuration)
    let enabled = enabledEdges(on: move.event, in: stored)
    guard let edge = enabled.first else { return .unanswered }
    return enabled.count == 1 ? .moved(follow(edge, from: stored)) : .ambiguous(enabled)
  }

  /// The conversation before it has begun, and its first arrival. Nil when the draft's entry does not exist.
  package func opening() -> Arrival? {
    guard let entry else { return nil }
    var opened = Configuration(
      node: entry, filled: noSlots, visits: Array(repeating: 0, count: guards.counters.count),
      spoken: BitSet(capacity: resumeTargets.count), turn: Turn(start: .opening))
    let entrance = enter(entry, resuming: false, by: nil, &opened)
    return Arrival(configuration: opened, entrance: entrance)
  }

  /// The configuration in which guards are read: a new turn with the event's values stored.
  package func store(_ move: Move, in configuration: Configuration) -> Configuration {
    var next = configuration
    store(move, into: &next)
    return next
  }

  /// The same in place.
  package func store(_ move: Move, into configuration: inout Configuration) {
    guard move.event != .auto else { return }
    let kind = nodes[configuration.node].kind
    var turn = Turn(start: .event(move.event, at: configuration.node))
    if move.event.isFromTool { turn.calls = configuration.turn.calls }
    turn.isConfirmed = move.event == .affirm && configuration.isConfirmFresh
    configuration.turn = turn
    configuration.filled.formUnion(move.values)
    if move.event == .ok, let memory = memory(ofCall: configuration.node) {
      configuration.filled.insert(memory)
    }
    if move.event.resetsVisits {
      for counter in configuration.visits.indices { configuration.visits[counter] = 0 }
    }
    if move.event == .deny, kind == .ask || kind == .talk { configuration.hasDeclined = true }
  }

  package func enabledEdges(on event: ProgramEvent, in stored: Configuration) -> [Int] {
    enabledEdges(among: edges(of: stored.node, on: event), in: stored)
  }

  package func enabledEdges(among candidates: Range<Int>, in stored: Configuration) -> [Int] {
    candidates.filter { isEnabled(edges[$0], in: stored) }
  }

  /// The enabled edge where there is exactly one.
  package func onlyEnabledEdge(among candidates: Range<Int>, in stored: Configuration) -> Int? {
    var only: Int?
    for edge in candidates where isEnabled(edges[edge], in: stored) {
      guard only == nil else { return nil }
      only = edge
    }
    return only
  }

  private func isEnabled(_ edge: ProgramEdge, in configuration: Configuration) -> Bool {
    guard edge.condition >= 0 else { return true }
    return guards.value(of: edge.condition, in: configuration) { atom, configuration in
      switch atom {
      case .filled(let slot): configuration.filled.contains(slot)
      case .visits(let counter, let below): configuration.visits[counter] < below
      case .deferred: configuration.isDeferred
      }
    } ?? false
  }

  package func follow(_ edge: Int, from stored: Configuration) -> Arrival {
    var next = stored
    let entrance = follow(edge, in: &next)
    return Arrival(configuration: next, entrance: entrance)
  }

  /// The same in place.
  package func follow(_ edge: Int, in configuration: inout Configuration) -> Entrance {
    let record = edges[edge]
    if record.setsDeferred { configuration.isDeferred = true }
    if record.clearsDeferred { configuration.isDeferred = false }
    return enter(record.to, resuming: record.resumes, by: edge, &configuration)
  }

  private func enter(_ target: Int, resuming: Bool, by edge: Int?, _ now: inout Configuration) -> Entrance {
    let node = nodes[target]
    now.node = target
    if !resuming, node.counter >= 0 {
      now.visits[node.counter] = min(now.visits[node.counter] + 1, guards.counters[node.counter].cap)
    }
    let said = resuming ? nil : speech(of: target, filled: now.filled)
    if said != nil {
      now.turn.hasSpoken = true
      if node.resumeTarget >= 0 { now.spoken.insert(node.resumeTarget) }
      if case .event(_, let source) = now.turn.start, nodes[source].tool == node.tool {
        if node.kind == .report { now.turn.hasReported = true }
        if node.kind == .apologize { now.turn.hasApologized = true }
      }
    }
    now.isConfirmFresh = node.kind == .confirm && said != nil
    var isRepeated = false
    if said != nil || node.kind.awaits != .nothing {
      now.turn.silentTrail = SmallNodeSet()
    } else {
      isRepeated = !now.turn.silentTrail.insert(target)
    }
    if node.kind == .call { isRepeated = !now.turn.calls.insert(target) }
    return Entrance(edge: edge, said: said, isRepeated: isRepeated)
  }

  /// What a node says when it is entered (definition 3.7); nil if nothing can be heard.
  package func speech(of node: Int, filled: BitSet) -> Speech? {
    let programNode = nodes[node]
    guard programNode.kind == .ask else {
      return programNode.hasVoice ? Speech(node: node, asked: noSlots) : nil
    }
    let asked = speakable(of: node).subtracting(filled)
    return asked.isEmpty ? nil : Speech(node: node, asked: asked)
  }

  /// An arrival whose turn is over, without what no longer matters, so that configurations that behave alike are
  /// equal.
  package func settled(_ configuration: Configuration) -> Configuration {
    var next = configuration
    settle(&next)
    return next
  }

  /// The same in place.
  package func settle(_ configuration: inout Configuration) {
    let awaited = nodes[configuration.node].kind.awaits
    guard awaited != .nothing else { return }
    var turn = Turn(start: .settled)
    if awaited == .tool { turn.calls = configuration.turn.calls }
    configuration.turn = turn
  }
}
