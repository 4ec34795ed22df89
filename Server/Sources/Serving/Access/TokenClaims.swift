import Documents
import Gates
import Registry

/// Who asks, as a token says it.
enum Caller: Hashable, Sendable {
  case id(UserID)
  /// Their issuer does not know ids of this server, and has verified this address, which is in lower case.
  case email(String)
}

/// What the tokens of one issuer have to say (RFC 7519, section 4.1).
struct ClaimRules: Sendable {
  let issuer: String
  /// What this server is called in `aud`. Empty: a token that is meant for somebody in particular is meant for somebody
  /// else.
  let audiences: [String]
  /// Whether a token without `aud` is meant for this server.
  let isAudienceRequired: Bool
  let subject: SubjectClaim

  /// Seconds that an issuer's clock may be ahead of this server's.
  static let skew = 300
}

/// Which claim says who asks.
public enum SubjectClaim: String, CaseIterable, Sendable {
  /// `sub` is the id of a user of this server.
  case sub
  /// `email` is the address of a user of this server, and `email_verified` is true.
  case email
}

/// The claims of a token whose signature is good, where it lets somebody in.
struct TokenClaims {
  let caller: Caller
  /// The first second in which the token is good, and the first in which it is not any more.
  let start: Int
  let end: Int

  /// The last second of the year 9999: no time that anybody means is later.
  private static let lastSecond = 253_402_300_799.0

  init(_ claims: DocumentNode, _ rules: ClaimRules, now: Instant) throws(TokenRefusal) {
    let issuer = try claims.string("iss", else: .claim)
    let subject = try claims.string("sub", else: .claim)
    _ = try claims.string("jti", else: .claim)
    let audiences = try Self.audiences(claims.member("aud"))
    guard let end = try Self.time(claims, "exp") else { throw .claim }
    let starts = [try Self.time(claims, "nbf"), try Self.time(claims, "iat")]

    guard issuer?.hasSameScalars(as: rules.issuer) ?? false else { throw .issuer }
    if let audiences {
      guard audiences.contains(where: { name in rules.audiences.contains { name.hasSameScalars(as: $0) } })
      else { throw .audience }
    } else if rules.isAudienceRequired {
      throw .audience
    }
    // A fraction of a second counts against the token, whichever way it points.
    self.end = Int(end.rounded(.down))
    start = starts.compactMap { $0.map { Int($0.rounded(.up)) - ClaimRules.skew } }.max() ?? .min
    guard self.end > now.seconds else { throw .expired }
    guard start <= now.seconds else { throw .notYetValid }
    caller = try Self.caller(claims, subject, rules.subject)
  }

  private static func caller(
    _ claims: DocumentNode, _ subject: String?, _ claim: SubjectClaim
  ) throws(TokenRefusal) -> Caller {
    switch claim {
    case .sub:
      guard let id = subject.flatMap({ UserID($0) }) else { throw .subject }
      return .id(id)
    case .email:
      guard let email = try claims.string("email", else: .email), email.isAddress,
        claims.member("email_verified")?.boolean == true
      else { throw .email }
      return .email(email.asciiLowercased)
    }
  }

  /// Nil if there is no `aud`. One text, or several; a list of none says that it is meant for nobody.
  private static func audiences(_ claim: DocumentNode?) throws(TokenRefusal) -> [String]? {
    guard let claim else { return nil }
    if claim.kind == .string { return [claim.text ?? ""] }
    guard claim.kind == .array else { throw .claim }
    var audiences: [String] = []
    for element in claim.elements {
      guard element.kind == .string, let text = element.text else { throw .claim }
      audiences.append(text)
    }
    return audiences
  }

  /// A NumericDate (RFC 7519, section 2): seconds since 1970, with a fraction or without; nil if it is absent.
  private static func time(_ claims: DocumentNode, _ name: String) throws(TokenRefusal) -> Double? {
    guard let member = claims.member(name) else { return nil }
    guard case .number(let seconds) = JSONValue(member), abs(seconds) <= lastSecond else { throw .claim }
    return seconds
  }
}
