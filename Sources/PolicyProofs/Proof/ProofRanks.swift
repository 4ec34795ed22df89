import PolicyGraph

/// The numbers and lists of a proof by which what happens over many steps is checked one step at a time.
struct ProofRanks: Sendable {
  /// By state: most idle steps that may follow, those that use themselves up not counted.
  private(set) var rank: [Int]
  /// By state: within how many events an end is reached whatever the guards say; 0 at an end.
  private(set) var end: [Int]
  /// By state: nodes that must have spoken by now, because they are resumed before they speak. Ascending.
  private(set) var heard: [[Int]]
  /// By node: most nodes without a voice that may follow on one without a voice.
  private(set) var quiet: [Int]
  /// By node: most calls that may begin from here before the user is heard again, one at the node included.
  private(set) var calls: [Int]
  /// Whether all of these numbers exist.
  private(set) var isComplete = true

  init(_ invariant: ProofInvariant, isExact: Bool) {
    let program = invariant.program
    let states = invariant.states
    let arcs = invariant.steps.enumerated().flatMap { from, steps in
      steps.map { (from: from, to: $0.target, step: $0.step) }
    }
    func node(_ state: Int) -> Int { states[state].node }

    let isUsedUp = program.edges.map(program.usesItselfUp)
    let idle = arcs.filter { $0.step.event.isIdle && !isUsedUp[$0.step.edge] }
    let levels = [
      Self.levels(states.count, idle.map { ($0.from, $0.to) }) { _ in 1 },
      Self.levels(
        program.nodes.count,
        arcs.filter { program.isSilent(node($0.from)) && program.isSilent(node($0.to)) }.map {
          (node($0.from), node($0.to))
        }
      ) { _ in 1 },
      Self.levels(
        program.nodes.count,
        arcs.filter { $0.step.event == .auto || $0.step.event.isFromTool }.map {
          (node($0.from), node($0.to))
        }
      ) { program.nodes[$0].kind == .call ? 1 : 0 },
    ]
    rank = levels[0].level
    quiet = levels[1].level
    calls = levels[2].level
    end = Self.distances(invariant, isExact: isExact)
    heard = Self.heard(invariant)
    isComplete = levels.allSatisfy(\.isBounded) && end.allSatisfy { $0 < .max }
  }

  /// The greatest weight of a path from each node, where no weight lies on a cycle: by components, which Tarjan
  /// numbers backwards.
  private static func levels(_ count: Int, _ arcs: [(from: Int, to: Int)], weight: (Int) -> Int)
    -> (level: [Int], isBounded: Bool)
  {
    let graph = Adjacency(nodeCount: count, arcs: arcs)
    let components = StronglyConnectedComponents(graph)
    var ofComponent = Array(repeating: 0, count: components.count)
    var isBounded = true
    for node in (0..<count).sorted(by: { components.component(of: $0) < components.component(of: $1) }) {
      let mine = components.component(of: node)
      if components.isCyclic[node], weight(node) > 0 { isBounded = false }
      for target in graph[node] {
        let other = components.component(of: target)
        ofComponent[mine] = max(ofComponent[mine], ofComponent[other] + (other == mine ? 0 : weight(node)))
      }
    }
    return ((0..<count).map { ofComponent[components.component(of: $0)] }, isBounded)
  }

  /// Breadth-first from the ends: an event leads on when all of its steps do; in an enumeration, where each step
  /// can happen, when one of them does.
  private static func distances(_ invariant: ProofInvariant, isExact: Bool) -> [Int] {
    let program = invariant.program
    var distance = Array(repeating: Int.max, count: invariant.states.count)
    var sources: [Int] = []
    var open: [Int] = []
    var incoming: [(from: Int, to: Int)] = []
    for (state, steps) in invariant.steps.enumerated() {
      var groups: [ProgramEvent: Int] = [:]
      for (step, target) in steps {
        let isAlways = step.event != .answered && step.event != .partial && step.event != .correct
        guard isExact || isAlways else { continue }
        let group = isExact ? sources.count : groups[step.event] ?? sources.count
        groups[step.event] = group
        if group == sources.count {
          sources.append(state)
          open.append(0)
        }
        open[group] += 1
        incoming.append((target, group))
      }
    }
    let groupsInto = Adjacency(nodeCount: max(distance.count, sources.count), arcs: incoming)
    var queue = invariant.states.indices.filter { program.nodes[invariant.states[$0].node].kind.isTerminal }
    for state in queue { distance[state] = 0 }
    var next = 0
    while next < queue.count {
      let state = queue[next]
      next += 1
      for group in groupsInto[state] {
        open[group] -= 1
        guard open[group] == 0, distance[sources[group]] == .max else { continue }
        distance[sources[group]] = distance[state] + 1
        queue.append(sources[group])
      }
    }
    return distance
  }

  /// Backwards from the steps that resume: a live-variable analysis.
  private static func heard(_ invariant: ProofInvariant) -> [[Int]] {
    let program = invariant.program
    var heard = Array(repeating: Set<Int>(), count: invariant.states.count)
    let backwards = Adjacency(
      nodeCount: heard.count,
      arcs: invariant.steps.enumerated().flatMap { from, steps in steps.map { ($0.target, from) } })
    var queue = Array(invariant.states.indices.reversed())
    var isQueued = Array(repeating: true, count: heard.count)
    while let state = queue.popLast() {
      isQueued[state] = false
      var needed: Set<Int> = []
      for (step, target) in invariant.steps[state] {
        var after = heard[target]
        if step.speaks { after.remove(step.target.node) }
        if program.edges[step.edge].resumes { after.insert(step.target.node) }
        needed.formUnion(after)
      }
      guard needed != heard[state] else { continue }
      heard[state] = needed
      for source in backwards[state] where !isQueued[source] {
        isQueued[source] = true
        queue.append(source)
      }
    }
    return heard.map { $0.sorted() }
  }
}

extension PolicyProgram {
  /// Whether a node neither speaks nor awaits anybody.
  fileprivate func isSilent(_ node: Int) -> Bool {
    nodes[node].kind.awaits == .nothing && !nodes[node].kind.isTerminal && !nodes[node].hasVoice
  }

  /// Whether the edge's guard bounds the count of its own target, which following it raises: without the user it
  /// can be followed only so often.
  fileprivate func usesItselfUp(_ edge: ProgramEdge) -> Bool {
    let counter = nodes[edge.to].counter
    guard edge.condition >= 0, counter >= 0, edge.event.isIdle, !edge.resumes else { return false }
    // The analyses have seen it within an effort of their own, and a checker has its own too.
    var effort = Int.max / 2
    return guards.fails(edge.condition, usedUp: counter, &effort)
  }
}
