import Documents
import PolicyGraph

/// One way in which a user, or a tool, does not do what would bring the intent on (definition 8.3).
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

/// How a user's own doing may end a conversation, or keep it from its intent (definition 8.5).
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
