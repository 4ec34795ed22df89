import Documents
import PolicyGraph
import PolicyProofs

/// The configurations in which a recorded conversation may be: a nondeterministic run of the step function.
///
/// A transcript rarely says everything. What it leaves open is tried in all ways, and what it says takes away those that
/// do not agree. Only resting configurations are kept (the agent waits, or the conversation has ended), and of them only
/// what a guard can read. Where there are more than can be kept, some of them are followed on, of each node a few: one
/// that is left at the end is a reading all the same, and that none is left then means nothing.
struct PossibleConfigurations {
  private let program: PolicyProgram
  /// Distinct, in the order in which they were found.
  private(set) var configurations: [Configuration] = []
  /// Moves that may still be tried: in all ways, and in some.
  private var budget: (all: Int, some: Int)
  /// Moves that have been tried.
  private(set) var tried = 0
  /// Whether these are some of the possibilities, and not all.
  private(set) var isPartial = false

  /// What may happen at a configuration: everything, or, where that is too much, what is most likely to differ.
  typealias PossibleMoves = (_ configuration: Configuration, _ isPartial: Bool) -> [Move]?

  /// Most configurations that are kept where all are followed, and where some are.
  private static let limit = (all: 5000, some: 200)
  /// Most moves that are tried for one conversation in all ways; and beside them in some.
  static let budget = (all: 200_000, some: 600_000)

  /// The conversation has begun. At most so many moves may be tried.
  init(_ program: PolicyProgram, moves: Int) {
    self.program = program
    let all = min(moves, Self.budget.all)
    budget = (all, min(moves - all, Self.budget.some))
    if let opening = program.opening() {
      configurations = bounded(distinct(rests(after: opening.configuration)))
    }
  }

  /// Keeps those that agree with what was recorded.
  mutating func keep(_ agrees: (Configuration) -> Bool) { configurations.removeAll { !agrees($0) } }

  /// What may follow when each configuration makes one of the moves that are given for it.
  mutating func advance(_ moves: PossibleMoves) { configurations = successors(moves) }

  /// The same, where it may also be that nothing has happened.
  mutating func mayAdvance(_ moves: PossibleMoves) {
    configurations = bounded(distinct(configurations + successors(moves)))
  }

  private mutating func successors(_ moves: PossibleMoves) -> [Configuration] {
    if !isPartial {
      if let next = successors(of: configurations, moves) { return bounded(next) }
      isPartial = true
      configurations = bounded(configurations)
    }
    return bounded(successors(of: configurations, moves) ?? [])
  }

  /// Nil if there are too many.
  private mutating func successors(of all: [Configuration], _ moves: PossibleMoves) -> [Configuration]? {
    var next: [Configuration] = []
    for configuration in all {
      guard let possible = moves(configuration, isPartial) else { return nil }
      for move in possible where program.isPossible(move, at: configuration) {
        guard next.count < 20 * Self.limit.all, spend() else { return nil }
        let stored = program.store(move, in: configuration)
        for edge in program.enabledEdges(on: move.event, in: stored) {
          next += rests(after: program.follow(edge, from: stored).configuration)
        }
      }
    }
    return distinct(next)
  }

  /// Whether one more move may be tried.
  private mutating func spend() -> Bool {
    guard isPartial ? budget.some > 0 : budget.all > 0 else { return false }
    if isPartial { budget.some -= 1 } else { budget.all -= 1 }
    tried += 1
    return true
  }

  private func distinct(_ all: [Configuration]) -> [Configuration] {
    var known: Set<Configuration> = []
    return all.filter { known.insert($0).inserted }
  }

  /// All of them, or the first of each node, the second of each, and so on.
  private mutating func bounded(_ all: [Configuration]) -> [Configuration] {
    if !isPartial, all.count <= Self.limit.all { return all }
    isPartial = true
    guard all.count > Self.limit.some else { return all }
    var counts: [Int: Int] = [:]
    let ranks = all.map { configuration in
      let rank = counts[configuration.node, default: 0]
      counts[configuration.node] = rank + 1
      return rank
    }
    let order = all.indices.sorted { ranks[$0] != ranks[$1] ? ranks[$0] < ranks[$1] : $0 < $1 }
    return order.prefix(Self.limit.some).sorted().map { all[$0] }
  }

  /// Where a turn comes to rest: one place in a draft that is proved, none or several in one that is not.
  private func rests(after configuration: Configuration) -> [Configuration] {
    var open = [configuration]
    var known = Set(open)
    var rests: [Configuration] = []
    while let here = open.popLast() {
      let kind = program.nodes[here.node].kind
      guard kind.awaits == .nothing, !kind.isTerminal else {
        rests.append(readable(here))
        continue
      }
      for edge in program.enabledEdges(on: .auto, in: here) {
        let next = program.follow(edge, from: here).configuration
        if known.insert(next).inserted { open.append(next) }
      }
    }
    return rests
  }

  /// Without the records that only the checks of guarantees ask for.
  private func readable(_ configuration: Configuration) -> Configuration {
    var key = program.withoutRecord(configuration)
    key.hasDeclined = false
    key.isConfirmFresh = false
    key.turn = Turn(start: .settled)
    return key
  }
}

extension PolicyProgram {
  /// What a recorded user's turn may have been at a configuration; nil if there are too many ways and not just some
  /// are asked for. `isSilent` nil: it is not recorded what was said.
  func moves(
    ofUser event: ProgramEvent?, _ values: Transcript.Values, isSilent: Bool?,
    at configuration: Configuration,
    isPartial: Bool
  ) -> [Move]? {
    let known = groups[nodes[configuration.node].groups].map(\.event).filter { $0.isFromUser }
    if let event {
      guard known.contains(event) else { return [] }
      if case .exactly(let values) = values { return [Move(event: event, values: values)] }
      return leastMoves(on: event, at: configuration, isPartial: isPartial)
    }
    // Whoever says something is not silent.
    let events = known.filter { isSilent == nil || ($0 == .silence) == isSilent }
    switch values {
    case .exactly(let values): return events.map { Move(event: $0, values: values) }
    case .unrecorded:
      if isPartial { return events.flatMap { someMoves(on: $0, at: configuration) } }
      guard allSlots.subtracting(configuration.filled).count <= Self.mostOpenSlots else { return nil }
      return events.flatMap { moves(on: $0, at: configuration) }
    case .news(let news, let open):
      let free = open.subtracting(configuration.filled).subtracting(news).elements
      if isPartial {
        return ([news, news.union(open)] + free.prefix(Self.mostOpenSlots).map(news.inserting)).flatMap {
          values in
          events.flatMap { moves(on: $0, newly: values, at: configuration) }
        }
      }
      guard free.count <= Self.mostOpenSlots else { return nil }
      return (0..<1 << free.count).flatMap { choice in
        var values = news
        for (bit, slot) in free.enumerated() where choice & (1 << bit) != 0 { values.insert(slot) }
        return events.flatMap { moves(on: $0, newly: values, at: configuration) }
      }
    }
  }

  /// With just these values, or a correction of an older one beside them: of what is said again nothing may be new.
  private func moves(on event: ProgramEvent, newly values: BitSet, at configuration: Configuration) -> [Move]
  {
    let plain = Move(event: event, values: values)
    guard event == .correct, let older = firstFilledSlot(in: configuration) else { return [plain] }
    return [plain, Move(event: event, values: values.inserting(older))]
  }

  /// An event that is recorded without its values brings what it cannot be without, and nothing more.
  private func leastMoves(on event: ProgramEvent, at configuration: Configuration, isPartial: Bool)
    -> [Move]?
  {
    guard let carried = carried(by: event, at: configuration) else { return [] }
    if let some = carried.some {
      let slots = some.elements
      if isPartial { return someMoves(on: event, at: configuration) }
      guard slots.count <= Self.mostOpenSlots else { return nil }
      return (1..<(1 << slots.count) - 1).compactMap { choice in
        var values = carried.certain
        for (bit, slot) in slots.enumerated() where choice & (1 << bit) != 0 { values.insert(slot) }
        return move(event, values, carried, at: configuration)
      }
    }
    let least = move(event, carried.certain, carried, at: configuration)
    if event == .correct, least == nil {
      return slots.indices.map { Move(event: event, values: noSlots.inserting($0)) }
    }
    return least.map { [$0] } ?? []
  }

  /// With no more values than are needed, with one more, and with as many as there can be.
  private func someMoves(on event: ProgramEvent, at configuration: Configuration) -> [Move] {
    guard let carried = carried(by: event, at: configuration) else { return [] }
    let open = carried.possible.subtracting(configuration.filled).subtracting(carried.certain)
    let asked = carried.some ?? noSlots
    var choices = [carried.certain, carried.certain.union(open)]
    choices += (asked.elements + open.subtracting(asked).elements).prefix(Self.mostOpenSlots).map {
      carried.certain.inserting($0)
    }
    if let first = asked.first {
      choices.append(carried.certain.union(open).subtracting(noSlots.inserting(first)))
    }
    return choices.compactMap { move(event, $0, carried, at: configuration) }
  }

  /// Unrecorded values are tried in all combinations: two to the power of the open slots.
  private static var mostOpenSlots: Int { 12 }
}
