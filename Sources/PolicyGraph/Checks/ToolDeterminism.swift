/// ToolDeterminism: every tool call is allowed, confirmed where it must be, bounded, and has one outcome path.
///
/// In every configuration reachable from the entry:
/// 1. allowed: only declared tools are called;
/// 2. confirmed: the first attempt of a tool that requires confirmation is entered only in a turn begun by `affirm`
///    at that tool's `confirm`, with nothing in between;
/// 3. one successor: no event has two edges enabled; within its turn `ok` speaks that tool's report and no apology,
///    `error` and `timeout` no report, and what follows them agrees with the declared failure mode; a `report` or
///    `apologize` is entered only in a turn begun by its tool's own answer;
/// 4. bounded: attempt 2 is entered only by `error` or `timeout` of an attempt 1 of that tool, with its key, and
///    nothing follows it as a third; no cycle leads through a call without a user event in it;
/// 5. bound inputs: each declared input is filled at the call;
/// 6. one at a time: no event starts two calls; none starts after a terminal.
package enum ToolDeterminism {
  package static func suspicions(_ analysis: PolicyAnalysis, _ clause: Clause) -> [Suspicion] {
    switch clause {
    case .allowed: allowed(analysis)
    case .confirmed: confirmed(analysis)
    case .oneSuccessor: oneSuccessor(analysis)
    case .bounded: bounded(analysis)
    case .boundInputs: boundInputs(analysis)
    case .oneAtATime: oneAtATime(analysis)
    case .total, .voiced, .ends, .lastWords, .custody: []
    }
  }

  private static func allowed(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let tools = analysis.program.tools
    return analysis.suspect(.undeclaredCall, { $0.kind == .call && tools[$0.tool].declaration == nil }) {
      _, _, _ in
      false
    }
  }

  private static func confirmed(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    return analysis.suspect(
      .unconfirmedCall,
      {
        $0.kind == .call && $0.attempt == 1
          && program.tools[$0.tool].declaration?.requiresConfirmation ?? false
      }
    ) { node, _, facts in
      facts.turn.start.kind == .confirmation && facts.turn.start.tool == program.nodes[node].tool
    }
  }

  private static func oneSuccessor(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    let ambiguous = analysis.groups { position, _ in analysis.excludes[position] != .yes }
      .map { Suspicion(.ambiguousEvent, at: $0.node, on: $0.event) }
    let tells: (ProgramNode) -> Bool = { $0.kind == .report || $0.kind == .apologize }
    let foreign = analysis.suspect(.foreignOutcome, tells) { node, _, facts in
      let isAnswer = facts.turn.start.mayBeAnswer && facts.turn.start.kind != .various
      return isAnswer && facts.turn.start.tool == program.nodes[node].tool
    }
    let apologies = analysis.suspect(.apologyAfterSuccess, { $0.kind == .apologize }) { _, _, facts in
      facts.turn.start.kind == .failure || !facts.turn.start.mayBeAnswer
    }
    let reports = analysis.suspect(.reportAfterFailure, { $0.kind == .report }) { _, _, facts in
      facts.turn.start.kind == .success || !facts.turn.start.mayBeAnswer
    }
    return ambiguous + foreign + apologies + reports + debts(analysis)
  }

  /// Where a turn is over, or may never be: what it still owes.
  private static func debts(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    var found: [Suspicion] = []
    for node in program.nodes.indices {
      let place = program.nodes[node]
      let isEnd = place.kind.awaits != .nothing || place.kind.isTerminal
      let mayStrand =
        analysis.endlessTurns.isCyclic[node]
        || place.groups.contains { program.groups[$0].event == .auto && analysis.covers[$0] != .yes }
      guard isEnd || mayStrand else { continue }
      var owed: TurnFacts.Owed = []
      for (_, facts) in analysis.facts.entries(of: node) {
        owed.formUnion(isEnd ? facts.turn.owed.subtracting(settled(by: place, facts)) : facts.turn.owed)
      }
      if owed.contains(.report) { found.append(Suspicion(.unreportedResult, at: node)) }
      if !owed.subtracting(.report).isEmpty { found.append(Suspicion(.brokenFailureMode, at: node)) }
    }
    // An answer that nothing answers strands its turn at the call itself.
    for group in analysis.groups(where: { $1.event.isFromTool && analysis.covers[$0] != .yes }) {
      let rule = group.event == .ok ? Rule.unreportedResult : .brokenFailureMode
      found.append(Suspicion(rule, at: group.node, on: group.event))
    }
    return found
  }

  /// What ending the turn at this node makes good.
  private static func settled(by node: ProgramNode, _ facts: Facts) -> TurnFacts.Owed {
    if node.kind == .handoff { return .handoff }
    if node.kind.isTerminal { return [] }
    let isRetry = node.kind == .call && node.attempt == 2 && facts.turn.start.tool == node.tool
    return isRetry ? [.continuation, .retry] : .continuation
  }

  private static func bounded(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    let isSecond: (Int) -> Bool = { program.nodes[$0].kind == .call && program.nodes[$0].attempt == 2 }
    var misplaced = Set(analysis.edges { isSecond($0.to) && !program.isRetry($0) }.map(\.to))
    if let entry = program.entry, isSecond(entry) { misplaced.insert(entry) }
    let third = analysis.suspect(.thirdAttempt, { $0.kind == .call }) { node, _, facts in
      let mayFollowRetry = facts.turn.start.attempt == 2 || facts.turn.start.attempt == -2
      return
        !(facts.turn.start.mayBeAnswer && mayFollowRetry
        && facts.turn.start.mayBe(tool: program.nodes[node].tool))
    }
    let repeated = program.nodes.indices.filter {
      program.nodes[$0].kind == .call && analysis.callCycles.isCyclic[$0]
    }
    return misplaced.sorted().map { Suspicion(.misplacedRetry, at: $0) } + third
      + repeated.map { Suspicion(.repeatedCall, at: $0) }
  }

  private static func boundInputs(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    return analysis.suspect(.unboundInput, { $0.kind == .call }) { node, _, facts in
      program.tools[program.nodes[node].tool].inputs.isSubset(of: facts.filled)
    }
  }

  private static func oneAtATime(_ analysis: PolicyAnalysis) -> [Suspicion] {
    var budget = 64 * (analysis.program.edges.count + 16)
    let doubled = analysis.groups { position, group in
      guard analysis.excludes[position] != .yes else { return false }
      let calling = group.edges.count {
        analysis.facts.isFeasible[$0] && analysis.turns.mayCall($0, budget: &budget) != false
      }
      return calling > 1
    }
    let late = analysis.program.callsAfterEnd.filter { analysis.facts.isReachable($0) }
    return doubled.map { Suspicion(.twoCalls, at: $0.node, on: $0.event) }
      + late.map { Suspicion(.callAfterEnd, at: $0) }
  }
}
