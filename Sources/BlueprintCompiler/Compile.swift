import PolicyGraph

/// What came of one document: everything found, and as much of a draft as could be made.
public struct Compilation: Sendable {
  public let source: SourceText
  /// All findings of all stages, in their stable order.
  public let diagnostics: [Diagnostic]
  /// The draft; nil where the document is no blueprint. A draft beside meaning errors is for showing only.
  public let draft: CompiledDraft?
  /// Whether the draft may be applied, certified and published: there is one, and no error.
  public let isValid: Bool
}

/// A draft with its JSON form and its identity.
public struct CompiledDraft: Sendable {
  public let draft: Draft
  public let json: JSONValue
  public let hash: DraftHash

  public init(_ draft: Draft) {
    self.draft = draft
    json = JSONValue(draft)
    hash = DraftHash(of: json)
  }
}

/// Compiles a Conversation Blueprint v1 into a flow draft.
///
///     bytes → located document → typed blueprint → meaning → draft
///
/// A syntax error stops; everything after it is reported at once. Pure: the same bytes give the same result on
/// every machine. O(size of the source + size of the draft).
public func compile(_ source: SourceText, limits: Limits = .standard) -> Compilation {
  var findings = Findings(limits: limits)
  guard let document = readDocument(source, limits: limits, findings: &findings) else {
    return Compilation(source: source, diagnostics: findings.sorted, draft: nil, isValid: false)
  }
  return compile(document, limits: limits, findings: findings)
}

/// Compiles a document that has been read already.
public func compile(_ document: Document, limits: Limits = .standard, findings: Findings) -> Compilation {
  var findings = findings
  let outcome = SchemaCheck.run(document, against: BlueprintSchema.document, findings: &findings)
  var draft: CompiledDraft?
  if document.root.kind == .object {
    let blueprint = Blueprint(document, faultySections: outcome.faultySections)
    checkMeaning(of: blueprint, findings: &findings)
    // A draft is made only from a document that says one thing: no schema error, no duplicate key.
    if outcome.isAccepted, !findings.hasSyntaxErrors {
      draft = lower(blueprint, limits: limits, findings: &findings).map(CompiledDraft.init)
    }
  }
  return Compilation(
    source: document.source, diagnostics: findings.sorted, draft: draft,
    isValid: draft != nil && !findings.hasErrors)
}

/// What `fohc validate` says of a draft.
public struct DraftValidation: Sendable {
  public let diagnostics: [Diagnostic]
  public let draft: CompiledDraft?
  public let isValid: Bool
}

/// Reads and checks a flow draft, compiled or hand-written.
public func validateDraft(_ document: Document, findings: Findings) -> DraftValidation {
  var findings = findings
  let draft = decodeDraft(document, findings: &findings)
  if let draft { checkShape(of: draft, document, findings: &findings) }
  return DraftValidation(
    diagnostics: findings.sorted, draft: draft.map(CompiledDraft.init),
    isValid: draft != nil && !findings.hasErrors)
}
