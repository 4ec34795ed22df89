/// A conversation that breaks a rule: a run of the step function from the opening.
package struct Witness: Sendable {
  package let violation: Violation
  package let steps: [Step]
  package let shape: Shape

  package enum Shape: Sendable, Equatable {
    /// The rule is broken by the last step.
    case point
    /// From the step of this number on the conversation repeats itself for ever.
    case lasso(from: Int)
    /// From the last step on no end can be reached.
    case trap
  }

  package struct Step: Sendable {
    /// What happened; nil for the opening.
    package let move: Move?
    /// The edges that answered it: one, but for the last step of a witness that none or several did.
    package let edges: [Int]
    /// What was entered; nil where the last event has no one answer.
    package let node: Int?
    package let said: PolicyProgram.Speech?
  }

  /// Number of events from the user or a tool.
  package var eventCount: Int { steps.count { $0.move.map { $0.event != .auto } ?? false } }
}

extension PolicyProgram {
  /// Runs a witness again, step by step, and says whether it is a conversation of this program that breaks the
  /// rule as it says. Whatever is printed has been through here.
  package func replays(_ witness: Witness) -> Bool {
    guard let opening = opening(), let first = witness.steps.first, first.move == nil, first.edges.isEmpty,
      first.node == opening.configuration.node
    else { return false }
    var now = opening.configuration
    var found = violations(on: opening, before: nil)
    var passed = [settled(now)]
    for (position, step) in witness.steps.enumerated().dropFirst() {
      guard let move = step.move else { return false }
      let isLast = position == witness.steps.count - 1
      if isLast, witness.violation.rule == .unansweredEvent {
        return step.edges.isEmpty && now.node == witness.violation.node
          && move.event == witness.violation.event
          && nodes[now.node].groups.contains { groups[$0].event == move.event && groups[$0].edges.isEmpty }
      }
      guard isPossible(move, at: now) else { return false }
      let stored = store(move, in: now)
      let enabled = enabledEdges(on: move.event, in: stored)
      found = violations(of: move, in: stored, enabled: enabled)
      guard let node = step.node else {
        return isLast && step.edges == enabled && enabled.count != 1 && found.contains(witness.violation)
      }
      guard step.edges.count == 1, let edge = step.edges.first, enabled.contains(edge) else { return false }
      let arrival = follow(edge, from: stored)
      guard arrival.configuration.node == node else { return false }
      found += violations(on: arrival, before: stored)
      now = arrival.configuration
      passed.append(settled(now))
    }
    switch witness.shape {
    case .point: return found.contains(witness.violation)
    case .trap:
      return witness.violation.rule == .noWayOut && now.node == witness.violation.node
        && isTrap(now, budget: 20_000)
    case .lasso(let start):
      guard start < passed.count - 1, withoutRecord(passed[start]) == withoutRecord(passed[passed.count - 1])
      else { return false }
      let loop = witness.steps[(start + 1)...]
      guard loop.allSatisfy({ $0.move.map { $0.event.isIdle } ?? false }) else { return false }
      if witness.violation.rule == .endlessLoop { return true }
      return loop.allSatisfy { $0.move?.event == .auto }
        && violations(stranding: now).contains(witness.violation)
    }
  }

  /// Whether no end can be reached from a configuration: at a glance, where no path leads to one whatever the
  /// guards say, or by trying every move.
  package func isTrap(_ configuration: Configuration, budget: Int) -> Bool {
    var open = [configuration.node]
    var known = Set(open)
    var canEnd = false
    while let node = open.popLast(), !canEnd {
      if nodes[node].kind.isTerminal { canEnd = true }
      for edge in exits(of: node) where known.insert(edges[edge].to).inserted { open.append(edges[edge].to) }
    }
    if !canEnd { return true }
    var frontier = [settled(configuration)]
    var seen = Set(frontier)
    while let here = frontier.popLast() {
      if nodes[here.node].kind.isTerminal { return false }
      for group in groups[nodes[here.node].groups] {
        for move in moves(on: group.event, at: here) {
          let stored = store(move, in: here)
          for edge in enabledEdges(on: move.event, in: stored) {
            let next = settled(follow(edge, from: stored).configuration)
            guard seen.count < budget else { return false }
            if seen.insert(next).inserted { frontier.append(next) }
          }
        }
      }
    }
    return true
  }
}
