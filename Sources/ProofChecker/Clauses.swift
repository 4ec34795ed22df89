import Documents
import PolicyGraph

/// The numbered clauses of the two invariants (definition 5, 6), as findings name them.
enum Obligation: String {
  case total = "NoSilentDrop 1, total"
  case voiced = "NoSilentDrop 2, voiced"
  case ends = "NoSilentDrop 3, ends"
  case lastWords = "NoSilentDrop 4, last words"
  case custody = "NoSilentDrop 5, custody"
  case allowed = "ToolDeterminism 1, allowed"
  case confirmed = "ToolDeterminism 2, confirmed"
  case oneSuccessor = "ToolDeterminism 3, one successor"
  case bounded = "ToolDeterminism 4, bounded"
  case boundInputs = "ToolDeterminism 5, bound inputs"
  case oneAtATime = "ToolDeterminism 6, one at a time"
  /// No clause (definition 4.4): that the recorded states are all there are, and say what is so.
  case invariant = "the invariant"
}

/// What each step has to satisfy where it arrives, clause by clause. What concerns more than one step is in
/// `Ranks.swift`; that there is exactly one step (total, one successor, one at a time) in `Verification.swift`.
extension DraftGraph {
  /// The clauses that a step breaks, with what is wrong.
  func faults(of step: Step) -> [(Obligation, String)] {
    let here = nodes[step.target.node]
    let edge = step.edge.map { edges[$0] }
    let turn = step.turn
    let isOver = here.kind.awaits != .nothing || here.kind.isTerminal
    var faults: [(Obligation, String)] = []
    func require(_ clause: Obligation, _ fault: String, _ holds: Bool) {
      if !holds { faults.append((clause, fault)) }
    }

    if here.kind.awaits == .user || here.kind.isTerminal {
      require(.voiced, "the turn is over and nothing has been said", turn.hasSpoken)
    }
    if here.kind == .ask {
      require(.voiced, "all that it asks for may be filled", step.known.isSomeEmpty(among: asked(here)))
      require(.ends, "a refusal leads back to it", !(turn.on == "deny" && turn.at == step.target.node))
    }
    if here.kind.isTerminal { require(.lastWords, "it ends without a word", step.speaks) }
    if isOver, turn.on == "escalate" {
      require(.lastWords, "the user asked for a person", here.kind == .handoff)
    }
    if here.outcome == .success {
      require(
        .custody, "something that success needs may be missing", required.isSubset(of: step.known.filled))
      require(
        .custody, "a question is still put off", !(draft.defersInterruptions && step.arrival.isDeferred))
    }
    if here.outcome == .declined {
      require(.custody, "nothing was declined", step.arrival.hasDeclined)
      require(.custody, "nothing that success needs may be missing", step.known.isSomeEmpty(among: required))
    }
    if draft.defersInterruptions, let edge {
      if edge.on == .interrupt { require(.custody, "the question is not put off", edge.sets != nil) }
      if edge.clears != nil {
        require(.custody, "the question is not taken up", here.kind == .talk && step.speaks)
      }
    }

    let isAnswered = turn.isAnswer && tool(of: turn) == here.tool
    if here.kind == .report {
      require(.oneSuccessor, "it reports what did not succeed", isAnswered && turn.on == "ok")
    }
    if here.kind == .apologize {
      require(.oneSuccessor, "it apologizes for what did not fail", isAnswered && turn.isFailure)
    }
    if isOver, turn.on == "ok" { require(.oneSuccessor, "the result has not been told", turn.hasTold) }
    if isOver, turn.isFailure {
      require(.oneSuccessor, "this is not what its failure mode says", agreesWithFailureMode(turn, here))
    }
    guard here.kind == .call, let name = here.tool else { return faults }
    guard let tool = tools[name] else { return faults + [(.allowed, "`\(name)` is not declared")] }
    if here.attempt == 1, tool.requiresConfirmation {
      require(.confirmed, "no yes began the turn", turn.on == "affirm" && self.tool(of: turn) == name)
    }
    let source = edge.flatMap { positions[$0.from] }.map { nodes[$0] }
    if here.attempt != 1 {
      let isRetry = source?.kind == .call && source?.attempt == 1 && source?.tool == name
      let follows = edge?.on == .error || edge?.on == .timeout
      let hasKey = here.idempotencyKey.map { source?.idempotencyKey?.hasSameScalars(as: $0) ?? false }
      require(.bounded, "it retries no first attempt under its key", isRetry && follows && hasKey == true)
    }
    let isThird = isAnswered && turn.at.map { nodes[$0].attempt != 1 } ?? false
    require(.bounded, "it follows a second attempt", !isThird)
    require(
      .boundInputs, "an input may be empty",
      Set((tool.inputs ?? []).map { Memory.slot($0) }).isSubset(of: step.known.filled))
    return faults
  }

  /// Whether a turn that a failure began may end at this node.
  private func agreesWithFailureMode(_ turn: TurnSoFar, _ here: Node) -> Bool {
    guard let name = tool(of: turn), let tool = tools[name], let call = turn.at.map({ nodes[$0] }) else {
      return false
    }
    switch tool.failureMode {
    case .handoff: return here.kind == .handoff
    case .retryOnce where call.attempt == 1:
      return here.kind == .call && here.attempt == 2 && here.tool == name
    case .apologizeAndContinue, .retryOnce: return turn.hasTold && !here.kind.isTerminal
    }
  }
}
