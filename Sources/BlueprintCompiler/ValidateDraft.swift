import Documents
import PolicyGraph
import PolicyProofs

/// What `fohc validate` says of a draft.
public struct DraftValidation: Sendable {
  /// All findings of all stages, in the order of ``Compilation/diagnostics``.
  public let diagnostics: [Diagnostic]
  /// The draft with its identity; nil where the document is no draft, or cannot be read.
  public let draft: CompiledDraft?
  /// What was proved; nil where the document is no draft.
  public let verdicts: ProofVerdicts?
  /// Whether the draft may be certified and published: it could be read, no finding is an error, and both invariants
  /// are proved.
  public let isValid: Bool
  /// The stages that did not run, because of what an earlier one found.
  public let notRun: [Stage]

  /// Of what is no draft.
  public init(unreadable diagnostics: [Diagnostic], notRun: [Stage] = []) {
    self.init(diagnostics: diagnostics, draft: nil, verdicts: nil, isValid: false, notRun: notRun)
  }

  init(
    diagnostics: [Diagnostic], draft: CompiledDraft?, verdicts: ProofVerdicts?, isValid: Bool,
    notRun: [Stage] = []
  ) {
    self.notRun = notRun
    self.diagnostics = diagnostics
    self.draft = draft
    self.verdicts = verdicts
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
  if let place = document.schemaVersion(Blueprint.schemaVersion) {
    findings.report(
      .otherDocument, "this is a blueprint, not a flow draft", at: place,
      help: "check it with `fohc check`, or make the draft with `fohc compile`")
    return DraftValidation(unreadable: findings.sorted)
  }
  checkCharacters(of: document, findings: &findings)
  guard let resolved = readDraft(document, findings: &findings) else {
    return DraftValidation(unreadable: findings.sorted, notRun: [.graph, .proof])
  }
  let compiled = CompiledDraft(resolved.draft, from: document)
  let proof = ProofReport(PolicyProgram(resolved), budget: budget)
  ProofFindings.report(proof, compiled.hash, on: document, findings: &findings)
  return DraftValidation(
    diagnostics: findings.sorted, draft: compiled, verdicts: ProofVerdicts(proof),
    isValid: !findings.hasErrors && proof.isProved)
}
