import Documents
import PolicyGraph

extension BehaviourDiff {
  /// What became of an evaluation scenario.
  package struct ScenarioChange: Sendable {
    package let scenario: String
    /// “is new”, “no longer has `day` in `must_collect`”.
    package let sentence: String
    /// Of what reads differently: how it did and does.
    package let before: String?
    package let after: String?
  }
}

/// Which scenarios came and went, and what those that stayed ask for now.
enum ScenarioDiff {
  static func changes(from old: Draft, to new: Draft) -> [BehaviourDiff.ScenarioChange] {
    let before = byID(old)
    let after = byID(new)
    let gone = (old.scenarios ?? []).filter { after[$0.id] == nil }.map { change($0.id, "is gone") }
    return gone
      + (new.scenarios ?? []).flatMap { scenario in
        before[scenario.id].map { changes($0, scenario) } ?? [change(scenario.id, "is new")]
      }
  }

  private static func byID(_ draft: Draft) -> [ScenarioID: Scenario] {
    Dictionary((draft.scenarios ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func changes(_ old: Scenario, _ new: Scenario) -> [BehaviourDiff.ScenarioChange] {
    var changes: [BehaviourDiff.ScenarioChange] = []
    if !same(old.channel, new.channel) {
      let (before, now) = (old.channel ?? "any", new.channel ?? "any")
      changes.append(change(new.id, "takes place on \(quoted(now)), no longer on \(quoted(before))"))
    }
    if !old.userGoal.hasSameScalars(as: new.userGoal) {
      changes.append(change(new.id, "has another `user_goal`", old.userGoal, new.userGoal))
    }
    let lists: [(String, [String], [String])] = [
      ("must_collect", (old.mustCollect ?? []).map(\.text), (new.mustCollect ?? []).map(\.text)),
      ("must_do", old.mustDo ?? [], new.mustDo ?? []),
      ("must_not_do", old.mustNotDo ?? [], new.mustNotDo ?? []),
    ]
    for (name, before, after) in lists {
      let lost = before.filter { item in !after.contains { $0.hasSameScalars(as: item) } }
      let gained = after.filter { item in !before.contains { $0.hasSameScalars(as: item) } }
      if !lost.isEmpty { changes.append(change(new.id, "no longer has \(list(lost)) in `\(name)`")) }
      if !gained.isEmpty { changes.append(change(new.id, "now has \(list(gained)) in `\(name)`")) }
    }
    return changes
  }

  private static func change(
    _ id: ScenarioID, _ sentence: String, _ before: String? = nil, _ after: String? = nil
  ) -> BehaviourDiff.ScenarioChange {
    .init(scenario: id.text, sentence: sentence, before: before, after: after)
  }

  private static func list(_ items: [String]) -> String { items.map { "`\($0)`" }.joined(separator: ", ") }

  private static func quoted(_ channel: String) -> String {
    channel == "any" ? "any channel" : "`\(channel)`"
  }

  private static func same(_ left: String?, _ right: String?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left.hasSameScalars(as: right)
  }
}
