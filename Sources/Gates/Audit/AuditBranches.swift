/// Tells a second branch beside a chain from records that were moved or replaced: its first record follows one that has
/// another successor already, and all of its records fit their links.
///
/// 80 bytes a record.
struct AuditBranches {
  private struct Known {
    let sequence: Int
    let line: Int
    let isAside: Bool
  }

  enum BranchPosition {
    /// Where it belongs, or with no known record before it: for the chain to say.
    case inLine
    /// Goes on with a branch that was reported where it began.
    case onBranch
    /// Follows a record which the one on that line follows too.
    case forks(line: Int)
  }

  private var known: [AuditLink: Known] = [:]
  /// The first successor of each record, by line.
  private var successors: [AuditLink: Int] = [:]
  private(set) var isForked = false
  /// The highest sequence on any branch.
  private(set) var longest = 0

  /// Where a record stands that fits its own link. O(1).
  func branchPosition(of record: AuditRecord, end: AuditCheckpoint?) -> BranchPosition {
    guard record.previous != end?.link ?? .start, known[record.link] == nil else { return .inLine }
    let before = known[record.previous]
    guard record.sequence == (before?.sequence ?? 0) + 1, before != nil || record.previous == .start else {
      return .inLine
    }
    if let line = successors[record.previous] { return .forks(line: line) }
    return before?.isAside ?? false ? .onBranch : .inLine
  }

  mutating func add(_ record: AuditRecord, line: Int, isAside: Bool) {
    known[record.link] = Known(sequence: record.sequence, line: line, isAside: isAside)
    if successors[record.previous] == nil { successors[record.previous] = line }
    isForked = isForked || isAside
    longest = max(longest, record.sequence)
  }
}
