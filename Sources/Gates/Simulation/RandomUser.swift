import PolicyGraph

/// A user who does anything that is possible, by chance, and rather what has not been done yet. Adaptive: what the
/// users before did is known, so that together they see more of the policy.
struct RandomUser {
  private var random: SplitMix64
  private var fallback = CooperativeUser()

  /// After so many turns even this user wants to be done.
  private static let patience = 60

  init(_ random: SplitMix64) { self.random = random }

  /// `taken` says how often each group was chosen before. Nil where nothing is possible.
  mutating func move(
    in conversation: Conversing, _ program: PolicyProgram, allows: (Int) -> Bool, taken: inout [Int]
  ) -> Move? {
    let here = conversation.configuration
    guard conversation.turns < Self.patience else { return fallback.move(at: here, program) }
    let options = program.nodes[here.node].groups.filter { position in
      let event = program.groups[position].event
      if case .tool(let tool) = event, !allows(Int(tool)) { return false }
      return program.carried(by: event, at: here) != nil
    }
    guard !options.isEmpty else { return nil }
    var choice = pick(options, taken)
    // Asking for a person ends everything: half as likely as the rest.
    if program.groups[choice].event == .escalate, random.oneIn(2) { choice = pick(options, taken) }
    taken[choice] += 1
    let event = program.groups[choice].event
    return withValues(event, at: here, program) ?? program.plainMove(event, at: here)
  }

  /// Every second time what was taken least.
  private mutating func pick(_ options: [Int], _ taken: [Int]) -> Int {
    guard random.oneIn(2) else { return options[random.below(options.count)] }
    let least = options.map { taken[$0] }.min() ?? 0
    let rarest = options.filter { taken[$0] == least }
    return rarest[random.below(rarest.count)]
  }

  /// The event with what this user says beside it: of each slot that may be mentioned, one in eight; of slots that
  /// the event is about, one in two.
  private mutating func withValues(
    _ event: ProgramEvent, at here: Configuration, _ program: PolicyProgram
  ) -> Move? {
    guard let carried = program.carried(by: event, at: here) else { return nil }
    var values = carried.certain
    for slot in carried.possible.subtracting(carried.certain).elements {
      let isAsked = carried.some?.contains(slot) ?? false
      if random.oneIn(isAsked ? 2 : 8) { values.insert(slot) }
    }
    return program.move(event, values, carried, at: here)
  }
}
