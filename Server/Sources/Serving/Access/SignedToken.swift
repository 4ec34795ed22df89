import Documents
import Gates
import PolicyGraph

/// A JSON Web Signature in its compact form (RFC 7515, section 7.1), taken apart. Nothing in it is believed yet.
///
/// Strict, because whatever two readers can read differently is a way past one of them: base64url without padding, white
/// space or bits that belong to no byte; JSON without a member twice, in any object (RFC 7519, section 4 leaves the
/// choice); no extension that has to be understood (RFC 7515, section 4.1.11). Keys in the token (`jwk`, `jku`, `x5u`,
/// `x5c`) are never looked at (RFC 8725, section 3.10).
struct SignedToken {
  /// As the token says; the key decides.
  let algorithm: String
  let keyID: String?
  /// The JSON object of the claims.
  let claims: DocumentNode
  let signature: [UInt8]
  /// What is signed: the first two parts as they were sent.
  let signed: [UInt8]

  /// Bytes of the longest token that is read.
  static let longest = 8192

  /// O(bytes).
  init(_ token: String) throws(TokenRefusal) {
    let bytes = Array(token.utf8)
    guard bytes.count <= Self.longest else { throw .tooLong }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let signature = Base64URL.decode(parts[2]), !signature.isEmpty else {
      throw .malformed
    }
    let header = try Self.object(parts[0])
    guard header.member("crit") == nil, header.member("b64") == nil else { throw .extended }
    guard let algorithm = try header.string("alg", else: .algorithm) else { throw .algorithm }
    // RFC 9068 calls access tokens `at+jwt`. Other types are tokens for other purposes (RFC 8725, section 3.11).
    if let type = try header.string("typ", else: .type) {
      let name = type.asciiLowercased
      guard ["jwt", "at+jwt", "application/jwt", "application/at+jwt"].contains(name) else { throw .type }
    }
    // A nested token: its claims are not in here.
    guard header.member("cty") == nil else { throw .type }
    self.algorithm = algorithm
    keyID = try header.string("kid", else: .malformed)
    claims = try Self.object(parts[1])
    self.signature = signature
    signed = Array(bytes[..<parts[1].endIndex])
  }

  private static func object(_ part: ArraySlice<UInt8>) throws(TokenRefusal) -> DocumentNode {
    guard let bytes = Base64URL.decode(part) else { throw .malformed }
    var findings = Findings(limits: .standard)
    guard
      let document = readJSON(
        SourceText(name: "token", bytes: bytes), limits: .standard, findings: &findings),
      !findings.hasErrors, document.root.kind == .object
    else { throw .malformed }
    return document.root
  }
}

/// Base64url as JOSE writes it: RFC 4648, section 5, without padding (RFC 7515, section 2).
enum Base64URL {
  /// Nil if the text is not what an encoder writes for some bytes. O(bytes).
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard !text.contains(UInt8(ascii: "=")) else { return nil }
    let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
    return Base64.decode(String(decoding: text, as: UTF8.self) + padding, alphabet: .urlSafe)
  }

  static func encode(_ bytes: some Collection<UInt8>) -> String {
    Base64.encode(bytes, alphabet: .urlSafe).filter { $0 != "=" }
  }
}

extension DocumentNode {
  /// The text of a member; nil if it is absent, which `null` is not.
  func string(_ key: String, else refusal: TokenRefusal) throws(TokenRefusal) -> String? {
    guard let member = member(key) else { return nil }
    guard member.kind == .string, let text = member.text else { throw refusal }
    return text
  }
}

extension String {
  /// Only the letters of ASCII in lower case: other alphabets have letters that become one of these, such as the sign
  /// for kelvin, and two addresses that differ must not become one.
  var asciiLowercased: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { ("A"..."Z").contains($0) ? Unicode.Scalar(UInt8($0.value) + 32) : $0 }))
  }
}
