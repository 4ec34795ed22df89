import Documents

/// The audit log (definition 10.1): JSON Lines, one ``AuditRecord`` in its RFC 8785 bytes a line, each chained to all
/// before it.
///
/// What the chain shows without more: every change within the log. What it cannot show: whole records cut off the
/// end, or a history rewritten from some record on to the end: anyone who can write the file can compute links.
/// Both show against an ``AuditCheckpoint`` that was kept where the writer of the log cannot write.
public enum AuditLog {
  /// The line to append for an entry, line break included, and the end that the log then has. `end` is nil for a log
  /// without a record.
  public static func append(
    _ entry: AuditEntry, after end: AuditCheckpoint?
  ) -> (line: [UInt8], end: AuditCheckpoint) {
    let record = AuditRecord(entry, after: end)
    return (
      CanonicalJSON.bytes(of: record.json) + [lineBreak],
      AuditCheckpoint(sequence: record.sequence, link: record.link)
    )
  }

  /// Goes through a whole log and reports everything that is wrong with it. O(bytes).
  public static func verify(
    _ log: [UInt8], against checkpoint: AuditCheckpoint? = nil, limits: Limits = .standard
  ) -> AuditReport {
    verify(log, against: checkpoint, limits: limits) { _ in }
  }

  /// Verifies, and gives `each` every record that can be read, in the order of the lines. Memory for one line at a
  /// time.
  public static func verify(
    _ log: [UInt8], against checkpoint: AuditCheckpoint? = nil, limits: Limits = .standard,
    each: (AuditRecord) throws -> Void
  ) rethrows -> AuditReport {
    var verification = AuditVerification(checkpoint: checkpoint, limits: limits)
    var start = log.startIndex
    while let end = log[start...].firstIndex(of: lineBreak) {
      if let record = verification.take(log[start..<end]) { try each(record) }
      start = end + 1
    }
    return verification.finish(isCut: start < log.endIndex)
  }

  static let lineBreak = UInt8(ascii: "\n")
}

/// The result of verifying a log.
public struct AuditReport: Sendable {
  /// Number of lines.
  public let lines: Int
  /// The last record that is in its place; nil if there is none.
  public let end: AuditCheckpoint?
  /// By line. At most `Limits.findings` of them.
  public let faults: [AuditFault]
  /// How many more faults there are.
  public let leftOut: Int

  /// Whether nothing shows that the log was changed.
  public var isIntact: Bool { faults.isEmpty }
}
