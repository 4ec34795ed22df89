import Documents
import PolicyGraph

/// The end of a log at some time (`audit_checkpoint.v1`): how many records it had, and the link of the last.
///
/// Kept apart from the log, it is what shows that whole records were cut off the end, or that the history was
/// rewritten with links that fit: a log alone cannot show either.
public struct AuditCheckpoint: Hashable, Sendable {
  /// Sequence of the last record; 0 in a log without one.
  public let sequence: Int
  /// Link of the last record; ``AuditLink/start`` in a log without one.
  public let link: AuditLink

  /// Of a log without a record: what is kept when a log is begun, so that a log without a checkpoint is never taken for a
  /// new one.
  public static let start = AuditCheckpoint(sequence: 0, link: .start)

  /// - Precondition: `sequence` is from 0 to 2^53 - 1.
  public init(sequence: Int, link: AuditLink) {
    precondition(Self.sequences.contains(sequence), "a checkpoint is at a record")
    self.sequence = sequence
    self.link = link
  }

  /// Up to the last whole number that every JSON reader keeps (2^53 - 1).
  static let sequences = 0...9_007_199_254_740_991

  /// As `checkpoint.json` of a release folder holds it.
  public var json: JSONValue {
    .object([
      JSONMember("schema_version", .string(Self.version)), JSONMember("sequence", .integer(sequence)),
      JSONMember("link", .string(link.text)),
    ])
  }

  private static let version = "audit_checkpoint.v1"

  /// The shape of a checkpoint (`audit_checkpoint.v1`).
  public static let schema = DocumentSchema(
    name: version, title: "How far an audit log had come",
    root: ObjectSchema(
      "the checkpoint", unknownKeys: .refused,
      [
        .required("schema_version", .choice([version]), "what this document is."),
        .required(
          "sequence", .integer(sequences), "the sequence of the last record; 0 where there is none yet."),
        .required("link", .text, "the link of the last record; 64 zeros where there is none yet."),
      ]))

  /// Reads a checkpoint; nil, having reported why, if the document is not one.
  package static func decode(_ document: Document, findings: inout Findings) -> AuditCheckpoint? {
    guard SchemaCheck.run(document, against: schema, findings: &findings).isAccepted,
      let sequence = document.root.member("sequence")?.integer,
      let link = findings.auditLink("link", of: document.root)
    else { return nil }
    guard (sequence == 0) == (link == .start) else {
      findings.malformed(
        "link", of: document.root, "not that of record \(sequence)",
        help: "restore the file as it was written")
      return nil
    }
    return AuditCheckpoint(sequence: sequence, link: link)
  }
}
