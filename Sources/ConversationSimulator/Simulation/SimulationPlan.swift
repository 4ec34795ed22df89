import Documents
import PolicyGraph

/// How much is simulated (definition 8.1). Each mode plays everything that the one before it does.
public enum SimulationMode: String, Sendable, CaseIterable, Comparable {
  /// Every scenario with a cooperative user, and with each perturbation where that user passes.
  case quick
  /// And with random users.
  case full
  /// And with pairs of perturbations, and every conversation up to a bound.
  case stress

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .quick: 0
    case .full: 1
    case .stress: 2
    }
  }
}

/// Which scenarios are played, by where they may take place.
public enum ChannelSelection: Sendable, Hashable {
  /// Every channel.
  case mixed
  /// Every channel but `voice`.
  case chat
  case one(String)

  /// `mixed`, `chat`, or the name of a channel.
  public init(_ word: String) {
    switch word {
    case "mixed": self = .mixed
    case "chat": self = .chat
    default: self = .one(word)
    }
  }

  /// As options and certificates write it; `init(_:)` reads it back.
  public var word: String {
    switch self {
    case .mixed: "mixed"
    case .chat: "chat"
    case .one(let channel): channel
    }
  }

  func admits(_ channel: String) -> Bool {
    switch self {
    case .mixed: true
    case .chat: channel != "voice"
    case .one(let name): name.hasSameScalars(as: channel)
    }
  }
}

/// What to simulate, and how much of it.
public struct SimulationPlan: Sendable, Hashable {
  /// Which users are played.
  public var mode: SimulationMode
  /// At most ``largestSeed``: a certificate could not say a larger one.
  public var seed: UInt64
  /// Random users for each scenario; none of them in `quick`.
  public var adaptiveRuns: Int
  /// Nil: all.
  public var scenarios: [ScenarioID]?
  /// Where scenarios are played.
  public var channels: ChannelSelection
  /// Turns that may be played in all, so that no draft keeps a gate busy for ever. A simulation that would need more
  /// fails. For drafts with very many guards over visit counts a turn counts for more than one.
  public var turnBudget: Int
  /// Configurations that the explorer may see in `stress`.
  public var explorerBound: Int

  /// Random users for each scenario where nothing else is said.
  public static let defaultAdaptiveRuns = 30

  /// What a certificate of `stress` stands for: a simulation with a lower bound does not count as complete.
  public static let defaultExplorerBound = 20_000

  /// 2^53 - 1: up to here every JSON reader keeps whole numbers apart (RFC 8259, section 6).
  public static let largestSeed: UInt64 = 9_007_199_254_740_991

  /// A plan with the defaults where nothing else is said: `quick`, everything on every channel.
  public init(
    mode: SimulationMode = .quick, seed: UInt64 = 0, adaptiveRuns: Int = SimulationPlan.defaultAdaptiveRuns,
    scenarios: [ScenarioID]? = nil, channels: ChannelSelection = .mixed, turnBudget: Int = 50_000_000,
    explorerBound: Int = SimulationPlan.defaultExplorerBound
  ) {
    self.mode = mode
    self.seed = seed
    self.adaptiveRuns = adaptiveRuns
    self.scenarios = scenarios
    self.channels = channels
    self.turnBudget = turnBudget
    self.explorerBound = explorerBound
  }

  /// Random users that are played for each scenario.
  var playedAdaptiveRuns: Int { mode >= .full ? adaptiveRuns : 0 }
}

extension Draft {
  /// Where people talk to the agent, the primary channel first. A draft that names none has one without a name of
  /// its own, `mixed`.
  public var allowedChannels: [String] {
    let channels = member("channels")
    let allowed = channels?["allowed"]?.elements.compactMap(\.text) ?? []
    guard let primary = channels?["primary"]?.text else { return allowed.isEmpty ? ["mixed"] : allowed }
    return [primary] + allowed.filter { !$0.hasSameScalars(as: primary) }
  }

  /// A sentence for each name that no scenario has.
  public func missingScenarios(_ names: [String]) -> [String] {
    let known = (scenarios ?? []).map(\.id)
    return names.filter { !known.contains(ScenarioID($0)) }.map { name in
      let nearest = NearestName.of(name, among: known.map(\.text))
      return "there is no scenario `\(name)`" + (nearest.map { "; did you mean `\($0)`?" } ?? "")
    }
  }

  /// The channels on which a scenario may take place.
  public func channels(of scenario: Scenario) -> [String] {
    scenario.channel.map { [$0] } ?? allowedChannels
  }
}
