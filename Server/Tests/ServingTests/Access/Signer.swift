import Documents
import Crypto
import CryptoExtras
import Foundation
import Gates
import TestSupport

@testable import Serving

/// Somebody who signs tokens: with a key of every kind that is taken, and some that are not. The keys are the same in
/// every run, but for RSA, which swift-crypto makes from the system's randomness only.
struct Signer: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case own = "HS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"
    case rs256 = "RS256"
    case ps256 = "PS256"
  }

  static let secret = Data(repeating: 7, count: 32)
  let curve: P256.Signing.PrivateKey
  let edwards: Curve25519.Signing.PrivateKey
  let rsa: _RSA.Signing.PrivateKey

  init(_ number: UInt8 = 1) throws {
    curve = try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: number, count: 32))
    edwards = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: number, count: 32))
    rsa = try Self.rsa(number)
  }

  /// Making one takes a while: one for all tests, and one for whoever is somebody else.
  private static let rsaKeys = [
    Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }, Result { try .init(keySize: .bits2048) },
  ]

  private static func rsa(_ number: UInt8) throws -> _RSA.Signing.PrivateKey {
    try rsaKeys[number == 1 ? 0 : 1].get()
  }

  // MARK: Keys

  /// The public key as a JWK, with the members that it has to have and some more.
  func jwk(_ kind: Kind, _ more: [String: JSONValue] = [:]) throws -> JSONValue {
    let members: [String: String]
    switch kind {
    case .own: members = ["kty": "oct", "k": Base64URL.encode(Self.secret)]
    case .es256:
      let point = curve.publicKey.x963Representation
      members = [
        "kty": "EC", "crv": "P-256", "x": Base64URL.encode(point[1..<33]),
        "y": Base64URL.encode(point[33...]),
      ]
    case .edDSA:
      members = [
        "kty": "OKP", "crv": "Ed25519", "x": Base64URL.encode(edwards.publicKey.rawRepresentation),
      ]
    case .rs256, .ps256:
      let key = try rsa.publicKey.getKeyPrimitives()
      members = [
        "kty": "RSA", "alg": kind.rawValue, "n": Base64URL.encode(key.modulus),
        "e": Base64URL.encode(key.publicExponent),
      ]
    }
    return Self.object(members.mapValues { .string($0) }.merging(more) { _, new in new })
  }

  static func object(_ members: [String: JSONValue]) -> JSONValue {
    .object(members.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value) })
  }

  static func set(_ keys: [JSONValue]) -> String {
    CanonicalJSON.text(of: .object([JSONMember("keys", .array(keys))]))
  }

  /// One key of each kind, named for its algorithm.
  var keySet: String {
    get throws {
      Self.set(
        try Kind.allCases.filter { $0 != .own }.map { try jwk($0, ["kid": .string($0.rawValue)]) })
    }
  }

  // MARK: Tokens

  /// A token of these two JSON texts, which need not be JSON.
  func token(_ kind: Kind, header: String, claims: String) throws -> String {
    let signed = [header, claims].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".")
    return "\(signed).\(Base64URL.encode(try signature(kind, of: Data(signed.utf8))))"
  }

  func signature(_ kind: Kind, of data: Data) throws -> Data {
    switch kind {
    case .own: Data(HMAC<SHA256>.authenticationCode(for: data, using: SymmetricKey(data: Self.secret)))
    case .es256: try curve.signature(for: data).rawRepresentation
    case .edDSA: try edwards.signature(for: data)
    case .rs256:
      try rsa.signature(for: SHA256.hash(data: data), padding: .insecurePKCS1v1_5).rawRepresentation
    case .ps256: try rsa.signature(for: SHA256.hash(data: data), padding: .PSS).rawRepresentation
    }
  }

  /// A good header and good claims, which a test changes.
  static func header(_ kind: Kind) -> [String: String] {
    [
      "alg": quoted(kind.rawValue), "kid": quoted(kind == .own ? "fohc" : kind.rawValue),
      "typ": quoted("JWT"),
    ]
  }

  static let user = "00000000-0000-4000-8000-000000000010"
  static let otherIssuer = "https://id.example.com/"
  static let audience = "https://fohc.example.com"

  static func claims(_ kind: Kind, at now: Instant = TestServer.noon) -> [String: String] {
    [
      "iss": quoted(kind == .own ? "fohc" : otherIssuer), "sub": quoted(user), "aud": quoted(audience),
      "iat": "\(now.seconds)", "nbf": "\(now.seconds)", "exp": "\(now.seconds + 3600)",
      "email": quoted("owner@example.com"), "email_verified": "true",
    ]
  }

  static func quoted(_ text: String) -> String { CanonicalJSON.text(of: .string(text)) }

  /// The JSON text of members whose values are JSON texts, in the order of their names.
  static func text(_ members: [String: String]) -> String {
    "{" + members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\($0.value)" }.joined(separator: ",")
      + "}"
  }

  /// What a server is told of this signer.
  static func rules(audiences: [String] = [audience], _ subject: SubjectClaim = .sub) -> Tokens.OtherIssuer {
    var rules = Tokens.OtherIssuer()
    rules.issuer = otherIssuer
    rules.audiences = audiences
    rules.subject = subject
    return rules
  }

  func tokens(
    audiences: [String] = [audience], _ subject: SubjectClaim = .sub, keySet: String? = nil
  ) throws -> Tokens {
    try Tokens(
      secret: Self.secret, keySet: try keySet ?? self.keySet,
      otherIssuer: Self.rules(audiences: audiences, subject))
  }
}

extension Tokens {
  /// Why a token is refused; nil where somebody is let in.
  func refusal(_ token: String, at now: Instant = TestServer.noon) -> TokenRefusal? {
    switch caller(of: token, now: now) {
    case .success: nil
    case .failure(let refusal): refusal
    }
  }
}
