import Documents
import PolicyGraph

/// A flow draft with what everything after it asks for, made once by ``prepare(_:budget:)`` and passed on: its identity,
/// and what was proved of it.
///
/// Nothing else makes one, so that hash and proof are always those of the draft.
public struct PreparedDraft: Sendable {
  /// The identity of ``draft``, over its RFC 8785 bytes; two drafts with equal hashes are one draft.
  public let hash: DraftHash
  /// What was proved, with the analyses and the program that it was proved on.
  package let proof: ProofReport

  fileprivate init(_ hash: DraftHash, _ proof: ProofReport) {
    self.hash = hash
    self.proof = proof
  }

  /// The policy graph: what the gates decide about and a runtime follows.
  public var draft: Draft { program.draft }

  package var program: PolicyProgram { proof.program }

  /// The verdicts of the proof, clause by clause.
  public var verdicts: ProofVerdicts { ProofVerdicts(proof) }

  /// The draft as an object, made anew each time. O(size of the draft).
  public var json: JSONValue { JSONValue(draft) }

  /// The proof within this budget: the one at hand, if the draft was prepared with it.
  package func prove(within budget: ProofBudget) -> ProofReport {
    budget == proof.budget ? proof : PolicyProofs.prove(program, budget: budget)
  }
}

/// Hashes a draft, and proves or refutes both invariants of it, for all that is done with it later: simulations,
/// certificates and gates take what this returns.
///
/// Names that do not resolve and other faults of its shape are not judged here; the gates look for them. O(size of the
/// draft) for the hash, and what ``prove(_:budget:)-(Draft,_)`` takes.
public func prepare(_ draft: Draft, budget: ProofBudget = ProofBudget()) -> PreparedDraft {
  PreparedDraft(DraftHash(of: JSONValue(draft)), prove(PolicyProgram(draft), budget: budget))
}

/// The same for a draft that was read from a document, which holds nothing else: its canonical bytes are hashed piece by
/// piece, and never put together.
public func prepare(
  _ draft: ResolvedDraft, from document: Document, budget: ProofBudget = ProofBudget()
) -> PreparedDraft {
  PreparedDraft(DraftHash(of: document), prove(PolicyProgram(draft), budget: budget))
}
