import Documents
import PolicyGraph
import PolicyProofs

/// The result of one document: everything found, and as much of a draft as could be made.
public struct Compilation: Sendable {
  /// What was compiled, as it was given; the spans of ``diagnostics`` are offsets into its bytes.
  public let source: SourceText
  /// All findings of all stages, in their stable order.
  public let diagnostics: [Diagnostic]
  /// The draft; nil where the document is no blueprint. A draft beside meaning errors is for showing only, and carries
  /// them (``Draft/faults``).
  public let draft: CompiledDraft?
  /// What was proved of the draft; nil if there is none.
  public let verdicts: ProofVerdicts?
  /// Whether the draft may be applied, certified and published: there is one, and no error.
  public let isValid: Bool
  /// The stages that did not run, or not on all of the document, because of what an earlier one found.
  public let notRun: [Stage]
}

/// A draft with its identity.
public struct CompiledDraft: Sendable {
  /// The policy graph: what the gates decide about and a runtime follows.
  public let draft: Draft
  /// The identity of ``draft``, over its RFC 8785 bytes; two drafts with equal hashes are one draft.
  public let hash: DraftHash

  /// The draft as an object, made anew each time. O(size of the draft).
  public var json: JSONValue { JSONValue(draft) }

  /// Computes the hash. O(size of the draft).
  public init(_ draft: Draft) {
    self.draft = draft
    hash = DraftHash(of: JSONValue(draft))
  }

  /// Of a draft that was read from a document, which holds nothing else.
  init(_ draft: Draft, from document: Document) {
    self.draft = draft
    hash = DraftHash(of: document)
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
    return Compilation(
      source: source, diagnostics: findings.sorted, draft: nil, verdicts: nil, isValid: false,
      notRun: Stage.afterSyntax)
  }
  return compile(document, limits: limits, findings: findings)
}

/// Compiles a document that has been read already.
public func compile(_ document: Document, limits: Limits = .standard, findings: Findings) -> Compilation {
  var findings = findings
  if let place = document.schemaVersion(Draft.schemaVersion) {
    findings.report(
      .otherDocument, "this is a flow draft, not a blueprint", at: place,
      help: "check it with `fohc validate`; `fohc compile` takes the blueprint that it was made from")
    return Compilation(
      source: document.source, diagnostics: findings.sorted, draft: nil, verdicts: nil, isValid: false,
      notRun: [])
  }
  let outcome = SchemaCheck.run(document, against: BlueprintSchema.document, findings: &findings)
  checkCharacters(of: document, findings: &findings)
  var draft: CompiledDraft?
  var notRun: [Stage] = document.root.kind == .object ? [] : [.meaning]
  if document.root.kind == .object {
    // What stands under a misspelt key is judged as what was meant, so that its own faults are told in the same run.
    let meant = document.reading(outcome.meantKeys)
    let blueprint = Blueprint(meant, faultySections: outcome.faultySections)
    checkMeaning(of: blueprint, findings: &findings)
    if !blueprint.unreadable.isEmpty { notRun.append(.meaning) }
    if outcome.isAccepted {
      draft = lower(blueprint, limits: limits, findings: &findings).map(CompiledDraft.init)
    }
  }
  if draft == nil { notRun += [.graph, .proof] }
  let verdicts = draft.map { prove($0, of: document, findings: &findings) }
  if let made = draft, findings.hasErrors {
    draft = CompiledDraft(made.draft.carrying(faults(findings.sorted)))
  }
  return Compilation(
    source: document.source, diagnostics: findings.sorted, draft: draft, verdicts: verdicts,
    isValid: draft != nil && !findings.hasErrors, notRun: notRun)
}

/// What an invalid draft carries: every error, up to a number that is enough to see that it has some.
private func faults(_ diagnostics: [Diagnostic]) -> [DraftFault] {
  let errors = diagnostics.errors
  let shown = errors.prefix(carriedFaults).map {
    DraftFault(code: $0.rule.code, message: $0.message, pointer: $0.path)
  }
  guard errors.count > carriedFaults, let last = errors.last else { return shown }
  return shown + [
    DraftFault(code: last.rule.code, message: "\(errors.count - carriedFaults) more errors", pointer: "")
  ]
}

private let carriedFaults = 100

extension Stage {
  /// What waits where the text cannot be read.
  public static let afterSyntax: [Stage] = [.schema, .meaning, .graph, .proof]
}

/// The draft of a consistent blueprint keeps both invariants; where it does not, that is our fault, and said so.
private func prove(
  _ compiled: CompiledDraft, of document: Document, findings: inout Findings
) -> ProofVerdicts {
  let proof = ProofReport(PolicyProgram(compiled.draft))
  if !proof.isProved, !findings.hasErrors {
    let broken = Clause.allCases.filter { proof.verdicts[$0] != .proved }
    let witness = proof.refutations.first?.witness
    findings.report(
      .unprovedOutput,
      "the draft made from this blueprint is not proved (\(FindingText.list(broken.map(\.rawValue)))): a fault of fohc",
      at: document.root, span: SourceSpan(start: 0, end: 0),
      help: "please report it with this blueprint; nothing is wrong with what you wrote",
      conversation: witness.map { Conversation($0, proof.program, draftHash: compiled.hash) })
  }
  return ProofVerdicts(proof)
}
