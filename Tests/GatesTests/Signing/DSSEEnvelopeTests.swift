import Documents
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

struct DSSEEnvelopeTests {
  private static let payload = Array("{\"a\":1}".utf8)
  private static let type = InTotoStatement.payloadType

  private func outcome(_ text: String, _ keys: [VerifyingKey], type: String = type) throws -> String {
    let envelope = try #require(read(text, DSSEEnvelope.decode).record)
    switch envelope.verify(payloadType: type, trusted: keys) {
    case .success(let verified): return String(decoding: verified.payload, as: UTF8.self)
    case .failure(let refusal): return refusal.rawValue
    }
  }

  private func envelope(_ key: SigningKey) -> String {
    CanonicalJSON.text(of: DSSEEnvelope.sign(payload: Self.payload, payloadType: Self.type, with: key))
  }

  /// The test vector of protocol.md. It is signed with ECDSA, so that here all but the signature is compared.
  @Test func vectorOfTheProtocol() throws {
    let body = Array("hello world".utf8)
    let encoded = DSSEEnvelope.preAuthenticationEncoding(
      payloadType: "http://example.com/HelloWorld", payload: body)
    #expect(encoded == Array("DSSEv1 29 http://example.com/HelloWorld 11 hello world".utf8))
    let published = """
      {"payload": "aGVsbG8gd29ybGQ=",
       "payloadType": "http://example.com/HelloWorld",
       "signatures": [{"sig": "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]}
      """
    let read = try #require(read(published, DSSEEnvelope.decode).record)
    #expect(Base64.decode(read.payload) == body && read.payloadType == "http://example.com/HelloWorld")
    #expect(read.signatures.first.flatMap { Base64.decode($0.signature) }?.count == 64)
    let key = try KeyFileTests.key(1)
    #expect(
      try outcome(published, [key.verifyingKey], type: "http://example.com/HelloWorld")
        == "envelope_signature_invalid")
  }

  /// What another implementation (Python's `cryptography`) makes of the same key and payload.
  @Test func anotherImplementationMakesTheSame() throws {
    let made = """
      {"payload":"eyJhIjoxfQ==","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"34750f98bd59fcfc","sig":"\
      hnRWfVwgwUEyaqmeDERer317/PZ4tLcnJETrpxDg6FowIHVyXUXrQyvvL5GH98aq27DAcIy6Y7pk9ZPb3430DA=="}]}
      """
    let key = try KeyFileTests.key(1)
    #expect(try outcome(made, [key.verifyingKey]) == "{\"a\":1}")
    #if !canImport(CryptoKit)
      #expect(envelope(key) == made)
    #endif
  }

  @Test func lengthsAreInBytes() {
    let encoded = DSSEEnvelope.preAuthenticationEncoding(payloadType: "\u{E9}", payload: [])
    #expect(encoded == Array("DSSEv1 2 \u{E9} 0 ".utf8))
  }

  @Test func whatATrustedKeySignedIsBelieved() throws {
    let (key, other) = (try KeyFileTests.key(1), try KeyFileTests.key(2))
    #expect(try outcome(envelope(key), [other.verifyingKey, key.verifyingKey]) == "{\"a\":1}")
    // Without a hint all trusted keys are tried; and either alphabet is read.
    let bare = envelope(key).replacingOnce("\"keyid\":\"\(key.verifyingKey.id)\",", with: "")
    #expect(try outcome(bare, [other.verifyingKey, key.verifyingKey]) == "{\"a\":1}")
    let urlSafe = bare.replacing("+", with: "-").replacing("/", with: "_")
      .replacing(Self.type.replacing("/", with: "_").replacing("+", with: "-"), with: Self.type)
    #expect(try outcome(urlSafe, [key.verifyingKey]) == "{\"a\":1}")
  }

  @Test func oneGoodSignatureIsEnough() throws {
    let (key, other) = (try KeyFileTests.key(1), try KeyFileTests.key(2))
    let both = envelope(key).replacingOnce("[{", with: "[{\"keyid\":\"x\",\"sig\":\"AAAA\"},{")
    #expect(try outcome(both, [other.verifyingKey, key.verifyingKey]) == "{\"a\":1}")
  }

  @Test func whatIsNotBelievedHasItsCode() throws {
    let (key, other) = (try KeyFileTests.key(1), try KeyFileTests.key(2))
    let text = envelope(key)
    let trusted = [key.verifyingKey]
    #expect(try outcome(text, trusted, type: "application/json") == "envelope_payload_type_mismatch")
    #expect(
      try outcome(text.replacingOnce(Base64.encode(Self.payload), with: "e==="), trusted)
        == "envelope_not_base64")
    #expect(
      try outcome(text.replacingOnce("\"sig\":\"", with: "\"sig\":\"*"), trusted) == "envelope_not_base64")
    let signatures = try #require(text.firstRange(of: /\[\{.*\}\]/))
    #expect(try outcome(text.replacingCharacters(signatures, with: "[]"), trusted) == "envelope_not_signed")
    #expect(try outcome(text, [other.verifyingKey]) == "envelope_key_unknown")
    #expect(try outcome(text, []) == "envelope_key_unknown")
    let forged = text.replacingOnce(
      Base64.encode(Self.payload), with: Base64.encode(Array("{\"a\":2}".utf8)))
    #expect(try outcome(forged, trusted) == "envelope_signature_invalid")
    // The hint names a trusted key, and another signed.
    let posing = envelope(other).replacingOnce(other.verifyingKey.id, with: key.verifyingKey.id)
    #expect(try outcome(posing, trusted) == "envelope_signature_invalid")
    // The type is signed too.
    let retyped = text.replacingOnce(Self.type, with: "application/json")
    #expect(try outcome(retyped, trusted, type: "application/json") == "envelope_signature_invalid")
  }

  @Test func whatIsNoEnvelopeIsLocated() {
    #expect(read("[]", DSSEEnvelope.decode).findings.map(\.rule) == [.wrongType])
    let read = read("{\"payload\":1,\"payloadType\":\"\"}", DSSEEnvelope.decode)
    #expect(read.record == nil)
    #expect(Set(read.findings.map(\.rule.name)) == ["unquoted-text", "missing-field"])
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...]
  }
}
