import Documents
import PolicyGraph

/// Users (definition 8.4) who do anything that is possible, by chance, and rather what has not been done yet.
/// Adaptive: what the users before did is known, so that together they see more of the policy.
struct RandomUsers {
  private let program: PolicyProgram
  /// Tools that none of them asks for.
  private let forbidden: BitSet
  /// By group: how often it was chosen before.
  private var taken: [Int]
  /// The groups among which the user chooses; kept, so that its room is used again.
  private var options: [Int] = []
  private var random = SplitMix64(seed: 0)
  private var fallback: CooperativeUser

  /// After so many turns even these users want to be done.
  private static let patience = 60

  init(_ program: PolicyProgram, forbidden: BitSet) {
    self.program = program
    self.forbidden = forbidden
    taken = Array(repeating: 0, count: program.groups.count)
    fallback = CooperativeUser(program)
  }

  /// The next user.
  mutating func begin(_ random: SplitMix64) {
    self.random = random
    fallback = CooperativeUser(program)
  }

  /// Nil if nothing is possible.
  mutating func move(in conversation: ConversationState) -> Move? {
    guard conversation.turns < Self.patience else {
      return fallback.move(in: conversation, program)
    }
    findOptions(at: conversation.configuration)
    guard !options.isEmpty else { return nil }
    var choice = pick()
    // Asking for a person ends everything: half as likely as the rest.
    if program.groups[choice].event == .escalate, random.oneIn(2) { choice = pick() }
    taken[choice] += 1
    let event = program.groups[choice].event
    return withValues(event, at: conversation.configuration)
      ?? program.plainMove(event, at: conversation.configuration)
  }

  private mutating func findOptions(at here: Configuration) {
    options.removeAll(keepingCapacity: true)
    for position in program.nodes[here.node].groups {
      let event = program.groups[position].event
      if case .tool(let tool) = event, forbidden.contains(Int(tool)) { continue }
      if program.canHappen(event, at: here) { options.append(position) }
    }
  }

  /// Every second time what was taken least.
  private mutating func pick() -> Int {
    guard random.oneIn(2) else { return options[random.below(options.count)] }
    var least = Int.max
    var count = 0
    for option in options {
      if taken[option] < least { (least, count) = (taken[option], 0) }
      if taken[option] == least { count += 1 }
    }
    var left = random.below(count)
    for option in options where taken[option] == least {
      if left == 0 { return option }
      left -= 1
    }
    preconditionFailure("one of the rarest was drawn")
  }

  /// The event with what this user says beside it: of each slot that may be mentioned, one in eight; of slots that
  /// the event is about, one in two.
  private mutating func withValues(_ event: ProgramEvent, at here: Configuration) -> Move? {
    guard let carried = program.carried(by: event, at: here) else { return nil }
    var values = carried.certain
    carried.possible.subtracting(carried.certain).forEach { slot in
      let isAsked = carried.some?.contains(slot) ?? false
      if random.oneIn(isAsked ? 2 : 8) { values.insert(slot) }
    }
    return program.move(event, values, carried, at: here)
  }
}
