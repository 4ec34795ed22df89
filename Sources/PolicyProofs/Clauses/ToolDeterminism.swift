import Documents
import PolicyGraph

/// ToolDeterminism: every tool call is allowed, confirmed where it must be, bounded, and has one outcome path
/// (definition 6).
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
    let program = analysis.program
    return analysis.suspect(.undeclaredCall, at: analysis.stops.calls) { call, _ in
      program.tools[program.nodes[call].tool].declaration != nil
    }
  }

  private static func confirmed(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    return analysis.suspect(.unconfirmedCall, at: analysis.stops.calls) { call, facts in
      let place = program.nodes[call]
      let isConfirmed = facts.turn.start.kind == .confirmation && facts.turn.start.tool == place.tool
      return isConfirmed || place.attempt != 1
        || !(program.tools[place.tool].declaration?.requiresConfirmation ?? false)
    }
  }

  private static func oneSuccessor(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    let ambiguous = analysis.ambiguous.map {
      Suspicion(.ambiguousEvent, at: program.groups[$0].node, on: program.groups[$0].event)
    }
    let isOwnAnswer: (Int, Facts) -> Bool = { node, facts in
      let isAnswer = facts.turn.start.mayBeAnswer && facts.turn.start.kind != .various
      return isAnswer && facts.turn.start.tool == program.nodes[node].tool
    }
    let tellers = (analysis.stops.reports + analysis.stops.apologies).sorted()
    let foreign = analysis.suspect(.foreignOutcome, at: tellers, unless: isOwnAnswer)
    let apologies = analysis.suspect(.apologyAfterSuccess, at: analysis.stops.apologies) {
      $1.turn.start.kind == .failure || !$1.turn.start.mayBeAnswer
    }
    let reports = analysis.suspect(.reportAfterFailure, at: analysis.stops.reports) {
      $1.turn.start.kind == .success || !$1.turn.start.mayBeAnswer
    }
    return ambiguous + foreign + apologies + reports + debts(analysis)
  }

  /// Where a turn is over, or may never be: what it still owes.
  private static func debts(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    let open = analysis.uncovered.map { program.groups[$0] }
    let ends = analysis.stops.rests + analysis.stops.calls
    let strands = analysis.endlessTurns + open.filter { $0.event == .auto }.map(\.node)
    var found: [Suspicion] = []
    for node in Set(strands).sorted() { found += debts(at: node, analysis, settled: { _ in [] }) }
    for node in ends.sorted() {
      found += debts(at: node, analysis, settled: { settled(by: program.nodes[node], $0) })
    }
    // An answer that nothing answers strands its turn at the call itself.
    for group in open where group.event.isFromTool {
      let rule = group.event == .ok ? Rule.unreportedResult : .brokenFailureMode
      found.append(Suspicion(rule, at: group.node, on: group.event))
    }
    return found
  }

  private static func debts(
    at node: Int, _ analysis: PolicyAnalysis, settled: (Facts) -> TurnFacts.Owed
  ) -> [Suspicion] {
    var owed: TurnFacts.Owed = []
    analysis.facts.forEachEntry(of: node) { owed.formUnion($0.turn.owed.subtracting(settled($0))) }
    var found: [Suspicion] = []
    if owed.contains(.report) { found.append(Suspicion(.unreportedResult, at: node)) }
    if !owed.subtracting(.report).isEmpty {
      found += [.error, .timeout].map { Suspicion(.brokenFailureMode, at: node, on: $0) }
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
    let third = analysis.suspect(.thirdAttempt, at: analysis.stops.calls) { node, facts in
      let mayFollowRetry = facts.turn.start.attempt == 2 || facts.turn.start.attempt == -2
      return
        !(facts.turn.start.mayBeAnswer && mayFollowRetry
        && facts.turn.start.mayBe(tool: program.nodes[node].tool))
    }
    let repeated = analysis.callCycles.filter { program.nodes[$0].kind == .call }
    return misplaced.sorted().map { Suspicion(.misplacedRetry, at: $0) } + third
      + repeated.map { Suspicion(.repeatedCall, at: $0) }
  }

  private static func boundInputs(_ analysis: PolicyAnalysis) -> [Suspicion] {
    let program = analysis.program
    return analysis.suspect(.unboundInput, at: analysis.stops.calls) { node, facts in
      program.tools[program.nodes[node].tool].inputs.isSubset(of: facts.filled)
    }
  }

  private static func oneAtATime(_ analysis: PolicyAnalysis) -> [Suspicion] {
    var budget = 64 * (analysis.program.edges.count + 16)
    let doubled = analysis.ambiguous.map { analysis.program.groups[$0] }.filter { group in
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
