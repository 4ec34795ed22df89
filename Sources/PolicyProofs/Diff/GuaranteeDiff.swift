import Documents
import PolicyGraph

/// Which guarantees (definition 9.5) were gained and lost: the clauses of the invariants, what a draft asks of
/// itself, and where a person takes over.
struct GuaranteeDiff {
  private let old: ProofReport
  private let new: ProofReport
  private let divergences: [BehaviourDiff.Divergence]

  init(from old: ProofReport, to new: ProofReport, _ divergences: [BehaviourDiff.Divergence]) {
    self.old = old
    self.new = new
    self.divergences = divergences
  }

  /// Each name once; what is lost names the conversation that shows it, where one does.
  var changes: [BehaviourDiff.GuaranteeChange] {
    let before = Self.declared(old)
    let after = Self.declared(new)
    let names = Set(before.map(\.name))
    let kept = Set(after.map(\.name))
    let lost = before.filter { !kept.contains($0.name) && !isPointless($0, without: new.program.draft) }
    let gained = after.filter { !names.contains($0.name) && !isPointless($0, without: old.program.draft) }
    let handoffs = lostHandoffs(beside: Set(lost.map(\.name)))
    return lost.map { change($0, isLost: true) } + handoffs + gained.map { change($0, isLost: false) }
  }

  // MARK: What a draft declares

  /// A promise, under a name that does not depend on the rest of the draft.
  private struct Guarantee {
    let name: String
    let text: String
    /// The tool without which there is nothing to promise.
    var tool: ToolID?
    /// Whether a difference in behaviour shows that this was lost.
    var isShown: (BehaviourDiff.Divergence) -> Bool = { _ in false }
  }

  private static func declared(_ report: ProofReport) -> [Guarantee] {
    let draft = report.program.draft
    return clauses(report)
      + (draft.variables ?? []).filter(\.isRequired).map { success(needs: $0) }
      + (draft.successRequires ?? []).map { success(needs: $0) }
      + (draft.tools ?? []).flatMap { guarantees(of: $0) } + triggers(of: draft)
      + (draft.defersInterruptions
        ? [Guarantee(name: "deferral", text: "a question that is put off is taken up before success")] : [])
  }

  private static func clauses(_ report: ProofReport) -> [Guarantee] {
    Clause.allCases.filter { report.verdicts[$0] == .proved }.map { clause in
      Guarantee(
        name: "clause:\(clause.rawValue)",
        text: "\(clause.invariant.title), `\(clause.rawValue)`: \(clause.promise)")
    }
  }

  private static func success(needs slot: Variable) -> Guarantee {
    Guarantee(name: "slot:\(slot.key)", text: "success needs `\(slot.key)`") { divergence in
      divergence.place.contains("`\(slot.key)`")
        || divergence.before.contains { $0.contains("`\(slot.key)`") }
    }
  }

  private static func success(needs tool: ToolID) -> Guarantee {
    Guarantee(name: "done:\(tool)", text: "success needs `\(tool)` to be done") {
      $0.after.contains(Self.success) && !$0.before.contains(Self.success)
    }
  }

  private static let success = "closes: success"

  private static func guarantees(of tool: Tool) -> [Guarantee] {
    var found: [Guarantee] = []
    if tool.requiresConfirmation {
      found.append(
        Guarantee(
          name: "confirmation:\(tool.id)", text: "`\(tool.id)` is called only after a yes", tool: tool.id,
          isShown: { divergence in
            divergence.after.contains { $0.hasPrefix("calls `\(tool.id)`") }
              && !divergence.before.contains { $0.hasPrefix("calls `\(tool.id)`") }
          }))
    }
    for input in tool.inputs ?? [] {
      found.append(
        Guarantee(
          name: "input:\(tool.id):\(input)", text: "`\(tool.id)` is called only when `\(input)` is known",
          tool: tool.id,
          isShown: { divergence in divergence.after.contains { $0.hasPrefix("calls `\(tool.id)`") } }))
    }
    if tool.failureMode == .handoff {
      found.append(
        Guarantee(
          name: "failure-handoff:\(tool.id)", text: "a person takes over where `\(tool.id)` fails",
          tool: tool.id, isShown: { $0.losesHandoff && $0.place.contains("`\(tool.id)`") }))
    }
    return found
  }

  /// What makes a person take over: words that no machine compares, so that other words are another trigger.
  private static func triggers(of draft: Draft) -> [Guarantee] {
    (draft.member("escalation")?["triggers"]?.elements ?? []).compactMap(\.text).map {
      Guarantee(name: "trigger:\($0)", text: "a person takes over: \($0)")
    }
  }

  /// A tool that is not there is not called without a yes.
  private func isPointless(_ guarantee: Guarantee, without draft: Draft) -> Bool {
    guarantee.tool.map { tool in !(draft.tools ?? []).contains { $0.id == tool } } ?? false
  }

  private func change(_ guarantee: Guarantee, isLost: Bool) -> BehaviourDiff.GuaranteeChange {
    .init(
      isLost: isLost, name: guarantee.name, text: guarantee.text,
      conversation: isLost ? divergences.first(where: guarantee.isShown)?.conversation ?? [] : [])
  }

  // MARK: What conversations show

  /// Where the old draft hands over and the new one does something else, by event and phase.
  private func lostHandoffs(beside declared: Set<String>) -> [BehaviourDiff.GuaranteeChange] {
    var seen: Set<String> = []
    return divergences.filter(\.losesHandoff).compactMap { divergence in
      let isDeclared = (old.program.draft.tools ?? []).contains {
        declared.contains("failure-handoff:\($0.id)") && divergence.place.contains("`\($0.id)`")
      }
      let name = "handoff:\(divergence.event)" + (divergence.phase.map { ":\($0)" } ?? "")
      guard !isDeclared, seen.insert(name).inserted else { return nil }
      let phase = divergence.phase.map { " in `\($0)`" } ?? ""
      return .init(
        isLost: true, name: name, text: "a person takes over after `\(divergence.event)`\(phase)",
        conversation: divergence.conversation)
    }
  }
}

extension BehaviourDiff.Divergence {
  fileprivate var losesHandoff: Bool {
    before.contains("hands over") && !after.contains("hands over")
  }
}
