import PolicyGraph

/// The judged runs of one draft, scenario by scenario: the evidence that a gate asks. It never averages over scenarios,
/// so that many easy ones cannot outweigh one that fails.
public struct EvaluationSet: Sendable {
  /// What the evidence is worth before any of it is counted.
  public enum Standing: Sendable, Equatable {
    /// Some of the file could not be read, or stands in it twice. What is missing may be what failed.
    case unreadable
    /// There is no result for this draft.
    case empty
    case present
  }

  /// The draft that the results are about.
  public let draft: DraftHash
  public let standing: Standing
  /// By id, in the order of Unicode scalars; those that have a result.
  public let scenarios: [ScenarioEvaluations]
  /// Results for other drafts: counted, and part of nothing else here. A result that names the same XXH3-128 and
  /// another SHA-256 is one of them; so is one without SHA-256, if `needsBothHashes`.
  public let ofOtherDrafts: Int

  /// `needsBothHashes`: whether a result has to name the draft by SHA-256 too. XXH3-128 alone can be forged.
  /// O(results × obligations of a result).
  public init(_ file: EvaluationFile, for draft: DraftHash, needsBothHashes: Bool = false) {
    let own = file.results.filter { result in
      result.draftHash == draft.draftHash
        && (result.sha256.map { $0 == draft.sha256 } ?? !needsBothHashes)
    }
    self.draft = draft
    ofOtherDrafts = file.results.count - own.count
    standing = !file.isReadable ? .unreadable : own.isEmpty ? .empty : .present
    scenarios = Dictionary(grouping: own, by: \.scenario).sorted { $0.key < $1.key }.map {
      ScenarioEvaluations($0.key, $0.value)
    }
  }

  /// What is known of a scenario; nil where no run of it was judged, which is no evidence.
  public subscript(_ scenario: ScenarioID) -> ScenarioEvaluations? {
    scenarios.first { $0.scenario == scenario }
  }
}

/// The judged runs of one scenario.
public struct ScenarioEvaluations: Sendable {
  public let scenario: ScenarioID
  /// Judged runs; a run that was judged twice counts twice.
  public let runs: Int
  public let passes: Int
  /// Runs that broke down, or whose judging did. They are among the runs and not among the passes.
  public let errors: Int
  /// Results that say of a run what an earlier one, by the same judge, says otherwise. All of them are among the runs.
  public let conflicts: Int
  /// In the order in which they first come up.
  public let obligations: [ObligationTally]
  /// When the first and the last of them was judged.
  public let earliest: Instant
  public let latest: Instant

  public var failures: Int { runs - passes - errors }

  /// Violations of any obligation, and those of critical ones.
  public var violations: Int { obligations.reduce(0) { $0 + $1.violated } }
  public var criticalViolations: Int { obligations.reduce(0) { $0 + ($1.isCritical ? $1.violated : 0) } }

  /// Obligations that came up and that no run was judged on.
  public var unjudged: [String] { obligations.filter { !$0.isJudged }.map(\.item) }

  /// Which of a draft's obligations no run was judged on: those that are never mentioned among them.
  public func unjudged(of items: [String]) -> [String] {
    items.filter { item in !obligations.contains { $0.isJudged && $0.item.hasSameScalars(as: item) } }
  }

  /// What is known of an obligation; nil where it never came up.
  public func tally(of item: String) -> ObligationTally? {
    obligations.first { $0.item.hasSameScalars(as: item) }
  }

  /// The share of passes that may be counted on, one-sided (``WilsonBound``).
  public func lowerBound(z: Double) -> Double {
    WilsonBound.lower(passes: passes, runs: runs, z: z) ?? 0
  }

  public func lowerBound(at confidence: Confidence) -> Double { lowerBound(z: confidence.z) }
}

/// What the runs of one scenario were judged to do about one obligation.
public struct ObligationTally: Sendable, Equatable {
  public let item: String
  /// Whether any result calls it critical: the stricter reading where they differ.
  public fileprivate(set) var isCritical = false
  public fileprivate(set) var kept = 0
  public fileprivate(set) var violated = 0
  public fileprivate(set) var unjudged = 0

  fileprivate init(_ item: String) { self.item = item }

  public var isJudged: Bool { kept + violated > 0 }
}

extension ScenarioEvaluations {
  /// At least one result, all of this scenario.
  fileprivate init(_ scenario: ScenarioID, _ results: [EvaluationResult]) {
    var tallies: [ObligationTally] = []
    var positions: [Identifier<ObligationTally>: Int] = [:]
    var seen: Set<RunIdentity> = []
    var again = 0
    for result in results {
      if !seen.insert(RunIdentity(result)).inserted { again += 1 }
      for obligation in result.obligations {
        let position = positions[Identifier(obligation.item)] ?? tallies.count
        if position == tallies.count {
          positions[Identifier(obligation.item)] = position
          tallies.append(ObligationTally(obligation.item))
        }
        tallies[position].count(obligation)
      }
    }
    let moments = results.map(\.at)
    guard let earliest = moments.min(), let latest = moments.max() else {
      preconditionFailure("a scenario is listed for its results")
    }
    self.scenario = scenario
    runs = results.count
    passes = results.count { $0.verdict == .pass }
    errors = results.count { $0.verdict == .error }
    conflicts = again
    obligations = tallies
    self.earliest = earliest
    self.latest = latest
  }
}

extension ObligationTally {
  fileprivate mutating func count(_ obligation: EvaluationResult.Obligation) {
    if obligation.isCritical { isCritical = true }
    switch obligation.verdict {
    case .kept: kept += 1
    case .violated: violated += 1
    case .unjudged: unjudged += 1
    }
  }
}
