import ConversationSimulator
import Documents
import PolicyGraph

/// What a draft needs before it may go live (definition 9.6).
public struct GatePolicy: Sendable {
  /// Hours after its issue in which a certificate is taken.
  public var maximumAgeHours = 24
  /// The weakest mode of a certificate that is taken.
  public var minimumMode = SimulationMode.quick
  /// Least number of random users for each scenario.
  public var minimumAdaptiveRuns = 0
  /// What open warnings of the blueprint, or of a draft that is handed over itself, do.
  public var warnings = WarningRule.report
  /// Least coverage in percent.
  public var coverageFloors: [CoverageKind: Int] = [:]
  /// Keys that may sign certificates. Empty: none is trusted, so that the gate plays each certificate's plan itself.
  public var trustedKeys: [TrustedKey] = []
  /// Nil: evaluations are not asked for.
  public var evaluations: EvaluationRules?
  /// Items of `must_not_do` of which no judged run may break one.
  public var critical: [String] = []
  /// Evidence that has to be given: where it is listed, `notNeeded` blocks.
  public var requires: Set<EvidenceKind> = []
  /// Refusals that are set aside until a date.
  public var waivers: [Waiver] = []

  /// The rules that hold where no policy is written.
  public init() {}

  /// A key whose signature makes a certificate count.
  public struct TrustedKey: Sendable, Hashable {
    /// Base64 of 32 bytes.
    public let publicKey: String
    /// Who holds the private key, for people; nil if it is not said.
    public let owner: String?

    /// `publicKey` is read when a signature is verified; text that is not a key verifies nothing.
    public init(publicKey: String, owner: String? = nil) {
      self.publicKey = publicKey
      self.owner = owner
    }
  }

  /// What is asked of recorded evaluations, of each scenario on its own.
  public struct EvaluationRules: Sendable, Equatable {
    /// Hours after its judgement in which a run counts.
    public var maximumAgeHours = 720
    /// Least number of judged runs.
    public var minimumRuns = 10
    /// Least value of the lower Wilson bound of the pass rate, in percent.
    public var passRatePercent = 80
    /// One-sided.
    public var confidence = Confidence.percent95

    /// 30 days, 10 runs, 80 percent, with a confidence of 95 percent.
    public init() {}
  }
}

/// Evidence that a policy can ask for by name.
public enum EvidenceKind: String, Sendable, CaseIterable {
  case live, incidents
}

/// What can be covered.
public enum CoverageKind: String, Sendable, CaseIterable {
  case nodes = "nodes_percent"
  case edges = "edges_percent"
  case events = "events_percent"
  case toolOutcomes = "tool_outcomes_percent"

  /// How messages name it.
  public var noun: String {
    switch self {
    case .nodes: "nodes"
    case .edges: "edges"
    case .events: "events"
    case .toolOutcomes: "tool outcomes"
    }
  }

  /// Its part of a coverage.
  public func share(of coverage: Coverage) -> Coverage.Share {
    switch self {
    case .nodes: coverage.nodes
    case .edges: coverage.edges
    case .events: coverage.events
    case .toolOutcomes: coverage.toolOutcomes
    }
  }
}

/// A refusal that is set aside for a while, with somebody who answers for it.
public struct Waiver: Sendable, Equatable {
  /// The refusals of the eval_loop gate that can be waived, by their reason codes. No other can.
  public enum Kind: String, Sendable, CaseIterable {
    case scenarioRemoved = "scenario_removed"
    case scenarioWeakened = "scenario_weakened"
    case coverageLower = "coverage_lower"
    case policyWeakened = "policy_weakened"
    case guaranteeLost = "guarantee_lost"
  }

  /// What kind of refusal is set aside.
  public let kind: Kind
  /// What the refusal is about, exactly as its ``GateReason/subject`` says: a scenario, a rule, a guarantee.
  public let subject: String
  /// Who answers for it.
  public let owner: String
  /// Why it may be set aside.
  public let reason: String
  /// A waiver without an end is not valid.
  public let expires: Instant?

  /// Takes the values as they are; one without an end sets nothing aside.
  public init(kind: Kind, subject: String, owner: String, reason: String, expires: Instant?) {
    self.kind = kind
    self.subject = subject
    self.owner = owner
    self.reason = reason
    self.expires = expires
  }
}

extension GatePolicy {
  /// The stricter of what this policy says and what is asked for beside it.
  public func tightened(maximumAgeHours hours: Int?, minimumMode mode: SimulationMode?) -> GatePolicy {
    var policy = self
    policy.maximumAgeHours = min(maximumAgeHours, hours ?? maximumAgeHours)
    policy.minimumMode = max(minimumMode, mode ?? minimumMode)
    return policy
  }

  /// In which rules this policy asks for less than another, by the rule's name.
  public func weakenings(since other: GatePolicy) -> [(rule: String, sentence: String)] {
    var found: [(String, String)] = []
    func less(_ rule: String, _ isWeaker: Bool, _ sentence: String) {
      if isWeaker { found.append((rule, sentence)) }
    }
    less(
      "max_age_hours", maximumAgeHours > other.maximumAgeHours,
      "certificates may be \(maximumAgeHours) hours old, not \(other.maximumAgeHours)")
    less(
      "min_mode", minimumMode < other.minimumMode,
      "`\(minimumMode.rawValue)` is enough, not `\(other.minimumMode.rawValue)`")
    less(
      "min_adaptive_runs", minimumAdaptiveRuns < other.minimumAdaptiveRuns,
      "\(minimumAdaptiveRuns) random users are enough, not \(other.minimumAdaptiveRuns)")
    less(
      "blueprint.warnings", warnings == .report && other.warnings == .refuse,
      "open warnings are only reported, no longer refused")
    for kind in CoverageKind.allCases {
      let (mine, theirs) = (coverageFloors[kind] ?? 0, other.coverageFloors[kind] ?? 0)
      less(kind.rawValue, mine < theirs, "\(mine) percent of \(kind.noun) are enough, not \(theirs)")
    }
    let known = Set(other.trustedKeys.map(\.publicKey))
    less(
      "trusted_keys",
      !known.isEmpty && (trustedKeys.isEmpty || !Set(trustedKeys.map(\.publicKey)).isSubset(of: known)),
      "keys are trusted that were not, or no signature is asked for")
    found += evaluationWeakenings(since: other)
    let given = Set(critical)
    for item in other.critical where !given.contains(item) {
      less("critical", true, "`\(item)` is no longer critical")
    }
    for kind in EvidenceKind.allCases {
      less(
        "requires", other.requires.contains(kind) && !requires.contains(kind),
        "`\(kind.rawValue)` is no longer required")
    }
    return found
  }

  private func evaluationWeakenings(since other: GatePolicy) -> [(rule: String, sentence: String)] {
    guard let before = other.evaluations else { return [] }
    guard let now = evaluations else {
      return [("evaluations", "recorded evaluations are no longer asked for")]
    }
    var found: [(String, String)] = []
    func less(_ rule: String, _ isWeaker: Bool, _ sentence: String) {
      if isWeaker { found.append(("evaluations." + rule, sentence)) }
    }
    less(
      "max_age_hours", now.maximumAgeHours > before.maximumAgeHours,
      "evaluations may be \(now.maximumAgeHours) hours old, not \(before.maximumAgeHours)")
    less(
      "min_runs", now.minimumRuns < before.minimumRuns,
      "\(now.minimumRuns) runs are enough, not \(before.minimumRuns)")
    less(
      "pass_rate_percent", now.passRatePercent < before.passRatePercent,
      "\(now.passRatePercent) percent have to pass, not \(before.passRatePercent)")
    less(
      "confidence", now.confidence.z < before.confidence.z,
      "\(now.confidence.percent) confidence is enough, not \(before.confidence.percent)")
    return found
  }
}

extension Confidence {
  /// As policies write it: `95%`.
  var percent: String {
    switch self {
    case .percent90: "90%"
    case .percent95: "95%"
    case .percent975: "97.5%"
    case .percent99: "99%"
    case .percent995: "99.5%"
    case .percent999: "99.9%"
    }
  }

  init?(percent: String) {
    guard let found = Self.allCases.first(where: { $0.percent == percent }) else { return nil }
    self = found
  }
}
