import BlueprintCompiler
import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs

/// The machine contract: what `--format json` and `ndjson` print.
enum ReportJSON {
  /// `isStrict`: whether warnings refuse, which is then said.
  static func object(of report: FileReport, isStrict: Bool = false) -> JSONValue {
    let strings = report.source.map { report.diagnostics.strings(in: $0) } ?? (errors: [], warnings: [])
    var members = [
      JSONMember("ok", .boolean(report.isAccepted(isStrict: isStrict))),
      JSONMember("file", .string(report.name)),
    ]
    if isStrict { members.append(JSONMember("strict", .boolean(true))) }
    switch report.kind {
    case .blueprint?:
      members.append(JSONMember("authoring_model", .string("conversation_blueprint.v1")))
    case .draft?: members.append(JSONMember("schema_version", .string(Draft.schemaVersion)))
    case nil: break
    }
    if case .unreadable(let failure) = report {
      members.append(JSONMember("error", .string("the file cannot be read: \(failure.reason)")))
    }
    members += [
      JSONMember("draft_hash", report.hash.map { .string($0.draftHash) } ?? .null),
      JSONMember("sha256", report.hash.map { .string($0.sha256) } ?? .null),
      JSONMember(
        "validation",
        .object([
          JSONMember("valid", .boolean(report.isValid)),
          JSONMember("errors", .strings(strings.errors)),
          JSONMember("warnings", .strings(strings.warnings)),
          JSONMember("confidence", .number(confidence(of: report))),
        ])),
      JSONMember(
        "diagnostics", .array(report.source.map { report.diagnostics.json(in: $0) } ?? [])),
      JSONMember("not_run", .strings(report.notRun.map(\.rawValue))),
    ]
    if report.kind == .draft, let verdicts = report.draft?.verdicts {
      members.append(JSONMember("proof", verdicts.json))
    }
    if report.kind == .blueprint { members.append(JSONMember("draft", report.draft?.json ?? .null)) }
    return .object(members)
  }

  /// 0 where nothing may be applied; otherwise the share of the policy that its own scenarios touch.
  private static func confidence(of report: FileReport) -> Double {
    if case .proof(_, _, let confidence, _) = report { return confidence }
    guard report.isValid, let draft = report.draft else { return 0 }
    return ConversationSimulator.confidence(of: draft)
  }
}

/// A document as JSON, numbers spelled as they were read, so that nothing is rounded.
enum DocumentJSON {
  static func text(of document: Document) -> String {
    String(decoding: bytes(of: document.root), as: UTF8.self)
  }

  static func bytes(of node: DocumentNode) -> [UInt8] {
    var output: [UInt8] = []
    write(node, to: &output)
    return output
  }

  private static func write(_ node: DocumentNode, to output: inout [UInt8]) {
    switch node.kind {
    case .null: output += "null".utf8
    case .true: output += "true".utf8
    case .false: output += "false".utf8
    case .number: output += (node.text ?? "").utf8
    case .string: JSONString.write((node.text ?? "").utf8, to: &output)
    case .array:
      output.append(UInt8(ascii: "["))
      for (index, element) in node.elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(element, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object:
      output.append(UInt8(ascii: "{"))
      for (index, member) in node.members.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(member.key, to: &output)
        output.append(UInt8(ascii: ":"))
        write(member.value, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }
}
