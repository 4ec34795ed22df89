import Documents
import PolicyGraph
import PolicyProofs

/// A conversation in which a person takes the user's part, turn by turn, on the step function.
public struct InteractiveSession: Sendable {
  private let program: PolicyProgram
  private var now: ConversationState
  private var player: Player
  private var shown = 0
  /// The tools that have answered `ok`, in the order of their first time.
  public private(set) var done: [ToolID] = []

  /// Nil if the draft's entry does not exist.
  public init?(_ draft: PreparedDraft) {
    program = draft.program
    player = Player(program, turnBudget: .max)
    guard let opening = player.open(recording: true) else { return nil }
    now = opening
  }

  /// Whether the conversation has ended.
  public var isOver: Bool { now.ending != nil }

  /// The slots that have been given, in the draft's order.
  public var filled: [SlotKey] {
    now.configuration.filled.elements.filter { $0 < program.slots.count }.map { program.slots[$0] }
  }

  /// What has been said and done since this was last asked.
  public mutating func newLines() -> [SimulatedConversation.Line] {
    let lines = TranscriptWriter(program).lines(of: now)
    defer { shown = lines.count }
    return Array(lines.dropFirst(shown))
  }

  /// Something that can happen next.
  public struct Choice: Sendable {
    /// The event that is taken when this is chosen.
    public let event: Event
    /// Slots that it may bring, which the person is asked about, with whether each has to be given.
    public let slots: [(key: SlotKey, question: String, isAsked: Bool)]
  }

  /// Everything that can happen next, in the order of the alphabet; none at the end.
  public var choices: [Choice] {
    guard !isOver else { return [] }
    let here = now.configuration
    return program.groups[program.nodes[here.node].groups].compactMap { group in
      guard let carried = program.carried(by: group.event, at: here) else { return nil }
      let asked = program.asked(of: here.node).subtracting(here.filled)
      let offered = group.event == .answered || group.event == .partial ? asked : program.noSlots
      let slots = offered.elements.map { slot in
        (program.slots[slot], question(slot), carried.certain.contains(slot))
      }
      return Choice(event: program.event(group.event), slots: slots)
    }
  }

  private func question(_ slot: Int) -> String {
    let key = program.slots[slot]
    return program.draft.variables?.first { $0.key == key }?.ask ?? key.text
  }

  /// Whether the agent waits for a tool, not for the person.
  public var awaitsTool: Bool { program.nodes[now.node].kind.awaits == .tool }

  /// Lets an event happen with the slots that were given. False, and nothing happens, where that is not possible.
  public mutating func happen(_ event: Event, giving keys: [SlotKey]) -> Bool {
    let here = now.configuration
    guard
      let found = program.groups[program.nodes[here.node].groups].first(where: {
        program.event($0.event) == event
      }), let carried = program.carried(by: found.event, at: here)
    else { return false }
    var values = carried.certain
    for key in keys { if let slot = program.slots.firstIndex(of: key) { values.insert(slot) } }
    let move =
      keys.isEmpty
      ? program.plainMove(found.event, at: here) : program.move(found.event, values, carried, at: here)
    guard let move, program.isPossible(move, at: here) else { return false }
    let tool = program.toolID(of: here.node)
    if event == .ok, !done.contains(tool) { done.append(tool) }
    player.take(move, &now)
    return true
  }
}
