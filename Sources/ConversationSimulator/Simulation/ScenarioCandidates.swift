import Documents
import PolicyGraph

/// What could be missing from a draft's scenarios, in a stable order.
struct ScenarioCandidates {
  private let draft: Draft
  private let goals: ScenarioGoals
  private let existing: [Scenario]
  private let confirmations: [String]
  private(set) var all: [(scenario: Scenario, reason: String)] = []

  init(_ draft: Draft) {
    self.draft = draft
    goals = ScenarioGoals(draft)
    existing = draft.scenarios ?? []
    confirmations = (draft.tools ?? []).filter(\.requiresConfirmation).map { "call:\($0.id):unconfirmed" }
    addHandoff()
    addForbiddenTools()
    addUncollectedSlots()
    addUnguardedTools()
    addChannels()
  }

  /// Triggers, and no scenario that has to be handed over.
  private mutating func addHandoff() {
    guard let trigger = goals.triggers.first,
      !existing.contains(where: { ($0.mustDo ?? []).contains { $0.hasSameScalars(as: "handoff") } })
    else { return }
    let count = goals.triggers.count
    add(
      "asks_for_a_person", goals.handoff(trigger), nil,
      "no scenario has to end with a hand-off, although "
        + (count == 1 ? "there is a trigger" : "there are \(count) triggers") + " for one",
      mustDo: ["handoff"])
  }

  /// Tools that no scenario's user may ask for.
  private mutating func addForbiddenTools() {
    let tools = (draft.tools ?? []).map(\.id).filter { tool in
      !existing.contains { !($0.mustNotDo ?? []).contains { $0.hasSameScalars(as: "call:\(tool)") } }
    }
    for tool in tools {
      add(
        "uses_\(tool)", goals.use(of: tool), nil, "no scenario lets its user ask for `\(tool)`",
        mustDo: isOffered(tool) ? ["call:\(tool)"] : nil)
    }
  }

  private func isOffered(_ tool: ToolID) -> Bool {
    draft.nodes.contains { $0.kind == .talk && ($0.tools ?? []).contains(tool) }
  }

  private mutating func addUncollectedSlots() {
    let collected = Set(existing.flatMap { $0.mustCollect ?? [] })
    let missing = (draft.variables ?? []).filter { $0.isRequired && !collected.contains($0.key) }.map(\.key)
    guard !missing.isEmpty else { return }
    add(
      "gives_everything", goals.answers, nil,
      "no scenario has to collect \(missing.map { "`\($0)`" }.joined(separator: ", "))",
      mustCollect: (draft.variables ?? []).filter(\.isRequired).map(\.key))
  }

  private mutating func addUnguardedTools() {
    let held = existing.flatMap { $0.mustNotDo ?? [] }
    let free = (draft.tools ?? []).filter(\.requiresConfirmation).map(\.id).filter { tool in
      !held.contains { $0.hasSameScalars(as: "call:\(tool):unconfirmed") }
    }
    guard let first = free.first else { return }
    add(
      "says_no_first", goals.refusal(of: first), nil,
      "no scenario forbids \(free.map { "`call:\($0):unconfirmed`" }.joined(separator: ", "))")
  }

  private mutating func addChannels() {
    for channel in draft.allowedChannels
    where !existing.contains(where: { draft.channels(of: $0).contains { $0.hasSameScalars(as: channel) } }) {
      add("on_\(channel)", goals.visit(on: channel), channel, "no scenario takes place on `\(channel)`")
    }
  }

  private mutating func add(
    _ id: String, _ goal: String, _ channel: String?, _ reason: String, mustCollect: [SlotKey]? = nil,
    mustDo: [String]? = nil
  ) {
    var unique = id
    var number = 2
    while (existing + all.map(\.scenario)).contains(where: { $0.id == ScenarioID(unique) }) {
      unique = "\(id)_\(number)"
      number += 1
    }
    let scenario = Scenario(
      id: ScenarioID(unique), channel: channel, userGoal: goal, mustCollect: mustCollect, mustDo: mustDo,
      mustNotDo: confirmations.isEmpty ? nil : confirmations)
    all.append((scenario, reason))
  }
}

/// Goals in sentences that a person, or a model in a person's place, could act on: made from what the author wrote.
struct ScenarioGoals {
  /// What makes a person take over.
  let triggers: [String]
  private let objective: String
  private let labels: [String]

  init(_ draft: Draft) {
    triggers = (draft.member("escalation")?["triggers"]?.elements ?? []).compactMap(\.text)
      .map(Self.sentence).filter { !$0.isBlank }
    objective = Self.sentence(draft.member("objective")?.text ?? "")
    labels = (draft.variables ?? []).filter(\.isRequired).map { variable in
      let label = Self.sentence(variable.label)
      return label.isBlank ? variable.key.text : label
    }
  }

  /// On one line, without the full stop.
  private static func sentence(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }

  private static func words(of tool: ToolID) -> String {
    String(tool.text.map { $0 == "_" || $0 == "-" ? " " : $0 })
  }

  /// A trigger is mostly a verb without its subject (“mentions an allergy”), and sometimes a thing (“a fire”).
  func handoff(_ trigger: String) -> String {
    let first = trigger.split(separator: " ").first ?? ""
    let isVerb = ["is", "has", "was"].contains(first) || (first.hasSuffix("s") && first.count > 3)
    return isVerb
      ? "The user \(trigger), and wants a person to take over."
      : "This comes up: \(trigger). The user wants a person to take over."
  }

  private var givesDetails: String {
    labels.isEmpty ? "They answer what the agent asks" : "They give what the agent asks for (\(list))"
  }

  private var list: String { labels.joined(separator: "; ") }

  func use(of tool: ToolID) -> String {
    "The user wants this done: \(Self.words(of: tool)). \(givesDetails), and say yes when it asks for leave."
  }

  func refusal(of tool: ToolID) -> String {
    "The user wants this done: \(Self.words(of: tool)). \(givesDetails). When it asks for leave they say no at first, "
      + "then change their mind and say yes."
  }

  var answers: String {
    (objective.isBlank ? "The user wants what the agent is for." : "The user comes for this: \(objective).")
      + " They answer every question: \(list)."
  }

  func visit(on channel: String) -> String {
    let comes = channel == "voice" ? "calls" : "writes on \(channel)"
    return (objective.isBlank ? "The user \(comes)." : "The user \(comes) and comes for this: \(objective).")
      + " \(givesDetails)."
  }
}
