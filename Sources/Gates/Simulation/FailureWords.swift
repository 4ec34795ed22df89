import PolicyGraph

/// A failure in words.
public struct FailureWords: Sendable {
  /// The invariant or obligation: `NoSilentDrop`, `ToolDeterminism`, `must_collect`, `must_not_do`, `ends`.
  public let invariant: String
  /// What happened.
  public let summary: String
  /// The first run in which it showed.
  public let run: String
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
        run: run,
        suggestedFix:
          "run `fohc validate` on the draft: it shows the conversation and the place (\(violation.rule.code))"
      )
    case .noEnding:
      return FailureWords(
        invariant: "ends", summary: "the conversation does not come to an end",
        run: run,
        suggestedFix: "lead every path of this user to a hand-off or a close")
    case .uncollected(let slot):
      let isKnown = program.slots.contains(SlotKey(slot))
      return FailureWords(
        invariant: "must_collect",
        summary: isKnown
          ? "`\(slot)` is not collected although the user cooperates" : "the draft has no slot `\(slot)`",
        run: run,
        suggestedFix: isKnown
          ? "have a phase that this conversation comes to ask for `\(slot)`, or take it out of `must_collect`"
          : "declare `\(slot)`, or take it out of `must_collect`")
    case .prohibited(let item):
      return FailureWords(
        invariant: "must_not_do", summary: "`\(item)` happens, which the scenario forbids",
        run: run,
        suggestedFix: "change the policy so that it does not, or take the item out of `must_not_do`")
    }
  }
}
