import BlueprintCompiler
import Documents
import PolicyGraph
import Rendering

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
      let renderer = FindingsText.ofCommandLine(
        usesColour: usesColour,
        conversations: ConversationText(isFull: isFull, columns: Terminal.columns(of: stream)))
      for report in reports where !report.diagnostics.isEmpty {
        try Terminal.print(renderer.text(of: report), to: stream)
      }
      Terminal.printError(summary(of: reports))
    case .compact:
      for report in reports {
        for line in FindingsLines.lines(of: report) { try Terminal.print(line, to: stream) }
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

/// Repeats the open warnings of a file where something is made of it: what was warned of once is easily forgotten.
enum OpenWarnings {
  /// One line for each on standard error, and how many there are. Nothing if there is none.
  static func tell(of report: FileReport) {
    let open = report.diagnostics.warnings
    guard !open.isEmpty, report.draft != nil, let source = report.source else { return }
    for line in FindingsLines.lines(of: open, in: source) { Terminal.printError(line) }
    let name = Printable.line(source.name)
    let help = source.name == "-" ? "" : "; see `fohc check \(name)`"
    Terminal.tell("! \(counted(open.count, "warning")) open in `\(name)`\(help)")
  }
}
