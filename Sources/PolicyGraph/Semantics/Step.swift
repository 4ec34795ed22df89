/// The operational semantics, written once: simulator, explorer and witness replay all go through these functions.
///
/// One step: values that the event carries are stored and counts start again; guards read the result; the edge's
/// flag changes are made; its target is entered, and speaks unless it is resumed. A turn is one event and the
/// automatic steps after it.
extension PolicyProgram {
  /// What came of a move.
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

  /// A configuration that has been entered, by which edge (nil for the opening), and what was said on entering.
  package struct Arrival: Sendable {
    package var configuration: Configuration
    package var edge: Int?
    package var said: Speech?
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
    let blank = Configuration(
      node: entry, filled: noSlots, visits: Array(repeating: 0, count: guards.counters.count),
      spoken: BitSet(capacity: resumeTargets.count), turn: Turn(start: .opening))
    return enter(entry, resuming: false, by: nil, blank)
  }

  /// The configuration in which guards are read: a new turn with the event's values stored.
  package func store(_ move: Move, in configuration: Configuration) -> Configuration {
    guard move.event != .auto else { return configuration }
    var next = configuration
    next.filled = configuration.filled.union(move.values)
    next.turn = Turn(start: .event(move.event, at: configuration.node))
    next.turn.calls = move.event.isFromTool ? configuration.turn.calls : []
    next.turn.isConfirmed = move.event == .affirm && configuration.isConfirmFresh
    if move.event.resetsVisits { for counter in next.visits.indices { next.visits[counter] = 0 } }
    let kind = nodes[configuration.node].kind
    if move.event == .deny, kind == .ask || kind == .talk { next.hasDeclined = true }
    return next
  }

  package func enabledEdges(on event: ProgramEvent, in stored: Configuration) -> [Int] {
    enabledEdges(among: edges(of: stored.node, on: event), in: stored)
  }

  package func enabledEdges(among candidates: Range<Int>, in stored: Configuration) -> [Int] {
    candidates.filter { isEnabled(edges[$0], in: stored) }
  }

  private func isEnabled(_ edge: ProgramEdge, in configuration: Configuration) -> Bool {
    guard edge.condition >= 0 else { return true }
    return guards.value(of: edge.condition) { atom in
      switch atom {
      case .filled(let slot): configuration.filled.contains(slot)
      case .visits(let counter, let below): configuration.visits[counter] < below
      case .deferred: configuration.isDeferred
      }
    } ?? false
  }

  package func follow(_ edge: Int, from stored: Configuration) -> Arrival {
    var next = stored
    let edge = (position: edge, record: edges[edge])
    if edge.record.setsDeferred { next.isDeferred = true }
    if edge.record.clearsDeferred { next.isDeferred = false }
    return enter(edge.record.to, resuming: edge.record.resumes, by: edge.position, next)
  }

  private func enter(_ target: Int, resuming: Bool, by edge: Int?, _ before: Configuration) -> Arrival {
    let node = nodes[target]
    var next = before
    next.node = target
    if !resuming, node.counter >= 0 {
      next.visits[node.counter] = min(next.visits[node.counter] + 1, guards.counters[node.counter].cap)
    }
    let said = resuming ? nil : speech(of: target, filled: next.filled)
    if said != nil {
      next.turn.hasSpoken = true
      if node.resumeTarget >= 0 { next.spoken.insert(node.resumeTarget) }
      if case .event(_, let source) = next.turn.start, nodes[source].tool == node.tool {
        if node.kind == .report { next.turn.hasReported = true }
        if node.kind == .apologize { next.turn.hasApologized = true }
      }
    }
    next.isConfirmFresh = node.kind == .confirm && said != nil
    if said != nil || node.kind.awaits != .nothing {
      next.turn.silentTrail = []
    } else {
      next.turn.silentTrail.insertSorted(target)
    }
    if node.kind == .call { next.turn.calls.insertSorted(target) }
    return Arrival(configuration: next, edge: edge, said: said)
  }

  /// What a node says when it is entered; nil where nothing can be heard.
  package func speech(of node: Int, filled: BitSet) -> Speech? {
    let place = nodes[node]
    guard place.kind == .ask else {
      return place.hasVoice ? Speech(node: node, asked: noSlots) : nil
    }
    let asked = speakable(of: node).subtracting(filled)
    return asked.isEmpty ? nil : Speech(node: node, asked: asked)
  }

  /// An arrival whose turn is over, without what no longer matters, so that configurations that behave alike are
  /// equal.
  package func settled(_ configuration: Configuration) -> Configuration {
    let awaited = nodes[configuration.node].kind.awaits
    guard awaited != .nothing else { return configuration }
    var next = configuration
    next.turn = Turn(start: .settled)
    if awaited == .tool { next.turn.calls = configuration.turn.calls }
    return next
  }
}

extension [Int] {
  /// Inserts into an ascending array of distinct numbers.
  fileprivate mutating func insertSorted(_ element: Int) {
    let position = firstIndex { $0 >= element } ?? count
    if position < count, self[position] == element { return }
    insert(element, at: position)
  }
}
