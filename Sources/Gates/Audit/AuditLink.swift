import Crypto
import Documents

/// What chains a record of the audit log to all before it: SHA-256 over the 32 bytes of the link before, followed by
/// the RFC 8785 bytes of the record without its own link.
///
/// Who relies on it: every kept log and checkpoint. It can never change; `AuditLogTests` pins a vector.
public struct AuditLink: Hashable, Sendable {
  /// 32 bytes.
  private let bytes: [UInt8]

  /// What stands before the first record: 32 zero bytes.
  public static let start = AuditLink(bytes: Array(repeating: 0, count: 32))

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Nil if the text is not 64 lower-case hexadecimal digits.
  public init?(_ text: String) {
    guard let bytes = Hexadecimal.bytes(text, count: 32) else { return nil }
    self.bytes = bytes
  }

  /// The link of a record, given without its `link`. O(bytes).
  init(after previous: AuditLink, of record: JSONValue) {
    var hash = SHA256()
    hash.update(data: previous.bytes)
    hash.update(data: CanonicalJSON.bytes(of: record))
    bytes = Array(hash.finalize())
  }

  /// 64 lower-case hexadecimal digits.
  public var text: String { Hexadecimal.text(of: bytes) }
}
