import Documents
import PolicyGraph

/// Follows the chain of a log line by line.
///
/// Sequence and chain are held against the last record that was in its place. A line that says nothing reliable (it
/// cannot be read, or does not fit its own link) may stand for the record that is due, or for none; so each excuses
/// one sequence number that is then passed over, and one fault is not reported twice.
///
/// What copying and merging files does to a log is told apart from a change of its records: converted line ends, git's
/// conflict markers, and a second branch beside the chain are one fault each.
struct AuditVerification {
  private let checkpoint: AuditCheckpoint?
  private let limits: Limits
  private var lines = 0
  private var end: AuditCheckpoint?
  /// Lines since `end` that say nothing reliable.
  private var unreliable = 0
  private var branches = AuditBranches()
  /// Lines that end in CR LF, and the first of them.
  private var converted: (count: Int, first: Int) = (0, 0)
  private var hasConflict = false
  private var faults: [AuditFault] = []
  private var leftOut = 0

  init(checkpoint: AuditCheckpoint?, limits: Limits) {
    self.checkpoint = checkpoint
    self.limits = limits
  }

  /// Takes the next line, without its line break; returns its record, in its place or not.
  mutating func take(_ bytes: ArraySlice<UInt8>) -> AuditRecord? {
    lines += 1
    var bytes = bytes
    // No record ends so: its last byte is a brace.
    if bytes.last == UInt8(ascii: "\r") {
      bytes = bytes.dropLast()
      if converted.count == 0 { converted.first = lines }
      converted.count += 1
    }
    if ConflictMarkers.isMarker(bytes) {
      if !hasConflict {
        report(
          .conflict, nil,
          "git's conflict markers begin here: two branches that both continued the log are half merged")
      }
      hasConflict = true
      return nil
    }
    guard let record = read(bytes) else {
      unreliable += 1
      return nil
    }
    if record.fitsItsLink {
      place(record)
    } else {
      unreliable += 1
      report(
        .edited, record.sequence, "the record does not fit its link: it was changed after it was written")
    }
    return record
  }

  /// Ends the log. `isCut`: something follows the last line break.
  mutating func finish(isCut: Bool) -> AuditReport {
    if isCut {
      lines += 1
      report(.cutLine, nil, "the last line has no end: the record was not written whole, or was cut")
    }
    let reached = reached
    if let checkpoint, reached < checkpoint.sequence {
      report(
        .truncated, checkpoint.sequence,
        "the log ends at record \(reached), and the checkpoint was taken at record \(checkpoint.sequence)")
    }
    if converted.count > 0 { reportLineEnds() }
    // A checkpoint of the other branch is not another fault.
    if hasConflict || branches.isForked { faults.removeAll { $0.kind == .rewritten } }
    return AuditReport(lines: lines, end: end, faults: faults, leftOut: leftOut)
  }

  /// The last sequence number that the lines so far can account for.
  private var reached: Int { max((end?.sequence ?? 0) + unreliable, branches.longest) }

  private mutating func reportLineEnds() {
    let which = converted.count == lines ? "all lines" : "\(converted.count) of \(lines) lines"
    let fault = AuditFault(
      kind: .lineEnds, line: converted.first, sequence: nil,
      message:
        "\(which) end in CR LF: the line ends were converted after the log was written, as git does with "
        + "`core.autocrlf`")
    faults.insert(fault, at: faults.firstIndex { $0.line > fault.line } ?? faults.endIndex)
  }

  private mutating func place(_ record: AuditRecord) {
    switch branches.branchPosition(of: record, end: end) {
    case .inLine: break
    case .onBranch: return branches.add(record, line: lines, isAside: true)
    case .forks(let other):
      if !hasConflict {
        let before = record.sequence == 1 ? "begins the log" : "follows record \(record.sequence - 1)"
        report(
          .forked, record.sequence,
          "the record \(before), as the one on line \(other) does: two branches that both continued the log "
            + "were put into one file")
      }
      return branches.add(record, line: lines, isAside: true)
    }
    let due = (end?.sequence ?? 0) + 1
    guard record.sequence >= due else {
      return report(
        .outOfOrder, record.sequence,
        "record \(due) or a later one is due: this one was moved or repeated, or another stands in its place")
    }
    let first = due + unreliable
    if record.sequence > first {
      let missing =
        record.sequence - 1 == first ? "record \(first) is" : "records \(first) to \(record.sequence - 1) are"
      report(.missing, first, "\(missing) missing before this line")
    } else if record.sequence == due, record.previous != end?.link ?? .start {
      report(
        .brokenChain, record.sequence, "the record does not follow the one before it, which was replaced"
      )
    }
    if let checkpoint, checkpoint.sequence == record.sequence, checkpoint.link != record.link {
      report(
        .rewritten, record.sequence,
        "the record has another link than the checkpoint, so the two do not belong to one history: the log of one "
          + "branch stands beside the checkpoint of another, or the log up to here was rewritten")
    }
    branches.add(record, line: lines, isAside: false)
    end = AuditCheckpoint(sequence: record.sequence, link: record.link)
    unreliable = 0
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>) -> AuditRecord? {
    var findings = Findings(limits: limits)
    let source = SourceText(name: "", bytes: Array(bytes))
    guard let document = readJSON(source, limits: limits, findings: &findings), !findings.hasErrors else {
      report(.notJSON, nil, findings)
      return nil
    }
    guard let record = AuditRecord.decode(document, findings: &findings) else {
      report(.notRecord, nil, findings)
      return nil
    }
    guard CanonicalJSON.bytes(of: record.json) == source.bytes else {
      report(
        .notCanonical, record.sequence,
        "the record is written in other bytes than its RFC 8785 form: the line was changed")
      return nil
    }
    return record
  }

  private mutating func report(_ kind: AuditFault.Kind, _ sequence: Int?, _ findings: Findings) {
    report(kind, sequence, findings.sorted.first?.message ?? "the line cannot be read")
  }

  private mutating func report(
    _ kind: AuditFault.Kind, _ sequence: Int?, _ message: @autoclosure () -> String
  ) {
    guard faults.count < limits.findings else {
      leftOut += 1
      return
    }
    faults.append(AuditFault(kind: kind, line: lines, sequence: sequence, message: message()))
  }
}
