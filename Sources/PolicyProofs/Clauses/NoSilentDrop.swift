import PolicyGraph

/// NoSilentDrop: nobody who talks to the agent is ever met with silence, a dead end, or lost data
/// (definition 5).
///
/// For every configuration reachable from the entry:
/// 1. total: every event of the alphabet has an edge, and each event possible there has one enabled;
/// 2. voiced: between the start, or any event, and the next time the agent awaits the user or ends, it says
///    something; a node is resumed only if it has spoken before; no cycle of nodes that neither speak nor await; no
///    `ask` awaits with all its slots filled;
/// 3. ends: a terminal stays reachable; no cycle of idle events only; `deny` at an `ask` never leads back to it
///    within the turn;
/// 4. last words: every terminal speaks; wherever the user is awaited, `escalate` reaches hand-off in that turn;
/// 5. custody: every required slot is filled, and every tool of `success_requires` done, at `close(success)`; where
///    `turn_taking` says `defer`, every `interrupt` sets the flag, only a spoken entry into a `talk` clears it, and
///    `close(success)` is not reached with it set; `close(declined)` is reached only after a `deny`, with a required
///    slot missing or a required tool not done.
package enum NoSilentDrop {
  package static func suspicions(_ analysis: PolicyAnalysis, _ clause: Clause) -> [Suspicion] {
    switch clause {
    case .total: total(analysis)
    case .voiced: voiced(analysis)
    case .ends: ends(analysis)
    case .lastWords: lastWords(analysis)
    case .custody: custody(analysis)
    case .allowed, .confirmed, .oneSuccessor, .bounded, .boundInputs, .oneAtATime: []
    }
  }

  private static func total(_ analysis: PolicyAnalysis) -> [Suspicion] {
    analysis.uncovered.map { position in
      let group = analysis.program.groups[position]
      return Suspicion(
        group.edges.isEmpty ? .unansweredEvent : .unansweredCase, at: group.node, on: group.event)
    }
  }

  private static func voiced(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    let silentTurns = analysis.suspect(.silentTurn, at: analysis.stops.rests) { $1.turn.hasSpoken }
    let emptyAsks = analysis.suspect(.nothingToAsk, at: analysis.stops.asks) { node, facts in
      facts.isSomeMissing(among: program.asked(of: node))
    }
    let unspoken = unspokenResumptions(analysis)
    return silentTurns + emptyAsks + unspoken.map { Suspicion(.resumedUnspoken, at: $0) }
      + analysis.silentCycles.map { Suspicion(.silentCycle, at: $0) }
  }

  /// Nodes that may be resumed before they have spoken.
  ///
  /// A node has spoken before its resumption when every way there goes through it, and it speaks whenever it is not
  /// resumed: seen from the dominators. Where that does not settle it, by looking for a way that avoids every edge
  /// by which the node surely speaks.
  private static func unspokenResumptions(_ analysis: PolicyAnalysis) -> [Int] {
    let program = analysis.program
    var mayStaySilent = Array(repeating: false, count: program.nodes.count)
    for edge in program.edges.indices where analysis.facts.isFeasible[edge] && !program.edges[edge].resumes {
      if !analysis.facts.surelySpeaks[edge] { mayStaySilent[program.edges[edge].to] = true }
    }
    if let entry = program.entry, program.opening()?.said == nil { mayStaySilent[entry] = true }
    var before = FirstSeen()
    var open = analysis.edges { edge in
      edge.resumes && (mayStaySilent[edge.to] || !analysis.plainlyDominates(edge.to, edge.from, &before))
    }
    if open.contains(where: { !mayStaySilent[$0.to] }), let dominators = analysis.dominators {
      open.removeAll { !mayStaySilent[$0.to] && dominators.dominates($0.to, $0.from) }
    }
    var budget = 64 * (program.edges.count + 16)
    return Dictionary(grouping: open, by: \.to).sorted { $0.key < $1.key }.filter { node, edges in
      guard let unheard = reachable(withoutHearing: node, analysis, budget: &budget) else { return true }
      return edges.contains { unheard.contains($0.from) }
    }.map(\.key)
  }

  /// The nodes that can be reached before the node has surely spoken; nil when the search was given up.
  private static func reachable(
    withoutHearing node: Int, _ analysis: PolicyAnalysis, budget: inout Int
  ) -> Set<Int>? {
    let program = analysis.program
    guard let entry = program.entry else { return [] }
    if entry == node, program.opening()?.said != nil { return [] }
    var known: Set<Int> = [entry]
    var open = [entry]
    while let here = open.popLast() {
      for edge in program.exits(of: here) where analysis.facts.isFeasible[edge] {
        budget -= 1
        guard budget > 0 else { return nil }
        let target = program.edges[edge].to
        if target == node, analysis.facts.surelySpeaks[edge] { continue }
        if known.insert(target).inserted { open.append(target) }
      }
    }
    return known
  }

  private static func ends(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    let traps = program.nodes.indices.filter {
      analysis.facts.isReachable($0) && !analysis.turns.reachesEnd[$0]
    }
    var budget = 64 * (program.edges.count + 16)
    var known = FirstSeen()
    let ignored = analysis.groups { group in
      group.event == .deny && program.nodes[group.node].kind == .ask
        && analysis.turns.mayReturn(to: group.node, after: .deny, budget: &budget, &known) != false
    }
    return traps.map { Suspicion(.noWayOut, at: $0) }
      + analysis.idle.unbounded.map { Suspicion(.endlessLoop, at: $0) }
      + ignored.map { Suspicion(.refusalIgnored, at: $0.node) }
  }

  private static func lastWords(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    var isResumed = Array(repeating: false, count: program.nodes.count)
    for edge in program.edges.indices where program.edges[edge].resumes && analysis.facts.isFeasible[edge] {
      isResumed[program.edges[edge].to] = true
    }
    let silent = analysis.suspect(.silentEnding, at: analysis.stops.terminals) { node, _ in
      program.nodes[node].hasVoice && !isResumed[node]
    }
    let lost = analysis.groups { group in
      group.event == .escalate
        && !group.edges.allSatisfy {
          !analysis.facts.isFeasible[$0] || analysis.turns.reachesHandoff[program.edges[$0].to]
        }
    }
    let unanswered = analysis.uncovered.map { program.groups[$0] }.filter { $0.event == .escalate }
    return silent + escalationEnds(of: lost, analysis)
      + unanswered.map { Suspicion(.lostEscalation, at: $0.node, on: .escalate) }
  }

  /// For each escalation every node at which its turn may come to rest. For those that it would take too long to follow,
  /// all together: every node.
  private static func escalationEnds(of groups: [EventGroup], _ analysis: PolicyAnalysis) -> [Suspicion] {
    var budget = 64 * (analysis.program.edges.count + 16)
    var found: [Suspicion] = []
    for group in groups {
      guard let ends = escalationEnds(of: group, analysis, budget: &budget) else {
        let others = analysis.program.nodes.indices.filter { analysis.program.nodes[$0].kind != .handoff }
        return found + [Suspicion(.lostEscalation, at: others)]
      }
      found.append(Suspicion(.lostEscalation, at: ends))
    }
    return found
  }

  /// Nil when following the turn was given up.
  private static func escalationEnds(
    of group: EventGroup, _ analysis: PolicyAnalysis, budget: inout Int
  ) -> [Int]? {
    let program = analysis.program
    var open = group.edges.filter { analysis.facts.isFeasible[$0] }.map { program.edges[$0].to }
    var known = Set(open)
    while let here = open.popLast() {
      guard program.nodes[here].kind.awaits == .nothing else { continue }
      for edge in program.exits(of: here) where analysis.facts.isFeasible[edge] {
        budget -= 1
        guard budget > 0 else { return nil }
        if known.insert(program.edges[edge].to).inserted { open.append(program.edges[edge].to) }
      }
    }
    return known.filter { program.nodes[$0].kind != .handoff }.sorted()
  }

  private static func custody(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    let required = program.requiredForSuccess
    func ends(with outcome: CloseOutcome) -> [Int] {
      analysis.stops.outcomes.filter { program.nodes[$0].outcome == outcome }
    }
    let successes = ends(with: .success)
    let refusals = ends(with: .declined)
    var found =
      analysis.suspect(.incompleteSuccess, at: successes) { required.isSubset(of: $1.filled) }
      + analysis.suspect(.declinedUnasked, at: refusals) { $1.mode.hasDeclined }
      + analysis.suspect(.declinedComplete, at: refusals) {
        $1.isSomeMissing(among: required)
      }
    guard program.defersInterruptions else { return found }
    found += Set(analysis.edges { $0.event == .interrupt && !$0.setsDeferred }.map(\.from)).sorted()
      .map { Suspicion(.forgottenQuestion, at: $0, on: .interrupt) }
    found += Set(analysis.edges { $0.clearsDeferred && !takesUp($0, program) }.map(\.to)).sorted()
      .map { Suspicion(.questionDropped, at: $0) }
    found += analysis.suspect(.questionOpenAtSuccess, at: successes) { !$1.mode.isDeferred }
    return found
  }

  private static func takesUp(_ edge: ProgramEdge, _ program: PolicyProgram) -> Bool {
    program.nodes[edge.to].kind == .talk && !edge.resumes && program.nodes[edge.to].hasVoice
  }
}
