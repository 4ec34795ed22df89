import Documents
import Foundation
import Gates
import PolicyGraph
import Testing

@testable import Serving

/// Each claim and each header: good, bad, absent, twice, of another type; for tokens of the server's own and for those of
/// a key set, signed with each algorithm.
struct TokenMatrixTests {
  /// A change of one member, and the expected refusal. `own`: for the server's own tokens, where that differs.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// The JSON text of the value; nil takes the member away.
    let value: String?
    let refusal: TokenRefusal?
    let own: TokenRefusal??

    init(_ name: String, _ value: String?, _ refusal: TokenRefusal?, own: TokenRefusal?? = nil) {
      (self.name, self.value, self.refusal, self.own) = (name, value, refusal, own)
    }

    var testDescription: String { "\(name): \(value ?? "absent")" }

    func expected(_ kind: Signer.Kind) -> TokenRefusal? { kind == .own ? own ?? refusal : refusal }
  }

  private static let now = TestServer.noon.seconds
  private static let wrongTypes = ["null", "true", "[]", "{}"]

  static let headers: [Case] =
    [
      Case("alg", nil, .algorithm), Case("alg", #""none""#, .algorithm), Case("alg", #""None""#, .algorithm),
      Case("alg", #""""#, .algorithm), Case("alg", #""HS384""#, .algorithm),
      Case("alg", #""HS512""#, .algorithm), Case("alg", #""RS1""#, .algorithm),
      Case("alg", #""RS512""#, .algorithm), Case("alg", #""ES384""#, .algorithm),
      Case("alg", #""es256""#, .algorithm), Case("alg", #""hs256""#, .algorithm),
      Case("alg", #""RSA-OAEP""#, .algorithm), Case("alg", #""ES256 ""#, .algorithm),
      Case("alg", "256", .algorithm),
      Case("kid", nil, nil), Case("kid", #""another""#, .key), Case("kid", #""""#, .key),
      Case("kid", #""../../etc/passwd""#, .key), Case("kid", "1", .malformed),
      Case("typ", nil, nil), Case("typ", #""jwt""#, nil), Case("typ", #""at+jwt""#, nil),
      Case("typ", #""AT+JWT""#, nil), Case("typ", #""application/at+jwt""#, nil),
      Case("typ", #""application/jwt""#, nil), Case("typ", #""logout+jwt""#, .type),
      Case("typ", #""dpop+jwt""#, .type), Case("typ", #""JOSE""#, .type), Case("typ", #""""#, .type),
      Case("typ", "1", .type),
      Case("cty", #""JWT""#, .type),
      Case("crit", #"["exp"]"#, .extended), Case("crit", #"["b64"]"#, .extended),
      Case("crit", "[]", .extended),
      Case("crit", #""exp""#, .extended), Case("crit", #"["http://example.com/understood"]"#, .extended),
      Case("b64", "true", .extended), Case("b64", "false", .extended), Case("b64", #""x""#, .extended),
      // What nobody has to understand, and keys that a token brings along, change nothing.
      Case("x5t", #""anything""#, nil), Case("jku", #""https://example.com/keys""#, nil),
      Case("jwk", #"{"kty":"oct","k":"AAAA"}"#, nil), Case("x5c", #"["AAAA"]"#, nil), Case("more", "{}", nil),
    ]
    + wrongTypes.flatMap {
      [
        Case("alg", $0, .algorithm), Case("kid", $0, .malformed), Case("typ", $0, .type),
        Case("crit", $0, .extended), Case("b64", $0, .extended),
      ]
    }

  static let claims: [Case] =
    [
      Case("iss", nil, .issuer), Case("iss", #""https://id.example.com""#, .issuer),
      Case("iss", #""https://ID.example.com/""#, .issuer), Case("iss", #""""#, .issuer),
      Case("iss", #""fohc""#, .issuer, own: .some(nil)), Case("iss", "1", .claim),
      Case("iss", #"["https://id.example.com/"]"#, .claim),
      Case("iss", #""https://id.example.com/""#, nil, own: .issuer),
      Case("sub", nil, .subject), Case("sub", #""owner@example.com""#, .subject),
      Case("sub", #""""#, .subject),
      Case("sub", #""00000000-0000-4000-8000-00000000001""#, .subject), Case("sub", "10", .claim),
      Case("aud", nil, .audience, own: .some(nil)), Case("aud", #""https://other.example.com""#, .audience),
      Case("aud", #""https://fohc.example.com/""#, .audience), Case("aud", #""""#, .audience),
      Case("aud", "[]", .audience), Case("aud", #"["https://other.example.com"]"#, .audience),
      Case("aud", #"["https://other.example.com", "https://fohc.example.com"]"#, nil),
      Case("aud", #"["https://fohc.example.com", 1]"#, .claim),
      Case("aud", #"[["https://fohc.example.com"]]"#, .claim), Case("aud", "1", .claim),
      Case("exp", nil, .claim), Case("exp", "\(now)", .expired), Case("exp", "\(now - 1)", .expired),
      Case("exp", "\(now).9", .expired), Case("exp", "\(now + 1)", nil), Case("exp", "\(now + 1).5", nil),
      Case("exp", "0", .expired), Case("exp", "-1", .expired), Case("exp", #""\#(now + 3600)""#, .claim),
      Case("exp", "1e300", .claim), Case("exp", "1e10", nil), Case("exp", "\(now + 3600)000", .claim),
      Case("nbf", nil, nil), Case("nbf", "\(now - 86_400).25", nil), Case("nbf", "\(now + 300)", nil),
      Case("nbf", "\(now + 300).5", .notYetValid), Case("nbf", "\(now + 301)", .notYetValid),
      Case("nbf", "\(now + 31_536_000)", .notYetValid), Case("nbf", #""\#(now)""#, .claim),
      Case("nbf", "-1e300", .claim),
      Case("iat", nil, nil), Case("iat", "\(now - 86_400).75", nil), Case("iat", "\(now + 300)", nil),
      Case("iat", "\(now + 301)", .notYetValid), Case("iat", #""\#(now)""#, .claim),
      Case("jti", #""1""#, nil), Case("jti", "1", .claim), Case("scope", #""everything""#, nil),
    ]
    + wrongTypes.flatMap { wrong in
      ["iss", "sub", "exp", "nbf", "iat", "jti"].map { Case($0, wrong, .claim) }
    } + wrongTypes.filter { $0 != "[]" }.map { Case("aud", $0, .claim) }

  @Test func everyHeaderOfEveryKind() throws {
    let signer = try Signer()
    let tokens = try signer.tokens()
    for kind in Signer.Kind.allCases {
      #expect(tokens.refusal(try Self.token(signer, kind)) == nil, "\(kind)")
      for `case` in Self.headers {
        let refusal = tokens.refusal(try Self.token(signer, kind, header: `case`))
        #expect(refusal == `case`.expected(kind), "\(kind), \(`case`.testDescription)")
      }
    }
  }

  @Test func everyClaimOfEveryKind() throws {
    let signer = try Signer()
    let tokens = try signer.tokens()
    for kind in Signer.Kind.allCases {
      for `case` in Self.claims {
        let refusal = tokens.refusal(try Self.token(signer, kind, claims: `case`))
        #expect(refusal == `case`.expected(kind), "\(kind), \(`case`.testDescription)")
      }
    }
  }

  /// In either order, also where one of the two is written with an escape, and in objects within.
  @Test func nothingIsSaidTwice() throws {
    let signer = try Signer()
    let tokens = try signer.tokens()
    for kind in Signer.Kind.allCases {
      let (header, claims) = (Signer.header(kind), Signer.claims(kind))
      for (members, isHeader) in [(header, true), (claims, false)] {
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
          let escaped = String(format: "\\u%04x", Int(name.utf8.first ?? 0)) + name.dropFirst()
          for second in ["\"\(name)\":\(value)", "\"\(name)\":null", "\"\(escaped)\":\(value)"] {
            for isFirst in [true, false] {
              let text = Signer.text(members).dropFirst().dropLast()
              let twice = isFirst ? "{\(second),\(text)}" : "{\(text),\(second)}"
              let token = try signer.token(
                kind, header: isHeader ? twice : Signer.text(header),
                claims: isHeader ? Signer.text(claims) : twice)
              #expect(tokens.refusal(token) == .malformed, "\(kind) \(twice)")
            }
          }
        }
      }
      let within = claims.merging(["act": #"{"sub":"a","sub":"b"}"#]) { $1 }
      let token = try signer.token(kind, header: Signer.text(header), claims: Signer.text(within))
      #expect(tokens.refusal(token) == .malformed)
    }
  }

  /// Where no audience is named, a token for somebody in particular is for somebody else (RFC 7519, section 4.1.3).
  @Test func withoutAnAudienceOnlyTokensForNobodyInParticular() throws {
    let signer = try Signer()
    let tokens = try signer.tokens(audiences: [])
    for kind in Signer.Kind.allCases {
      for (value, refusal) in [
        (nil, nil), (Signer.quoted(Signer.audience), .audience), ("[]", .audience), (#""""#, .audience),
      ] as [(String?, TokenRefusal?)] {
        let token = try Self.token(signer, kind, claims: Case("aud", value, refusal))
        #expect(tokens.refusal(token) == refusal, "\(kind) \(value ?? "absent")")
      }
    }
    // One name of several is enough.
    let several = try signer.tokens(audiences: ["first", Signer.audience])
    for kind in Signer.Kind.allCases { #expect(several.refusal(try Self.token(signer, kind)) == nil) }
  }

  @Test func anAddressCountsOnlyWhereItWasVerified() throws {
    let signer = try Signer()
    let tokens = try signer.tokens(.email)
    let cases = [
      Case("sub", #""auth0|5f7c8ec7c33c6c004bbafe82""#, nil), Case("sub", nil, nil), Case("sub", "1", .claim),
      Case("email", nil, .email), Case("email", #""""#, .email), Case("email", #""owner""#, .email),
      Case("email", #""a@b@c""#, .email), Case("email", #""owner@example.com\u0000""#, .email),
      Case("email", #"["owner@example.com"]"#, .email), Case("email", "null", .email),
      Case("email_verified", nil, .email), Case("email_verified", "false", .email),
      Case("email_verified", #""true""#, .email), Case("email_verified", "1", .email),
      Case("email_verified", "null", .email), Case("email_verified", "[true]", .email),
    ]
    for kind in Signer.Kind.allCases where kind != .own {
      for `case` in cases {
        let refusal = tokens.refusal(try Self.token(signer, kind, claims: `case`))
        #expect(refusal == `case`.refusal, "\(kind), \(`case`.testDescription)")
      }
      func caller(_ email: String) throws -> Caller? {
        try? tokens.caller(
          of: try Self.token(signer, kind, claims: Case("email", Signer.quoted(email), nil)),
          now: TestServer.noon
        ).get()
      }
      #expect(try caller("Owner@Example.COM") == .email("owner@example.com"))
      // The sign for kelvin is not a k.
      #expect(try caller("\u{212A}im@example.com") == .email("\u{212A}im@example.com"))
      #expect(try caller("\u{212A}im@example.com") != .email("kim@example.com"))
    }
    // The server's own tokens name ids, whatever else they say.
    let own = try tokens.caller(of: try Self.token(signer, .own), now: TestServer.noon).get()
    #expect(own == .id(try TestServer.id(10)))
  }

  /// A good token with one member of its header and one of its claims changed.
  static func token(
    _ signer: Signer, _ kind: Signer.Kind, header: Case? = nil, claims: Case? = nil
  ) throws -> String {
    func changed(_ members: [String: String], _ change: Case?) -> String {
      var members = members
      if let change { members[change.name] = change.value }
      return Signer.text(members)
    }
    return try signer.token(
      kind, header: changed(Signer.header(kind), header), claims: changed(Signer.claims(kind), claims))
  }
}
