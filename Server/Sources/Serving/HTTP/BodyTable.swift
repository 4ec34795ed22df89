import Documents
import Gates

/// The members of a body, and what each is. Requests are read by such tables, `/openapi.json` prints them, and the tests
/// hold every answer against them.
struct BodyTable: Sendable {
  /// Its name in `/openapi.json`.
  let name: String
  let object: ObjectSchema
  let others: Others

  /// What becomes of members that are not listed.
  enum Others: Sendable {
    /// They are errors: nothing would read them.
    case refused
    /// They are part of what is stored, with numbers of at most this size.
    case kept(numbersUpTo: Double)
  }

  init(_ name: String, _ title: String, others: Others = .refused, _ fields: [FieldSchema]) {
    self.name = name
    self.others = others
    let isOpen = if case .kept = others { true } else { false }
    object = ObjectSchema(title, unknownKeys: isOpen ? .kept : .refused, fields)
  }

  /// What is wrong with a body; nothing if it fits. `root` is nil for an empty body, which is as good as `{}`.
  func problems(of root: DocumentNode?) -> [String] {
    var check = BodyCheck()
    check.checkMembers(of: root, object)
    if case .kept(let largest) = others, let root {
      check.report(Form.inexactNumbers(in: root, upTo: largest))
    }
    return check.problems
  }
}

/// What is answered when a request is done.
enum Answer: Sendable {
  case object(BodyTable)
  case list(of: ValueSchema)
  /// A document with a separate description.
  case form(Form)
  /// Text that is no JSON, of this content type.
  case text(String)

  var contentType: String {
    switch self {
    case .object, .list, .form: "application/json"
    case .text(let type): type
    }
  }
}

extension BodyTable {
  /// Of every answer that says why a request is not done (``Refusal``).
  static let refusal = BodyTable(
    "Error", "why a request is not done",
    [
      .required("ok", .boolean, "`false`."),
      .required("error", .text, "what is wrong, in a sentence."),
      .required("reason_code", .text, "what is wrong, for programs."),
      .optional("remediation", .text, "what to do about it."),
      .optional("next_commands", .texts, "commands of the platform's client that help."),
      .optional("detail", .object(refusalDetail), "all that is wrong."),
      .optional("gate", .choice(GateName.self), "the gate that refused a release."),
      .optional(
        "failed_invariants", .array(of: .object(failedInvariant)), "the invariants that are not proved."),
      .optional("blockers", .array(of: .object(gateReason)), "every reason of the gates."),
      .optional("top_blocker", .object(topBlocker), "the first of these reasons."),
    ])

  private static let refusalDetail = ObjectSchema(
    "details of a refusal", unknownKeys: .refused,
    [
      .optional("errors", .texts, "everything that is wrong."),
      .optional("warnings", .texts, "what is worth knowing besides."),
      .optional("issues", .array(of: .object(finding)), "the same, with places and fixes."),
      .optional("decision", .anyObject, "the decision of the gates, as it is on record."),
      .optional(
        "failed_invariants", .array(of: .object(failedInvariant)), "the invariants that are not proved."),
      .optional("reasons", .array(of: .object(gateReason)), "every reason of the gates."),
      .optional("sent", .hash, "the draft that was sent."),
      .optional("stored", .hash, "the draft that is stored."),
    ])

  private static let failedInvariant = ObjectSchema(
    "an invariant that is not proved", unknownKeys: .refused,
    [
      .required("name", .text, "the invariant."),
      .required("clauses", .texts, "its clauses that are not proved."),
    ])

  private static let topBlocker = ObjectSchema(
    "the first reason", unknownKeys: .refused,
    [
      .required("invariant", .text, "the invariant that is not proved, or the gate."),
      .required("scenario_id", .text, "what the reason is about; empty if it is about the whole draft."),
      .required("suggested_fix", .text, "what to do about it."),
    ])

  /// A reason of a gate.
  static let gateReason = ObjectSchema(
    "a reason of a gate", unknownKeys: .refused,
    [
      .required("reason_code", .text, "the reason, for programs."),
      .required("detail", .text, "the reason, in a sentence."),
      .required("subject", .orNull(.text), "what it is about, such as a clause or a scenario."),
      .required("suggested_fix", .text, "what to do about it."),
    ])

  /// Something that a check found in a document.
  static let finding = ObjectSchema(
    "a finding", unknownKeys: .refused,
    [
      .required("code", .text, "the code of its rule."),
      .required("name", .text, "the name of its rule."),
      .required("severity", .text, "`error` or `warning`."),
      .required("message", .text, "what is wrong, in a sentence."),
      .optional("stage", .text, "the stage that found it."),
      .optional("path", .text, "where it is in the document (JSON Pointer)."),
      .optional("location", .anyObject, "where it is in the text."),
      .optional("notes", .array(of: .anyObject), "further places."),
      .optional("help", .orNull(.text), "what to do about it."),
      .optional("fix", .orNull(.anyObject), "an edit that corrects it."),
      .optional("witness", .anyObject, "a conversation that shows it."),
    ])
}
