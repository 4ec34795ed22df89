import Documents
import PolicyGraph
import PolicyProofs

/// A simulation of a draft's evaluation scenarios: what was played and its results. A function of the draft and
/// the plan alone.
public struct Simulation: Sendable {
  /// What was to be played.
  public let plan: SimulationPlan
  /// In the draft's order.
  public private(set) var scenarios: [ScenarioResult] = []
  /// Scenarios that were not selected.
  public private(set) var leftOut: [ScenarioID] = []
  /// What all conversations together exercised of the draft.
  public private(set) var coverage: Coverage
  /// Turns that were played in all conversations.
  public private(set) var turns = 0
  /// Steps that these turns took, the automatic ones too.
  public private(set) var steps = 0
  /// Whether everything was played that the plan asks for: no budget ran out.
  public private(set) var isComplete = true
  /// The phases that conversations came to, in the order of the draft's nodes.
  public private(set) var phases: [PhaseID] = []
  /// In `stress`: what the explorer saw.
  package private(set) var exploration: Exploration?
  package let report: ProofReport

  package var program: PolicyProgram { report.program }

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

  /// Simulates. O(turns), with at most `plan.turnBudget` of them.
  public init(_ draft: Draft, _ plan: SimulationPlan, progress: ((Stage) -> Void)? = nil) {
    self.init(ProofReport(PolicyProgram(draft)), plan, progress: progress)
  }

  /// `others`: scenarios to play in place of the draft's own.
  package init(
    _ report: ProofReport, _ plan: SimulationPlan, playing others: [Scenario]? = nil,
    progress: ((Stage) -> Void)? = nil
  ) {
    self.plan = plan
    self.report = report
    let program = report.program
    var player = Player(program, turnBudget: plan.turnBudget)
    let all = others ?? program.draft.scenarios ?? []
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
      scenarios.append(play.result)
    }
    turns = player.turns
    steps = player.steps
    isComplete = player.budget > 0
    coverage = Coverage(player.exercise, of: report.analysis)
    var known: Set<PhaseID> = []
    for (node, isEntered) in player.exercise.nodes.enumerated() where isEntered {
      if let phase = program.draft.nodes[node].phase, known.insert(phase).inserted { phases.append(phase) }
    }
    if plan.mode >= .stress {
      let bound = plan.explorerBound
      exploration = Exploration(program, maximum: bound) { progress?(.exploring($0, atMost: bound)) }
    }
  }
}

/// The confidence of a validation (definition 8.8): the share of what can happen that the draft's own scenarios touch
/// in a quick simulation, from 0 to 1, to four decimals: how much of the policy the author's evidence stands for. Of
/// very large drafts, in the first million turns.
public func confidence(of draft: Draft) -> Double {
  Simulation(draft, SimulationPlan(mode: .quick, turnBudget: 1_000_000)).coverage.events.ratio
}
