import Crypto
import CryptoExtras
import Documents
import Gates
import PolicyGraph

/// A public key that tokens are verified with, for one algorithm and no other (RFC 8725, section 3.1).
struct TokenKey: Sendable {
  /// RFC 7518, section 3.1, and RFC 8037, section 3.1. Never `none`, and nothing that a public key could be a secret for.
  enum Algorithm: String, CaseIterable {
    case es256 = "ES256"
    case edDSA = "EdDSA"
    case rs256 = "RS256"
    case ps256 = "PS256"
  }

  let id: String?
  let algorithm: Algorithm
  private let key: Key

  private enum Key: Sendable {
    case p256(P256.Signing.PublicKey)
    case ed25519(VerifyingKey)
    case rsa(_RSA.Signing.PublicKey)
  }

  /// Whether a signature is this key's of these bytes.
  func verifies(_ signature: [UInt8], of signed: [UInt8]) -> Bool {
    switch key {
    case .p256(let key):
      guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(signature, for: SHA256.hash(data: signed))
    case .ed25519(let key): return key.verifies(signature, of: signed)
    case .rsa(let key):
      let padding: _RSA.Signing.Padding = algorithm == .ps256 ? .PSS : .insecurePKCS1v1_5
      return key.isValidSignature(
        .init(rawRepresentation: signature), for: SHA256.hash(data: signed), padding: padding)
    }
  }

  // MARK: Reading

  /// Why a key of a set is not used.
  struct UnusableKey: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// Bits of a modulus. RFC 7518, section 3.3 asks for the lower bound; above the upper one verifying takes too long.
  static let modulusBits = 2048...8192

  /// A JSON Web Key (RFC 7517); throws why it is ignored. A set is the issuer's, who adds keys of new kinds and for
  /// other purposes when they like: only what is understood in full is used.
  init(_ key: DocumentNode) throws(UnusableKey) {
    guard key.kind == .object else { throw UnusableKey("it is not an object") }
    id = try key.text("kid")
    guard let type = try key.text("kty") else { throw UnusableKey("it has no `kty`") }
    if let use = try key.text("use"), use != "sig" { throw UnusableKey("its `use` is not `sig`") }
    if let operations = key.member("key_ops") {
      guard operations.kind == .array,
        operations.elements.contains(where: { $0.kind == .string && $0.text == "verify" })
      else { throw UnusableKey("its `key_ops` do not include `verify`") }
    }
    let named = try key.text("alg")
    switch type {
    case "EC":
      self.key = try .p256(Self.p256(key))
      algorithm = .es256
    case "OKP":
      self.key = try .ed25519(Self.ed25519(key))
      algorithm = .edDSA
    case "RSA":
      self.key = try .rsa(Self.rsa(key))
      // Without `alg` the one that OpenID Connect takes where nothing is said (Core 1.0, section 15.1).
      algorithm = named == Algorithm.ps256.rawValue ? .ps256 : .rs256
    case "oct": throw UnusableKey("it is a shared secret, and not a public key")
    default: throw UnusableKey("its `kty` is not EC, OKP or RSA")
    }
    guard named ?? algorithm.rawValue == algorithm.rawValue else {
      throw UnusableKey("its `alg` is not \(type == "RSA" ? "RS256 or PS256" : algorithm.rawValue)")
    }
    // Whoever can read the set could sign with it (RFC 7518, sections 6.2.2 and 6.3.2).
    guard ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].allSatisfy({ key.member($0) == nil }) else {
      throw UnusableKey("it is a private key: only the public one belongs in a key set")
    }
  }

  private static func p256(_ key: DocumentNode) throws(UnusableKey) -> P256.Signing.PublicKey {
    guard try key.text("crv") == "P-256" else { throw UnusableKey("its `crv` is not P-256") }
    let (x, y) = (try key.bytes("x"), try key.bytes("y"))
    guard x.count == 32, y.count == 32,
      let key = try? P256.Signing.PublicKey(x963Representation: [4] + x + y)
    else { throw UnusableKey("`x` and `y` are not a point of P-256") }
    return key
  }

  private static func ed25519(_ key: DocumentNode) throws(UnusableKey) -> VerifyingKey {
    guard try key.text("crv") == "Ed25519" else { throw UnusableKey("its `crv` is not Ed25519") }
    let x = try key.bytes("x")
    guard x.count == SigningKey.length else { throw UnusableKey("`x` is not \(SigningKey.length) bytes") }
    guard let key = VerifyingKey(bytes: x) else {
      throw UnusableKey("anybody can sign for it: its point has a small order")
    }
    return key
  }

  private static func rsa(_ key: DocumentNode) throws(UnusableKey) -> _RSA.Signing.PublicKey {
    let n = Array(try key.bytes("n").drop { $0 == 0 })
    let e = Array(try key.bytes("e").drop { $0 == 0 })
    let bits = n.count * 8 - (n.first?.leadingZeroBitCount ?? 0)
    guard modulusBits.contains(bits) else {
      throw UnusableKey(
        "it has \(bits) bits, and \(modulusBits.lowerBound) to \(modulusBits.upperBound) are needed")
    }
    // FIPS 186-5, section A.1.1: odd and more than 2^16. BoringSSL takes no more than 33 bits.
    let exponent = e.reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) }
    guard e.count <= 4, exponent > 1 << 16, exponent % 2 == 1 else {
      throw UnusableKey("its exponent is not an odd number from 65537 to 4294967295")
    }
    guard n.last.map({ $0 % 2 == 1 }) ?? false, let key = try? _RSA.Signing.PublicKey(n: n, e: e) else {
      throw UnusableKey("`n` and `e` are not an RSA key")
    }
    return key
  }
}

extension DocumentNode {
  /// The text of a member of a key; nil if it is absent.
  fileprivate func text(_ name: String) throws(TokenKey.UnusableKey) -> String? {
    guard let member = member(name) else { return nil }
    guard member.kind == .string, let text = member.text else {
      throw TokenKey.UnusableKey("its `\(name)` is not text")
    }
    return text
  }

  fileprivate func bytes(_ name: String) throws(TokenKey.UnusableKey) -> [UInt8] {
    guard let text = try text(name) else { throw TokenKey.UnusableKey("it has no `\(name)`") }
    guard let bytes = Base64URL.decode(text.utf8) else {
      throw TokenKey.UnusableKey("its `\(name)` is not base64url without padding")
    }
    return bytes
  }
}
