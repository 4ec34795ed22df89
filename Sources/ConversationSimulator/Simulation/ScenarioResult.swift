import Documents
import PolicyGraph

/// One conversation of a scenario: whose user it was played with. Played again, it is the same conversation.
public struct ScenarioRun: Hashable, Sendable {
  enum Kind: Hashable {
    case cooperative
    /// The cooperative user of a scenario that has to end with a hand-off, asking for a person at this node.
    case escalating(Int)
    case scripted([ScriptedStep])
    /// The random user of this number.
    case adaptive(Int)
  }

  let kind: Kind

  static let cooperative = ScenarioRun(kind: .cooperative)
  static func scripted(_ script: [ScriptedStep]) -> ScenarioRun { ScenarioRun(kind: .scripted(script)) }
  static func adaptive(_ run: Int) -> ScenarioRun { ScenarioRun(kind: .adaptive(run)) }

  static func escalating(at node: Int) -> ScenarioRun { ScenarioRun(kind: .escalating(node)) }

  /// Whether nothing went wrong in it but what the agent did.
  var isCooperative: Bool {
    switch kind {
    case .cooperative, .escalating: true
    case .scripted, .adaptive: false
    }
  }

  /// How much it takes to see what it shows: nothing with a cooperative user, most by chance.
  var perturbations: Int {
    switch kind {
    case .cooperative, .escalating: 0
    case .scripted(let script): script.count
    case .adaptive: .max
    }
  }

  var isAdaptive: Bool { if case .adaptive = kind { true } else { false } }

  /// What the user's own doing may have led to.
  func consequence(in program: PolicyProgram) -> Consequence {
    if case .escalating = kind { return .handoff }
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
    case .escalating(let node): "a cooperative user, who asks for a person at `\(program.name(of: node))`"
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

/// The result of one scenario (definition 8.6).
public struct ScenarioResult: Sendable {
  /// The scenario's id in the draft.
  public let id: ScenarioID
  /// The selected channels on which it may take place. The policy does not depend on the channel: scripted
  /// users are played once for all of them, random users take turns.
  public let channels: [String]
  /// Items of `must_not_do` that need a judge. Never counted as kept.
  public let openObligations: [String]
  /// Items of `must_do`, each with whether it happened in every conversation of a cooperative user.
  public private(set) var duties: [(item: String, isDone: Bool)]
  /// The conversations of cooperative users, in order: several where each asks for a person at a different place.
  private(set) var cooperativeRuns: [ScenarioRun] = []
  /// Conversations of cooperative users, and of users with one or two perturbations.
  public private(set) var scriptedRuns = 0
  /// Those of ``scriptedRuns`` with two perturbations: played in `stress` only.
  public private(set) var pairedRuns = 0
  /// Conversations of random users: played in `full` and `stress`.
  public private(set) var adaptiveRuns = 0
  /// Conversations of random users that failed.
  public private(set) var adaptiveFailures = 0
  private var found: [Failure] = []
  private var failed: Set<ScenarioRun> = []

  init(_ id: ScenarioID, channels: [String], openObligations: [String], mustDo: [String]) {
    self.id = id
    self.channels = channels
    self.openObligations = openObligations
    duties = mustDo.map { ($0, true) }
  }

  /// Each kind of failure once, with the plainest run in which it showed; those of the cooperative user come first.
  var failures: [Failure] {
    found.enumerated().sorted { left, right in
      (left.element.run.perturbations, left.offset) < (right.element.run.perturbations, right.offset)
    }.map(\.element)
  }

  /// Whether all of its runs were as they have to be, and there were any.
  public var isPassed: Bool { found.isEmpty && scriptedRuns > 0 }

  /// What no machine looked at, in words: a pass says nothing of it.
  public var notLookedAt: [String] { Self.notLookedAt(judgeItems: openObligations.count) }

  package static func notLookedAt(judgeItems: Int) -> [String] {
    let words = "the words of `user_goal` were not read"
    guard judgeItems > 0 else { return [words] }
    return [words, "\(judgeItems) item\(judgeItems == 1 ? " needs" : "s need") a judge"]
  }

  /// Runs that failed.
  public var failedRuns: Int { failed.count }

  mutating func count(_ run: ScenarioRun, _ conversation: ConversationState) {
    switch run.kind {
    case .cooperative, .escalating:
      scriptedRuns += 1
      cooperativeRuns.append(run)
    case .scripted(let script):
      scriptedRuns += 1
      if script.count > 1 { pairedRuns += 1 }
    case .adaptive: adaptiveRuns += 1
    }
  }

  mutating func fail(_ failure: Failure) {
    if failed.insert(failure.run).inserted, failure.run.isAdaptive { adaptiveFailures += 1 }
    if case .undone(let item, _) = failure.reason {
      for position in duties.indices where duties[position].item.hasSameScalars(as: item) {
        duties[position].isDone = false
      }
    }
    guard let known = found.firstIndex(where: { $0.reason == failure.reason }) else {
      return found.append(failure)
    }
    if failure.run.perturbations < found[known].run.perturbations { found[known] = failure }
  }
}
