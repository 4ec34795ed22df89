import Documents
import BlueprintCompiler
import PolicyGraph

@testable import Gates

/// Small logs, and logs changed by hand.
enum SampleLog {
  static func entry(_ number: Int, actor: String = "ana") -> AuditEntry {
    AuditEntry(
      at: .noon.advanced(bySeconds: number), actor: actor,
      action: AuditAction.allCases[number % AuditAction.allCases.count],
      draft: number % 2 == 1 ? .first : nil,
      details: [
        JSONMember("tab\tand \u{1F}", .number(0.5)), JSONMember("é", .array([.null, .boolean(true)])),
      ])
  }

  /// The lines, each with its line break, and the end after each.
  static func make(
    _ count: Int, actor: String = "ana"
  ) -> (lines: [[UInt8]], ends: [AuditCheckpoint]) {
    var lines: [[UInt8]] = []
    var ends: [AuditCheckpoint] = []
    for number in 1...count {
      let (line, end) = AuditLog.append(entry(number, actor: actor), after: ends.last)
      lines.append(line)
      ends.append(end)
    }
    return (lines, ends)
  }

  static func verify(_ lines: [[UInt8]], against checkpoint: AuditCheckpoint? = nil) -> AuditReport {
    AuditLog.verify(Array(lines.joined()), against: checkpoint)
  }
}

extension AuditReport {
  /// Codes and lines, for comparing.
  var found: [String] { faults.map { "\($0.kind.rawValue):\($0.line)" } }
}
