import BlueprintCompiler
import Documents
import Rendering

/// The machine contract: what `--format json` and `ndjson` print.
enum ReportJSON {
  /// `isStrict`: whether warnings refuse, which is then said.
  static func object(of report: FileReport, isStrict: Bool = false) -> JSONValue {
    let failure: String? =
      if case .unreadable(let failure) = report { "the file cannot be read: \(failure.reason)" } else { nil }
    return FindingsJSON(
      name: report.name, kind: report.kind, source: report.source, failure: failure,
      diagnostics: report.diagnostics, draft: report.draft, hash: report.hash,
      confidence: report.knownConfidence, isValid: report.isValid, notRun: report.notRun, isStrict: isStrict
    ).value
  }
}
