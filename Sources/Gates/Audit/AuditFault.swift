/// Something in an audit log that a log as it was written cannot have.
public struct AuditFault: Sendable, Equatable {
  /// Which promise of the log is broken.
  public let kind: Kind
  /// The line at fault, from 1; for what is missing at the end, the last one (0 in an empty log).
  public let line: Int
  /// The record at fault, if it is known.
  public let sequence: Int?
  /// What is wrong, in a sentence.
  public let message: String

  /// Stable codes.
  public enum Kind: String, Sendable, CaseIterable {
    /// A line that is not JSON.
    case notJSON = "not_json"
    /// JSON that is not an audit record.
    case notRecord = "not_a_record"
    /// A record in other bytes than those of RFC 8785, in which every record is written.
    case notCanonical = "not_canonical"
    /// A record whose own link does not fit what it says.
    case edited = "edited_record"
    /// One or more sequence numbers are passed over.
    case missing = "missing_records"
    /// A sequence number that was there before, or is lower than one before: moved, repeated, or something stands
    /// in its place.
    case outOfOrder = "out_of_order"
    /// A record that follows another than the one before it: that one was put in its place.
    case brokenChain = "broken_chain"
    /// The last line has no line break: the record was not written to its end.
    case cutLine = "cut_last_line"
    /// The log ends before the checkpoint.
    case truncated
    /// At the checkpoint the log has another link than was kept.
    case rewritten = "rewritten_history"
    /// Lines end in CR LF: whatever copied the file has converted its line ends.
    case lineEnds = "converted_line_ends"
    /// Lines of git's, where two branches were merged.
    case conflict = "merge_conflict"
    /// Two records follow one: two branches that both went on were put into one file.
    case forked = "forked_history"

    /// Whether copying and merging files brings it about, without anybody changing a record.
    public var comesOfCopying: Bool {
      switch self {
      case .lineEnds, .conflict, .forked, .rewritten: true
      case .notJSON, .notRecord, .notCanonical, .edited, .missing, .outOfOrder, .brokenChain, .cutLine,
        .truncated:
        false
      }
    }
  }
}
