extension [Diagnostic] {
  /// Those that make the document invalid, in their order. O(count).
  public var errors: [Diagnostic] { filter { $0.rule.severity == .error } }
  package var warnings: [Diagnostic] { filter { $0.rule.severity == .warning } }
}

/// Findings as programs read them. Stable: clients look at these fields.
extension [Diagnostic] {
  /// One line a finding: place, code, name, message. `source` is what the places are in. O(size of both).
  public func strings(in source: SourceText) -> (errors: [String], warnings: [String]) {
    guard !isEmpty else { return ([], []) }
    let table = LineTable(source)
    var errors: [String] = []
    var warnings: [String] = []
    for diagnostic in self {
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

  /// One object a finding, with everything that is known of it.
  public func json(in source: SourceText) -> [JSONValue] {
    guard !isEmpty else { return [] }
    let table = LineTable(source)
    return map { diagnostic in
      .object(
        [
          JSONMember("code", .string(diagnostic.rule.code)),
          JSONMember("name", .string(diagnostic.rule.name)),
          JSONMember("stage", .string(diagnostic.rule.stage.rawValue)),
          JSONMember("severity", .string(diagnostic.rule.severity.rawValue)),
          JSONMember("message", .string(diagnostic.message)),
          JSONMember("path", .string(diagnostic.path)),
          JSONMember("location", diagnostic.span.json(table)),
          JSONMember("notes", .array(diagnostic.notes.map { $0.json(table) })),
          JSONMember("help", diagnostic.help.map(JSONValue.string) ?? .null),
          JSONMember("fix", diagnostic.fix.map { $0.json(table) } ?? .null),
        ] + (diagnostic.conversation.map { [JSONMember("witness", $0.json)] } ?? []))
    }
  }
}

extension Diagnostic.Note {
  fileprivate func json(_ table: LineTable) -> JSONValue {
    .object([
      JSONMember("message", .string(message)),
      JSONMember("path", path.map(JSONValue.string) ?? .null),
      JSONMember("location", span.map { $0.json(table) } ?? .null),
    ])
  }
}

extension Diagnostic.Fix {
  fileprivate func json(_ table: LineTable) -> JSONValue {
    .object([
      JSONMember("title", .string(title)), JSONMember("safe", .boolean(isSafe)),
      JSONMember(
        "edits",
        .array(
          edits.map {
            .object([
              JSONMember("location", $0.span.json(table)), JSONMember("replacement", .string($0.replacement)),
            ])
          })),
    ])
  }
}

extension SourceSpan {
  /// Lines and columns are 1-based and count Unicode scalars; offset and length count bytes.
  fileprivate func json(_ table: LineTable) -> JSONValue {
    let from = table.position(of: start)
    let to = table.position(of: end)
    return .object([
      JSONMember("line", .integer(from.line)), JSONMember("column", .integer(from.column)),
      JSONMember("end_line", .integer(to.line)), JSONMember("end_column", .integer(to.column)),
      JSONMember("offset", .integer(start)), JSONMember("length", .integer(length)),
    ])
  }
}
