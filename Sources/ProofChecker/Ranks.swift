import Documents
import PolicyGraph

/// A step between recorded states.
struct Arc {
  let from: Int
  let to: Int
  let step: Step
}

/// What concerns more than one step: each number and each list follows from those of the next steps, and is compared.
extension Verification {
  mutating func checkRanks(_ arcs: [Arc], _ opening: Step, _ first: Int) {
    let entries = proof.entries
    let nodes = graph.nodes
    var rank = entries.map { _ in 0 }
    var heard = entries.map { _ in Set<Int>() }
    var leads = entries.map { _ in [Event: Int]() }
    var end = entries.map { nodes[$0.state.node].kind.isTerminal ? 0 : Int.max }
    var quiet = nodes.map { _ in 0 }
    var calls = quiet
    let isUsedUp = graph.edges.map(graph.usesItselfUp)
    for arc in arcs {
      let event = arc.step.event
      let next = entries[arc.to]
      // No circle of idle steps: the rank falls with each, but for those that use themselves up.
      if event.isIdle, !(arc.step.edge.map { isUsedUp[$0] } ?? false) {
        rank[arc.from] = max(rank[arc.from], next.rank + 1)
      }
      // What has to have been heard by now: what has to be by the next step, but for what that one lets be heard,
      // and with what it resumes.
      heard[arc.from].formUnion(graph.heard(before: arc.step, next.heard))
      // An end stays reachable: some event that is possible leads nearer to one, whichever of its steps is taken.
      leads[arc.from][event] = max(leads[arc.from][event] ?? 0, next.end + 1)
      // In an enumeration every step is possible.
      if proof.kind == .enumeration { end[arc.from] = min(end[arc.from], next.end + 1) }
      // No circle of silent nodes, and none through a call without the user.
      let (from, to) = (entries[arc.from].state.node, next.state.node)
      if graph.isSilent(from), graph.isSilent(to) { quiet[from] = max(quiet[from], proof.quiet[to] + 1) }
      if event == .auto || event.isFromTool {
        calls[from] = max(calls[from], proof.calls[to] + (nodes[from].kind == .call ? 1 : 0))
      }
    }
    for (position, entry) in entries.enumerated() {
      for (event, distance) in leads[position] where event.isAlwaysPossible {
        end[position] = min(end[position], distance)
      }
      let isSo = [
        ("rank", Obligation.ends, entry.rank == rank[position]),
        ("end", .ends, entry.end == end[position]),
        ("heard", .voiced, entry.heard == heard[position]),
      ]
      for (key, clause, isSo) in isSo where !isSo {
        refuse(
          clause, "`\(key)` does not follow from the next steps", at: entry.source.member(key) ?? entry.source
        )
      }
    }
    if !graph.heard(before: opening, entries[first].heard).isEmpty {
      refuse(.voiced, "at the opening nothing has been heard, and some node may be resumed", at: root)
    }
    for (node, level) in quiet.enumerated() where proof.quiet[node] != level {
      refuse(.voiced, "of `\(nodes[node].id)` it is not \(level)", at: root.member("quiet") ?? root)
    }
    for (node, level) in calls.enumerated() where proof.calls[node] != level {
      refuse(.bounded, "of `\(nodes[node].id)` it is not \(level)", at: root.member("calls") ?? root)
    }
  }
}

extension DraftGraph {
  fileprivate func heard(before step: Step, _ after: Set<Int>) -> Set<Int> {
    let resumes = step.edge.map { edges[$0].resumes } ?? false
    if resumes { return after.union([step.target.node]) }
    return step.speaks ? after.subtracting([step.target.node]) : after
  }

  fileprivate func isSilent(_ node: Int) -> Bool {
    let kind = nodes[node].kind
    return kind.awaits == .nothing && !kind.isTerminal && !speaks(nodes[node], Knowledge())
  }

  /// Whether an edge's guard bounds the entries of its own target, which following it adds to. As no idle event sets
  /// counts back, such an edge is followed only so often without the user.
  fileprivate func usesItselfUp(_ edge: Edge) -> Bool {
    guard let condition = edge.when, edge.on.isIdle, !edge.resumes else { return false }
    var cases = Cases(condition, entered: edge.to)
    return cases.fail()
  }
}

/// Whether a guard fails once a node has been entered as often as any guard can tell, whatever else it asks: by cases
/// of that, one question after the other as they are written.
private struct Cases {
  let condition: Guard
  private var answers: [Guard: Bool] = [:]
  private var open: [Guard] = []
  /// Guards are small. Past this nothing is claimed; what makes proofs has the same limit.
  private var left = 1000

  init(_ condition: Guard, entered node: NodeID) {
    self.condition = condition
    for question in condition.questions where answers[question] == nil && !open.contains(question) {
      if case .visits(node, _) = question { answers[question] = false } else { open.append(question) }
    }
  }

  mutating func fail(from position: Int = 0) -> Bool {
    guard left > 0 else { return false }
    left -= 1
    let value = condition.value { answers[$0] }
    guard value == nil, position < open.count else { return value == false }
    for holds in [true, false] {
      answers[open[position]] = holds
      if !fail(from: position + 1) { return false }
    }
    answers[open[position]] = nil
    return true
  }
}
