import PolicyGraph

/// One conversation of a scenario: whose user it was played with. Played again, it is the same conversation.
public struct ScenarioRun: Hashable, Sendable {
  enum Kind: Hashable {
    case cooperative
    case scripted([ScriptedStep])
    /// The random user of this number.
    case adaptive(Int)
  }

  let kind: Kind

  static let cooperative = ScenarioRun(kind: .cooperative)
  static func scripted(_ script: [ScriptedStep]) -> ScenarioRun { ScenarioRun(kind: .scripted(script)) }
  static func adaptive(_ run: Int) -> ScenarioRun { ScenarioRun(kind: .adaptive(run)) }

  var isAdaptive: Bool { if case .adaptive = kind { true } else { false } }

  /// What the user's own doing may have led to.
  func consequence(in program: PolicyProgram) -> Consequence {
    guard case .scripted(let script) = kind else { return .none }
    let silences = script.filter { $0.perturbation == .silentOnce }.map(\.node)
    // Silent once more where the agent has just asked whether anybody is there.
    let isGone = Set(silences).count < silences.count
    return script.reduce(isGone ? .abandonment : .none) {
      $0.union($1.perturbation.consequence(at: $1.node, program))
    }
  }

  /// For people: “silent once at `visit/ask/1`”.
  func name(in program: PolicyProgram) -> String {
    switch kind {
    case .cooperative: "a cooperative user"
    case .adaptive(let run): "random user \(run + 1)"
    case .scripted(let script):
      script.map { "\($0.perturbation.name(in: program)) at `\(program.name(of: $0.node))`" }
        .joined(separator: ", then ")
    }
  }
}

/// A perturbation where a conversation first comes to a node.
struct ScriptedStep: Hashable, Sendable {
  let node: Int
  let perturbation: Perturbation

  init(node: Int, _ perturbation: Perturbation) {
    self.node = node
    self.perturbation = perturbation
  }
}

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
    case prohibited(String)
  }

  let reason: Reason
  /// The first run in which it showed.
  let run: ScenarioRun
  /// Where the conversation was then.
  let node: Int?

  init(_ reason: Reason, in run: ScenarioRun, at node: Int?) {
    self.reason = reason
    self.run = run
    self.node = node
  }
}

/// What came of one scenario.
public struct ScenarioResult: Sendable {
  public let id: ScenarioID
  /// Where it may take place, as far as that was selected. The policy does not depend on the channel: scripted
  /// users are played once for all of them, random users take turns.
  public let channels: [String]
  /// Items of `must_not_do` that need a judge. Never counted as kept.
  public let openObligations: [String]
  public private(set) var scriptedRuns = 0
  public private(set) var pairedRuns = 0
  public private(set) var adaptiveRuns = 0
  public private(set) var adaptiveFailures = 0
  /// Each with the first run in which it showed, in the order of the runs.
  private(set) var failures: [Failure] = []
  private var failed: Set<ScenarioRun> = []

  init(_ id: ScenarioID, channels: [String], openObligations: [String]) {
    self.id = id
    self.channels = channels
    self.openObligations = openObligations
  }

  /// Whether all of its runs were as they have to be, and there were any.
  public var isPassed: Bool { failures.isEmpty && scriptedRuns > 0 }

  /// Runs that failed.
  public var failedRuns: Int { failed.count }

  mutating func count(_ run: ScenarioRun, _ conversation: Conversing) {
    switch run.kind {
    case .cooperative: scriptedRuns += 1
    case .scripted(let script):
      scriptedRuns += 1
      if script.count > 1 { pairedRuns += 1 }
    case .adaptive: adaptiveRuns += 1
    }
  }

  mutating func fail(_ failure: Failure) {
    if failed.insert(failure.run).inserted, failure.run.isAdaptive { adaptiveFailures += 1 }
    if !failures.contains(where: { $0.reason == failure.reason }) { failures.append(failure) }
  }
}
