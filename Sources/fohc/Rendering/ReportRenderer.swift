import BlueprintCompiler
import Documents
import PolicyGraph

/// Prints the results of files in the format that was asked for, in the order of the files.
struct ReportRenderer {
  let format: OutputFormat
  let usesColour: Bool
  /// Where findings for people go; what machines read is always standard output.
  var stream = Terminal.Stream.output
  /// Whether warnings refuse.
  var isStrict = false
  /// Whether conversations are shown whole.
  var isFull = false

  func print(_ reports: [FileReport]) throws {
    for case .unreadable(let failure) in reports {
      Terminal.complain("`\(failure.name)` cannot be read: \(failure.reason)")
    }
    switch format {
    case .human:
      let renderer = HumanRenderer(
        usesColour: usesColour,
        conversations: ConversationText(isFull: isFull, columns: Terminal.columns(of: stream)))
      for report in reports where !report.diagnostics.isEmpty {
        try Terminal.print(renderer.text(of: report), to: stream)
      }
      Terminal.printError(summary(of: reports))
    case .compact:
      for report in reports {
        for line in CompactRenderer.lines(of: report) { try Terminal.print(line, to: stream) }
      }
    case .json:
      if let only = reports.first, reports.count == 1 {
        try Terminal.print(String(PrettyJSON.text(of: object(of: only)).dropLast()))
      } else {
        try Terminal.print(
          String(PrettyJSON.text(of: .array(reports.map(object))).dropLast()))
      }
    case .ndjson:
      for report in reports { try Terminal.print(CanonicalJSON.text(of: object(of: report))) }
    }
    // The other formats say nothing at the end; that only warnings stood in the way has to be said.
    if format != .human, refusesOnlyWarnings(of: reports) { Terminal.complain(summary(of: reports)) }
  }

  private func object(of report: FileReport) -> JSONValue {
    ReportJSON.object(of: report, isStrict: isStrict)
  }

  private func refusesOnlyWarnings(of reports: [FileReport]) -> Bool {
    reports.allSatisfy(\.isValid) && !reports.allSatisfy { $0.isAccepted(isStrict: isStrict) }
  }

  private func summary(of reports: [FileReport]) -> String {
    let all = reports.flatMap(\.diagnostics)
    let errors = all.count { $0.rule.severity == .error }
    let warnings = all.count - errors
    let files = counted(reports.count, "file")
    let unreadable = reports.count { if case .unreadable = $0 { true } else { false } }
    // Nothing is known of what could not be read, not even that it has no errors.
    if unreadable == reports.count { return "refused: \(files), not readable" }
    let verdict = reports.allSatisfy { $0.isAccepted(isStrict: isStrict) } ? "ok" : "refused"
    return "\(verdict): \(files), " + (unreadable > 0 ? "\(unreadable) not readable, " : "")
      + "\(counted(errors, "error")), \(counted(warnings, "warning"))"
      + (refusesOnlyWarnings(of: reports) ? "; under --strict warnings refuse" : "")
  }
}

/// `1 warning`, `2 warnings`.
func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }

/// Repeats the open warnings of a file where something is made of it: what was warned of once is easily forgotten.
enum OpenWarnings {
  /// One line for each on standard error, and how many there are. Nothing if there is none.
  static func tell(of report: FileReport) {
    let open = report.diagnostics.warnings
    guard !open.isEmpty, report.draft != nil, let source = report.source else { return }
    for line in CompactRenderer.lines(of: open, in: source) { Terminal.printError(line) }
    let name = Printable.line(source.name)
    let help = source.name == "-" ? "" : "; see `fohc check \(name)`"
    Terminal.tell("! \(counted(open.count, "warning")) open in `\(name)`\(help)")
  }
}

/// One line a finding: `file:line:column: severity code [name]: message`.
enum CompactRenderer {
  static func lines(of report: FileReport) -> [String] {
    report.source.map { lines(of: report.diagnostics, in: $0) } ?? []
  }

  static func lines(of diagnostics: [Diagnostic], in source: SourceText) -> [String] {
    if diagnostics.isEmpty { return [] }
    let table = LineTable(source)
    let name = Printable.line(source.name)
    return diagnostics.map { diagnostic in
      let place = table.position(of: diagnostic.span.start)
      return "\(name):\(place.line):\(place.column): \(diagnostic.rule.severity.rawValue) "
        + "\(diagnostic.rule.code) [\(diagnostic.rule.name)]: \(Printable.line(diagnostic.message))"
    }
  }
}

/// Text from a document may hold control characters, which must not reach a terminal.
enum Printable {
  /// A text of several lines on one, which are parted by blanks.
  static func oneLine(_ text: String) -> String {
    line(text.split(separator: "\n").joined(separator: " "))
  }

  /// The text on one line, with controls shown as escapes.
  static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || 0x2028...0x202E ~= scalar.value
      || 0x2066...0x2069 ~= scalar.value
  }
}
