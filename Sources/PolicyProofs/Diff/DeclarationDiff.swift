import Documents
import PolicyGraph

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
