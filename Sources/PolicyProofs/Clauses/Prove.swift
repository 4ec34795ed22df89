import Documents
import PolicyGraph

/// What became of one clause (definition 4.2).
public enum ClauseVerdict: String, Sendable {
  case proved, refuted
  /// A budget ran out; blocks a release like a refutation.
  case unknown
}

/// The results of the proofs about a program.
package struct ProofReport: Sendable {
  package let analysis: PolicyAnalysis
  /// What the search for witnesses was allowed to try.
  package let budget: ProofBudget
  package fileprivate(set) var verdicts: [Clause: ClauseVerdict] = [:]
  /// Each refuted potential violation with its conversation, in the order of the clauses.
  package fileprivate(set) var refutations: [(clause: Clause, witness: Witness)] = []
  package fileprivate(set) var undecided: [(clause: Clause, potentialViolation: PotentialViolation)] = []
  /// Suspicions that the analyses could not settle and an exhaustive search did: none broke the rule.
  package fileprivate(set) var settledBySearch: [PotentialViolation] = []

  fileprivate init(_ analysis: PolicyAnalysis, _ budget: ProofBudget) {
    self.analysis = analysis
    self.budget = budget
  }

  package var program: PolicyProgram { analysis.program }

  package var isProved: Bool { Clause.allCases.allSatisfy { verdicts[$0] == .proved } }
}

/// How much the search for witnesses may try.
public struct ProofBudget: Sendable, Equatable {
  /// Moves for one potential violation, and for all of one draft: a second or two for the one, some seconds for the other.
  public var perSuspicion: Int
  /// Moves for all potential violations of one draft together.
  public var total: Int

  /// Bounded themselves, so that shares of them can be added up; a search of so many moves would take weeks.
  public init(perSuspicion: Int = 400_000, total: Int = 1_000_000) {
    self.perSuspicion = min(max(perSuspicion, 0), Self.most)
    self.total = min(max(total, 0), Self.most)
  }

  private static let most = 1_000_000_000_000
}

/// Proves or refutes every clause of both invariants on a program.
///
/// The analyses name what they cannot rule out; for each such potential violation a conversation is looked for that
/// confirms it. Near-linear in nodes and edges where nothing is suspected.
package func prove(_ program: PolicyProgram, budget: ProofBudget = ProofBudget()) -> ProofReport {
  var report = ProofReport(PolicyAnalysis(program), budget)
  // Where no conversation can begin nothing is shown by finding none.
  guard program.entry != nil else { return report }
  for (clause, potentialViolations) in ProofReport.judged(report.analysis, budget) {
    var verdict = ClauseVerdict.proved
    for (potentialViolation, outcome) in potentialViolations {
      switch outcome {
      case .found(let witness), .foundFirst(let witness):
        verdict = .refuted
        report.refutations.append((clause, witness))
      case .none: report.settledBySearch.append(potentialViolation)
      case .undecided:
        if verdict == .proved { verdict = .unknown }
        report.undecided.append((clause, potentialViolation))
      }
    }
    report.verdicts[clause] = verdict
  }
  return report
}

extension ProofReport {
  fileprivate typealias Judged = [(potentialViolation: PotentialViolation, outcome: WitnessSearch.Outcome)]

  /// What became of the potential violations about each clause. Every clause that is suspected has an equal share of the budget
  /// first, so that none stays undecided for another one's sake; what they leave goes to what is undecided then.
  fileprivate static func judged(
    _ analysis: PolicyAnalysis, _ budget: ProofBudget
  ) -> [(clause: Clause, potentialViolations: Judged)] {
    var analysis = analysis
    var clauses = Clause.allCases.map { (clause: $0, potentialViolations: potentialViolations($0, analysis)) }
    var left = budget.total
    var ranOut: [Int] = []
    var sharing = clauses.count { !$0.potentialViolations.isEmpty }
    for position in clauses.indices where !clauses[position].potentialViolations.isEmpty {
      var share = left / sharing
      left -= share
      if !search(&clauses[position].potentialViolations, analysis, budget, &share) { ranOut.append(position) }
      left += share
      sharing -= 1
      // Where searching has shown that an event has an answer in every case, what follows may rely on it.
      let answered = clauses[position].potentialViolations.compactMap { judged in
        if case .none = judged.outcome, judged.potentialViolation.rule == .unansweredCase {
          judged.potentialViolation
        } else {
          nil
        }
      }
      guard !answered.isEmpty else { continue }
      analysis = analysis.assuming(answered)
      for later in clauses.indices where later > position {
        clauses[later].potentialViolations = potentialViolations(clauses[later].clause, analysis)
      }
      sharing = clauses.indices.count { $0 > position && !clauses[$0].potentialViolations.isEmpty }
    }
    // What stayed undecided with all that one potential violation may take would do so again.
    for position in ranOut { _ = search(&clauses[position].potentialViolations, analysis, budget, &left) }
    return clauses
  }

  private static func potentialViolations(_ clause: Clause, _ analysis: PolicyAnalysis) -> Judged {
    clause.potentialViolations(analysis).map { ($0, .undecided) }
  }

  /// Searches for what is undecided yet. First with few moves each, for which a part of the budget is set aside, so that
  /// what two events show is not left undecided for the sake of what thousands of moves do not; then with as many as one
  /// potential violation may take. Returns whether each search had, in the end, that many.
  private static func search(
    _ judged: inout Judged, _ analysis: PolicyAnalysis, _ budget: ProofBudget, _ left: inout Int
  ) -> Bool {
    var isThorough = true
    for divisor in [256, 16, 1] {
      isThorough = true
      let most = max(1, budget.perSuspicion / divisor)
      // Preparing a search of a large draft costs more than a short one would find.
      if divisor > 1, most < 4 * WorkMeter.costOfPlacingGoals(in: analysis.program) { continue }
      var room = divisor > 1 ? left / 4 : left
      let open = judged.indices.filter { judged[$0].outcome.isOpen }
      for group in groups(of: open.map { judged[$0].potentialViolation }).map({ $0.map { open[$0] } }) {
        // Together, and then those alone that are undecided.
        let granted = min(most * (group.count + 1), room)
        if granted < most { isThorough = false }
        guard granted > 0 else { continue }
        var unused = granted
        let outcomes = WitnessSearch.outcomes(
          of: group.map { judged[$0].potentialViolation }, analysis, perSearch: most, budget: &unused)
        left -= granted - unused
        room -= granted - unused
        for (position, outcome) in zip(group, outcomes) { judged[position].outcome.improve(to: outcome) }
      }
    }
    return isThorough
  }

  /// Those about one rule and one event, which make one finding, are searched for together. The others are searched for
  /// alone: at which place they break the rule depends on the conversation, which would be another of equal length.
  private static func groups(of potentialViolations: [PotentialViolation]) -> [[Int]] {
    struct Kind: Hashable {
      let rule: Rule
      let event: ProgramEvent
    }
    var groups: [[Int]] = []
    var known: [Kind: Int] = [:]
    for (position, potentialViolation) in potentialViolations.enumerated() {
      let kind = potentialViolation.event.map { Kind(rule: potentialViolation.rule, event: $0) }
      if let group = kind.flatMap({ known[$0] }) {
        groups[group].append(position)
      } else {
        if let kind { known[kind] = groups.count }
        groups.append([position])
      }
    }
    return groups
  }
}

extension WitnessSearch.Outcome {
  /// Whether a search with a larger budget may say more.
  fileprivate var isOpen: Bool {
    switch self {
    case .undecided, .foundFirst: true
    case .found, .none: false
    }
  }

  /// A later search never takes away what an earlier one has found.
  fileprivate mutating func improve(to later: Self) {
    if case .foundFirst(let first) = self {
      switch later {
      case .undecided, .none: return
      case .foundFirst(let witness) where witness.eventCount >= first.eventCount: return
      case .foundFirst, .found: break
      }
    }
    self = later
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
  ProofVerdicts(prove(PolicyProgram(draft), budget: budget))
}

/// The verdicts of a draft, clause by clause.
public struct ProofVerdicts: Sendable {
  /// Every clause once, in the order of ``Clause``.
  public let clauses: [(clause: Clause, verdict: ClauseVerdict)]

  package init(_ report: ProofReport) {
    clauses = Clause.allCases.map { ($0, report.verdicts[$0] ?? .unknown) }
  }

  /// Whether every clause is proved. `unknown` is not proved.
  public var isProved: Bool { clauses.allSatisfy { $0.verdict == .proved } }

  /// Refuted where a clause is, else unknown where one is, else proved.
  public func verdict(of invariant: Invariant) -> ClauseVerdict {
    let own = clauses.filter { $0.clause.invariant == invariant }.map(\.verdict)
    if own.contains(.refuted) { return .refuted }
    return own.contains(.unknown) ? .unknown : .proved
  }
}
