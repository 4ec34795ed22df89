import ConversationSimulator
import Documents
import PolicyGraph

extension Draft {
  /// A scenario of this draft that asks for at least as much as one of a later draft does (definition 10.6): with the
  /// same words for what the user wants, all that has to be collected, done and left undone there, and all channels.
  /// Nil if there is none, so that the later one is new, or changed in more than its name and what it leaves out.
  ///
  /// Under whatever id: a scenario that was only renamed tests nothing new. O(scenarios · items).
  func scenario(asMuchAs later: Scenario, of draft: Draft) -> Scenario? {
    let asked = ScenarioDemand(later, of: draft)
    return scenarios?.first { ScenarioDemand($0, of: self).includes(asked) }
  }
}

/// What a scenario asks for, without its name and the order in which it says so.
private struct ScenarioDemand {
  /// The visible part of `user_goal`: different spaces do not make different words.
  private let goal: [Unicode.Scalar]
  private let collected: Set<SlotKey>
  private let done, forbidden, channels: Set<Identifier<ScenarioDemand>>

  init(_ scenario: Scenario, of draft: Draft) {
    func texts(_ list: [String]?) -> Set<Identifier<ScenarioDemand>> {
      Set((list ?? []).map { Identifier($0) })
    }
    goal = scenario.userGoal.unicodeScalars.filter { !$0.isBlank }
    collected = Set(scenario.mustCollect ?? [])
    done = texts(scenario.mustDo)
    forbidden = texts(scenario.mustNotDo)
    channels = texts(draft.channels(of: scenario))
  }

  func includes(_ other: ScenarioDemand) -> Bool {
    goal == other.goal && other.collected.isSubset(of: collected) && other.done.isSubset(of: done)
      && other.forbidden.isSubset(of: forbidden) && other.channels.isSubset(of: channels)
  }
}
