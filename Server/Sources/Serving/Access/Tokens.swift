import Crypto
import Documents
import Foundation
import Gates
import PolicyGraph
import Registry
import Synchronization

/// Bearer tokens: JWTs (RFC 7519) that name a user and an end. What the user may do is looked up each time, so that a
/// change of roles counts at once.
///
/// There are two kinds: those that this server issued, signed with its secret (HS256), and those that somebody else
/// issued, signed with a key of the key set (ES256, EdDSA, RS256, PS256). Which kind a token is follows from its `alg`, and
/// each key is for one `alg` only, so that no public key is ever taken for a secret (RFC 8725, section 2.1).
public struct Tokens: Sendable {
  /// What is asked of tokens of the key set.
  public struct OtherIssuer: Sendable {
    /// What they say in `iss`.
    public var issuer = "fohc"
    /// What they call this server in `aud`; where there is one, they have to.
    public var audiences: [String] = []
    /// Which claim says who asks.
    public var subject = SubjectClaim.sub

    /// Issuer `fohc`, no audience, `sub`.
    public init() {}
  }

  private let secret: SymmetricKey
  private let own: ClaimRules
  private let others: ClaimRules
  private let memory: TokenCache

  /// What is used of a key set.
  public struct KeySetSummary: Sendable {
    /// How many keys are used.
    public let keys: Int
    /// Which keys are not used, and why.
    public let leftAside: [String]
  }

  /// - Parameters:
  ///   - secret: what this server signs with, 32 bytes or more (RFC 7518, section 3.2).
  ///   - keySet: a JWK Set (RFC 7517) with the public keys of an identity provider.
  ///   - issuer: what this server's own tokens say in `iss`.
  public init(
    secret: Data, keySet: String? = nil, issuer: String = "fohc", otherIssuer: OtherIssuer = OtherIssuer()
  ) throws(TokenSetupFailure) {
    guard secret.count >= 32 else {
      throw TokenSetupFailure(message: "the secret has to have 32 bytes or more")
    }
    self.secret = SymmetricKey(data: secret)
    let (audiences, subject) = (otherIssuer.audiences, otherIssuer.subject)
    own = ClaimRules(issuer: issuer, audiences: audiences, isAudienceRequired: false, subject: .sub)
    others = ClaimRules(
      issuer: otherIssuer.issuer, audiences: audiences, isAudienceRequired: !audiences.isEmpty,
      subject: subject)
    if let keySet {
      memory = TokenCache(try KeySet(keySet))
    } else {
      memory = TokenCache(nil)
    }
  }

  private static let ownKeyID = "fohc"

  // MARK: Issuing

  /// A token of this server's own for a user. It names no audience: it is for the server that has the secret.
  public func issue(to user: UserID, now: Instant, hours: Int) -> (token: String, expiresAt: Instant) {
    let expiresAt = now.advanced(bySeconds: hours * 3600)
    let header = JSONValue.object([
      JSONMember("alg", .string("HS256")), JSONMember("kid", .string(Self.ownKeyID)),
      JSONMember("typ", .string("JWT")),
    ])
    let claims = JSONValue.object([
      JSONMember("exp", .integer(expiresAt.seconds)), JSONMember("iat", .integer(now.seconds)),
      JSONMember("iss", .string(own.issuer)), JSONMember("sub", .string(user.text)),
    ])
    let signed = [header, claims].map { Base64URL.encode(CanonicalJSON.bytes(of: $0)) }.joined(separator: ".")
    let signature = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: secret)
    return ("\(signed).\(Base64URL.encode(Data(signature)))", expiresAt)
  }

  // MARK: Verifying

  /// Whose token this is, or why nobody is let in with it. O(bytes of the token); once it was found good, a look-up.
  func caller(of token: String, now: Instant) -> Result<Caller, TokenRefusal> {
    // What is remembered is found by its text, and Swift holds some texts equal that differ in their bytes.
    guard token.utf8.allSatisfy({ $0 < 0x80 }) else { return .failure(.malformed) }
    let (known, keys, generation) = memory.look(up: token)
    if let known {
      return now.seconds >= known.end
        ? .failure(.expired) : now.seconds < known.start ? .failure(.notYetValid) : .success(known.caller)
    }
    do throws(TokenRefusal) {
      let claims = try verified(token, keys, now)
      memory.keep(claims, of: token, generation, now)
      return .success(claims.caller)
    } catch {
      return .failure(error)
    }
  }

  private func verified(
    _ text: String, _ keys: KeySet?, _ now: Instant
  ) throws(TokenRefusal) -> TokenClaims {
    let token = try SignedToken(text)
    if token.algorithm == "HS256" {
      guard token.keyID ?? Self.ownKeyID == Self.ownKeyID else { throw .key }
      guard
        HMAC<SHA256>.isValidAuthenticationCode(token.signature, authenticating: token.signed, using: secret)
      else { throw .signature }
      return try TokenClaims(token.claims, own, now: now)
    }
    guard let algorithm = TokenKey.Algorithm(rawValue: token.algorithm) else { throw .algorithm }
    guard let candidates = keys?.candidates(algorithm, token.keyID), !candidates.isEmpty else { throw .key }
    guard candidates.contains(where: { $0.verifies(token.signature, of: token.signed) }) else {
      throw .signature
    }
    return try TokenClaims(token.claims, others, now: now)
  }

  // MARK: Keys

  /// What is used of the key set; nil without one.
  public var keySet: KeySetSummary? { memory.keySet }

  /// Puts other keys in the place of those of the key set, and forgets what was found good with those. Throws where the
  /// text is not a key set, or nothing of it can be used: then the keys are those that they were.
  @discardableResult
  public func replaceKeys(with keySet: String) throws(TokenSetupFailure) -> KeySetSummary {
    let keys = try KeySet(keySet)
    memory.replace(with: keys)
    return KeySetSummary(keys)
  }

  /// The keys, and tokens that were found good with them: a client sends one with every request.
  private final class TokenCache: Sendable {
    private struct State {
      var keys: KeySet?
      /// Changes with the keys: what was verified with older ones is not kept.
      var generation = 0
      var known: [String: TokenClaims] = [:]
    }

    private static let most = 10_000
    private let state: Mutex<State>

    init(_ keys: KeySet?) { state = Mutex(State(keys: keys)) }

    var keySet: KeySetSummary? { state.withLock { $0.keys.map { KeySetSummary($0) } } }

    func look(up token: String) -> (known: TokenClaims?, keys: KeySet?, generation: Int) {
      state.withLock { ($0.known[token], $0.keys, $0.generation) }
    }

    func keep(_ claims: TokenClaims, of token: String, _ generation: Int, _ now: Instant) {
      state.withLock { state in
        guard state.generation == generation else { return }
        if state.known.count >= Self.most { state.known = state.known.filter { $0.value.end > now.seconds } }
        if state.known.count < Self.most { state.known[token] = claims }
      }
    }

    func replace(with keys: KeySet) {
      state.withLock { state in
        state.keys = keys
        state.generation += 1
        state.known = [:]
      }
    }
  }
}

extension Tokens.KeySetSummary {
  fileprivate init(_ set: KeySet) {
    keys = set.keys.count
    leftAside = set.leftAside
  }
}
