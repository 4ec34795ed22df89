import PolicyGraph

/// What a turn does, told without node ids or texts: two drafts behave alike where their turns do.
struct TurnOutcome: Sendable {
  /// What is said on the way, and where the turn comes to rest, in words.
  var acts: [String] = []
  /// Where the conversation goes on; nil if it is over or stuck.
  var rest: Configuration?
  var steps: [Witness.Step] = []
}

extension PolicyProgram {
  /// The whole turn that a move begins, while it has one way to go.
  func turn(_ move: Move, from configuration: Configuration) -> TurnOutcome {
    var outcome = TurnOutcome()
    var stored = store(move, in: configuration)
    var move = move
    // A turn that goes round for ever is cut where it repeats itself.
    var passed: Set<Configuration> = []
    while true {
      let enabled = enabledEdges(on: move.event, in: stored)
      guard enabled.count == 1, let edge = enabled.first else {
        outcome.acts.append(enabled.isEmpty ? "nothing answers" : "more than one answer")
        return outcome
      }
      let arrival = follow(edge, from: stored)
      outcome.steps.append(
        Witness.Step(move: move, edges: [edge], node: arrival.configuration.node, said: arrival.said))
      if let act = act(of: arrival) { outcome.acts.append(act) }
      let kind = nodes[arrival.configuration.node].kind
      if kind.isTerminal { return outcome }
      if kind.awaits != .nothing {
        outcome.rest = settled(arrival.configuration)
        return outcome
      }
      guard passed.insert(arrival.configuration).inserted else {
        outcome.acts.append("goes round for ever")
        return outcome
      }
      stored = arrival.configuration
      move = Move(event: .auto, values: noSlots)
    }
  }

  /// The opening turn.
  func openingTurn() -> TurnOutcome {
    guard let opening = opening() else { return TurnOutcome(acts: ["nothing begins"]) }
    let first = Witness.Step(move: nil, edges: [], node: opening.configuration.node, said: opening.said)
    var outcome = TurnOutcome(acts: act(of: opening).map { [$0] } ?? [], rest: nil, steps: [first])
    guard nodes[opening.configuration.node].kind.awaits == .nothing else {
      outcome.rest = settled(opening.configuration)
      return outcome
    }
    guard !nodes[opening.configuration.node].kind.isTerminal else { return outcome }
    let rest = turn(Move(event: .auto, values: noSlots), from: opening.configuration)
    return TurnOutcome(acts: outcome.acts + rest.acts, rest: rest.rest, steps: outcome.steps + rest.steps)
  }

  /// What entering a node does, in words; nil for what nobody notices.
  private func act(of arrival: Arrival) -> String? {
    let configuration = arrival.configuration
    let node = nodes[configuration.node]
    let tool = "`\(toolID(of: configuration.node))`"
    let isSilent = arrival.said == nil
    switch node.kind {
    case .open: return isSilent ? nil : "greets"
    case .route: return nil
    case .ask, .talk, .confirm: return (isSilent ? "waits again: " : "") + place(of: configuration)
    case .clarify: return isSilent ? nil : "clarifies"
    case .nudge: return isSilent ? nil : "nudges"
    case .interject: return isSilent ? nil : "acknowledges"
    case .call: return "calls \(tool)\(node.attempt == 2 ? " once more" : "")"
    case .report: return isSilent ? nil : "reports \(tool)"
    case .apologize: return isSilent ? nil : "apologizes for \(tool)"
    case .handoff: return "hands over"
    case .close: return "closes: \(node.outcome?.rawValue ?? "")"
    }
  }

  /// Where a conversation waits, in words.
  func place(of configuration: Configuration) -> String {
    let node = nodes[configuration.node]
    let phase = draft.nodes[configuration.node].phase.map { " in `\($0)`" } ?? ""
    switch node.kind {
    case .ask:
      let missing = asked(of: configuration.node).subtracting(configuration.filled).elements.map {
        "`\(slots[$0])`"
      }
      return "asks for \(missing.joined(separator: ", "))\(phase)"
    case .confirm: return "asks leave for `\(toolID(of: configuration.node))`\(phase)"
    case .call: return "awaits `\(toolID(of: configuration.node))`\(phase)"
    default: return "talks\(phase)"
    }
  }
}
