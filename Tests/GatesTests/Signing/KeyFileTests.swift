import Documents
import TestSupport
import Testing

@testable import Gates

struct KeyFileTests {
  static func key(_ byte: UInt8) throws -> SigningKey {
    try #require(SigningKey(bytes: Array(repeating: byte, count: 32)))
  }

  @Test func readsWhatItWrites() throws {
    let key = try Self.key(1)
    let own = read(CanonicalJSON.text(of: KeyFile(key).json), KeyFile.decode)
    #expect(own.findings.isEmpty)
    #expect(own.record?.signingKey?.bytes == key.bytes && own.record?.verifyingKey == key.verifyingKey)
    let open = read(CanonicalJSON.text(of: KeyFile(key.verifyingKey).json), KeyFile.decode)
    #expect(open.findings.isEmpty)
    #expect(open.record?.verifyingKey == key.verifyingKey && open.record?.signingKey == nil)
  }

  /// SHA-256 of the public key of RFC 8032, 7.1, test 1, computed apart.
  @Test func anIDIsTheStartOfADigest() throws {
    let bytes = try #require(Hexadecimal.bytes(SigningTests.vectors[0].publicKey, count: 32))
    #expect(VerifyingKey(bytes: bytes)?.id == "21fe31dfa154a261")
  }

  @Test func refusesAtItsPlace() throws {
    let (key, other) = (try Self.key(1), try Self.key(2))
    let text = CanonicalJSON.text(of: KeyFile(key).json)
    let publicText = Base64.encode(key.verifyingKey.bytes)
    let privateText = Base64.encode(key.bytes)
    let cases = [
      (key.verifyingKey.id, other.verifyingKey.id, "contradictory-record", "/key_id"),
      (key.verifyingKey.id, key.verifyingKey.id.uppercased(), "contradictory-record", "/key_id"),
      (publicText, Base64.encode(other.verifyingKey.bytes), "contradictory-record", "/key_id"),
      (privateText, Base64.encode(other.bytes), "contradictory-record", "/private_key"),
      (publicText, Base64.encode(key.verifyingKey.bytes.dropLast()), "malformed-value", "/public_key"),
      (privateText, Base64.encode(key.bytes + [0]), "malformed-value", "/private_key"),
      (privateText, privateText + " ", "malformed-value", "/private_key"),
      (publicText, "", "malformed-value", "/public_key"),
      ("ed25519", "rsa", "unknown-value", "/algorithm"),
      ("fohc_key.v1", "fohc_key.v2", "unknown-value", "/schema_version"),
      ("\"public_key\"", "\"publicKey\"", "misspelt-key", "/publicKey"),
      ("\"private_key\"", "\"secret\"", "unexpected-key", "/secret"),
    ]
    for (old, new, rule, path) in cases {
      let read = read(text.replacingOnce(old, with: new), KeyFile.decode)
      #expect(read.record == nil && read.findings.map(\.rule.name) == [rule] && read.findings[0].path == path)
      #expect(!read.findings.contains { $0.message.contains(privateText) })
    }
  }
}
