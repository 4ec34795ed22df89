import Documents
import PolicyGraph

extension Blueprint {
  /// Reads what can be read. `faultySections` are the top-level members that did not pass the schema check.
  package init(_ document: Document, faultySections: Set<String>) {
    let root = document.root
    self.root = root
    name = root.text("name")
    objective = root.text("objective")
    audience = root.text("audience")
    persona = root.section("persona")
    channelPolicy = ChannelPolicy(root.section("channel_policy"))
    turnTaking = TurnTakingPolicy(root.section("turn_taking_policy"))
    phases = root.objects("phases").map(Phase.init)
    slots = root.objects("slots").map(Slot.init)
    toolPolicy = ToolPolicy(root.section("tool_policy"))
    escalation = EscalationPolicy(root.section("escalation_policy"))
    close = ClosePolicy(root.section("close_policy"))
    scenarios = root.objects("evaluation_scenarios").map(EvaluationScenario.init)
    unreadable = Set(Section.allCases.filter { faultySections.contains($0.rawValue) })
  }
}

extension Blueprint.ChannelPolicy {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node: node, primary: node.optionalText("primary"), allowed: node.texts("allowed"),
      voiceStyle: node.optionalText("voice_style"),
      asyncFollowUp: node.member("async_follow_up").flatMap { node in
        node.boolean.map { Located(value: $0, node: node) }
      })
  }
}

extension Blueprint.TurnTakingPolicy {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node: node,
      maxQuestionsPerTurn: node.member("max_questions_per_turn").flatMap { node in
        node.integer.map { Located(value: $0, node: node) }
      },
      interruptionStyle: node.word("interruption_style"), repairStrategy: node.word("repair_strategy"))
  }
}

extension Blueprint.Phase {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node: node, id: node.text("id").map { PhaseID($0) }, label: node.text("label"), goal: node.text("goal"),
      successSignal: node.text("success_signal"),
      requiredSlots: (node.texts("required_slots") ?? []).map { $0.map { SlotKey($0) } })
  }
}

extension Blueprint.Slot {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node: node, key: node.text("key").map { SlotKey($0) }, label: node.text("label"),
      required: node.member("required").flatMap { node in node.boolean.map { Located(value: $0, node: node) }
      },
      askWhenMissing: node.text("ask_when_missing"))
  }
}

extension Blueprint.ToolPolicy {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node: node, allowed: (node.texts("allowed_tools") ?? []).map { $0.map { ToolID($0) } },
      confirmBefore: (node.texts("require_confirmation_before") ?? []).map { $0.map { ToolID($0) } },
      failureMode: node.word("failure_mode"))
  }
}

extension Blueprint.EscalationPolicy {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node: node, triggers: node.texts("triggers") ?? [], handoffMessage: node.optionalText("handoff_message")
    )
  }
}

extension Blueprint.ClosePolicy {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node: node, successOutcome: node.text("success_outcome"),
      followUpMessage: node.text("follow_up_message"),
      successRequires: node.texts("success_requires")?.map { $0.map { ToolID($0) } })
  }
}

extension Blueprint.EvaluationScenario {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node: node, id: node.text("id").map { ScenarioID($0) }, channel: node.optionalText("channel"),
      userGoal: node.text("user_goal"),
      mustCollect: node.texts("must_collect")?.map { $0.map { SlotKey($0) } },
      mustDo: node.texts("must_do"), mustNotDo: node.texts("must_not_do"))
  }
}

extension Located {
  func map<Other>(_ transform: (Value) -> Other) -> Located<Other> {
    Located<Other>(value: transform(value), node: node)
  }

  /// Whether the author wrote this value, rather than that it is missing.
  package var isWritten: Bool { node.kind != .object }
}

extension DocumentNode {
  /// A required section; where it is missing or no object, the object that lacks it, which then has no
  /// members of that section.
  fileprivate func section(_ key: String) -> DocumentNode { member(key) ?? self }

  fileprivate func objects(_ key: String) -> [DocumentNode] { list(key)?.filter { $0.kind == .object } ?? [] }

  fileprivate func text(_ key: String) -> Located<String> {
    optionalText(key) ?? Located(value: "", node: self)
  }

  fileprivate func optionalText(_ key: String) -> Located<String>? {
    guard let value = member(key), value.kind == .string, let text = value.text else { return nil }
    return Located(value: text, node: value)
  }

  fileprivate func texts(_ key: String) -> [Located<String>]? {
    list(key)?.compactMap { element in
      guard element.kind == .string, let text = element.text else { return nil }
      return Located(value: text, node: element)
    }
  }

  fileprivate func word<Word: RawRepresentable<String>>(_ key: String) -> Located<Word>? {
    guard let text = optionalText(key), let word = Word(rawValue: text.value) else { return nil }
    return Located(value: word, node: text.node)
  }
}
