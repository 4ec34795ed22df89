import Documents
import PolicyGraph
import PolicyProofs

/// A simulation of a draft's evaluation scenarios, made by ``simulate(_:_:progress:)``: what was played and its results.
/// A function of the draft and the plan alone.
public struct Simulation: Sendable {
  /// What was to be played.
  public let plan: SimulationPlan
  /// In the draft's order.
  public let scenarios: [ScenarioResult]
  /// Scenarios that were not selected.
  public let leftOut: [ScenarioID]
  /// What all conversations together exercised of the draft.
  public let coverage: Coverage
  /// Turns that were played in all conversations.
  public let turns: Int
  /// Steps that these turns took, the automatic ones too.
  public let steps: Int
  /// Whether everything was played that the plan asks for: no budget ran out.
  public let isComplete: Bool
  /// The phases that conversations came to, in the order of the draft's nodes.
  public let phases: [PhaseID]
  /// In `stress`: what the explorer saw.
  package let exploration: Exploration?
  /// What was simulated.
  package let draft: PreparedDraft

  package var program: PolicyProgram { draft.program }

  /// Whether every scenario that was played passed, at least one was, and nothing was cut short.
  public var isPassed: Bool {
    !scenarios.isEmpty && scenarios.allSatisfy(\.isPassed) && isComplete
      && exploration.map(\.violations.isEmpty) ?? true
  }

  /// What is being done, for somebody who waits.
  public enum Stage: Sendable {
    case playing(ScenarioID, number: Int, of: Int)
    /// So many configurations were seen.
    case exploring(Int, atMost: Int)
  }
}

/// Simulates a draft's evaluation scenarios. O(turns), with at most `plan.turnBudget` of them.
public func simulate(
  _ draft: PreparedDraft, _ plan: SimulationPlan, progress: ((Simulation.Stage) -> Void)? = nil
) -> Simulation {
  simulate(draft, plan, playing: draft.draft.scenarios ?? [], progress: progress)
}

/// The same with scenarios that take the place of the draft's own.
package func simulate(
  _ draft: PreparedDraft, _ plan: SimulationPlan, playing all: [Scenario],
  progress: ((Simulation.Stage) -> Void)? = nil
) -> Simulation {
  let program = draft.program
  var player = Player(program, turnBudget: plan.turnBudget)
  var results: [ScenarioResult] = []
  var leftOut: [ScenarioID] = []
  for (number, scenario) in all.enumerated() {
    progress?(.playing(scenario.id, number: number + 1, of: all.count))
    let channels = program.draft.channels(of: scenario).filter { plan.channels.admits($0) }
    guard !channels.isEmpty, plan.scenarios?.contains(scenario.id) ?? true else {
      leftOut.append(scenario.id)
      continue
    }
    var play = ScenarioPlay(scenario, channels: channels, plan: plan, player: player)
    play.run()
    player = play.player
    results.append(play.result)
  }
  let bound = plan.explorerBound
  return Simulation(
    plan: plan, scenarios: results, leftOut: leftOut,
    coverage: Coverage(player.coverageRecord, of: draft.proof.analysis), turns: player.turns,
    steps: player.steps,
    isComplete: player.budget > 0, phases: phases(player.coverageRecord, of: program.draft),
    exploration: plan.mode < .stress
      ? nil : explore(program, maximum: bound) { progress?(.exploring($0, atMost: bound)) },
    draft: draft)
}

private func phases(_ coverageRecord: CoverageRecord, of draft: Draft) -> [PhaseID] {
  var known: Set<PhaseID> = []
  return coverageRecord.nodes.enumerated().compactMap { node, isEntered in
    guard isEntered, let phase = draft.nodes[node].phase, known.insert(phase).inserted else { return nil }
    return phase
  }
}

/// The confidence of a validation (definition 8.8): the share of what can happen that the draft's own scenarios touch
/// in a quick simulation, from 0 to 1, to four decimals: how much of the policy the author's evidence stands for. Of
/// very large drafts, in the first million turns.
public func confidence(of draft: PreparedDraft) -> Double {
  simulate(draft, SimulationPlan(mode: .quick, turnBudget: 1_000_000)).coverage.events.ratio
}
