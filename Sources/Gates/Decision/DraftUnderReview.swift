import PolicyGraph

/// A draft that is to go live, or is: what the gates find out about it themselves, whatever else is claimed.
public struct DraftUnderReview: Sendable {
  /// Computed here from the draft.
  public let hash: DraftHash
  /// What is wrong with its schema or shape, from whoever read it.
  public let errors: [String]
  /// Open warnings of the blueprint that it was compiled from, or of the draft where that was handed over itself: from
  /// whoever read it.
  public let warnings: [String]
  let report: ProofReport
  let quickSimulation: Simulation

  /// Proves both invariants afresh and plays the draft's scenarios in `quick`.
  public init(_ draft: Draft, errors: [String], warnings: [String] = []) {
    self.init(PolicyProgram(draft), DraftHash(of: JSONValue(draft)), errors: errors, warnings: warnings)
  }

  /// As it is kept somewhere, with its schema and shape checked anew; nil where the document is no draft.
  package init?(_ document: Document, findings: inout Findings) {
    guard let resolved = readDraft(document, findings: &findings) else { return nil }
    self.init(
      PolicyProgram(resolved), DraftHash(of: document), errors: findings.sorted.errors.map(\.message),
      warnings: findings.sorted.warnings.map(\.message))
  }

  private init(_ program: PolicyProgram, _ hash: DraftHash, errors: [String], warnings: [String]) {
    self.hash = hash
    self.errors = errors
    self.warnings = warnings
    report = ProofReport(program)
    quickSimulation = Simulation(report, SimulationPlan(mode: .quick))
  }

  public var draft: Draft { report.program.draft }

  /// Why it may not go live whatever the evidence.
  var reasons: [GateReason] {
    if let error = errors.first {
      let more = errors.count == 1 ? "" : " (and \(errors.count - 1) more)"
      return [GateReason(.draftInvalid, "the draft is not valid: \(error)\(more)")]
    }
    return ProofVerdicts(report).clauses.compactMap { clause, verdict in
      let name = "\(clause.invariant.title), clause `\(clause.rawValue)`"
      switch verdict {
      case .proved: return nil
      case .refuted:
        return GateReason(
          .invariantRefuted, "\(name), is broken: it does not hold that \(clause.promise)",
          subject: clause.rawValue)
      case .unknown:
        return GateReason(
          .invariantUnknown, "\(name), could not be decided: it is not known whether \(clause.promise)",
          subject: clause.rawValue)
      }
    }
  }
}
