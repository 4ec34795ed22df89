/// What became of one clause.
public enum ClauseVerdict: String, Sendable {
  case proved, refuted
  /// A budget ran out; blocks a release like a refutation.
  case unknown
}

/// What the proofs say of a program.
package struct ProofReport: Sendable {
  package let analysis: PolicyAnalysis
  package private(set) var verdicts: [Clause: ClauseVerdict] = [:]
  /// Each refuted suspicion with its conversation, in the order of the clauses.
  package private(set) var refutations: [(clause: Clause, witness: Witness)] = []
  package private(set) var undecided: [(clause: Clause, suspicion: Suspicion)] = []
  /// Suspicions that the analyses could not settle and an exhaustive search did: none broke the rule.
  package private(set) var settledBySearch: [Suspicion] = []

  package var program: PolicyProgram { analysis.program }

  package var isProved: Bool { Clause.allCases.allSatisfy { verdicts[$0] == .proved } }
}

/// How much the search for witnesses may try.
public struct ProofBudget: Sendable {
  /// Moves for one suspicion, and for all of one draft: a second or two for the one, some seconds for the other.
  public var perSuspicion: Int
  public var total: Int

  public init(perSuspicion: Int = 400_000, total: Int = 1_000_000) {
    self.perSuspicion = perSuspicion
    self.total = total
  }
}

extension ProofReport {
  /// Proves or refutes every clause of both invariants.
  ///
  /// The analyses name what they cannot rule out; for each such suspicion a conversation is looked for that
  /// confirms it. Near-linear in nodes and edges where nothing is suspected.
  package init(_ program: PolicyProgram, budget: ProofBudget = ProofBudget()) {
    analysis = PolicyAnalysis(program)
    // Where no conversation can begin nothing is shown by finding none.
    guard program.entry != nil else { return }
    for (clause, suspicions) in Self.judged(analysis, budget) {
      var verdict = ClauseVerdict.proved
      for (suspicion, outcome) in suspicions {
        switch outcome {
        case .found(let witness):
          verdict = .refuted
          refutations.append((clause, witness))
        case .none: settledBySearch.append(suspicion)
        case .undecided:
          if verdict == .proved { verdict = .unknown }
          undecided.append((clause, suspicion))
        }
      }
      verdicts[clause] = verdict
    }
  }

  private typealias Judged = [(suspicion: Suspicion, outcome: WitnessSearch.Outcome)]

  /// What became of the suspicions about each clause. Every clause that is suspected has an equal share of the budget
  /// first, so that none stays undecided for another one's sake; what they leave goes to what is undecided then.
  private static func judged(
    _ analysis: PolicyAnalysis, _ budget: ProofBudget
  ) -> [(clause: Clause, suspicions: Judged)] {
    var clauses = Clause.allCases.map { clause in
      let suspicions =
        switch clause.invariant {
        case .noSilentDrop: NoSilentDrop.suspicions(analysis, clause)
        case .toolDeterminism: ToolDeterminism.suspicions(analysis, clause)
        }
      return (clause: clause, suspicions: suspicions.map { ($0, WitnessSearch.Outcome.undecided) } as Judged)
    }
    var left = budget.total
    var ranOut: [Int] = []
    var sharing = clauses.count { !$0.suspicions.isEmpty }
    for place in clauses.indices where !clauses[place].suspicions.isEmpty {
      var share = left / sharing
      left -= share
      search(&clauses[place].suspicions, analysis, budget, &share)
      if share <= 0 { ranOut.append(place) }
      left += share
      sharing -= 1
    }
    // What stayed undecided within its share would do so again.
    for place in ranOut { search(&clauses[place].suspicions, analysis, budget, &left) }
    return clauses
  }

  /// Searches for what is undecided yet.
  private static func search(
    _ judged: inout Judged, _ analysis: PolicyAnalysis, _ budget: ProofBudget, _ left: inout Int
  ) {
    let open = judged.indices.filter { if case .undecided = judged[$0].outcome { true } else { false } }
    let outcomes = outcomes(of: open.map { judged[$0].suspicion }, analysis, budget, &left)
    for (place, outcome) in zip(open, outcomes) { judged[place].outcome = outcome }
  }

  /// The outcomes in the order of the suspicions. Those about one rule and one event, which make one finding, are
  /// searched for together. The others are searched for alone: at which place they break the rule depends on the
  /// conversation, which would be another of equal length.
  private static func outcomes(
    of suspicions: [Suspicion], _ analysis: PolicyAnalysis, _ budget: ProofBudget, _ left: inout Int
  ) -> [WitnessSearch.Outcome] {
    struct Kind: Hashable {
      let rule: Rule
      let event: ProgramEvent
    }
    var groups: [[Int]] = []
    var known: [Kind: Int] = [:]
    for (position, suspicion) in suspicions.enumerated() {
      let kind = suspicion.event.map { Kind(rule: suspicion.rule, event: $0) }
      if let group = kind.flatMap({ known[$0] }) {
        groups[group].append(position)
      } else {
        if let kind { known[kind] = groups.count }
        groups.append([position])
      }
    }
    var outcomes: [WitnessSearch.Outcome] = suspicions.map { _ in .undecided }
    for group in groups {
      let found = WitnessSearch.outcomes(
        of: group.map { suspicions[$0] }, analysis, perSearch: budget.perSuspicion, budget: &left)
      for (position, outcome) in zip(group, found) { outcomes[position] = outcome }
    }
    return outcomes
  }
}

/// Proves or refutes both invariants of a draft. Names that do not resolve and other faults of its shape are not
/// judged here; see ``readDraft(_:findings:)``.
///
/// Near-linear in nodes, edges and guard atoms where nothing is suspected; where something is, the budget bounds the
/// search for a conversation that shows it.
public func prove(_ draft: Draft, budget: ProofBudget = ProofBudget()) -> ProofVerdicts {
  prove(ResolvedDraft(draft), budget: budget)
}

/// The same, where the ends of the edges are known already.
public func prove(_ draft: ResolvedDraft, budget: ProofBudget = ProofBudget()) -> ProofVerdicts {
  ProofVerdicts(ProofReport(PolicyProgram(draft), budget: budget))
}

/// The verdicts of a draft, clause by clause.
public struct ProofVerdicts: Sendable {
  public let clauses: [(clause: Clause, verdict: ClauseVerdict)]

  package init(_ report: ProofReport) {
    clauses = Clause.allCases.map { ($0, report.verdicts[$0] ?? .unknown) }
  }

  public var isProved: Bool { clauses.allSatisfy { $0.verdict == .proved } }

  /// Refuted where a clause is, else unknown where one is, else proved.
  public func verdict(of invariant: Invariant) -> ClauseVerdict {
    let own = clauses.filter { $0.clause.invariant == invariant }.map(\.verdict)
    if own.contains(.refuted) { return .refuted }
    return own.contains(.unknown) ? .unknown : .proved
  }
}
