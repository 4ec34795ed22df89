import Documents
import PolicyGraph

/// The judged runs of one draft, scenario by scenario (definition 9.7): the evidence that a gate asks. It never
/// averages over scenarios, so that many easy ones cannot outweigh one that fails.
public struct EvaluationSet: Sendable {
  /// What the evidence is worth before any of it is counted.
  public enum Usability: Sendable, Equatable {
    /// Some of the file could not be read, or a line stands in it twice. What is missing may be what failed.
    case unreadable
    /// Some result names this draft by one of its hashes, and another draft by the other. It may be a failure of this one.
    case contradictory
    /// There is no result for this draft.
    case empty
    case present
  }

  /// The draft that the results are about.
  public let draft: DraftHash
  /// Whether the results can be used; a gate passes only on `present`.
  public let usability: Usability
  /// By id, in the order of Unicode scalars; those that have a result.
  public let scenarios: [ScenarioEvaluations]
  /// Results for other drafts: counted, and part of nothing else here.
  public let ofOtherDrafts: Int
  /// Results that name this draft by one hash and another by the other: counted, and part of nothing else here.
  public let contradictions: Int

  /// A result counts for the draft that either of its hashes names: were both needed, leaving one out would hide it.
  /// O(results × obligations of a result).
  public init(_ file: EvaluationFile, for draft: DraftHash) {
    var own: [EvaluationResult] = []
    var contradictions = 0
    for result in file.results {
      let names = [result.draftHash == draft.draftHash] + (result.sha256.map { [$0 == draft.sha256] } ?? [])
      if names.allSatisfy({ $0 }) { own.append(result) } else if names.contains(true) { contradictions += 1 }
    }
    self.draft = draft
    self.contradictions = contradictions
    ofOtherDrafts = file.results.count - own.count - contradictions
    usability =
      !file.isReadable ? .unreadable : contradictions > 0 ? .contradictory : own.isEmpty ? .empty : .present
    scenarios = Dictionary(grouping: own, by: \.scenario).sorted { $0.key < $1.key }.map {
      ScenarioEvaluations($0.key, $0.value)
    }
  }

  /// What is known of a scenario; nil if no run of it was judged, which is not evidence.
  public subscript(_ scenario: ScenarioID) -> ScenarioEvaluations? {
    scenarios.first { $0.scenario == scenario }
  }
}

/// The judged runs of one scenario.
public struct ScenarioEvaluations: Sendable {
  /// The scenario that was run.
  public let scenario: ScenarioID
  /// Judged runs. A run is one run however often it was judged or written down.
  public let runs: Int
  /// Runs of which every judgement is a pass.
  public let passes: Int
  /// Runs that broke down, or whose judging did, and that nobody judged as failed. They are among the runs and not among
  /// the passes.
  public let errors: Int
  /// Runs whose judgements are not alike: none of them is a pass.
  public let conflicts: Int
  /// In the order in which they first come up.
  public let obligations: [ObligationTally]
  /// When the first and the last of them was judged.
  public let earliest: Instant
  /// When the last of them was judged.
  public let latest: Instant

  /// Runs that some judgement calls failed.
  public var failures: Int { runs - passes - errors }

  /// Violations of any obligation, and those of critical ones.
  public var violations: Int { obligations.reduce(0) { $0 + $1.violated } }
  /// Violations of obligations that some result calls critical.
  public var criticalViolations: Int { obligations.reduce(0) { $0 + ($1.isCritical ? $1.violated : 0) } }

  /// Obligations that came up and that no run was judged on.
  public var unjudged: [String] { obligations.filter { !$0.isJudged }.map(\.item) }

  /// Which of a draft's obligations no run was judged on: those that are never mentioned among them.
  public func unjudged(of items: [String]) -> [String] {
    items.filter { item in !obligations.contains { $0.isJudged && $0.item.hasSameScalars(as: item) } }
  }

  /// What is known of an obligation; nil if it never came up.
  public func tally(of item: String) -> ObligationTally? {
    obligations.first { $0.item.hasSameScalars(as: item) }
  }

  /// The share of passes that may be counted on, one-sided (``WilsonBound``).
  public func lowerBound(z: Double) -> Double {
    WilsonBound.lower(passes: passes, runs: runs, z: z) ?? 0
  }

  /// The share of passes that may be counted on with this confidence, from 0 to 1; 0 without a run.
  public func lowerBound(at confidence: Confidence) -> Double { lowerBound(z: confidence.z) }
}

/// What the runs of one scenario were judged to do about one obligation. Each run counts once: as violated where any
/// judgement of it says so, else as kept where any does.
public struct ObligationTally: Sendable, Equatable {
  /// The text of the obligation, as the results have it.
  public let item: String
  /// Whether any result calls it critical: the stricter reading where they differ.
  public fileprivate(set) var isCritical = false
  /// Runs that were judged to keep to it.
  public fileprivate(set) var kept = 0
  /// Runs in which some judgement calls it violated.
  public fileprivate(set) var violated = 0
  /// Runs that mention it and that nobody judged on it.
  public fileprivate(set) var unjudged = 0

  fileprivate init(_ item: String) { self.item = item }

  /// Whether any run was judged on it.
  var isJudged: Bool { kept + violated > 0 }
}

extension ScenarioEvaluations {
  /// At least one result, all of this scenario.
  fileprivate init(_ scenario: ScenarioID, _ results: [EvaluationResult]) {
    var judgements: [RunJudgements] = []
    var positions: [RunIdentity: Int] = [:]
    for result in results {
      let position = positions[RunIdentity(result)] ?? judgements.count
      if position == judgements.count {
        positions[RunIdentity(result)] = position
        judgements.append(RunJudgements())
      }
      judgements[position].add(result)
    }
    var tallies: [ObligationTally] = []
    var indices: [Identifier<ObligationTally>: Int] = [:]
    for obligation in judgements.flatMap(\.obligations) {
      let index = indices[Identifier(obligation.item)] ?? tallies.count
      if index == tallies.count {
        indices[Identifier(obligation.item)] = index
        tallies.append(ObligationTally(obligation.item))
      }
      tallies[index].count(obligation)
    }
    let moments = results.map(\.at)
    guard let earliest = moments.min(), let latest = moments.max() else {
      preconditionFailure("a scenario is listed for its results")
    }
    self.scenario = scenario
    runs = judgements.count
    passes = judgements.count { $0.verdicts == [.pass] }
    errors = judgements.count { $0.verdicts.contains(.error) && !$0.verdicts.contains(.fail) }
    conflicts = judgements.count { $0.verdicts.count > 1 }
    obligations = tallies
    self.earliest = earliest
    self.latest = latest
  }
}

/// All that was said of one run.
private struct RunJudgements {
  private(set) var verdicts: Set<EvaluationResult.Verdict> = []
  /// Each obligation once, in the order in which they first come up, with the judgement that counts.
  private(set) var obligations: [EvaluationResult.Obligation] = []
  private var positions: [Identifier<ObligationTally>: Int] = [:]

  mutating func add(_ result: EvaluationResult) {
    verdicts.insert(result.verdict)
    for obligation in result.obligations {
      guard let position = positions[Identifier(obligation.item)] else {
        positions[Identifier(obligation.item)] = obligations.count
        obligations.append(obligation)
        continue
      }
      let verdicts = [obligations[position].verdict, obligation.verdict]
      obligations[position].verdict =
        verdicts.contains(.violated) ? .violated : verdicts.contains(.kept) ? .kept : .unjudged
      if obligation.isCritical { obligations[position].isCritical = true }
    }
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
