import Documents
import PolicyGraph
import PolicyProofs

/// Plays conversations on the step function, one event at a time, judges every step by both invariants
/// (definition 5, 6), and keeps what was exercised.
struct Player {
  let program: PolicyProgram
  /// What items of scenarios may name.
  let names: ScenarioNames
  private(set) var coverageRecord: CoverageRecord
  private(set) var turns = 0
  private(set) var steps = 0
  /// What is left of the plan's turns; negative when the budget has run out.
  private(set) var budget: Int
  private let turnCost: Int
  /// More steps within one turn than any turn that ends can have.
  private let stepLimit: Int
  /// How every conversation that is not recorded begins, and the steps that it takes.
  private var opened: Opened?

  private struct Opened {
    let conversation: ConversationState
    let steps: Int
  }

  init(_ program: PolicyProgram, turnBudget: Int) {
    self.program = program
    names = ScenarioNames(program.draft)
    coverageRecord = CoverageRecord(program)
    budget = turnBudget
    turnCost = 1 + program.guards.counters.count / 256
    stepLimit = 4 * program.nodes.count + 64
  }

  /// The conversation before the first event. Nil if the draft's entry does not exist.
  mutating func open(recording: Bool = false) -> ConversationState? {
    if !recording, let opened {
      steps += opened.steps
      return opened.conversation
    }
    guard let opening = program.opening() else { return nil }
    let before = steps
    var now = ConversationState(opening.configuration, program, isRecorded: recording)
    enter(opening.entrance, by: nil, &now)
    finishTurn(&now)
    if !recording { opened = Opened(conversation: now, steps: steps - before) }
    return now
  }

  /// One turn: the move, and the automatic steps after it. The move is possible there.
  mutating func take(_ move: Move, _ now: inout ConversationState) {
    turns += 1
    budget -= turnCost
    now.turns += 1
    step(move, &now)
    finishTurn(&now)
  }

  private mutating func finishTurn(_ now: inout ConversationState) {
    var left = stepLimit
    let automatic = Move(event: .auto, values: program.noSlots)
    while now.ending == nil, program.nodes[now.node].kind.awaits == .nothing {
      left -= 1
      guard left > 0 else {
        now.ending = .stuck
        return
      }
      step(automatic, &now)
    }
  }

  private mutating func step(_ move: Move, _ now: inout ConversationState) {
    steps += 1
    guard let group = program.group(of: now.node, on: move.event) else {
      now.ending = .stuck
      return
    }
    coverageRecord.answer(group)
    let filled = now.configuration.filled
    program.store(move, into: &now.configuration)
    let edges = program.groups[group].edges
    var edge = program.onlyEnabledEdge(among: edges, in: now.configuration)
    if edge == nil || move.event == .interrupt {
      let enabled = program.enabledEdges(among: edges, in: now.configuration)
      now.note(program.violations(of: move, in: now.configuration, enabled: enabled))
      // An ambiguous event is a broken rule; the conversation goes on along the first of its edges.
      edge = enabled.first
    }
    guard let edge else {
      // What nothing answers was never understood.
      now.configuration.filled = filled
      now.record(Witness.Step(move: move, edges: [], node: nil, said: nil))
      now.ending = .stuck
      return
    }
    coverageRecord.take(edge)
    enter(program.follow(edge, in: &now.configuration), by: move, &now)
  }

  private mutating func enter(
    _ entrance: PolicyProgram.Entrance, by move: Move?, _ now: inout ConversationState
  ) {
    let node = now.node
    coverageRecord.enter(node)
    now.note(program.violations(on: entrance, in: now.configuration))
    now.record(
      Witness.Step(move: move, edges: entrance.edge.map { [$0] } ?? [], node: node, said: entrance.said))
    let entered = program.nodes[node]
    if let said = entrance.said, entered.kind == .ask { now.ask(said.asked) }
    if entered.kind == .call {
      let isUnconfirmed = entered.attempt == 1 && !program.isAffirmed(entered.tool, in: now.configuration)
      now.call(entered.tool, isUnconfirmed: isUnconfirmed)
    }
    if entered.kind.isTerminal {
      now.ending = .ended
    } else if entered.kind.awaits != .nothing {
      program.settle(&now.configuration)
    }
  }
}

/// A conversation under way, with what its scenario is judged by.
struct ConversationState {
  var configuration: Configuration
  /// Nil while it goes on.
  var ending: Ending?
  var turns = 0
  /// Slots whose question was asked.
  private(set) var asked: BitSet
  /// Tools that were called.
  private(set) var called: [Int] = []
  /// Those of them of which a first attempt was entered in a turn that no yes at the tool's `confirm` began.
  private(set) var calledUnconfirmed: [Int] = []
  private(set) var violations: [Violation] = []
  /// What happened, where that is kept.
  private(set) var record: [Witness.Step]?
  /// With which step of the record it happened first.
  private(set) var places: [Occurrence: Int] = [:]

  /// What a scenario may be about within a conversation.
  enum Occurrence: Hashable {
    case violation(Violation)
    case call(Int)
    case unconfirmedCall(Int)
    case ask(Int)
  }

  enum Ending: Hashable {
    /// At a terminal node.
    case ended
    /// Nothing answers, or a turn goes round for ever.
    case stuck
    /// The user has had more turns than any intent takes.
    case tooLong
  }

  init(_ configuration: Configuration, _ program: PolicyProgram, isRecorded: Bool) {
    self.configuration = configuration
    asked = program.noSlots
    record = isRecorded ? [] : nil
  }

  var node: Int { configuration.node }

  /// Of a step that is recorded next.
  mutating func note(_ found: [Violation]) {
    for violation in found where !violations.contains(violation) {
      violations.append(violation)
      if let record { places[.violation(violation)] = record.count }
    }
  }

  mutating func record(_ step: @autoclosure () -> Witness.Step) { record?.append(step()) }

  /// With the step that was recorded last.
  mutating func ask(_ slots: BitSet) {
    if record != nil { slots.subtracting(asked).forEach { place(.ask($0)) } }
    asked.formUnion(slots)
  }

  mutating func call(_ tool: Int, isUnconfirmed: Bool) {
    if !called.contains(tool) {
      called.append(tool)
      place(.call(tool))
    }
    if isUnconfirmed, !calledUnconfirmed.contains(tool) {
      calledUnconfirmed.append(tool)
      place(.unconfirmedCall(tool))
    }
  }

  private mutating func place(_ occurrence: Occurrence) {
    if let record { places[occurrence] = record.count - 1 }
  }
}

extension PolicyProgram {
  /// Whether the turn began with a yes at the tool's `confirm`.
  func isAffirmed(_ tool: Int, in configuration: Configuration) -> Bool {
    guard case .event(.affirm, let source) = configuration.turn.start else { return false }
    return nodes[source].kind == .confirm && nodes[source].tool == tool
  }

  /// The move of a user who says what the event takes and volunteers nothing. Nil if the event is impossible.
  func plainMove(_ event: ProgramEvent, at configuration: Configuration) -> Move? {
    guard group(of: configuration.node, on: event) != nil,
      let carried = carried(by: event, at: configuration)
    else { return nil }
    var values = carried.certain
    if let first = carried.some?.first { values.insert(first) }
    if let move = move(event, values, carried, at: configuration) { return move }
    // A correction at a confirm before anything is filled fills something.
    return allSlots.first.flatMap { move(event, values.inserting($0), carried, at: configuration) }
  }
}
