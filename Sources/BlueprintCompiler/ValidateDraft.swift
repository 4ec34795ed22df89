import Documents
import PolicyGraph
import PolicyProofs

/// The result of validating a draft.
public struct DraftValidation: Sendable {
  /// All findings of all stages, in the order of ``Compilation/diagnostics``.
  public let diagnostics: [Diagnostic]
  /// The draft, with its identity and its proof; nil if the document is not a draft, or cannot be read.
  public let draft: PreparedDraft?
  /// Whether the draft may be certified and published: it could be read, no finding is an error, and both invariants
  /// are proved.
  public let isValid: Bool
  /// The stages that did not run, because of what an earlier one found.
  public let notRun: [Stage]

  /// Of a document that is not a draft.
  public init(unreadable diagnostics: [Diagnostic], notRun: [Stage] = []) {
    self.init(diagnostics: diagnostics, draft: nil, isValid: false, notRun: notRun)
  }

  init(
    diagnostics: [Diagnostic], draft: PreparedDraft?, isValid: Bool, notRun: [Stage] = []
  ) {
    self.notRun = notRun
    self.diagnostics = diagnostics
    self.draft = draft
    self.isValid = isValid
  }
}

/// Reads and checks a flow draft, compiled or hand-written, and proves or refutes both invariants.
///
///     bytes → located document → draft → shape → proofs
///
/// A syntax error stops; everything after it is reported at once. Pure: the same bytes give the same result on every
/// machine. O(size of the source), and what the proof takes, which `budget` bounds.
public func validateDraft(
  _ source: SourceText, budget: ProofBudget = ProofBudget(), limits: Limits = .standard
) -> DraftValidation {
  var findings = Findings(limits: limits)
  guard let document = readDocument(source, limits: limits, findings: &findings) else {
    return DraftValidation(unreadable: findings.sorted, notRun: [.schema, .graph, .proof])
  }
  return validateDraft(document, budget: budget, findings: findings)
}

/// Checks a document that has been read already; `findings` are those of reading it.
public func validateDraft(
  _ document: Document, budget: ProofBudget = ProofBudget(), findings: Findings
) -> DraftValidation {
  var findings = findings
  guard let resolved = checkDraft(document, findings: &findings) else {
    let isBlueprint = document.schemaVersion(Blueprint.schemaVersion) != nil
    return DraftValidation(unreadable: findings.sorted, notRun: isBlueprint ? [] : [.graph, .proof])
  }
  let draft = prepare(resolved, from: document, budget: budget)
  ProofFindings.report(draft.proof, draft.hash, on: document, findings: &findings)
  return DraftValidation(
    diagnostics: findings.sorted, draft: draft, isValid: !findings.hasErrors && draft.proof.isProved)
}

/// Checks the schema and shape of a flow draft, and proves nothing; returns nil if the document is no draft.
public func checkDraft(_ document: Document, findings: inout Findings) -> ResolvedDraft? {
  if let place = document.schemaVersion(Blueprint.schemaVersion) {
    findings.report(
      .otherDocument, "this is a blueprint, not a flow draft", at: place,
      help: "check it with `fohc check`, or make the draft with `fohc compile`")
    return nil
  }
  checkCharacters(of: document, findings: &findings)
  return readDraft(document, findings: &findings)
}
