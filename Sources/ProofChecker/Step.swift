import Documents
import PolicyGraph

typealias State = ParsedProof.State
typealias TurnSoFar = ParsedProof.TurnSoFar

/// One way into a node: by an edge from a recorded state, or the opening.
struct Step {
  let event: Event
  let edge: Int?
  /// As it is on arriving; `target` is what is told apart from then on.
  let arrival: State
  var turn: TurnSoFar
  var target: State
  let known: Knowledge
  /// Whether the node is surely heard.
  let speaks: Bool
}

/// The semantics of one step (definition 3.6), over what is known instead of what is.
extension DraftGraph {
  func opening(at entry: Int, isEnumeration: Bool) -> Step {
    let state = State(node: entry, filled: isEnumeration ? [] : nil)
    return enter(
      entry, by: nil, on: .auto, state, TurnSoFar(on: "opening"),
      Knowledge(empty: state.filled == nil ? rememberedTools : slots.union(rememberedTools)))
  }

  /// What is known once an event has been stored; nothing where it cannot happen. In an enumeration, each choice of
  /// what the user volunteers.
  func known(after event: Event, at state: State, _ before: Knowledge) -> [Knowledge] {
    let node = nodes[state.node]
    let open = asked(node).subtracting(before.filled)
    var next = before
    switch event {
    case .auto, .silence, .affirm, .error, .timeout: break
    case .ok:
      let done = Set(node.tool.map { [Memory.tool($0)] } ?? []).intersection(rememberedTools)
      next.filled.formUnion(done)
      next.empty.subtract(done)
      if !next.someEmpty.isDisjoint(with: done) { next.someEmpty = [] }
    case .deny where node.kind == .confirm: break
    // It brings no slot that was asked: what is empty among those still is.
    case .unclear: next.forgetEmpty(but: asked(node).union(rememberedTools))
    case .answered, .partial, .goalMet, .interrupt, .correct, .deny, .escalate, .tool:
      if event == .answered, open.isEmpty { return [] }
      if event == .partial, open.count < 2 { return [] }
      if event == .correct, node.kind != .confirm, slots.isSubset(of: before.empty) { return [] }
      next.forgetEmpty(but: rememberedTools)
      if event == .partial { next.someEmpty = open }
      if event == .answered { next.filled.formUnion(open) }
    }
    next.isDeferred = state.isDeferred
    next.visits = event.resetsVisits ? [:] : state.visits.mapValues { $0..<$0 + 1 }
    if !event.resetsVisits, state.filled == nil { next.visits = mostEntries.mapValues { 0..<$0 + 1 } }
    next.otherVisits = event.resetsVisits || state.filled != nil ? 0..<1 : 0..<Int.max
    guard state.filled != nil else { return [next] }
    let choices = (draft.variables ?? []).reduce([next]) { choices, slot in
      choices.flatMap { choice -> [Knowledge] in
        if choice.value(of: .filled(slot.key)) != nil { return [choice] }
        return [true, false].compactMap { choice.assuming(.filled(slot.key), $0) }
      }
    }
    if event == .partial { return choices.filter { !$0.filled.isDisjoint(with: open) } }
    return event == .correct ? choices.filter { !$0.filled.isDisjoint(with: slots) } : choices
  }

  /// Follows an edge from a state, given what is known where it is the one enabled.
  func follow(_ position: Int, from state: State, _ known: Knowledge) -> Step {
    let edge = edges[position]
    let kind = nodes[state.node].kind
    var next = state
    if edge.on == .deny, kind == .ask || kind == .talk { next.hasDeclined = true }
    if edge.sets != nil { next.isDeferred = true }
    if edge.clears != nil { next.isDeferred = false }
    if state.filled != nil { next.filled = known.filled }
    if edge.on.resetsVisits { next.visits = [:] }
    let turn =
      edge.on == .auto ? state.turn ?? TurnSoFar(on: "none") : self.turn(begunBy: edge.on, at: state.node)
    return enter(positions[edge.to] ?? state.node, by: edge, on: edge.on, next, turn, known, position)
  }

  private func turn(begunBy event: Event, at node: Int) -> TurnSoFar {
    switch event {
    case .escalate: TurnSoFar(on: "escalate")
    case .ok, .error, .timeout: TurnSoFar(on: event.name, at: node)
    case .deny where nodes[node].kind == .ask: TurnSoFar(on: "deny", at: node)
    // A yes counts only where the question has been heard.
    case .affirm where speaks(nodes[node], Knowledge()): TurnSoFar(on: "affirm", at: node)
    default: TurnSoFar(on: "user")
    }
  }

  private func enter(
    _ target: Int, by edge: Edge?, on event: Event, _ before: State, _ begun: TurnSoFar, _ known: Knowledge,
    _ position: Int? = nil
  ) -> Step {
    let node = nodes[target]
    let resumes = edge?.resumes ?? false
    let speaks = !resumes && speaks(node, known)
    var turn = begun
    if speaks {
      turn.hasSpoken = true
      let tells = node.kind == .report || node.kind == .apologize
      if tells, begun.isAnswer, tool(of: begun) == node.tool { turn.hasTold = true }
    }
    var next = before
    next.node = target
    next.turn = node.kind.awaits == .nothing ? turn : nil
    if !resumes, let cap = caps[node.id], cap > 0, next.filled != nil {
      next.visits[node.id] = min(next.visits[node.id, default: 0] + 1, cap)
    }
    return Step(
      event: event, edge: position, arrival: next, turn: turn,
      target: node.kind.isTerminal ? State(node: target, filled: next.filled.map { _ in [] }) : next,
      known: known, speaks: speaks)
  }

  /// The tool of the node where a turn began.
  func tool(of turn: TurnSoFar) -> ToolID? { turn.at.flatMap { nodes[$0].tool } }
}

extension TurnSoFar {
  var isAnswer: Bool { on == "ok" || isFailure }
  var isFailure: Bool { on == "error" || on == "timeout" }
}
