/// Looks for the shortest way from a configuration into a circle of allowed events, with nothing volunteered.
///
/// The configurations behind it are few, because counts are capped and no slot is filled: they are laid out
/// breadth-first, and from each that lies on a circle the shortest way back to itself is looked for.
struct CircleSearch {
  private let program: PolicyProgram
  private var configurations: [Configuration] = []
  private var arcs: [[(step: Witness.Step, to: Int)]] = []
  /// How each configuration was first come to.
  private var parents: [(from: Int, step: Witness.Step)?] = [nil]

  private static let maximum = 10_000

  init(_ program: PolicyProgram, from first: Configuration, on isAllowed: (ProgramEvent) -> Bool) {
    self.program = program
    var positions: [Configuration: Int] = [:]
    configurations = [program.withoutRecord(first)]
    positions[configurations[0]] = 0
    var next = 0
    while next < configurations.count {
      var exits: [(step: Witness.Step, to: Int)] = []
      for (step, reached) in Self.successors(of: configurations[next], program, isAllowed) {
        if let known = positions[reached] {
          exits.append((step, known))
        } else if configurations.count < Self.maximum {
          positions[reached] = configurations.count
          exits.append((step, configurations.count))
          configurations.append(reached)
          parents.append((next, step))
        }
      }
      arcs.append(exits)
      next += 1
    }
  }

  private static func successors(
    of here: Configuration, _ program: PolicyProgram, _ isAllowed: (ProgramEvent) -> Bool
  ) -> [(Witness.Step, Configuration)] {
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

  /// The steps into the circle and once round it; `start` counts those before it. Nil where there is no circle.
  var shortest: (steps: [Witness.Step], start: Int)? {
    let components = StronglyConnectedComponents(
      Adjacency(
        nodeCount: arcs.count,
        arcs: arcs.enumerated().flatMap { from, exits in exits.map { (from, $0.to) } }))
    var best: (steps: [Witness.Step], start: Int)?
    // In the order of their distance; a hundred are enough to find a short one.
    for position in configurations.indices.filter({ components.isCyclic[$0] }).prefix(100) {
      let way = steps(to: position)
      if let best, way.count >= best.steps.count { break }
      guard let circle = circle(through: position) else { continue }
      if way.count + circle.count < best?.steps.count ?? .max { best = (way + circle, way.count) }
    }
    return best
  }

  private func steps(to position: Int) -> [Witness.Step] {
    var steps: [Witness.Step] = []
    var here = position
    while let parent = parents[here] {
      steps.append(parent.step)
      here = parent.from
    }
    return steps.reversed()
  }

  /// Breadth-first from a configuration back to itself.
  private func circle(through position: Int) -> [Witness.Step]? {
    var reached: [Int: (from: Int, step: Witness.Step)] = [:]
    var queue = [position]
    var next = 0
    while next < queue.count {
      let here = queue[next]
      next += 1
      for arc in arcs[here] where reached[arc.to] == nil {
        reached[arc.to] = (here, arc.step)
        guard arc.to == position else {
          queue.append(arc.to)
          continue
        }
        var steps = [arc.step]
        var back = here
        while back != position, let before = reached[back] {
          steps.append(before.step)
          back = before.from
        }
        return steps.reversed()
      }
    }
    return nil
  }
}

extension PolicyProgram {
  /// A settled configuration without the record of what was entered: what a conversation that repeats itself has in
  /// common from round to round.
  package func withoutRecord(_ configuration: Configuration) -> Configuration {
    var key = settled(configuration)
    key.turn.calls = []
    key.turn.silentTrail = []
    return key
  }
}
