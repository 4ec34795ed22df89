import Documents
import Gates
import PolicyGraph
import Rendering

/// The audit log in words.
enum AuditText {
  /// One record on one line; the names in it are anybody's.
  static func line(of record: AuditRecord) -> String {
    let entry = record.entry
    var parts = [
      "\(record.sequence)", entry.at.text, entry.actor.isBlank ? "-" : entry.actor, entry.action.rawValue,
    ]
    if let draft = entry.draft { parts.append(draft.draftHash) }
    if !entry.details.isEmpty { parts.append(PrettyJSON.line(of: .object(entry.details))) }
    return Printable.line(parts.joined(separator: "  "))
  }

  static func line(of fault: AuditFault) -> String {
    let record = fault.sequence.map { ", record \($0)" } ?? ""
    return "line \(fault.line)\(record): \(fault.message) [\(fault.kind.rawValue)]"
  }

  /// What to do about a log that was copied or merged badly.
  private static func wayOut(of report: AuditReport) -> String {
    report.faults.allSatisfy { $0.kind == .lineEnds }
      ? "  to fix: keep a `.gitattributes` with `* -text` beside the log, and check it out again"
      : "  to fix: keep the log and the checkpoint of one branch, both of the same one"
  }

  /// The result of verifying.
  static func lines(of report: AuditReport, name: String, against checkpoint: AuditCheckpoint?) -> [String] {
    var lines = report.faults.map { Printable.line(line(of: $0)) }
    let name = Printable.line(name)
    guard report.isIntact else {
      let count = report.faults.count + report.leftOut
      if report.leftOut > 0 { lines.append("\(report.leftOut) more faults are not shown") }
      let isCopied = report.faults.allSatisfy(\.kind.comesOfCopying)
      lines += isCopied ? [wayOut(of: report)] : []
      let what = isCopied ? "is not as it was written" : "was changed"
      return lines + ["refused: \(name) \(what), \(count) \(count == 1 ? "fault" : "faults")"]
    }
    let end = report.end.map { "up to record \($0.sequence), link \($0.link.text)" } ?? "no record yet"
    lines.append("intact: \(name), \(end)")
    lines.append(
      checkpoint.map { "the checkpoint at record \($0.sequence) is on it" }
        ?? "without a checkpoint: records that were cut off the end would not show")
    return lines
  }
}
