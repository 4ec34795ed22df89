import PolicyGraph

/// The configurations in which a recorded conversation may be: a nondeterministic run of the step function.
///
/// A transcript rarely says everything. What it leaves open is tried in all ways, and what it says takes away those that
/// do not agree. Only resting configurations are kept (the agent waits, or the conversation has ended), and of them only
/// what a guard can read.
struct Possibilities {
  private let program: PolicyProgram
  /// Distinct, in the order in which they were found.
  private(set) var configurations: [Configuration] = []
  /// Moves that may still be tried.
  private var budget: Int
  /// Moves that have been tried.
  private(set) var tried = 0
  /// Whether there were more possibilities than may be tried; what is here is then not all.
  private(set) var isExhausted = false

  /// Most configurations that are kept. With few slots unrecorded there are some dozens.
  private static let limit = 5000
  /// Most moves that are tried for one conversation.
  static let budget = 200_000

  /// The conversation has begun.
  init(_ program: PolicyProgram, budget: Int) {
    self.program = program
    self.budget = budget
    if let opening = program.opening() { configurations = distinct(rests(after: opening.configuration)) }
  }

  /// Keeps those that agree with what was recorded.
  mutating func keep(_ agrees: (Configuration) -> Bool) { configurations.removeAll { !agrees($0) } }

  /// What may follow when each configuration makes one of the moves that are given for it.
  mutating func advance(_ moves: (Configuration) -> [Move]?) { configurations = successors(moves) }

  /// The same, where it may also be that nothing has happened.
  mutating func mayAdvance(_ moves: (Configuration) -> [Move]?) {
    configurations = distinct(configurations + successors(moves))
  }

  /// Nil for the moves means that there are too many.
  private mutating func successors(_ moves: (Configuration) -> [Move]?) -> [Configuration] {
    var next: [Configuration] = []
    for configuration in configurations {
      guard let possible = moves(configuration) else {
        isExhausted = true
        continue
      }
      for move in possible where program.isPossible(move, at: configuration) {
        guard budget > 0, next.count < 20 * Self.limit else {
          isExhausted = true
          return distinct(next)
        }
        budget -= 1
        tried += 1
        let stored = program.store(move, in: configuration)
        for edge in program.enabledEdges(on: move.event, in: stored) {
          next += rests(after: program.follow(edge, from: stored).configuration)
        }
      }
    }
    return distinct(next)
  }

  private mutating func distinct(_ all: [Configuration]) -> [Configuration] {
    var known: Set<Configuration> = []
    let distinct = all.filter { known.insert($0).inserted }
    if distinct.count > Self.limit { isExhausted = true }
    return Array(distinct.prefix(Self.limit))
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
  /// What a recorded user's turn may have been at a configuration; nil where there are too many ways. `isSilent` nil: it
  /// is not recorded what was said.
  func moves(
    ofUser event: ProgramEvent?, _ values: Transcript.Values, isSilent: Bool?, at configuration: Configuration
  ) -> [Move]? {
    let known = groups[nodes[configuration.node].groups].map(\.event).filter { $0.isFromUser }
    if let event {
      guard known.contains(event) else { return [] }
      if case .exactly(let values) = values { return [Move(event: event, values: values)] }
      return leastMoves(on: event, at: configuration)
    }
    // Whoever says something is not silent.
    let events = known.filter { isSilent == nil || ($0 == .silence) == isSilent }
    switch values {
    case .exactly(let values): return events.map { Move(event: $0, values: values) }
    case .unrecorded:
      guard slots.count - configuration.filled.count <= Self.mostOpenSlots else { return nil }
      return events.flatMap { moves(on: $0, at: configuration) }
    case .news(let news, let open):
      let free = open.subtracting(configuration.filled).subtracting(news).elements
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
    guard event == .correct, let older = configuration.filled.first else { return [plain] }
    return [plain, Move(event: event, values: values.inserting(older))]
  }

  /// An event that is recorded without its values brings what it cannot be without, and nothing more.
  private func leastMoves(on event: ProgramEvent, at configuration: Configuration) -> [Move]? {
    guard let carried = carried(by: event, at: configuration) else { return [] }
    if let some = carried.some {
      let slots = some.elements
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

  /// Unrecorded values are tried in all combinations: two to the power of the open slots.
  private static var mostOpenSlots: Int { 12 }
}
