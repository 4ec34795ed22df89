import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs

extension SimulationMode: ExpressibleByArgument {}

/// What is simulated: shared by everything that simulates.
struct SimulationOptions: ParsableArguments {
  /// Nil: `quick`, or what a policy asks for.
  @Option(
    help: ArgumentHelp(
      "quick, full or stress; by default quick, or in a release folder what its policy asks for.",
      valueName: "mode"))
  var mode: SimulationMode?

  @Option(help: ArgumentHelp("The seed of the random users.", valueName: "n"))
  var seed: UInt64 = 0

  /// Nil: the usual number, or what a policy asks for.
  @Option(
    help: ArgumentHelp(
      "Random users for each scenario, in full and stress; by default \(SimulationPlan.defaultAdaptiveRuns).",
      valueName: "n"))
  var adaptiveRuns: Int?

  @Option(
    name: .customLong("scenario"), help: ArgumentHelp("Only this scenario; repeatable.", valueName: "id"))
  var scenarios: [String] = []

  @Option(
    help: ArgumentHelp("mixed (all), chat (all but voice), or the name of a channel.", valueName: "channel"))
  var channel = "mixed"

  mutating func validate() throws {
    guard (1...10_000).contains(adaptiveRuns ?? 1) else {
      throw ValidationError("--adaptive-runs is from 1 to 10000")
    }
    guard seed <= SimulationPlan.largestSeed else {
      throw ValidationError(
        "--seed is from 0 to \(SimulationPlan.largestSeed): a certificate is JSON, which cannot hold larger numbers exactly"
      )
    }
  }

  /// The plan for a draft; says what is wrong where it names what the draft does not have.
  func plan(for draft: Draft) throws -> SimulationPlan {
    if let missing = draft.missingScenarios(scenarios).first {
      Terminal.complain(missing)
      throw ExitStatus.usage
    }
    let selection = ChannelSelection(channel)
    let channels = draft.allowedChannels + (draft.scenarios ?? []).compactMap(\.channel)
    if case .one(let name) = selection, !channels.contains(where: { $0.hasSameScalars(as: name) }) {
      Terminal.complain("the draft has no channel `\(name)`; it has \(channels.joined(separator: ", "))")
      throw ExitStatus.usage
    }
    return SimulationPlan(
      mode: mode ?? .quick, seed: seed, adaptiveRuns: adaptiveRuns ?? SimulationPlan.defaultAdaptiveRuns,
      scenarios: scenarios.isEmpty ? nil : scenarios.map { ScenarioID($0) }, channels: selection)
  }
}

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Play the evaluation scenarios with simulated users.",
    discussion: """
      Each scenario is played with a cooperative user, then with one thing going wrong at each place that this user \
      comes to; in full with random users too, in stress with pairs of things going wrong, and with every \
      conversation up to a bound. The cooperative user acts towards must_do: wants the tools that it names, and asks \
      for a person (everywhere, one conversation for each place), declines or falls silent where it has to end so. \
      user_goal is not used here. The same draft and seed give the same conversations on every machine. Exit \
      status 1: a scenario failed.
      """)

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @OptionGroup var options: SimulationOptions

  @Flag(help: "Print each scenario's conversation with its cooperative user, and those that failed.")
  var transcript = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var input: InputOptions

  func run() throws {
    let (draft, report) = try input.shapelyReport(at: file)
    OpenWarnings.tell(of: report)
    let simulation = Progress.simulating(draft, try options.plan(for: draft.draft))
    if json {
      try Terminal.print(CanonicalJSON.text(of: simulation.json))
    } else {
      if transcript {
        for transcript in simulation.transcripts {
          try Terminal.print(SimulatedConversationText.lines(of: transcript))
        }
      }
      try Terminal.print(SimulationText.lines(of: simulation))
    }
    if !simulation.isPassed { throw ExitStatus.findings }
  }
}

extension Progress {
  /// Simulates, and says on a terminal how far it is.
  static func simulating(_ draft: PreparedDraft, _ plan: SimulationPlan) -> Simulation {
    during("simulating") { shown in
      guard let shown else { return simulate(draft, plan) }
      return simulate(draft, plan) { step in
        switch step {
        case .playing(let scenario, let number, let count):
          shown.say("playing scenario \(number) of \(count), `\(scenario)`")
        case .exploring(let count, let maximum):
          shown.say("trying every conversation: \(count) of at most \(maximum) configurations")
        }
      }
    }
  }
}
