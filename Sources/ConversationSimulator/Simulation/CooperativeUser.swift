import Documents
import PolicyGraph

/// A user (definition 8.2) who wants the conversation to succeed, or to end as the scenario says that it must:
/// answers every question, has each tool that the scenario allows used once, says yes, and is content.
struct CooperativeUser {
  private let intent: UserIntent
  /// Tools that success or the scenario needs, by position. Mostly none, so that nothing is looked for at each talk.
  private let needed: [Int32]
  /// What is still to be asked for, each at its talk, in this order.
  private var wanted: [ToolRequest] = []
  /// What was asked for already, and where.
  private var tried: Set<ToolRequest> = []
  /// How often each tool was asked for that success needs and that was not wished for there.
  private var repeats: [Int32: Int] = [:]
  /// Where the user was content, and what was known then: who comes back with nothing new is not helped by being content.
  private var contented: [Int: BitSet] = [:]
  /// Whether this user leaves asking for a person to others, who are tried where this one passes.
  var holdsBack: Bool

  private struct ToolRequest: Hashable {
    let talk: Int
    let tool: Int32
  }

  /// Attempts to have a tool used that success needs.
  private static let patience = 3

  /// Without a request for tools.
  init(_ program: PolicyProgram) {
    intent = .none
    needed = program.tools(neededFor: intent)
    holdsBack = false
  }

  /// Each tool is wanted at the last talk of an undisturbed conversation that offers it: first what the agent needs
  /// to know is said, then it acts. A talk of a phase goes before one in which only what is not done is offered again.
  init(_ program: PolicyProgram, talks: [Int], _ intent: UserIntent) {
    self.intent = intent
    needed = program.tools(neededFor: intent)
    holdsBack = intent.ending == .handoff
    let ofPhases = talks.filter { program.draft.nodes[$0].phase != nil }
    let others = talks.filter { program.draft.nodes[$0].phase == nil }
    var taken: Set<Int32> = []
    for talk in ofPhases.reversed() + others.reversed() {
      for tool in program.tools(offeredAt: talk)
      where intent.allows(Int(tool)) && taken.insert(tool).inserted {
        wanted.append(ToolRequest(talk: talk, tool: tool))
      }
    }
  }

  /// Whether this user would ask for a person now, if it were not left to others.
  func wantsPerson(in conversation: ConversationState) -> Bool {
    intent.ending == .handoff && intent.isReady(conversation)
  }

  /// Nil if nothing that can happen brings the intent on.
  mutating func move(in conversation: ConversationState, _ program: PolicyProgram) -> Move? {
    let configuration = conversation.configuration
    let node = configuration.node
    if let event = parting(in: conversation, program),
      let move = program.plainMove(event, at: configuration)
    {
      return move
    }
    let event: ProgramEvent
    switch program.nodes[node].kind {
    case .ask: event = .answered
    case .talk: event = talk(in: conversation, program)
    case .confirm: event = .affirm
    case .call: event = .ok
    default: return nil
    }
    if let move = program.plainMove(event, at: configuration) { return move }
    for event in [ProgramEvent.answered, .goalMet, .affirm, .deny, .escalate] {
      if let move = program.plainMove(event, at: configuration) { return move }
    }
    return nil
  }

  /// What brings about the ending that the scenario has to have, once all else has happened.
  private func parting(in conversation: ConversationState, _ program: PolicyProgram) -> ProgramEvent? {
    guard let ending = intent.ending, program.nodes[conversation.node].kind.awaits == .user,
      intent.isReady(conversation)
    else { return nil }
    switch ending {
    case .handoff: return holdsBack ? nil : .escalate
    case .close(.declined): return .deny
    case .close(.abandoned): return .silence
    default: return nil
    }
  }

  private mutating func talk(in conversation: ConversationState, _ program: PolicyProgram) -> ProgramEvent {
    let here = conversation.node
    let known = conversation.configuration.filled
    if let next = wanted.firstIndex(where: { $0.talk == here }) {
      let request = wanted.remove(at: next)
      tried.insert(request)
      return .tool(request.tool)
    }
    let hasReturned = contented[here] == known
    let unfinished = needed.filter {
      program.group(of: here, on: .tool($0)) != nil && isUnfinished(Int($0), conversation, program)
    }
    for tool in unfinished where intent.allows(Int(tool)) && !wanted.contains(where: { $0.tool == tool }) {
      let request = ToolRequest(talk: here, tool: tool)
      guard !tried.contains(request) || hasReturned, repeats[tool, default: 0] < Self.patience else {
        continue
      }
      repeats[tool, default: 0] += 1
      return .tool(tool)
    }
    // Being content leads back here as long as something is not done: this user does not want it, and says so.
    if hasReturned, !unfinished.isEmpty { return .deny }
    contented[here] = known
    return .goalMet
  }

  /// Whether success, or the scenario, needs a tool that is not done.
  private func isUnfinished(_ tool: Int, _ conversation: ConversationState, _ program: PolicyProgram) -> Bool
  {
    if intent.needed.contains(tool), !conversation.called.contains(tool) { return true }
    guard let memory = program.tools[tool].memory, program.requiredForSuccess.contains(memory) else {
      return false
    }
    return !conversation.configuration.filled.contains(memory)
  }

  /// The user has had this from the agent, or has been refused it.
  mutating func noLongerWants(_ tool: Int32, at talk: Int) {
    let request = ToolRequest(talk: talk, tool: tool)
    wanted.removeAll { $0 == request }
    tried.insert(request)
  }
}

extension PolicyProgram {
  /// The tools without which there is no success, or which the intent is about.
  fileprivate func tools(neededFor intent: UserIntent) -> [Int32] {
    guard !intent.needed.isEmpty || !rememberedTools.isEmpty else { return [] }
    return tools.indices.filter { tool in
      intent.needed.contains(tool) || tools[tool].memory.map { requiredForSuccess.contains($0) } ?? false
    }.map { Int32($0) }
  }

  /// The tools that a talk offers, in the order of its alphabet.
  func tools(offeredAt talk: Int) -> [Int32] {
    groups[nodes[talk].groups].compactMap { group in
      if case .tool(let tool) = group.event { tool } else { nil }
    }
  }
}
