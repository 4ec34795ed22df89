import Documents
import PolicyGraph

/// A rule broken at a place.
package struct Violation: Hashable, Sendable {
  package let rule: Rule
  package let node: Int
  /// The event that is answered wrongly, where there is one.
  package var event: ProgramEvent?

  package init(_ rule: Rule, at node: Int, on event: ProgramEvent? = nil) {
    self.rule = rule
    self.node = node
    self.event = event
  }
}

extension Rule: Hashable {
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Watches a running conversation and says which rules it breaks: both invariants (definition 5, 6), read off
/// one step at a time. The explorer and the replay of witnesses judge by it; the analyses never use it.
///
/// Two rules are not about single steps and are not judged here: whether an end stays reachable, and whether a
/// circle of idle events exists.
extension PolicyProgram {
  // MARK: Something happens

  /// What is wrong with how a move is answered, given the edges that are enabled for it.
  package func violations(of move: Move, in stored: Configuration, enabled: [Int]) -> [Violation] {
    var meter = WorkMeter.unlimited(self)
    return violations(of: move, in: stored, enabled: enabled, about: nil, &meter)
  }

  /// The same, or only what may be wrong by one rule, where following every turn for its calls may be for nothing. The
  /// meter pays for that; once it is exhausted, a second call may have been missed.
  func violations(
    of move: Move, in stored: Configuration, enabled: [Int], about rule: Rule?,
    _ meter: inout WorkMeter
  ) -> [Violation] {
    let node = stored.node
    var found: [Violation] = []
    if enabled.isEmpty {
      let hasEdges = !edges(of: node, on: move.event).isEmpty
      found.append(Violation(hasEdges ? .unansweredCase : .unansweredEvent, at: node, on: move.event))
      found += violations(stranding: stored)
    }
    if enabled.count > 1 {
      found.append(Violation(.ambiguousEvent, at: node, on: move.event))
      if rule ?? .twoCalls == .twoCalls, areSeveralCallsStarted(by: enabled, in: stored, &meter) {
        found.append(Violation(.twoCalls, at: node, on: move.event))
      }
    }
    if defersInterruptions, move.event == .interrupt, enabled.contains(where: { !edges[$0].setsDeferred }) {
      found.append(Violation(.forgottenQuestion, at: node, on: .interrupt))
    }
    return found
  }

  private func areSeveralCallsStarted(by enabled: [Int], in stored: Configuration, _ meter: inout WorkMeter)
    -> Bool
  {
    var calling = 0
    for edge in enabled where startsCall(follow(edge, from: stored), &meter) {
      calling += 1
      if calling > 1 { return true }
    }
    return false
  }

  /// Whether a call is entered before the turn is over, on some enabled path.
  private func startsCall(_ arrival: Arrival, _ meter: inout WorkMeter) -> Bool {
    // No guard reads what the turn was so far, and a trail may grow as long as the draft.
    func withoutTurn(_ arrival: Arrival) -> Configuration {
      var next = arrival.configuration
      next.turn = Turn(start: .settled)
      return next
    }
    var open = [withoutTurn(arrival)]
    var known = Set(open)
    while let configuration = open.popLast() {
      if nodes[configuration.node].kind == .call { return true }
      // A step, and looking whether it leads somewhere new.
      meter.spendMoves(2)
      guard !meter.isExhausted else { return false }
      for edge in enabledEdges(on: .auto, in: configuration) {
        let next = withoutTurn(follow(edge, from: configuration))
        if known.insert(next).inserted { open.append(next) }
      }
    }
    return false
  }

  // MARK: A node is entered

  /// What is wrong with an arrival.
  package func violations(on arrival: Arrival) -> [Violation] {
    violations(on: arrival.entrance, in: arrival.configuration)
  }

  /// What is wrong with how a node was entered, given the configuration after it.
  package func violations(on entrance: Entrance, in now: Configuration) -> [Violation] {
    let node = nodes[now.node]
    let edge = entrance.edge.map { edges[$0] }
    var found: [Violation] = []
    func breaks(_ rule: @autoclosure () -> Rule, when isBroken: Bool) {
      if isBroken { found.append(Violation(rule(), at: now.node)) }
    }

    // What is resumed says nothing, so that whether it has spoken is as it was before.
    breaks(.resumedUnspoken, when: edge?.resumes ?? false && !now.spoken.contains(node.resumeTarget))
    breaks(
      .silentCycle,
      when: entrance.isRepeated && node.kind.awaits == .nothing && !node.kind.isTerminal)
    breaks(.nothingToAsk, when: node.kind == .ask && asked(of: now.node).isSubset(of: now.filled))
    breaks(.silentEnding, when: node.kind.isTerminal && entrance.said == nil)
    breaks(
      .questionDropped,
      when: defersInterruptions && edge?.clearsDeferred ?? false
        && (node.kind != .talk || entrance.said == nil))
    if node.kind == .close { found += violations(closing: now, node.outcome) }
    if node.kind == .report || node.kind == .apologize { found += violations(telling: now) }
    if node.kind == .call { found += violations(calling: now, isRepeated: entrance.isRepeated, edge) }
    if node.kind.isTerminal { breaks(.callAfterEnd, when: callsAfterEnd.contains(now.node)) }
    if node.kind.awaits != .nothing || node.kind.isTerminal { found += violations(ending: now) }
    return found
  }

  private func violations(closing now: Configuration, _ outcome: CloseOutcome?) -> [Violation] {
    var found: [Violation] = []
    let isComplete = requiredForSuccess.isSubset(of: now.filled)
    switch outcome {
    case .success?:
      if !isComplete { found.append(Violation(.incompleteSuccess, at: now.node)) }
      if defersInterruptions, now.isDeferred { found.append(Violation(.questionOpenAtSuccess, at: now.node)) }
    case .declined?:
      if !now.hasDeclined { found.append(Violation(.declinedUnasked, at: now.node)) }
      if isComplete { found.append(Violation(.declinedComplete, at: now.node)) }
    case .abandoned?, nil: break
    }
    return found
  }

  /// A report belongs to its tool's `ok`, an apology to its tool's failure.
  private func violations(telling now: Configuration) -> [Violation] {
    let node = nodes[now.node]
    guard case .event(let event, let source) = now.turn.start, event.isFromTool,
      nodes[source].tool == node.tool
    else { return [Violation(.foreignOutcome, at: now.node)] }
    if event == .ok, node.kind == .apologize { return [Violation(.apologyAfterSuccess, at: now.node)] }
    if event != .ok, node.kind == .report { return [Violation(.reportAfterFailure, at: now.node)] }
    return []
  }

  private func violations(calling now: Configuration, isRepeated: Bool, _ edge: ProgramEdge?) -> [Violation] {
    let node = nodes[now.node]
    let tool = tools[node.tool]
    var found: [Violation] = []
    func breaks(_ rule: @autoclosure () -> Rule, when isBroken: Bool) {
      if isBroken { found.append(Violation(rule(), at: now.node)) }
    }

    breaks(.undeclaredCall, when: tool.declaration == nil)
    breaks(.unboundInput, when: !tool.inputs.isSubset(of: now.filled))
    breaks(.repeatedCall, when: isRepeated)
    var start: (event: ProgramEvent, source: ProgramNode)?
    if case .event(let event, let source) = now.turn.start { start = (event, nodes[source]) }
    if node.attempt == 1, tool.declaration?.requiresConfirmation ?? false {
      breaks(.unconfirmedCall, when: !(now.turn.isConfirmed && start?.source.tool == node.tool))
    }
    if node.attempt == 2 {
      breaks(.misplacedRetry, when: !(edge.map { isRetry($0) } ?? false))
    }
    if let start, start.event.isFromTool {
      breaks(.thirdAttempt, when: start.source.attempt == 2 && start.source.tool == node.tool)
    }
    return found
  }

  /// Whether an edge makes attempt 2 of what its source attempted first.
  private func isRetry(_ edge: ProgramEdge) -> Bool {
    let first = nodes[edge.from]
    let second = nodes[edge.to]
    return (edge.event == .error || edge.event == .timeout) && first.kind == .call && first.attempt == 1
      && first.tool == second.tool
      && draft.nodes[edge.from].idempotencyKey.map { Identifier<Never>($0) }
        == draft.nodes[edge.to].idempotencyKey.map { Identifier<Never>($0) }
  }

  // MARK: A turn is over

  private func violations(ending now: Configuration) -> [Violation] {
    let node = nodes[now.node]
    var found: [Violation] = []
    if node.kind.awaits != .tool, !now.turn.hasSpoken { found.append(Violation(.silentTurn, at: now.node)) }
    guard case .event(let event, let source) = now.turn.start else { return found }
    switch event {
    case .escalate where node.kind != .handoff:
      found.append(Violation(.lostEscalation, at: source, on: .escalate))
    case .deny where nodes[source].kind == .ask && source == now.node:
      found.append(Violation(.refusalIgnored, at: source, on: .deny))
    case .ok where !now.turn.hasReported: found.append(Violation(.unreportedResult, at: source, on: .ok))
    case .error, .timeout:
      if !agreesWithFailureMode(now, failed: source) {
        found.append(Violation(.brokenFailureMode, at: source, on: event))
      }
    default: break
    }
    return found
  }

  /// What is owed by a turn that never comes to its end: nothing answers, or it goes round for ever.
  package func violations(stranding now: Configuration) -> [Violation] {
    guard case .event(let event, let source) = now.turn.start else { return [] }
    switch event {
    case .escalate: return [Violation(.lostEscalation, at: source, on: .escalate)]
    case .ok where !now.turn.hasReported: return [Violation(.unreportedResult, at: source, on: .ok)]
    case .error, .timeout:
      return tools[nodes[source].tool].declaration == nil
        ? [] : [Violation(.brokenFailureMode, at: source, on: event)]
    default: return []
    }
  }

  private func agreesWithFailureMode(_ now: Configuration, failed source: Int) -> Bool {
    let call = nodes[source]
    let node = nodes[now.node]
    // What nobody declares has no mode to agree with; that it is called is a separate finding.
    guard let mode = tools[call.tool].declaration?.failureMode else { return true }
    switch mode {
    case .handoff: return node.kind == .handoff
    case .retryOnce where call.attempt == 1:
      return node.kind == .call && node.attempt == 2 && node.tool == call.tool
    case .apologizeAndContinue, .retryOnce: return now.turn.hasApologized && !node.kind.isTerminal
    }
  }
}
