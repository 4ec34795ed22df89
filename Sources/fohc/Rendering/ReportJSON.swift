import BlueprintCompiler
import Gates
import PolicyGraph

/// The machine contract: what `--format json` and `ndjson` print.
enum ReportJSON {
  static func object(of report: FileReport) -> JSONValue {
    let strings = validationStrings(of: report)
    var members = [
      JSONMember("ok", .boolean(report.isValid)), JSONMember("file", .string(report.name)),
    ]
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
      JSONMember("draft_hash", report.draft.map { .string($0.hash.draftHash) } ?? .null),
      JSONMember("sha256", report.draft.map { .string($0.hash.sha256) } ?? .null),
      JSONMember(
        "validation",
        .object([
          JSONMember("valid", .boolean(report.isValid)),
          JSONMember("errors", .strings(strings.errors)),
          JSONMember("warnings", .strings(strings.warnings)),
          JSONMember("confidence", .number(confidence(of: report))),
        ])),
      JSONMember("diagnostics", .array(diagnostics(of: report))),
    ]
    if report.kind == .draft, let verdicts = report.verdicts {
      members.append(JSONMember("proof", proof(verdicts)))
    }
    if report.kind == .blueprint { members.append(JSONMember("draft", report.draft?.json ?? .null)) }
    return .object(members)
  }

  /// 0 where nothing may be applied; otherwise the share of the policy that its own scenarios touch.
  private static func confidence(of report: FileReport) -> Double {
    guard report.isValid, let draft = report.draft else { return 0 }
    return Gates.confidence(of: draft.draft)
  }

  /// Each invariant with its clauses, in the order of the definition.
  private static func proof(_ verdicts: ProofVerdicts) -> JSONValue {
    .object(
      Invariant.allCases.map { invariant in
        let clauses = verdicts.clauses.filter { $0.clause.invariant == invariant }
        return JSONMember(
          invariant.rawValue,
          .object([
            JSONMember("verdict", .string(verdicts.verdict(of: invariant).rawValue)),
            JSONMember(
              "clauses",
              .object(clauses.map { JSONMember($0.clause.rawValue, .string($0.verdict.rawValue)) })),
          ]))
      })
  }

  private static func validationStrings(of report: FileReport) -> (errors: [String], warnings: [String]) {
    guard let source = report.source, !report.diagnostics.isEmpty else { return ([], []) }
    let table = LineTable(source)
    var errors: [String] = []
    var warnings: [String] = []
    for diagnostic in report.diagnostics {
      let place = table.position(of: diagnostic.span.start)
      let text =
        "\(place.line):\(place.column): \(diagnostic.rule.code) \(diagnostic.rule.name): \(diagnostic.message)"
      switch diagnostic.rule.severity {
      case .error: errors.append(text)
      case .warning: warnings.append(text)
      }
    }
    return (errors, warnings)
  }

  private static func diagnostics(of report: FileReport) -> [JSONValue] {
    guard let source = report.source, !report.diagnostics.isEmpty else { return [] }
    let table = LineTable(source)
    return report.diagnostics.map { diagnostic in
      .object(
        [
          JSONMember("code", .string(diagnostic.rule.code)),
          JSONMember("name", .string(diagnostic.rule.name)),
          JSONMember("stage", .string(diagnostic.rule.stage.rawValue)),
          JSONMember("severity", .string(diagnostic.rule.severity.rawValue)),
          JSONMember("message", .string(diagnostic.message)),
          JSONMember("path", .string(diagnostic.path)),
          JSONMember("location", location(diagnostic.span, table)),
          JSONMember("notes", .array(diagnostic.notes.map { note($0, table) })),
          JSONMember("help", diagnostic.help.map(JSONValue.string) ?? .null),
          JSONMember("fix", diagnostic.fix.map { fix($0, table) } ?? .null),
        ] + (diagnostic.conversation.map { [JSONMember("witness", $0.json)] } ?? []))
    }
  }

  private static func note(_ note: Diagnostic.Note, _ table: LineTable) -> JSONValue {
    .object([
      JSONMember("message", .string(note.message)),
      JSONMember("path", note.path.map(JSONValue.string) ?? .null),
      JSONMember("location", note.span.map { location($0, table) } ?? .null),
    ])
  }

  private static func fix(_ fix: Diagnostic.Fix, _ table: LineTable) -> JSONValue {
    .object([
      JSONMember("title", .string(fix.title)),
      JSONMember("safe", .boolean(fix.isSafe)),
      JSONMember(
        "edits",
        .array(
          fix.edits.map {
            .object([
              JSONMember("location", location($0.span, table)),
              JSONMember("replacement", .string($0.replacement)),
            ])
          })),
    ])
  }

  /// Lines and columns are 1-based and count Unicode scalars; offset and length count bytes.
  private static func location(_ span: SourceSpan, _ table: LineTable) -> JSONValue {
    let start = table.position(of: span.start)
    let end = table.position(of: span.end)
    return .object([
      JSONMember("line", .integer(start.line)), JSONMember("column", .integer(start.column)),
      JSONMember("end_line", .integer(end.line)), JSONMember("end_column", .integer(end.column)),
      JSONMember("offset", .integer(span.start)), JSONMember("length", .integer(span.length)),
    ])
  }
}

/// A document as JSON, numbers spelled as they were read, so that nothing is rounded.
enum DocumentJSON {
  static func text(of document: Document) -> String {
    var output: [UInt8] = []
    write(document.root, to: &output)
    return String(decoding: output, as: UTF8.self)
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
