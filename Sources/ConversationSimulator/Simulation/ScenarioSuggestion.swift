import PolicyGraph
import PolicyProofs

/// A scenario that the draft's author did not write and might.
public struct ScenarioSuggestion: Sendable {
  /// Complete, with an id that no scenario of the draft has.
  public let scenario: Scenario
  /// Why it is worth having, in words.
  public let reason: String
  /// (node, event) pairs that no scenario before it touches in a quick simulation.
  public let gain: Int
}

/// Suggests scenarios that would touch or hold to account what the draft's own do not: those that raise coverage come first,
/// the one that raises it most before the others (the greedy choice for maximum coverage: Nemhauser, Wolsey and
/// Fisher 1978), then those that have something collected, kept, handed over or tried on a channel for the first time.
///
/// O(candidates² × quick simulation of a scenario).
public func suggestScenarios(for draft: PreparedDraft, limit: Int = 5) -> [ScenarioSuggestion] {
  func covered(by scenarios: [Scenario]) -> Int {
    simulate(draft, SimulationPlan(), playing: scenarios).coverage.events.covered
  }
  var scenarios = draft.draft.scenarios ?? []
  // What does not pass as it stands helps nobody; where the policy itself is broken nothing passes.
  var candidates = ScenarioCandidates(draft.draft).all.filter { candidate in
    !draft.proof.isProved || simulate(draft, SimulationPlan(), playing: [candidate.scenario]).isPassed
  }
  var reached = covered(by: scenarios)
  var found: [ScenarioSuggestion] = []
  while found.count < limit, !candidates.isEmpty {
    let gains = candidates.map { covered(by: scenarios + [$0.scenario]) - reached }
    let best = gains.indices.max { (gains[$0], -$0) < (gains[$1], -$1) } ?? 0
    let chosen = candidates.remove(at: best)
    found.append(
      ScenarioSuggestion(scenario: chosen.scenario, reason: chosen.reason, gain: gains[best]))
    scenarios.append(chosen.scenario)
    reached += gains[best]
  }
  return found
}
