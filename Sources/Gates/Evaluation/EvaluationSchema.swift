import Documents
import PolicyGraph

/// The shape of an evaluation result, field by field.
package enum EvaluationSchema {
  package static let document = DocumentSchema(
    name: EvaluationResult.schemaVersion,
    title: "Evaluation result v1: one judged run of a scenario, one line of a JSON Lines file", root: root)

  private static let root = ObjectSchema(
    "an evaluation result", unknownKeys: .refused,
    [
      .required("schema_version", .choice([EvaluationResult.schemaVersion]), "what this document is."),
      .required("scenario", .text, "the id of the scenario that was run."),
      .required("run", .text, "which run of it: the evaluator's own name for the conversation."),
      .optional("channel", .text, "the channel that it ran on."),
      .required(
        "verdict", .choice(EvaluationResult.Verdict.allCases.map(\.rawValue)),
        "the result; an error counts as not passed."),
      .required(
        "obligations", .array(of: obligation), "prohibitions and goals that the run was judged by."),
      .required("judge", judge, "who judged."),
      .required("at", .text, "when it was judged, as RFC 3339."),
      .required("draft_hash", .text, "the draft that was run: `xxh3-128:` and 32 hexadecimal digits."),
      .optional("sha256", .text, "SHA-256 of the same bytes: 64 hexadecimal digits."),
      .optional("notes", .text, "what the judge has to add."),
    ])

  private static let obligation = ValueSchema.object(
    .init(
      "an obligation", unknownKeys: .refused,
      [
        .required("item", .text, "the text of a `must_not_do` entry or of a goal, as the draft has it."),
        .required(
          "verdict", .choice(EvaluationResult.Obligation.Verdict.allCases.map(\.rawValue)),
          "whether it was kept."),
        .optional("critical", .boolean, "whether one violation is one too many.", absent: "false"),
      ]))

  private static let judge = ValueSchema.object(
    .init(
      "a judge", unknownKeys: .refused,
      [
        .required(
          "kind", .choice(EvaluationResult.Judge.Kind.allCases.map(\.rawValue)), "a person or a machine."),
        .required("name", .text, "which one."),
      ]))

  /// Reads one result and reports each fault at its place.
  package static func decode(_ document: Document, findings: inout Findings) -> EvaluationResult? {
    guard SchemaCheck.run(document, against: self.document, findings: &findings).isAccepted else {
      return nil
    }
    let root = document.root
    var isSound = true
    for key in ["scenario", "run"] { isSound = checkName(root, key, &findings) && isSound }
    if let judge = root.member("judge") { isSound = checkName(judge, "name", &findings) && isSound }
    for obligation in root.list("obligations") ?? [] {
      isSound = checkName(obligation, "item", &findings) && isSound
    }
    isSound = checkHash(root, "draft_hash", isDraftHash, &findings) && isSound
    isSound = checkHash(root, "sha256", isSHA256, &findings) && isSound
    guard let at = root.string("at").flatMap({ Instant($0) }) else {
      findings.report(
        .evaluationValue, "`at` is not an RFC 3339 date and time", at: root.member("at") ?? root,
        help: "write the time with its offset, such as `2026-11-24T13:18:10Z`")
      return nil
    }
    return isSound ? EvaluationResult(root, at: at) : nil
  }

  private static func checkName(_ node: DocumentNode, _ key: String, _ findings: inout Findings) -> Bool {
    guard let value = node.member(key), value.text?.isBlank ?? true else { return true }
    findings.report(.evaluationValue, "`\(key)` is blank", at: value, help: "write what is meant")
    return false
  }

  private static func checkHash(
    _ node: DocumentNode, _ key: String, _ isHash: (String) -> Bool, _ findings: inout Findings
  ) -> Bool {
    guard let value = node.member(key) else { return true }
    if let text = value.text, isHash(text) { return true }
    findings.report(
      .evaluationValue, "`\(key)` is not the hash of a draft", at: value,
      help: "`fohc hash` prints both hashes of a draft")
    return false
  }

  /// `xxh3-128:` and 32 hexadecimal digits.
  package static func isDraftHash(_ text: String) -> Bool { isHash(text, prefix: "xxh3-128:", digits: 32) }

  /// 64 hexadecimal digits.
  package static func isSHA256(_ text: String) -> Bool { isHash(text, prefix: "", digits: 64) }

  private static func isHash(_ text: String, prefix: String, digits: Int) -> Bool {
    text.utf8.starts(with: prefix.utf8) && text.utf8.count == prefix.utf8.count + digits
      && text.utf8.dropFirst(prefix.utf8.count).allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}

// These read documents that have passed the schema check.

extension EvaluationResult {
  fileprivate init(_ root: DocumentNode, at: Instant) {
    let judge = root.member("judge")
    self.init(
      scenario: ScenarioID(root.string("scenario") ?? ""), run: root.string("run") ?? "",
      channel: root.string("channel"), verdict: root.string("verdict").flatMap(Verdict.init) ?? .error,
      obligations: (root.list("obligations") ?? []).map(Obligation.init),
      judge: Judge(
        judge?.string("kind").flatMap(Judge.Kind.init) ?? .program, judge?.string("name") ?? ""),
      at: at, draftHash: root.string("draft_hash") ?? "", sha256: root.string("sha256"),
      notes: root.string("notes"))
  }
}

extension EvaluationResult.Obligation {
  fileprivate init(_ node: DocumentNode) {
    self.init(
      node.string("item") ?? "", node.string("verdict").flatMap(Verdict.init) ?? .unjudged,
      isCritical: node.member("critical")?.boolean ?? false)
  }
}
