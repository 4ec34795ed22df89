import Documents
import PolicyGraph
import PolicyProofs

/// A failure in words.
public struct FailureWords: Sendable {
  /// The invariant or obligation: `NoSilentDrop`, `ToolDeterminism`, `must_collect`, `must_do`, `must_not_do`, `ends`.
  public let invariant: String
  /// What happened.
  public let summary: String
  /// The plainest run in which it showed.
  public let run: String
  /// Whether that was a cooperative user's, in which nothing went wrong but what the agent did.
  public let isCooperative: Bool
  /// What to change in the blueprint or the draft, in a sentence.
  public let suggestedFix: String
}

extension Simulation {
  /// Why a scenario did not pass: each kind of failure once.
  public func failures(of result: ScenarioResult) -> [FailureWords] { result.failures.map { words(for: $0) } }

  func words(for failure: Failure) -> FailureWords {
    let run = failure.run.name(in: program)
    switch failure.reason {
    case .broken(let violation):
      let clause = Clause(of: violation.rule)
      return FailureWords(
        invariant: clause?.invariant.title ?? "",
        summary: program.message(of: violation, last: nil).text,
        run: run, isCooperative: failure.run.isCooperative,
        suggestedFix:
          "run `fohc validate` on the draft: it shows the conversation and the place (\(violation.rule.code))"
      )
    case .noEnding:
      return FailureWords(
        invariant: "ends", summary: "the conversation does not come to an end",
        run: run, isCooperative: failure.run.isCooperative,
        suggestedFix: "lead every path of this user to a hand-off or a close")
    case .uncollected(let slot):
      let isKnown = program.slots.contains(SlotKey(slot))
      return FailureWords(
        invariant: "must_collect",
        summary: isKnown
          ? "`\(slot)` is not collected although the user cooperates" : "the draft has no slot `\(slot)`",
        run: run, isCooperative: failure.run.isCooperative,
        suggestedFix: isKnown
          ? "have a phase that this conversation comes to ask for `\(slot)`, or take it out of `must_collect`"
          : "declare `\(slot)`, or take it out of `must_collect`")
    case .prohibited(let prohibition):
      return FailureWords(
        invariant: "must_not_do", summary: "`\(prohibition.item)` happens, which the scenario forbids",
        run: run, isCooperative: failure.run.isCooperative, suggestedFix: fix(for: prohibition))
    case .undone(let item, let act):
      return FailureWords(
        invariant: "must_do", summary: "`\(item)` does not happen although the user cooperates",
        run: run, isCooperative: failure.run.isCooperative,
        suggestedFix: fix(undone: act) + ", or take the item out of `must_do`")
    }
  }

  private func fix(for prohibition: CheckableItem) -> String {
    if case .unconfirmedCall(let tool?) = prohibition.act, let declared = program.tools[tool].declaration,
      !declared.requiresConfirmation
    {
      return "nobody is asked before `\(declared.id)` is called: add it to `require_confirmation_before`"
    }
    return "change the policy so that it does not, or take the item out of `must_not_do`"
  }

  private func fix(undone act: CheckableItem.Act?) -> String {
    switch act {
    case .call(let tool?)?:
      "offer `\(program.tools[tool].id)` in a talk that this conversation comes to"
    case .ask(let slot?)?: "have a phase that this conversation comes to ask for `\(program.slots[slot])`"
    case .handoff?: "lead `escalate` to a hand-off"
    case .close(.success)?: "see which required slot or tool keeps this conversation from succeeding"
    case .close(.declined)?: "leave something to decline: a required slot, or a tool of `success_requires`"
    case .close(.abandoned)?: "lead a user who stays silent to `close` with the outcome `abandoned`"
    case .call(nil)?, .ask(nil)?, .unconfirmedCall?, nil: "write something that can be seen to happen"
    }
  }
}
