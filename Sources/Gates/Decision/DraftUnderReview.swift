import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs

/// A draft that is to go live, or is: what the gates find out about it themselves, whatever else is claimed
/// (definition 9.2). ``reviewDraft(_:blueprintWarnings:findings:)`` makes it.
public struct DraftUnderReview: Sendable {
  /// What is wrong with its schema or shape: found here.
  public let errors: [String]
  /// Open warnings: those of the blueprint that it was compiled from, if the caller gives them, or else those of the
  /// draft itself, found here.
  public let warnings: [String]
  /// The draft with its proof.
  package let prepared: PreparedDraft
  let quickSimulation: Simulation
  /// What was played before, as certificates say it, and what was compared. Copies share both.
  private let played = LatestAnswers<SimulationPlan, [JSONMember]>()
  private let compared = LatestAnswers<DraftHash, GuaranteeComparison>()

  fileprivate init(
    _ prepared: PreparedDraft, errors: [String], warnings: [String], quickSimulation: Simulation
  ) {
    self.prepared = prepared
    self.errors = errors
    self.warnings = warnings
    self.quickSimulation = quickSimulation
  }

  /// The draft itself, as it was given.
  public var draft: Draft { prepared.draft }

  /// The identity of the draft, computed from it.
  public var hash: DraftHash { prepared.hash }

  /// Why it may not go live whatever the evidence.
  var reasons: [GateReason] {
    if let error = errors.first {
      let more = errors.count == 1 ? "" : " (and \(errors.count - 1) more)"
      return [GateReason(.draftInvalid, "the draft is not valid: \(error)\(more)")]
    }
    return prepared.verdicts.clauses.compactMap { clause, verdict in
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

/// Reads the document, checks its schema and shape, proves both invariants afresh and plays the draft's scenarios in
/// `quick`; returns nil, having reported why, if the document is no draft.
///
/// `blueprintWarnings`: nil if the draft was handed over itself. O(proof + simulation).
public func reviewDraft(
  _ document: Document, blueprintWarnings: [String]? = nil, findings: inout Findings
) -> DraftUnderReview? {
  guard let resolved = readDraft(document, findings: &findings) else { return nil }
  let found = findings.sorted
  return review(
    prepare(resolved, from: document), errors: found.errors.map(\.message),
    warnings: blueprintWarnings ?? found.warnings.map(\.message))
}

/// The same for a draft that is prepared, and no document: it is written as one and read again for its schema and shape.
/// The proof is taken as it is, because only ``prepare(_:budget:)`` makes one, of what has the hash.
public func reviewDraft(_ draft: PreparedDraft, blueprintWarnings: [String]? = nil) -> DraftUnderReview {
  var findings = Findings(limits: .kept)
  let source = SourceText(name: "draft", bytes: CanonicalJSON.bytes(of: draft.json))
  let document = readJSON(source, limits: .kept, findings: &findings)
  let resolved = document.flatMap { readDraft($0, findings: &findings) }
  let found = findings.sorted
  var errors = found.errors.map(\.message)
  if resolved == nil, errors.isEmpty { errors = ["it cannot be read again as it is written"] }
  return review(draft, errors: errors, warnings: blueprintWarnings ?? found.warnings.map(\.message))
}

private func review(_ draft: PreparedDraft, errors: [String], warnings: [String]) -> DraftUnderReview {
  DraftUnderReview(
    draft, errors: errors, warnings: warnings,
    quickSimulation: simulate(draft, SimulationPlan(mode: .quick)))
}

extension DraftUnderReview {
  /// The certificate of playing a plan on this draft. A plan that was played before is remembered: the same draft, plan
  /// and engine cost a look-up. O(turns), with at most `plan.turnBudget` of them.
  public func certificate(
    playing plan: SimulationPlan, engine: Engine, issuedAt: Instant, validForHours hours: Int
  ) -> Certificate {
    let members = played.answer(to: plan) {
      (plan == quickSimulation.plan ? quickSimulation : simulate(prepared, plan)).members
    }
    return Certificate(members, of: hash, engine: engine, issuedAt: issuedAt, validForHours: hours)
  }

  /// Guarantees of another version that this draft does not give any more. Compared once, then remembered.
  func guaranteesLost(since other: DraftUnderReview) -> GuaranteeComparison {
    compared.answer(to: other.hash) {
      GuaranteeComparison(compareBehaviour(from: other.prepared, to: prepared))
    }
  }
}

/// What a draft no longer guarantees that another version does.
struct GuaranteeComparison: Sendable {
  struct Loss: Sendable {
    /// How a waiver names it.
    let name: String
    let text: String
    /// A conversation that shows it, a line an entry; empty if none does.
    let conversation: [String]
  }

  let losses: [Loss]
  /// Whether all conversations were compared that the events tried lead to.
  let isComplete: Bool

  init(_ diff: BehaviourDiff) {
    losses = diff.guarantees.filter(\.isLost).map { lost in
      Loss(
        name: lost.name, text: lost.text,
        conversation: lost.conversation.map { "\($0.speaker.rawValue): \($0.text)" })
    }
    isComplete = diff.isComplete
  }
}
