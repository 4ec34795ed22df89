import Documents
import PolicyGraph

/// Tries every conversation: breadth-first over configurations, by number of events, with all values that an event may
/// bring, up to its bounds. The slow, direct reading of the invariants (definition 5, 6), against which the analyses
/// are tested (definition 4.5).
///
/// `maximum`: most configurations that are visited. `progress` is told now and then how many there are.
package func explore(
  _ program: PolicyProgram, maximum: Int, progress: ((Int) -> Void)? = nil
) -> Exploration {
  var exploration = Exploration(program, maximum)
  exploration.run(progress)
  return exploration
}

/// What ``explore(_:maximum:progress:)`` has seen.
package struct Exploration: Sendable {
  /// Whether every reachable configuration was seen.
  package private(set) var isComplete = true
  package private(set) var configurations: [Configuration] = []
  /// Most events on a shortest way to a configuration.
  package private(set) var depth = 0
  package private(set) var visitedNodes: Set<Int> = []
  package private(set) var takenEdges: Set<Int> = []
  /// The (node, event) pairs that were possible somewhere.
  package private(set) var possiblePairs: Set<NodeEvent> = []
  /// Every broken rule with its places, in the order found.
  package private(set) var violations: [Violation] = []
  /// The least number of events after which a place of the rule is broken; of what is not broken by a single step,
  /// to the first configuration in which it shows.
  package private(set) var earliest: [Rule: Int] = [:]
  /// The same for each event that breaks a rule, where an event does.
  package private(set) var earliestByEvent: [RuleEvent: Int] = [:]

  package struct RuleEvent: Hashable, Sendable {
    package let rule: Rule
    package let event: ProgramEvent

    package init(rule: Rule, event: ProgramEvent) {
      self.rule = rule
      self.event = event
    }
  }

  package struct NodeEvent: Hashable, Sendable {
    package let node: Int
    package let event: ProgramEvent

    package init(node: Int, event: ProgramEvent) {
      self.node = node
      self.event = event
    }
  }

  private let program: PolicyProgram
  private let maximum: Int
  /// Moves that may still be listed in full.
  private var movesLeft: Int
  /// About how much memory further configurations may take: each has all counts of the draft, which copying and comparing
  /// it goes over. Four kibibytes for each that was asked for, and at least half a gibibyte.
  private var bytesLeft: Int
  /// Moves of a small draft that may still be tried: a draft can make each of its own as dear as thousands of those.
  private var meter: WorkMeter
  private var positions: [Configuration: Int] = [:]
  private var known: Set<Violation> = []
  /// By configuration: the events on a shortest way to it.
  private var depths: [Int] = []
  private var transitions: [Transition] = []

  private typealias Transition = (from: Int, to: Int, isIdle: Bool, isAutomatic: Bool)

  fileprivate init(_ program: PolicyProgram, _ maximum: Int) {
    self.program = program
    self.maximum = maximum
    movesLeft = 200 * maximum + 100_000
    meter = WorkMeter(program, granting: 200 * maximum + 1_000_000)
    bytesLeft = max(512 << 20, maximum << 12)
  }

  fileprivate mutating func run(_ progress: ((Int) -> Void)?) {
    visitAll(progress)
    // The last move may not have been followed to its end.
    if meter.isExhausted { isComplete = false }
    if isComplete { judgeEndings() }
    judgeLoops()
  }

  private mutating func visitAll(_ progress: ((Int) -> Void)?) {
    guard let opening = program.opening() else { return }
    report(program.violations(on: opening), after: 0)
    var level = [position(of: opening.configuration)].compactMap { $0 }
    depths = level.map { _ in 0 }
    while !level.isEmpty {
      // Automatic steps belong to the event before them: first all of those, then the next event.
      var waiting: [Int] = []
      while let here = level.popLast() {
        if program.nodes[configurations[here].node].kind.awaits == .nothing {
          level += expand(here)
        } else {
          waiting.append(here)
        }
      }
      level = waiting.flatMap { here in
        progress?(configurations.count)
        return expand(here)
      }
      depth += 1
    }
    depth = depths.max() ?? 0
  }

  /// The configurations that were not known before.
  private mutating func expand(_ position: Int) -> [Int] {
    let here = configurations[position]
    visitedNodes.insert(here.node)
    var fresh: [Int] = []
    // A long turn has a long record, which every step of it copies; and an event is looked for among its node's.
    let weight =
      meter.costOfMove + meter.costOfCopyingRecord(of: here) + meter.costOfFindingEvent(at: here.node)
    for group in program.nodes[here.node].groups {
      let event = program.groups[group].event
      let events = event == .auto ? depth : depth + 1
      if program.groups[group].edges.isEmpty {
        report([Violation(.unansweredEvent, at: here.node, on: event)], after: events)
      }
      let moves = moves(on: event, at: here)
      if !moves.isEmpty { possiblePairs.insert(NodeEvent(node: here.node, event: event)) }
      for move in moves {
        guard !meter.isExhausted else {
          isComplete = false
          return fresh
        }
        meter.spend(weight + meter.costOfReadingGuards(of: group))
        let stored = program.store(move, in: here)
        let enabled = program.enabledEdges(among: program.groups[group].edges, in: stored)
        report(
          program.violations(of: move, in: stored, enabled: enabled, about: nil, &meter),
          after: events)
        for edge in enabled {
          meter.spend(weight)
          takenEdges.insert(edge)
          let arrival = program.follow(edge, from: stored)
          report(program.violations(on: arrival), after: events)
          let before = configurations.count
          guard let to = self.position(of: arrival.configuration) else { continue }
          if to == before {
            fresh.append(to)
            depths.append(events)
          }
          transitions.append((position, to, move.event.isIdle, move.event == .auto))
        }
      }
    }
    return fresh
  }

  /// All moves, while there is room for them. Otherwise those that bring nothing more, one slot more, or everything: a
  /// draft with many empty slots has more moves at one configuration than can ever be tried.
  private mutating func moves(on event: ProgramEvent, at here: Configuration) -> [Move] {
    guard let carried = program.carried(by: event, at: here) else { return [] }
    let free = carried.possible.subtracting(here.filled).subtracting(carried.certain)
    let count = free.count
    if count <= 16, movesLeft >= 1 << count {
      movesLeft -= 1 << count
      return program.moves(on: event, at: here)
    }
    isComplete = false
    let choices = [carried.certain] + free.elements.map { carried.certain.inserting($0) }
    return (choices + [carried.certain.union(free)]).compactMap {
      program.move(event, $0, carried, at: here)
    }
  }

  /// Nil when there is no room for another configuration.
  private mutating func position(of configuration: Configuration) -> Int? {
    let key = program.settled(configuration)
    if let known = positions[key] { return known }
    guard configurations.count < maximum, bytesLeft > 0 else {
      isComplete = false
      return nil
    }
    bytesLeft -= program.configurationBytes + 8 * key.turn.recordLength
    positions[key] = configurations.count
    configurations.append(key)
    return configurations.count - 1
  }

  private mutating func report(_ found: [Violation], after events: Int) {
    for violation in found {
      earliest[violation.rule] = min(earliest[violation.rule] ?? events, events)
      if let event = violation.event {
        let key = RuleEvent(rule: violation.rule, event: event)
        earliestByEvent[key] = min(earliestByEvent[key] ?? events, events)
      }
      if known.insert(violation).inserted { violations.append(violation) }
    }
  }

  /// A terminal stays reachable: backwards from all terminals.
  private mutating func judgeEndings() {
    let backwards = TransitionGraph(
      count: configurations.count, arcs: transitions.map { (from: $0.to, to: $0.from) })
    let canEnd = backwards.reachable(
      from: configurations.indices.filter { program.nodes[configurations[$0].node].kind.isTerminal })
    for (position, configuration) in configurations.enumerated() where !canEnd[position] {
      report([Violation(.noWayOut, at: configuration.node)], after: depths[position])
    }
  }

  /// No circle of idle events; and no turn that goes round for ever owing something.
  private mutating func judgeLoops() {
    func onCycles(of isMeant: (Transition) -> Bool) -> [Bool] {
      let arcs = transitions.filter(isMeant).map { (from: $0.from, to: $0.to) }
      return TransitionGraph(count: configurations.count, arcs: arcs).verticesOnCycles()
    }
    let (isIdle, isAutomatic) = (onCycles(of: \.isIdle), onCycles(of: \.isAutomatic))
    for (position, configuration) in configurations.enumerated() {
      let events = depths[position]
      if isAutomatic[position] { report(program.violations(stranding: configuration), after: events) }
    }
    judgeIdleCircles(configurations.indices.filter { isIdle[$0] })
  }

  /// An endless loop has been shown when it has been gone round once.
  private mutating func judgeIdleCircles(_ circular: [Int]) {
    guard !circular.isEmpty else { return }
    var exits: [Int: [(to: Int, events: Int)]] = [:]
    for arc in transitions where arc.isIdle {
      exits[arc.from, default: []].append((arc.to, arc.isAutomatic ? 0 : 1))
    }
    for position in circular.sorted(by: { depths[$0] < depths[$1] }) {
      let isNearer = depths[position] < earliest[.endlessLoop] ?? .max
      let around = isNearer ? events(around: position, exits) : 0
      let found = Violation(.endlessLoop, at: configurations[position].node)
      report([found], after: depths[position] + around)
    }
  }

  /// The least number of events from a configuration back to itself, which has to be possible.
  private func events(around start: Int, _ exits: [Int: [(to: Int, events: Int)]]) -> Int {
    var least: [Int: Int] = [:]
    var levels = [[start]]
    var level = 0
    while level < levels.count {
      guard let here = levels[level].popLast() else {
        level += 1
        continue
      }
      for exit in exits[here] ?? [] where level + exit.events < least[exit.to] ?? .max {
        least[exit.to] = level + exit.events
        while levels.count <= level + exit.events { levels.append([]) }
        levels[level + exit.events].append(exit.to)
      }
    }
    return least[start] ?? 0
  }
}
