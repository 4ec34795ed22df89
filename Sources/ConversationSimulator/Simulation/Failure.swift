import PolicyGraph
import PolicyProofs

/// Why a scenario does not pass.
struct Failure: Hashable {
  enum Reason: Hashable {
    /// A rule of one of the invariants was broken.
    case broken(Violation)
    /// The conversation did not end.
    case noEnding
    /// A slot of `must_collect` stayed empty.
    case uncollected(String)
    /// An item of `must_not_do` happened.
    case prohibited(CheckableItem)
    /// An item of `must_do` did not happen; nil for one that is words.
    case undone(String, CheckableItem.Act?)
  }

  let reason: Reason
  /// The plainest run in which it showed: of those with the fewest perturbations the first.
  let run: ScenarioRun
  /// Where the conversation was then.
  let node: Int?

  init(_ reason: Reason, in run: ScenarioRun, at node: Int?) {
    self.reason = reason
    self.run = run
    self.node = node
  }

  /// What of a conversation it is about; nil if it is about how the conversation ends.
  var occurrence: ConversationState.Occurrence? {
    switch reason {
    case .broken(let violation): .violation(violation)
    case .prohibited(let prohibition):
      switch prohibition.act {
      case .call(let tool?): .call(tool)
      case .unconfirmedCall(let tool?): .unconfirmedCall(tool)
      case .ask(let slot?): .ask(slot)
      case .call, .unconfirmedCall, .ask, .handoff, .close: nil
      }
    case .noEnding, .uncollected, .undone: nil
    }
  }
}
