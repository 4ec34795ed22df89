import PolicyGraph

/// Faults that are not in one step, but in all that may follow.
extension WitnessSearch {
  /// What is wrong not with one step but with all that may follow.
  mutating func pattern(at here: Configuration) -> (
    violation: Violation, steps: [Witness.Step], isTrap: Bool
  )? {
    switch rule {
    case .noWayOut:
      let isTrap = program.isTrap(here, &meter)
      if isTrap == nil { isExhaustive = false }
      return isTrap ?? false ? (Violation(.noWayOut, at: here.node), [], true) : nil
    case .endlessLoop:
      return circle(from: here, on: { $0.isIdle }).map { (Violation(.endlessLoop, at: here.node), $0, false) }
    case .lostEscalation, .unreportedResult, .brokenFailureMode:
      guard let broken = program.violations(stranding: here).first(where: { $0.rule == rule })
      else {
        return nil
      }
      return circle(from: here, on: { $0 == .auto }).map { (broken, $0, false) }
    default: return nil
    }
  }

  /// A way from a configuration back to itself in the fewest events, with the events allowed and nothing volunteered:
  /// breadth-first, automatic steps first. Gives up behind ten thousand configurations, or fewer if they are large.
  private mutating func circle(from first: Configuration, on isAllowed: (ProgramEvent) -> Bool) -> [Witness
    .Step]?
  {
    let start = program.withoutRecord(first)
    var reached: [(configuration: Configuration, parent: Int, step: Witness.Step?)] = [(start, -1, nil)]
    var known: Set<Configuration> = []
    var level = [0]
    let most = min(10_000, Self.maximumBytes / program.configurationBytes)
    defer { meter.spendMoves(reached.count) }
    func expand(_ position: Int) -> [Int] {
      let before = reached.count
      for (step, arrived) in steps(from: reached[position].configuration, on: isAllowed)
      where known.insert(arrived).inserted { reached.append((arrived, position, step)) }
      return Array(before..<reached.count)
    }
    while !level.isEmpty, !known.contains(start), reached.count < most {
      var waiting: [Int] = []
      while let position = level.popLast(), !known.contains(start) {
        let node = program.nodes[reached[position].configuration.node]
        if node.kind.awaits == .nothing { level += expand(position) } else { waiting.append(position) }
      }
      if !known.contains(start) { level = waiting.flatMap(expand) }
    }
    // Where the search gave up, nothing is proved by finding none.
    if !known.contains(start), reached.count >= most { isExhaustive = false }
    let back = reached.indices.dropFirst().first { reached[$0].configuration == start }
    return back.map { way(to: $0, reached) }
  }

  private func steps(
    from here: Configuration, on isAllowed: (ProgramEvent) -> Bool
  ) -> [(step: Witness.Step, arrived: Configuration)] {
    program.groups[program.nodes[here.node].groups].filter { isAllowed($0.event) }.flatMap { group in
      let move = Move(event: group.event, values: program.noSlots)
      let stored = program.store(move, in: here)
      return program.enabledEdges(on: group.event, in: stored).map { edge in
        let arrival = program.follow(edge, from: stored)
        let step = Witness.Step(
          move: move, edges: [edge], node: arrival.configuration.node, said: arrival.said)
        return (step, program.withoutRecord(arrival.configuration))
      }
    }
  }

  private func way(
    to last: Int, _ reached: [(configuration: Configuration, parent: Int, step: Witness.Step?)]
  ) -> [Witness.Step] {
    var steps: [Witness.Step] = []
    var position = last
    while let step = reached[position].step {
      steps.append(step)
      position = reached[position].parent
    }
    return steps.reversed()
  }
}
