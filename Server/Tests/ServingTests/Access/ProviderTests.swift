import Documents
import Foundation
import Gates
import HTTPTypes
import Testing

@testable import Serving

/// The key sets that six identity providers publish, in the shape that they document, with keys of our own: each starts
/// the server, and a token in the provider's shape lets its user in.
struct ProviderTests {
  struct Provider: Sendable, CustomTestStringConvertible {
    let name: String
    let issuer: String
    /// Members of its signing key beside `kty`, `n` and `e`.
    let key: [String: JSONValue]
    /// What stands beside that key.
    var others: [@Sendable (Signer) throws -> JSONValue] = []
    let header: [String: String]
    let claims: [String: String]

    var testDescription: String { name }
  }

  private static let now = TestServer.noon.seconds
  private static let times = ["iat": "\(now)", "exp": "\(now + 3600)"]
  private static let verified = ["email": #""owner@example.com""#, "email_verified": "true"]

  static let providers: [Provider] = [
    Provider(
      name: "Auth0", issuer: "https://tenant.eu.auth0.com/",
      key: [
        "alg": .string("RS256"), "use": .string("sig"), "kid": .string("NjVBRjY5MDlCMUIwNzU4"),
        "x5t": .string("NjVBRjY5MDlCMUIwNzU4"), "x5c": .strings(["MIIDBTCCAe2gAwIBAgIJ"]),
      ],
      others: [{ try $0.jwk(.rs256, ["use": .string("sig"), "kid": .string("next")]) }],
      header: ["alg": #""RS256""#, "typ": #""JWT""#, "kid": #""NjVBRjY5MDlCMUIwNzU4""#],
      claims: [
        "sub": #""auth0|5f7c8ec7c33c6c004bbafe82""#,
        "aud": #"["https://fohc.example.com","https://tenant.eu.auth0.com/userinfo"]"#,
        "azp": #""client""#, "scope": #""openid email""#,
      ].merging(times) { $1 }.merging(verified) { $1 }),
    Provider(
      name: "Okta", issuer: "https://example.okta.com/oauth2/default",
      key: [
        "alg": .string("RS256"), "use": .string("sig"), "kid": .string("U5R8cHbGw445Qbq8zVO1PcCpXL8yG6I"),
      ],
      header: ["alg": #""RS256""#, "kid": #""U5R8cHbGw445Qbq8zVO1PcCpXL8yG6I""#],
      claims: [
        "ver": "1", "jti": #""AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE""#,
        "aud": #""https://fohc.example.com""#, "sub": #""00uid4BxXw6I6TV4m0g3""#, "cid": #""client""#,
        "scp": #"["openid"]"#,
      ].merging(times) { $1 }.merging(verified) { $1 }),
    // No `alg`; an address that counts takes a claim that the tenant maps.
    Provider(
      name: "Entra ID", issuer: "https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0",
      key: [
        "use": .string("sig"), "kid": .string("nOo3ZDrODXEK1jKWhXslHR_KXEg"),
        "x5t": .string("nOo3ZDrODXEK1jKWhXslHR_KXEg"), "x5c": .strings(["MIIDBTCCAe2gAwIBAgIQ"]),
        "cloud_instance_name": .string("microsoftonline.com"),
        "issuer": .string("https://login.microsoftonline.com/{tenantid}/v2.0"),
      ],
      header: ["typ": #""JWT""#, "alg": #""RS256""#, "kid": #""nOo3ZDrODXEK1jKWhXslHR_KXEg""#],
      claims: [
        "aud": #""https://fohc.example.com""#, "nbf": "\(now)", "aio": #""ATQAy/8TAAAA""#, "ver": #""2.0""#,
        "oid": #""00000000-0000-0000-66f3-3332eca7ea81""#,
        "sub": #""AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ""#,
        "tid": #""9122040d-6c67-4c5b-b112-36a304b66dad""#, "uti": #""abc""#, "rh": #""0.AX""#,
      ].merging(times) { $1 }.merging(verified) { $1 }),
    Provider(
      name: "Google", issuer: "https://accounts.google.com",
      key: [
        "alg": .string("RS256"), "use": .string("sig"),
        "kid": .string("c7e04465649ffa606557650c7e65f0a87ae00fe8"),
      ],
      others: [
        {
          try $0.jwk(
            .rs256, ["use": .string("sig"), "kid": .string("8a63fe71e53067524cbbc6a3a58463b3864c0787")])
        }
      ],
      header: ["alg": #""RS256""#, "kid": #""c7e04465649ffa606557650c7e65f0a87ae00fe8""#, "typ": #""JWT""#],
      claims: [
        "azp": #""client.apps.googleusercontent.com""#, "aud": #""https://fohc.example.com""#,
        "sub": #""110169484474386276334""#, "at_hash": #""HK6E_P6Dh8Y93mRNtsDB1Q""#, "hd": #""example.com""#,
      ].merging(times) { $1 }.merging(verified) { $1 }),
    Provider(
      name: "Keycloak", issuer: "https://sso.example.com/realms/kitchen",
      key: [
        "alg": .string("RS256"), "use": .string("sig"),
        "kid": .string("FJ86GcF3jTbNLOco4NvZkUCIUmfYCqoqtOQeMfbhNlE"),
        "x5c": .strings(["MIICmzCCAYMCBgF"]), "x5t": .string("abc"), "x5t#S256": .string("def"),
      ],
      others: [
        {
          try $0.jwk(
            .rs256, ["alg": .string("RSA-OAEP"), "use": .string("enc"), "kid": .string("encryption")])
        },
        { try $0.jwk(.es256, ["alg": .string("ES256"), "use": .string("sig"), "kid": .string("curve")]) },
      ],
      header: [
        "alg": #""RS256""#, "typ": #""JWT""#, "kid": #""FJ86GcF3jTbNLOco4NvZkUCIUmfYCqoqtOQeMfbhNlE""#,
      ],
      claims: [
        "jti": #""onrtac:1f2b""#, "aud": #"["https://fohc.example.com","account"]"#,
        "sub": #""6c5c9ae0-1f1b-4ca0-8e5a-6ae3ea2a9ad7""#, "typ": #""Bearer""#, "azp": #""fohc""#,
        "realm_access": #"{"roles":["user"]}"#, "preferred_username": #""ana""#,
      ].merging(times) { $1 }.merging(verified) { $1 }),
    // Its identity tokens: access tokens of it have no `aud`, and are refused where one is asked for.
    Provider(
      name: "AWS Cognito", issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example",
      key: ["alg": .string("RS256"), "use": .string("sig"), "kid": .string("abcdefghijklmnopqrsexample=")],
      others: [{ try $0.jwk(.rs256, ["use": .string("sig"), "kid": .string("fgjhlkhjlkhexample=")]) }],
      header: ["kid": #""abcdefghijklmnopqrsexample=""#, "alg": #""RS256""#],
      claims: [
        "sub": #""aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee""#, "aud": #""https://fohc.example.com""#,
        "cognito:username": #""ana""#, "token_use": #""id""#, "auth_time": "\(now)", "origin_jti": #""x""#,
      ].merging(times) { $1 }.merging(verified) { $1 }),
  ]

  @Test(arguments: providers)
  func letsItsUsersIn(_ provider: Provider) async throws {
    let (signer, stranger) = (try Signer(1), try Signer(2))
    var key = try #require(try signer.jwk(.rs256).members)
    key["alg"] = nil
    let set = Signer.set(
      [Signer.object(key.merging(provider.key) { $1 })] + (try provider.others.map { try $0(stranger) }))
    var rules = Signer.rules(.email)
    rules.issuer = provider.issuer
    let tokens = try Tokens(secret: TestServer.secret, keySet: set, otherIssuer: rules)

    @Sendable func token(_ signer: Signer, _ change: [String: String?] = [:]) throws -> String {
      var claims = provider.claims.merging(["iss": Signer.quoted(provider.issuer)]) { $1 }
      for (name, value) in change { claims[name] = value }
      return try signer.token(.rs256, header: Signer.text(provider.header), claims: Signer.text(claims))
    }
    try await TestServer(tokens: tokens).test { client in
      func status(_ token: String) async throws -> Int {
        let answer = try await client.send(
          .get, "/v1/console/auth/my-orgs", as: nil, headers: ["Authorization": "Bearer \(token)"])
        return answer.status
      }
      let isIn = try await status(try token(signer))
      #expect(isIn == 200)
      for change: [String: String?] in [
        ["email_verified": "false"], ["email": #""somebody@example.com""#],
        ["iss": #""https://example.com""#],
        ["aud": #""another""#], ["aud": String?.none], ["exp": "\(Self.now)"], ["nbf": "\(Self.now + 3600)"],
      ] {
        let changed = try await status(try token(signer, change))
        #expect(changed == 401, "\(change)")
      }
      let forged = try await status(try token(stranger))
      #expect(forged == 401)
    }
  }
}

extension JSONValue {
  fileprivate var members: [String: JSONValue]? {
    guard case .object(let members) = self else { return nil }
    return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
  }
}
