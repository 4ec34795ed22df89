import Documents
import PolicyProofs

/// What was proved of a draft, clause by clause, for a person.
package enum VerdictText {
  package static func lines(of verdicts: ProofVerdicts) -> [String] {
    Invariant.allCases.flatMap { invariant in
      ["\(invariant.title): \(verdicts.verdict(of: invariant).rawValue)"]
        + verdicts.clauses.filter { $0.clause.invariant == invariant }.map {
          "  \(mark($0.verdict)) \($0.clause.promise)"
        }
    }
  }

  /// That a proof shows all of it: which invariants, of how many clauses each.
  ///
  ///     both invariants hold: NoSilentDrop (5 clauses) and ToolDeterminism (6 clauses)
  package static let held =
    "both invariants hold: "
    + Invariant.allCases.map { "\($0.title) (\(counted($0.clauses.count, "clause")))" }
    .joined(separator: " and ")

  private static func mark(_ verdict: ClauseVerdict) -> String {
    switch verdict {
    case .proved: "✓"
    case .refuted: "✗"
    case .unknown: "?"
    }
  }
}
