import PolicyGraph

/// A conversation that breaks a rule: a run of the step function from the opening (definition 4.3).
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
    /// What was entered; nil if the last event has no one answer.
    package let node: Int?
    package let said: PolicyProgram.Speech?

    package init(move: Move?, edges: [Int], node: Int?, said: PolicyProgram.Speech?) {
      self.move = move
      self.edges = edges
      self.node = node
      self.said = said
    }
  }

  /// Number of events from the user or a tool, of a lasso once round it.
  package var eventCount: Int { steps.count { $0.isEvent } }
}

extension Witness.Step {
  /// Whether the user or a tool begins it.
  var isEvent: Bool { move.map { $0.event != .auto } ?? false }
}

extension PolicyProgram {
  /// Runs a witness again, step by step, and says whether it is a conversation of this program that breaks the
  /// rule as it says. Whatever is printed has been through here.
  package func replays(_ witness: Witness) -> Bool {
    var meter = WorkMeter.unlimited(self)
    return replays(witness, &meter)
  }

  /// The same, paid from the meter. It does not end when that is exhausted.
  func replays(_ witness: Witness, _ meter: inout WorkMeter) -> Bool {
    guard let opening = opening(), let first = witness.steps.first, first.move == nil, first.edges.isEmpty,
      first.node == opening.configuration.node
    else { return false }
    var now = opening.configuration
    var found = violations(on: opening)
    var loopStart: Int?
    if case .lasso(let start) = witness.shape { loopStart = start }
    var atLoopStart = loopStart == 0 ? withoutRecord(now) : nil
    for (position, step) in witness.steps.enumerated().dropFirst() {
      guard let move = step.move else { return false }
      let isLast = position == witness.steps.count - 1
      // A long turn has a long record, which every step of it copies.
      meter.spend(meter.costOfMove + meter.costOfCopyingRecord(of: now))
      if isLast, witness.violation.rule == .unansweredEvent {
        return step.edges.isEmpty && now.node == witness.violation.node
          && move.event == witness.violation.event
          && nodes[now.node].groups.contains { groups[$0].event == move.event && groups[$0].edges.isEmpty }
      }
      guard isPossible(move, at: now) else { return false }
      let stored = store(move, in: now)
      let enabled = enabledEdges(on: move.event, in: stored)
      if isLast {
        var unbounded = WorkMeter.unlimited(self)
        found = violations(of: move, in: stored, enabled: enabled, about: witness.violation.rule, &unbounded)
        meter.spend(unbounded.spent)
      }
      guard let node = step.node else {
        return isLast && step.edges == enabled && enabled.count != 1 && found.contains(witness.violation)
      }
      guard step.edges.count == 1, let edge = step.edges.first, enabled.contains(edge) else { return false }
      let arrival = follow(edge, from: stored)
      guard arrival.configuration.node == node else { return false }
      if isLast { found += violations(on: arrival) }
      now = arrival.configuration
      if position == loopStart { atLoopStart = withoutRecord(now) }
    }
    switch witness.shape {
    case .point: return found.contains(witness.violation)
    case .trap:
      return witness.violation.rule == .noWayOut && now.node == witness.violation.node
        && isTrap(now, &meter) ?? false
    case .lasso(let start):
      guard start < witness.steps.count - 1, atLoopStart == withoutRecord(now) else { return false }
      let loop = witness.steps[(start + 1)...]
      guard loop.allSatisfy({ $0.move.map { $0.event.isIdle } ?? false }) else { return false }
      if witness.violation.rule == .endlessLoop { return true }
      return loop.allSatisfy { $0.move?.event == .auto }
        && violations(stranding: now).contains(witness.violation)
    }
  }

  /// A witness that replays, with what was said at each step, which a witness that was written down leaves out.
  package func retold(_ witness: Witness) -> Witness {
    guard var arrival = opening() else { return witness }
    let steps = witness.steps.map { step in
      guard let node = step.node else { return step }
      if let move = step.move, let edge = step.edges.first {
        arrival = follow(edge, from: store(move, in: arrival.configuration))
      }
      return Witness.Step(move: step.move, edges: step.edges, node: node, said: arrival.said)
    }
    return Witness(violation: witness.violation, steps: steps, shape: witness.shape)
  }

  /// About how much memory a configuration takes, with what is kept beside it.
  var configurationBytes: Int {
    1_024 + 16 * guards.counters.count + 3 * slots.count + resumeTargets.count / 4
  }

  /// A settled configuration without the records of what was said and called, which no guard reads: what a
  /// conversation that repeats itself has in common from round to round.
  package func withoutRecord(_ configuration: Configuration) -> Configuration {
    var key = settled(configuration)
    key.spoken = BitSet(capacity: resumeTargets.count)
    key.turn.calls = SmallNodeSet()
    key.turn.silentTrail = SmallNodeSet()
    return key
  }

  /// Whether no end can be reached from a configuration: at a glance, where no path leads to one whatever the
  /// guards say; by a user who volunteers nothing; or by trying every move. Nil when that would be too many. What it
  /// takes is paid from the meter.
  package func isTrap(_ configuration: Configuration, _ meter: inout WorkMeter) -> Bool? {
    let budget = min(20_000, WitnessSearch.maximumBytes / configurationBytes)
    var open = [configuration.node]
    var known = Set(open)
    var canEnd = false
    while let node = open.popLast(), !canEnd {
      if nodes[node].kind.isTerminal { canEnd = true }
      for edge in exits(of: node) where known.insert(edges[edge].to).inserted { open.append(edges[edge].to) }
    }
    meter.spend(WorkMeter.costOfWalking(nodes: known.count))
    if !canEnd { return true }
    var left = budget
    let plainly = reachesEnd(from: configuration, budget: &left) { event, here in
      carried(by: event, at: here).flatMap { move(event, $0.certain, $0, at: here) }.map { [$0] } ?? []
    }
    meter.spendMoves(budget - left)
    if plainly ?? false { return false }
    left = budget
    defer { meter.spendMoves(budget - left) }
    return reachesEnd(from: configuration, budget: &left) { event, here in
      // More slots would make more moves than may be tried.
      allSlots.subtracting(here.filled).count > 16 ? nil : moves(on: event, at: here)
    }.map { !$0 }
  }

  /// Depth-first; nil if more moves than the budget would have to be tried.
  private func reachesEnd(
    from configuration: Configuration, budget: inout Int,
    by moves: (ProgramEvent, Configuration) -> [Move]?
  ) -> Bool? {
    // A trail may grow as long as the draft, and no guard reads it.
    var frontier = [withoutRecord(configuration)]
    var seen = Set(frontier)
    while let here = frontier.popLast() {
      if nodes[here.node].kind.isTerminal { return true }
      for group in groups[nodes[here.node].groups] {
        guard let possible = moves(group.event, here) else { return nil }
        for move in possible {
          let stored = store(move, in: here)
          let enabled = enabledEdges(on: move.event, in: stored)
          budget -= max(1, enabled.count)
          guard budget > 0 else { return nil }
          for edge in enabled {
            let next = withoutRecord(follow(edge, from: stored).configuration)
            if seen.insert(next).inserted { frontier.append(next) }
          }
        }
      }
    }
    return false
  }
}
