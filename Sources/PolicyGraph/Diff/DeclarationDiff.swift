/// What two drafts declare differently: phases, slots, tools, and how turns are taken.
enum DeclarationDiff {
  static func lines(from old: PolicyProgram, to new: PolicyProgram) -> [String] {
    phases(old.draft, new.draft) + slots(old.draft, new.draft) + tools(old.draft, new.draft)
      + success(old.draft, new.draft) + policies(old.draft, new.draft)
  }

  private static func phases(_ old: Draft, _ new: Draft) -> [String] {
    let before = order(of: old)
    let after = order(of: new)
    let kept = before.filter(after.contains)
    let moved = kept != after.filter(before.contains)
    return before.filter { !after.contains($0) }.map { "phase `\($0)` is gone" }
      + after.filter { !before.contains($0) }.map { "phase `\($0)` is new" }
      + (moved
        ? ["the phases come in another order: " + after.map { "`\($0)`" }.joined(separator: ", ")] : [])
  }

  private static func order(of draft: Draft) -> [PhaseID] {
    var seen: Set<PhaseID> = []
    return draft.nodes.compactMap(\.phase).filter { seen.insert($0).inserted }
  }

  private static func slots(_ old: Draft, _ new: Draft) -> [String] {
    compare(old.variables ?? [], new.variables ?? [], by: \.key, noun: "slot") { before, after in
      before.isRequired == after.isRequired
        ? [] : ["slot `\(after.key)` is \(after.isRequired ? "now" : "no longer") required"]
    }
  }

  private static func tools(_ old: Draft, _ new: Draft) -> [String] {
    compare(old.tools ?? [], new.tools ?? [], by: \.id, noun: "tool") { before, after in
      var lines: [String] = []
      if before.requiresConfirmation != after.requiresConfirmation {
        lines.append("tool `\(after.id)` \(after.requiresConfirmation ? "now" : "no longer") needs a yes")
      }
      if before.failureMode != after.failureMode {
        lines.append(
          "tool `\(after.id)`: a failure is followed by `\(after.failureMode.rawValue)`, no longer by `\(before.failureMode.rawValue)`"
        )
      }
      if (before.inputs ?? []) != (after.inputs ?? []) {
        let inputs = (after.inputs ?? []).map { "`\($0)`" }.joined(separator: ", ")
        lines.append("tool `\(after.id)` takes \(inputs.isEmpty ? "no inputs" : inputs)")
      }
      return lines
    }
  }

  private static func compare<Item, Name: Hashable>(
    _ old: [Item], _ new: [Item], by name: (Item) -> Name, noun: String, _ change: (Item, Item) -> [String]
  ) -> [String] {
    let before = Dictionary(old.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
    let after = Dictionary(new.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
    return old.filter { after[name($0)] == nil }.map { "\(noun) `\(name($0))` is gone" }
      + new.flatMap { item in
        before[name(item)].map { change($0, item) } ?? ["\(noun) `\(name(item))` is new"]
      }
  }

  private static func success(_ old: Draft, _ new: Draft) -> [String] {
    let before = Set(old.successRequires ?? [])
    let after = Set(new.successRequires ?? [])
    return before.subtracting(after).sorted().map { "success no longer needs `\($0)`" }
      + after.subtracting(before).sorted().map { "success needs `\($0)` now" }
  }

  private static func policies(_ old: Draft, _ new: Draft) -> [String] {
    let keys = [
      ("turn_taking", "interruption_style"), ("turn_taking", "repair_strategy"),
      ("turn_taking", "max_questions_per_turn"), ("channels", "primary"), ("channels", "allowed"),
      ("channels", "async_follow_up"),
    ]
    return keys.compactMap { section, key in
      let before = old.member(section)?[key].map(CanonicalJSON.text) ?? "absent"
      let after = new.member(section)?[key].map(CanonicalJSON.text) ?? "absent"
      return before == after ? nil : "`\(section).\(key)` is \(after), no longer \(before)"
    }
  }
}

/// Which guarantees were gained and lost: the clauses of the invariants, and what a draft asks of itself.
enum GuaranteeDiff {
  static func changes(from old: ProofReport, to new: ProofReport) -> [BehaviourDiff.GuaranteeChange] {
    clauses(old, new) + declared(old.program, new.program)
  }

  private static func clauses(_ old: ProofReport, _ new: ProofReport) -> [BehaviourDiff.GuaranteeChange] {
    Clause.allCases.compactMap { clause in
      let before = old.verdicts[clause] == .proved
      let after = new.verdicts[clause] == .proved
      guard before != after else { return nil }
      return .init(
        isLost: before,
        text: "\(clause.invariant.title), `\(clause.rawValue)`: \(clause.promise)")
    }
  }

  private static func declared(_ old: PolicyProgram, _ new: PolicyProgram) -> [BehaviourDiff.GuaranteeChange]
  {
    var changes: [BehaviourDiff.GuaranteeChange] = []
    let slots = Set((new.draft.variables ?? []).filter(\.isRequired).map(\.key))
    let slotsBefore = Set((old.draft.variables ?? []).filter(\.isRequired).map(\.key))
    for key in slotsBefore.subtracting(slots).sorted() {
      changes.append(.init(isLost: true, text: "success needs `\(key)`"))
    }
    for key in slots.subtracting(slotsBefore).sorted() {
      changes.append(.init(isLost: false, text: "success needs `\(key)`"))
    }
    let tools = Set(new.draft.successRequires ?? [])
    let toolsBefore = Set(old.draft.successRequires ?? [])
    for tool in toolsBefore.subtracting(tools).sorted() {
      changes.append(.init(isLost: true, text: "success needs `\(tool)` to be done"))
    }
    for tool in tools.subtracting(toolsBefore).sorted() {
      changes.append(.init(isLost: false, text: "success needs `\(tool)` to be done"))
    }
    let confirmed = Set((new.draft.tools ?? []).filter(\.requiresConfirmation).map(\.id))
    let confirmedBefore = Set((old.draft.tools ?? []).filter(\.requiresConfirmation).map(\.id))
    let known = Set((new.draft.tools ?? []).map(\.id))
    let knownBefore = Set((old.draft.tools ?? []).map(\.id))
    // A tool that is gone is not called without a yes.
    for tool in confirmedBefore.subtracting(confirmed).intersection(known).sorted() {
      changes.append(.init(isLost: true, text: "`\(tool)` is called only after a yes"))
    }
    for tool in confirmed.subtracting(confirmedBefore).intersection(knownBefore).sorted() {
      changes.append(.init(isLost: false, text: "`\(tool)` is called only after a yes"))
    }
    if old.defersInterruptions != new.defersInterruptions {
      changes.append(
        .init(isLost: old.defersInterruptions, text: "a question that is put off is taken up before success"))
    }
    return changes
  }
}
