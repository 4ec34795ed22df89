import Documents
import PolicyGraph

/// What lowering needs to know of a blueprint, with defaults filled in and names resolved once.
struct LoweringPlan {
  let blueprint: Blueprint
  let phases: [PhasePlan]
  let tools: [ToolPlan]
  let variables: [Variable]
  let slotByKey: [SlotKey: Variable]
  let interruptionStyle: InterruptionStyle
  let repairStrategy: RepairStrategy
  let failureMode: FailureMode
  let channels: (primary: String, allowed: [String])
  let asyncFollowUp: Bool
  let maxQuestionsPerTurn: Int
  /// Slots without which no conversation succeeds, in the order of declaration.
  let requiredSlots: [SlotKey]
  /// Tools without whose `ok` no conversation succeeds: allowed, each once.
  let successRequires: [ToolID]

  struct PhasePlan {
    let phase: Blueprint.Phase
    /// Distinct in the draft and free of `/`.
    let prefix: String
    /// JSON Pointer of the phase.
    let pointer: String
    /// What it collects: declared, each once.
    let slots: [SlotKey]
    let batches: [ArraySlice<SlotKey>]
  }

  struct ToolPlan {
    let id: ToolID
    let pointer: String
    /// Pointer of the entry that asks for confirmation; nil if the tool needs none.
    let confirmationPointer: String?
  }

  init(_ blueprint: Blueprint) {
    self.blueprint = blueprint
    channels = Defaults.channels(of: blueprint)
    asyncFollowUp = blueprint.channelPolicy.asyncFollowUp?.value ?? Defaults.asyncFollowUp
    let turns = blueprint.turnTaking
    interruptionStyle = turns.interruptionStyle?.value ?? Defaults.interruptionStyle
    repairStrategy = turns.repairStrategy?.value ?? Defaults.repairStrategy
    failureMode = blueprint.toolPolicy.failureMode?.value ?? Defaults.failureMode
    maxQuestionsPerTurn = turns.maxQuestionsPerTurn?.value ?? Defaults.maxQuestionsPerTurn

    let collected = Set(blueprint.phases.flatMap(\.requiredSlots).map(\.value))
    var seen: Set<SlotKey> = []
    variables = blueprint.slots.compactMap { slot in
      guard seen.insert(slot.key.value).inserted else { return nil }
      return Variable(
        key: slot.key.value, label: slot.label.value,
        isRequired: slot.required?.value == true || collected.contains(slot.key.value),
        ask: slot.askWhenMissing.value)
    }
    let slotByKey = Dictionary(variables.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    self.slotByKey = slotByKey
    requiredSlots = variables.filter(\.isRequired).map(\.key)
    tools = Self.planTools(blueprint.toolPolicy)
    let allowed = Set(tools.map(\.id))
    var needed: Set<ToolID> = []
    successRequires = (blueprint.close.successRequires ?? []).map(\.value)
      .filter { allowed.contains($0) && needed.insert($0).inserted }

    let uncollected = requiredSlots.filter { !collected.contains($0) }
    let questions = max(1, maxQuestionsPerTurn)
    var prefixes: Set<String> = []
    var planned: [PhasePlan] = []
    for (index, phase) in blueprint.phases.enumerated() {
      let isLast = index == blueprint.phases.count - 1
      var listed: Set<SlotKey> = []
      let slots = (phase.requiredSlots.map(\.value) + (isLast ? uncollected : []))
        .filter { slotByKey[$0] != nil && listed.insert($0).inserted }
      var prefix = JSONPointer.escape(phase.id.value.text)
      // Only where two phases share an id, which is reported: `~#` cannot come out of the escaping.
      if !prefixes.insert(prefix).inserted { prefix += "~#\(index)" }
      planned.append(
        PhasePlan(
          phase: phase, prefix: prefix, pointer: "/phases/\(index)", slots: slots,
          batches: stride(from: 0, to: slots.count, by: questions).map {
            slots[$0..<min($0 + questions, slots.count)]
          }))
    }
    phases = planned
  }

  private static func planTools(_ policy: Blueprint.ToolPolicy) -> [ToolPlan] {
    var confirmations: [ToolID: Int] = [:]
    for (index, tool) in policy.confirmBefore.enumerated() where confirmations[tool.value] == nil {
      confirmations[tool.value] = index
    }
    var seen: Set<ToolID> = []
    return policy.allowed.enumerated().compactMap { index, tool in
      guard seen.insert(tool.value).inserted else { return nil }
      return ToolPlan(
        id: tool.value, pointer: "/tool_policy/allowed_tools/\(index)",
        confirmationPointer: confirmations[tool.value].map {
          "/tool_policy/require_confirmation_before/\($0)"
        })
    }
  }

  /// The pointer of an optional field, or of the section where it would stand.
  func pointer(_ section: String, _ key: String) -> String {
    blueprint.root.member(section)?.member(key) == nil ? "/\(section)" : "/\(section)/\(key)"
  }
}
