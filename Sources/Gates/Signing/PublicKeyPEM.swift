import Documents

extension VerifyingKey {
  /// The key as a SubjectPublicKeyInfo in DER (RFC 8410, section 4): a sequence of the algorithm id-Ed25519, without
  /// parameters, and the 32 bytes as a bit string.
  public var subjectPublicKeyInfo: [UInt8] {
    // SEQUENCE (42) { SEQUENCE (5) { OID 1.3.101.112 }, BIT STRING (33), no unused bits }
    [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00] + bytes
  }

  /// The same as PEM (RFC 7468, section 13), as OpenSSL and cosign read it. Its base64 fits one line of 64.
  public var pem: String {
    "-----BEGIN PUBLIC KEY-----\n\(Base64.encode(subjectPublicKeyInfo))\n-----END PUBLIC KEY-----\n"
  }
}
