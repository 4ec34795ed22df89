import PolicyGraph

/// A user who wants the conversation to succeed: answers every question, has each tool that the scenario allows used
/// once, says yes, and is content.
struct CooperativeUser {
  /// What is still to be asked for, each at its talk, in this order.
  private var wanted: [Wish] = []

  private struct Wish: Hashable {
    let talk: Int
    let tool: Int32
  }

  /// Without a wish for tools.
  init() {}

  /// Each tool is wanted at the last talk of an undisturbed conversation that offers it: first what the agent needs
  /// to know is said, then it acts.
  init(_ program: PolicyProgram, talks: [Int], allows: (Int) -> Bool) {
    var taken: Set<Int32> = []
    for talk in talks.reversed() {
      for group in program.groups[program.nodes[talk].groups] {
        guard case .tool(let tool) = group.event, allows(Int(tool)), taken.insert(tool).inserted else {
          continue
        }
        wanted.append(Wish(talk: talk, tool: tool))
      }
    }
  }

  /// Nil where nothing that can happen brings the errand on.
  mutating func move(at configuration: Configuration, _ program: PolicyProgram) -> Move? {
    let node = configuration.node
    let event: ProgramEvent
    switch program.nodes[node].kind {
    case .ask: event = .answered
    case .talk: event = nextTool(at: node).map { .tool($0) } ?? .goalMet
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

  private mutating func nextTool(at talk: Int) -> Int32? {
    guard let next = wanted.firstIndex(where: { $0.talk == talk }) else { return nil }
    return wanted.remove(at: next).tool
  }

  /// The user has had this from the agent, or has been refused it.
  mutating func noLongerWants(_ tool: Int32, at talk: Int) {
    wanted.removeAll { $0 == Wish(talk: talk, tool: tool) }
  }
}

/// One way in which a user, or a tool, does not do what would bring the errand on.
enum Perturbation: Hashable {
  case unclearOnce, unclearThroughout
  case silentOnce, silentThroughout
  case interrupting, escalating, refusing
  /// What the user wants takes this tool, which ends so whenever it is called for it.
  case tool(Int32, ProgramEvent)
  /// The tool that is being awaited answers so, once.
  case answer(ProgramEvent)

  /// All that can be tried where the agent waits, in the order in which they are played.
  static func all(at node: Int, _ program: PolicyProgram, allows: (Int) -> Bool) -> [Perturbation] {
    let kind = program.nodes[node].kind
    if kind == .call { return [.answer(.error), .answer(.timeout)] }
    let anywhere: [Perturbation] = [
      .unclearOnce, .unclearThroughout, .silentOnce, .silentThroughout, .interrupting, .escalating, .refusing,
    ]
    let tools = program.groups[program.nodes[node].groups].flatMap { group -> [Perturbation] in
      guard case .tool(let tool) = group.event, allows(Int(tool)) else { return [] }
      return [.tool(tool, .ok), .tool(tool, .error), .tool(tool, .timeout)]
    }
    return anywhere + tools
  }

  /// What a perturbation itself may bring about, so that it is not held against the agent.
  func consequence(at node: Int, _ program: PolicyProgram) -> Consequence {
    switch self {
    case .silentOnce, .interrupting: .none
    case .unclearOnce: program.handsOffWhenUnclear ? .handoff : .none
    case .unclearThroughout, .escalating: .handoff
    case .silentThroughout: .abandonment
    case .refusing: program.nodes[node].kind == .confirm ? .none : .refusal
    case .tool(let tool, let outcome): program.consequence(of: outcome, by: Int(tool))
    case .answer(let outcome): program.consequence(of: outcome, by: program.nodes[node].tool)
    }
  }

  /// In words, for a person: “silent throughout”.
  func name(in program: PolicyProgram) -> String {
    switch self {
    case .unclearOnce: "unclear once"
    case .unclearThroughout: "unclear throughout"
    case .silentOnce: "silent once"
    case .silentThroughout: "silent throughout"
    case .interrupting: "interrupting"
    case .escalating: "asking for a person"
    case .refusing: "refusing"
    case .tool(let tool, let outcome):
      "wanting `\(program.tools[Int(tool)].id)`, which ends in `\(program.event(outcome).name)`"
    case .answer(let outcome): "the tool answers `\(program.event(outcome).name)`"
    }
  }
}

/// How a user's own doing may end a conversation, or keep it from its errand.
struct Consequence: OptionSet, Hashable {
  let rawValue: Int

  static let none: Consequence = []
  static let handoff = Consequence(rawValue: 1)
  static let abandonment = Consequence(rawValue: 2)
  static let refusal = Consequence(rawValue: 4)
}

extension PolicyProgram {
  /// Whether the author wants a person to take over as soon as something is not understood.
  var handsOffWhenUnclear: Bool {
    draft.member("turn_taking")?["repair_strategy"]?.text == "handoff"
  }

  func consequence(of outcome: ProgramEvent, by tool: Int) -> Consequence {
    outcome != .ok && tool >= 0 && tools[tool].declaration?.failureMode == .handoff ? .handoff : .none
  }
}
