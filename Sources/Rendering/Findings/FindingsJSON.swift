import BlueprintCompiler
import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs

/// What was found in one document, for programs: the object that `fohc check --format json` prints.
///
/// Members: `ok`, `file`, `draft_hash`, `sha256`, `validation` (`valid`, `errors`, `warnings`, `confidence`), `diagnostics`,
/// `not_run`, and for a draft `proof`, for a blueprint `draft`.
public struct FindingsJSON: Sendable {
  private let name: String
  private let kind: DocumentKind?
  private let source: SourceText?
  private let failure: String?
  private let diagnostics: [Diagnostic]
  private let draft: PreparedDraft?
  private let hash: DraftHash?
  private let knownConfidence: Double?
  private let isValid: Bool
  private let notRun: [Stage]
  private let isStrict: Bool

  /// Of a blueprint. `isStrict` makes `ok` false where there are warnings, and says so in `strict`.
  public init(_ compilation: Compilation, isStrict: Bool = false) {
    self.init(
      name: compilation.source.name, kind: .blueprint, source: compilation.source, failure: nil,
      diagnostics: compilation.diagnostics, draft: compilation.draft, hash: compilation.draft?.hash,
      confidence: nil, isValid: compilation.isValid, notRun: compilation.notRun, isStrict: isStrict)
  }

  /// Of a draft, which was read from `source`. `isStrict` makes `ok` false where there are warnings, and says so in
  /// `strict`.
  public init(_ validation: DraftValidation, of source: SourceText, isStrict: Bool = false) {
    self.init(
      name: source.name, kind: .draft, source: source, failure: nil, diagnostics: validation.diagnostics,
      draft: validation.draft, hash: validation.draft?.hash, confidence: nil, isValid: validation.isValid,
      notRun: validation.notRun, isStrict: isStrict)
  }

  /// Of any document; `failure` says why it could not be read. `hash` and `confidence` are those of the draft that the
  /// document is about, which need not be at hand; without a confidence the draft is simulated.
  package init(
    name: String, kind: DocumentKind?, source: SourceText?, failure: String?, diagnostics: [Diagnostic],
    draft: PreparedDraft?, hash: DraftHash?, confidence: Double?, isValid: Bool, notRun: [Stage],
    isStrict: Bool
  ) {
    self.name = name
    self.kind = kind
    self.source = source
    self.failure = failure
    self.diagnostics = diagnostics
    self.draft = draft
    self.hash = hash
    knownConfidence = confidence
    self.isValid = isValid
    self.notRun = notRun
    self.isStrict = isStrict
  }

  /// The object, made anew each time. Simulates the scenarios of a valid draft, for `confidence`: what
  /// `confidence(of:)` takes.
  public var value: JSONValue {
    let strings = source.map { diagnostics.strings(in: $0) } ?? (errors: [], warnings: [])
    let isAccepted = isValid && !(isStrict && !diagnostics.warnings.isEmpty)
    var members = [JSONMember("ok", .boolean(isAccepted)), JSONMember("file", .string(name))]
    if isStrict { members.append(JSONMember("strict", .boolean(true))) }
    switch kind {
    case .blueprint?:
      members.append(JSONMember("authoring_model", .string("conversation_blueprint.v1")))
    case .draft?: members.append(JSONMember("schema_version", .string(Draft.schemaVersion)))
    case nil: break
    }
    if let failure { members.append(JSONMember("error", .string(failure))) }
    members += [
      JSONMember("draft_hash", hash.map { .string($0.draftHash) } ?? .null),
      JSONMember("sha256", hash.map { .string($0.sha256) } ?? .null),
      JSONMember(
        "validation",
        .object([
          JSONMember("valid", .boolean(isValid)),
          JSONMember("errors", .strings(strings.errors)),
          JSONMember("warnings", .strings(strings.warnings)),
          JSONMember("confidence", .number(confidence)),
        ])),
      JSONMember("diagnostics", .array(source.map { diagnostics.json(in: $0) } ?? [])),
      JSONMember("not_run", .strings(notRun.map(\.rawValue))),
    ]
    if kind == .draft, let verdicts = draft?.verdicts { members.append(JSONMember("proof", verdicts.json)) }
    if kind == .blueprint { members.append(JSONMember("draft", draft?.json ?? .null)) }
    return .object(members)
  }

  /// 0 where nothing may be applied; otherwise the share of the policy that its own scenarios touch.
  private var confidence: Double {
    if let knownConfidence { return knownConfidence }
    guard isValid, let draft else { return 0 }
    return ConversationSimulator.confidence(of: draft)
  }
}
