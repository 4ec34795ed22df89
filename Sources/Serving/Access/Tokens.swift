import Foundation
import Gates
import JWTKit
import PolicyGraph
import Registry
import Synchronization

/// Bearer tokens: JWTs (RFC 7519) that name a user and an end. What the user may do is looked up each time, so that a
/// change of roles counts at once.
public struct Tokens: Sendable {
  /// One for each key, by its `kid`.
  private let keys: JWTKeyCollection
  /// What each key verifies, by its `kid`. Never `none`.
  private let algorithms: [String: String]
  private let issuer: String
  /// Tokens that were found good lately, with their end: a client sends one with every request.
  private let known = Known()

  /// `secret`: what this server signs with (HS256), 32 bytes or more. `keySet`: a JWK Set (RFC 7517) with the public
  /// keys (ES256 or EdDSA) of whoever else issues tokens for it.
  public init(secret: Data, keySet: String? = nil, issuer: String = "fohc") async throws {
    guard secret.count >= 32 else {
      throw TokenSetupFailure(message: "the secret has to have 32 bytes or more")
    }
    keys = JWTKeyCollection()
    var algorithms = [Self.own.string: "HS256"]
    await keys.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256, kid: Self.own)
    if let keySet {
      let set = try JSONDecoder().decode(JWKS.self, from: Data(keySet.utf8))
      for key in set.keys {
        guard let kid = key.keyIdentifier, algorithms[kid.string] == nil else {
          throw TokenSetupFailure(message: "a key of the key set has no `kid` of its own")
        }
        switch (key.keyType, key.algorithm) {
        case (.ecdsa, .es256?): algorithms[kid.string] = "ES256"
        case (.octetKeyPair, .eddsa?): algorithms[kid.string] = "EdDSA"
        default:
          throw TokenSetupFailure(message: "key `\(kid.string)` is neither an ES256 nor an EdDSA key")
        }
        try await keys.add(jwk: key)
      }
    }
    self.algorithms = algorithms
    self.issuer = issuer
  }

  private static let own: JWKIdentifier = "fohc"

  public func issue(to user: UserID, now: Instant, hours: Int) async throws -> (
    token: String, expiresAt: Instant
  ) {
    let expiresAt = now.advanced(bySeconds: hours * 3600)
    let claims = Claims(
      iss: issuer, sub: user.text, iat: now.seconds, exp: expiresAt.seconds)
    return (try await keys.sign(claims, kid: Self.own), expiresAt)
  }

  /// Whose token this is; nil where it is no good, for whatever reason: nobody is told which.
  func user(of token: String, now: Instant) async -> UserID? {
    if let known = known.tokens.withLock({ $0[token] }) { return known.end > now.seconds ? known.user : nil }
    guard token.utf8.count <= 8192, let header = Self.header(of: token),
      algorithms[header.kid ?? Self.own.string] == header.alg,
      let claims = try? await keys.verify(token, as: Claims.self),
      claims.iss == issuer, claims.exp > now.seconds, claims.iat <= now.seconds + 300,
      let user = UserID(claims.sub)
    else { return nil }
    known.tokens.withLock { tokens in
      if tokens.count >= Known.most { tokens = tokens.filter { $0.value.end > now.seconds } }
      if tokens.count < Known.most { tokens[token] = (user, claims.exp) }
    }
    return user
  }

  private final class Known: Sendable {
    static let most = 10_000
    let tokens = Mutex<[String: (user: UserID, end: Int)]>([:])
  }

  /// What the header says that the token is signed with. It is not to be believed: the key decides how the token is
  /// verified, and both have to agree (RFC 8725, section 3.1).
  private static func header(of token: String) -> (alg: String, kid: String?)? {
    guard let header = token.split(separator: ".", omittingEmptySubsequences: false).first,
      let bytes = Data(base64URL: header)
    else { return nil }
    let source = SourceText(name: "token", bytes: [UInt8](bytes))
    var findings = Findings(limits: .standard)
    guard let root = readJSON(source, limits: .standard, findings: &findings)?.root,
      let alg = root.member("alg")?.text
    else { return nil }
    return (alg, root.member("kid")?.text)
  }

  private struct Claims: JWTPayload {
    let iss: String
    let sub: String
    let iat: Int
    let exp: Int

    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }
}

extension Data {
  /// Base64 in the alphabet of RFC 4648, section 5, without padding.
  fileprivate init?(base64URL text: some StringProtocol) {
    let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    self.init(base64Encoded: String(standard) + String(repeating: "=", count: (4 - standard.count % 4) % 4))
  }
}

/// Why tokens cannot be issued or verified with these keys.
public struct TokenSetupFailure: Error, CustomStringConvertible {
  public let message: String
  public var description: String { message }
}
