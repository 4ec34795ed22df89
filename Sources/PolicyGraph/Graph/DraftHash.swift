import CXXHash
import Crypto
import Documents

/// The identity of a draft (definition 2.10): two digests over its RFC 8785 bytes.
///
/// Who relies on it: certificates, versions, audit records and every client that compares drafts. It can never
/// change; `DraftHashTests` pins vectors. XXH3-128 (seed 0, canonical big-endian form) names drafts and is fast;
/// it is not collision-resistant, so whatever decides a release compares SHA-256 of the same bytes too.
public struct DraftHash: Hashable, Sendable {
  /// `xxh3-128:` and 32 lower-case hexadecimal digits.
  public let draftHash: String
  /// 64 lower-case hexadecimal digits.
  public let sha256: String

  /// O(bytes).
  public init(canonicalBytes bytes: [UInt8]) {
    self.init { add in bytes.withUnsafeBytes(add) }
  }

  /// The identity of a draft object.
  public init(of draft: JSONValue) {
    self.init(canonicalBytes: CanonicalJSON.bytes(of: draft))
  }

  /// The identity of the draft that a document holds; see ``CanonicalJSON/bytes(of:)-(Document)``.
  package init(of document: Document) {
    self.init { CanonicalJSON.forEachChunk(of: document, $0) }
  }

  /// Of the bytes that are handed over, one piece after the other.
  private init(_ forEachChunk: ((UnsafeRawBufferPointer) -> Void) -> Void) {
    guard let state = XXH3_createState() else { preconditionFailure("there is memory for a digest") }
    defer { XXH3_freeState(state) }
    XXH3_128bits_reset(state)
    var sha256 = SHA256()
    forEachChunk { bytes in
      XXH3_128bits_update(state, bytes.baseAddress, bytes.count)
      sha256.update(bufferPointer: bytes)
    }
    var canonical = XXH128_canonical_t()
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state))
    draftHash = Self.prefix + withUnsafeBytes(of: &canonical) { Hexadecimal.text(of: $0) }
    self.sha256 = Hexadecimal.text(of: sha256.finalize())
  }

  /// An identity as some record names it; nil if one of the two does not have its form.
  public init?(draftHash: String, sha256: String) {
    guard draftHash.utf8.starts(with: Self.prefix.utf8),
      Hexadecimal.bytes(draftHash.dropFirst(Self.prefix.count), count: 16) != nil,
      Hexadecimal.bytes(sha256, count: 32) != nil
    else { return nil }
    self.draftHash = draftHash
    self.sha256 = sha256
  }

  private static let prefix = "xxh3-128:"
}
