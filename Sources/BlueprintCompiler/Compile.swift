import Documents
import PolicyGraph
import PolicyProofs

/// The result of one document: everything found, and as much of a draft as could be made.
public struct Compilation: Sendable {
  /// What was compiled, as it was given; the spans of ``diagnostics`` are offsets into its bytes.
  public let source: SourceText
  /// All findings of all stages, in their stable order.
  public let diagnostics: [Diagnostic]
  /// The draft, with its identity and its proof; nil if the document is not a blueprint. A draft beside meaning errors is
  /// for showing only, and carries them (``Draft/faults``).
  public let draft: PreparedDraft?
  /// Whether the draft may be applied, certified and published: there is one, and no error.
  public let isValid: Bool
  /// The stages that did not run, or not on all of the document, because of what an earlier one found.
  public let notRun: [Stage]
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
      source: source, diagnostics: findings.sorted, draft: nil, isValid: false,
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
      source: document.source, diagnostics: findings.sorted, draft: nil, isValid: false,
      notRun: [])
  }
  let outcome = SchemaCheck.run(document, against: BlueprintSchema.document, findings: &findings)
  checkCharacters(of: document, findings: &findings)
  var lowered: Draft?
  var notRun: [Stage] = document.root.kind == .object ? [] : [.meaning]
  if document.root.kind == .object {
    // What stands under a misspelt key is judged as what was meant, so that its own faults are told in the same run.
    let meant = document.reading(outcome.meantKeys)
    let blueprint = Blueprint(meant, faultySections: outcome.faultySections)
    checkMeaning(of: blueprint, findings: &findings)
    if !blueprint.unreadable.isEmpty { notRun.append(.meaning) }
    if outcome.isAccepted { lowered = lower(blueprint, limits: limits, findings: &findings) }
  }
  if lowered == nil { notRun += [.graph, .proof] }
  let draft = lowered.map { prepareCompiled($0, of: document, findings: &findings) }
  return Compilation(
    source: document.source, diagnostics: findings.sorted, draft: draft,
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

/// Prepares a draft with the errors of its blueprint. That of a consistent blueprint keeps both invariants; where it does not,
/// that is our fault, and reported.
private func prepareCompiled(
  _ lowered: Draft, of document: Document, findings: inout Findings
) -> PreparedDraft {
  // The program knows nothing of faults: what is proved with them holds without them.
  if findings.hasErrors { return prepare(lowered.carrying(faults(findings.sorted))) }
  let prepared = prepare(lowered)
  let proof = prepared.proof
  guard !proof.isProved else { return prepared }
  let broken = Clause.allCases.filter { proof.verdicts[$0] != .proved }
  let witness = proof.refutations.first?.witness
  findings.report(
    .unprovedOutput,
    "the draft made from this blueprint is not proved (\(FindingText.list(broken.map(\.rawValue)))): a fault of fohc",
    at: document.root, span: SourceSpan(start: 0, end: 0),
    help: "please report it with this blueprint; nothing is wrong with what you wrote",
    conversation: witness.map { Conversation($0, proof.program, draftHash: prepared.hash) })
  return prepare(lowered.carrying(faults(findings.sorted)))
}
