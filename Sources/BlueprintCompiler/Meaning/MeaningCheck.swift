import Documents
import PolicyGraph

/// Everything that a blueprint of the right shape can still get wrong. Each check is one function that reads
/// like its row (definition 1.10); all run, whatever the others find. O(size of the blueprint).
func checkMeaning(of blueprint: Blueprint, findings: inout Findings) {
  let names = BlueprintNames(blueprint)
  checkNames(blueprint, &findings)
  let meant = checkSlotReferences(blueprint, names, &findings)
  checkSlotUse(blueprint, names, meant, &findings)
  checkConfirmations(blueprint, names, &findings)
  checkSuccess(blueprint, names, &findings)
  checkChannels(blueprint, names, &findings)
  checkTexts(of: blueprint, &findings)
  checkToolIDs(of: blueprint, &findings)
  checkHandoffMessage(blueprint, &findings)
  checkScenarioItems(of: blueprint, names, &findings)
}

/// The names that a blueprint declares, and where it uses them; each with its first place.
struct BlueprintNames {
  let slots: [SlotKey: DocumentNode]
  let tools: [ToolID: DocumentNode]
  /// Those of them with characters that nobody sees, by what one sees.
  let hidingSlots: [SlotKey: SlotKey]
  let hidingTools: [ToolID: ToolID]
  /// Slots that some phase collects.
  let collected: [SlotKey: DocumentNode]
  /// Slots that some scenario must collect.
  let expected: Set<SlotKey>
  /// Slots marked required.
  let required: Set<SlotKey>
  let primaryChannel: String
  /// Every channel on which the agent can be talked to.
  let channels: [String]

  init(_ blueprint: Blueprint) {
    slots = firstPlaces(blueprint.slots.map(\.key))
    tools = firstPlaces(blueprint.toolPolicy.allowed)
    hidingSlots = hidingNames(blueprint.slots.map(\.key.value))
    hidingTools = hidingNames(blueprint.toolPolicy.allowed.map(\.value))
    collected = firstPlaces(blueprint.phases.flatMap(\.requiredSlots))
    expected = Set(blueprint.scenarios.flatMap { $0.mustCollect ?? [] }.map(\.value))
    required = Set(blueprint.slots.filter { $0.required?.value == true }.map(\.key.value))
    (primaryChannel, channels) = Defaults.channels(of: blueprint)
  }
}

private func firstPlaces<Space>(_ names: [Located<Identifier<Space>>]) -> [Identifier<Space>: DocumentNode] {
  Dictionary(names.map { ($0.value, $0.node) }, uniquingKeysWith: { first, _ in first })
}

// MARK: - Names

private func checkNames(_ blueprint: Blueprint, _ findings: inout Findings) {
  checkDistinct(blueprint.phases.map(\.id), "phase", .duplicatePhase, &findings)
  checkDistinct(blueprint.slots.map(\.key), "slot", .duplicateSlot, &findings)
  checkDistinct(blueprint.scenarios.map(\.id), "scenario", .duplicateScenario, &findings)
  checkDistinct(blueprint.toolPolicy.allowed, "tool", .duplicateTool, &findings)

  for phase in blueprint.phases { warnOfRepetition(phase.requiredSlots, "required_slots", &findings) }
  for scenario in blueprint.scenarios {
    warnOfRepetition(scenario.mustCollect ?? [], "must_collect", &findings)
  }
  warnOfRepetition(blueprint.toolPolicy.confirmBefore, "require_confirmation_before", &findings)
  warnOfRepetition(blueprint.close.successRequires ?? [], "success_requires", &findings)
  warnOfRepetition(
    blueprint.escalation.triggers.map { $0.map { Identifier<Never>($0) } }, "triggers", &findings)
  warnOfRepetition(
    (blueprint.channelPolicy.allowed ?? []).map { $0.map { Identifier<Never>($0) } }, "allowed", &findings)
}

/// No name twice, none empty, and no two that a reader cannot tell apart.
private func checkDistinct<Space>(
  _ names: [Located<Identifier<Space>>], _ noun: String, _ duplicate: Rule, _ findings: inout Findings
) {
  var first: [Identifier<Space>: DocumentNode] = [:]
  // Swift's own string equality is canonical equivalence: what most readers see.
  var looks: [String: Located<Identifier<Space>>] = [:]
  for name in names where name.isWritten {
    if name.value.text.isBlank {
      findings.report(.emptyID, "this \(noun) has an empty name", at: name.node, help: "give it a name")
    } else if let earlier = first[name.value] {
      findings.report(
        duplicate, "the \(noun) `\(name.value)` is declared twice", at: name.node,
        notes: [("first declared here", earlier)], help: "remove one, or rename it")
    } else if let twin = looks[name.value.text] {
      findings.report(
        .indistinctIDs, "`\(name.value)` looks like another \(noun) and is not the same", at: name.node,
        notes: [("the other one is declared here", twin.node)],
        help: "write both with the same characters, or rename one")
    }
    if first[name.value] == nil { first[name.value] = name.node }
    if looks[name.value.text] == nil { looks[name.value.text] = name }
  }
}

private func warnOfRepetition<Space>(
  _ names: [Located<Identifier<Space>>], _ field: String, _ findings: inout Findings
) {
  var first: [Identifier<Space>: DocumentNode] = [:]
  for name in names {
    if let earlier = first[name.value] {
      findings.report(
        .repeatedEntry, "`\(name.value)` stands twice in `\(field)`", at: name.node,
        notes: [("first mentioned here", earlier)], help: "remove the second mention")
    } else {
      first[name.value] = name.node
    }
  }
}

// MARK: - Slots

/// Returns the slots that a phase collects under a misspelt name, so that they are not reported once more.
private func checkSlotReferences(
  _ blueprint: Blueprint, _ names: BlueprintNames, _ findings: inout Findings
) -> Set<SlotKey> {
  guard !blueprint.unreadable.contains(.slots) else { return [] }
  var meant: Set<SlotKey> = []
  var reported: Set<SlotKey> = []
  for phase in blueprint.phases {
    for slot in phase.requiredSlots where names.slots[slot.value] == nil {
      reported.insert(slot.value)
      let nearest = reportUnknown(
        .unknownSlot, "phase `\(phase.id.value)` collects the slot `\(slot.value)`, which is not declared",
        slot, among: names.slots, hiding: names.hidingSlots, declare: "declare it in `slots`", &findings)
      if let nearest { meant.insert(nearest) }
    }
  }
  for scenario in blueprint.scenarios {
    for slot in scenario.mustCollect ?? [] {
      if names.slots[slot.value] == nil {
        // What a phase collects under this name has been reported there.
        guard !reported.contains(slot.value) else { continue }
        reportUnknown(
          .unknownScenarioSlot,
          "scenario `\(scenario.id.value)` must collect the slot `\(slot.value)`, which is not declared",
          slot, among: names.slots, hiding: names.hidingSlots, declare: "declare it in `slots`", &findings)
      } else if names.collected[slot.value] == nil, !meant.contains(slot.value),
        !blueprint.unreadable.contains(.phases),
        // One marked required is reported once, as that, and asked in the last phase.
        !names.required.contains(slot.value)
      {
        findings.report(
          .uncollectableScenario,
          "scenario `\(scenario.id.value)` must collect `\(slot.value)`, but no phase asks for it",
          at: slot.node,
          notes: note("the slot is declared here", names.slots[slot.value]),
          help: "list it in a phase's `required_slots`, or take it out of `must_collect`")
      }
    }
  }
  return meant
}

private func checkSlotUse(
  _ blueprint: Blueprint, _ names: BlueprintNames, _ meant: Set<SlotKey>, _ findings: inout Findings
) {
  guard !blueprint.unreadable.contains(.phases) else { return }
  let lastPhase = note("the last phase asks for it until then", blueprint.phases.last?.id.node)
  for slot in blueprint.slots where slot.key.isWritten && !meant.contains(slot.key.value) {
    let isCollected = names.collected[slot.key.value] != nil
    switch slot.required?.value {
    case true where !isCollected:
      findings.report(
        .uncollectedSlot, "the slot `\(slot.key.value)` is required, but no phase collects it",
        at: slot.key.node,
        notes: lastPhase, help: "list it in the `required_slots` of the phase that should ask for it")
    case false where isCollected:
      guard let place = names.collected[slot.key.value], let mark = slot.required?.node else { continue }
      findings.report(
        .optionalYetCollected, "the slot `\(slot.key.value)` is marked optional, but a phase requires it",
        at: mark,
        notes: [("required here", place)],
        help: """
          mark it `required: true`: a phase asks for every slot that it lists until it is given, or the user declines \
          the phase. Or take it out of the phase: an optional slot is kept where the user volunteers it, and never asked for
          """,
        fix: .init(
          title: "mark it required", edits: [.init(span: mark.span, replacement: "true")], isSafe: true))
    // A slot that is said to be optional is kept where the user volunteers it.
    case false: continue
    default:
      guard !isCollected, !names.expected.contains(slot.key.value) else { continue }
      findings.report(
        .unusedSlot, "the slot `\(slot.key.value)` is declared, but nothing asks for it", at: slot.key.node,
        help: """
          list it in a phase's `required_slots`; mark it `required: false` to keep it where the user volunteers it; \
          or remove it
          """)
    }
  }
}

// MARK: - Tools and channels

private func checkConfirmations(
  _ blueprint: Blueprint, _ names: BlueprintNames, _ findings: inout Findings
) {
  guard !blueprint.unreadable.contains(.toolPolicy) else { return }
  for tool in blueprint.toolPolicy.confirmBefore where names.tools[tool.value] == nil {
    reportUnknown(
      .confirmationOfUnknownTool, "`\(tool.value)` needs confirmation, but is not an allowed tool", tool,
      among: names.tools, hiding: names.hidingTools, declare: "add it to `allowed_tools`, or remove it here",
      &findings)
  }
}

private func checkSuccess(_ blueprint: Blueprint, _ names: BlueprintNames, _ findings: inout Findings) {
  guard !blueprint.unreadable.contains(.toolPolicy) else { return }
  for tool in blueprint.close.successRequires ?? [] where names.tools[tool.value] == nil {
    reportUnknown(
      .unknownRequiredTool, "success requires `\(tool.value)`, which is not an allowed tool", tool,
      among: names.tools, hiding: names.hidingTools, declare: "add it to `allowed_tools`, or remove it here",
      &findings)
  }
}

private func checkChannels(_ blueprint: Blueprint, _ names: BlueprintNames, _ findings: inout Findings) {
  guard !blueprint.unreadable.contains(.channelPolicy) else { return }
  let policy = blueprint.channelPolicy
  let list = note("the allowed channels are listed here", policy.node.member("allowed"))
  if let primary = policy.primary, !names.channels.contains(primary.value) {
    findings.report(
      .primaryNotAllowed, "the primary channel `\(primary.value)` is not in `allowed`", at: primary.node,
      notes: list, help: "add `\(primary.value)` to `allowed`, or choose another primary channel")
  }
  for scenario in blueprint.scenarios {
    // A channel that does not exist has been reported.
    guard let channel = scenario.channel, BlueprintSchema.channels.contains(channel.value) else { continue }
    if !names.channels.contains(channel.value) {
      findings.report(
        .scenarioChannelNotAllowed,
        "scenario `\(scenario.id.value)` takes place on `\(channel.value)`, which is not in `allowed`",
        at: channel.node, notes: list, help: "allow the channel, or let the scenario take place on another")
    } else if policy.allowed == nil, channel.value != names.primaryChannel {
      findings.report(
        .assumedChannel,
        "`\(channel.value)` is taken to be allowed because scenario `\(scenario.id.value)` names it",
        at: channel.node, help: "list all channels in `channel_policy.allowed`")
    }
  }
  if let style = policy.voiceStyle, !names.channels.contains("voice") {
    findings.report(
      .voiceStyleWithoutVoice, "`voice_style` is set, but `voice` is not among the channels", at: style.node,
      notes: list, help: "add `voice` to `allowed`, or remove `voice_style`")
  }
}

// MARK: - Texts

/// Hand-off is always reachable through `escalate`; the author is told of the default text where the blueprint
/// itself asks for hand-offs.
private func checkHandoffMessage(_ blueprint: Blueprint, _ findings: inout Findings) {
  guard blueprint.escalation.node.member("handoff_message") == nil, blueprint.escalation.node.index != 0
  else {
    return
  }
  let cause: (message: FindingText, node: DocumentNode)? =
    if let repair = blueprint.turnTaking.repairStrategy, repair.value == .handoff {
      ("an utterance that is not understood is handed over", repair.node)
    } else if let failure = blueprint.toolPolicy.failureMode, failure.value == .handoff {
      ("a tool that fails is handed over", failure.node)
    } else if let trigger = blueprint.escalation.triggers.first {
      ("this is handed over", trigger.node)
    } else {
      nil
    }
  guard let cause else { return }
  findings.report(
    .defaultHandoffMessage, "conversations can be handed over, but there is no `handoff_message`",
    at: blueprint.escalation.node, notes: [cause],
    help: "add `handoff_message`; until then the agent says: \(Defaults.handoffMessage)")
}

// MARK: - Unknown names

/// The other party of a finding, where there is one.
private func note(
  _ message: FindingText, _ node: DocumentNode?
) -> [(message: FindingText, node: DocumentNode)] {
  node.map { [(message, $0)] } ?? []
}

/// Returns the declared name that was meant, if one is near.
@discardableResult
private func reportUnknown<Space>(
  _ rule: Rule, _ message: @autoclosure () -> FindingText, _ name: Located<Identifier<Space>>,
  among known: [Identifier<Space>: DocumentNode], hiding: [Identifier<Space>: Identifier<Space>],
  declare: FindingText, _ findings: inout Findings
) -> Identifier<Space>? {
  if let twin = visibleTwin(of: name.value, among: known, hiding: hiding), let place = known[twin] {
    let hidden = (name.value.text.hiddenScalars + twin.text.hiddenScalars).first?.title ?? "character"
    let isDeclared = name.value.text.hiddenScalars.isEmpty
    findings.report(
      rule, message(), at: name.node, notes: [("`\(twin)` is declared here", place)],
      help: isDeclared
        ? "remove the \(hidden) where the name is declared" : "remove the \(hidden): write `\(twin)`",
      fix: isDeclared ? nil : name.node.fix(writing: twin.text))
    return twin
  }
  // Sorted, because a dictionary's order changes from run to run.
  let nearest = findings.suggestion(for: name.value.text, among: known.keys.sorted().map(\.text))
    .map { Identifier<Space>($0) }
  var notes: [(message: FindingText, node: DocumentNode)] = []
  if let nearest, let place = known[nearest] { notes.append(("`\(nearest)` is declared here", place)) }
  findings.report(
    rule, message(), at: name.node, notes: notes,
    help: nearest.map { "did you mean `\($0)`? Otherwise \(declare)" } ?? declare,
    fix: nearest.map { name.node.fix(writing: $0.text) })
  return nearest
}

/// The declared name that looks the same, and differs in characters that nobody sees.
private func visibleTwin<Space>(
  of name: Identifier<Space>, among known: [Identifier<Space>: DocumentNode],
  hiding: [Identifier<Space>: Identifier<Space>]
) -> Identifier<Space>? {
  let visible = Identifier<Space>(name.text.withoutHiddenScalars)
  return hiding[visible] ?? (visible != name && known[visible] != nil ? visible : nil)
}

/// Names with characters in them that nobody sees, by what one sees of them.
private func hidingNames<Space>(_ names: some Sequence<Identifier<Space>>) -> [Identifier<Space>: Identifier<
  Space
>] {
  var hiding: [Identifier<Space>: Identifier<Space>] = [:]
  for name in names where !name.text.hiddenScalars.isEmpty {
    hiding[Identifier(name.text.withoutHiddenScalars)] = name
  }
  return hiding
}
