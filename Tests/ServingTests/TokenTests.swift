import Foundation
import Gates
import JWTKit
import Registry
import Testing

@testable import Serving

/// Tokens that others issue, and what is done to pass for them.
struct TokenTests {
  private struct Claims: JWTPayload {
    var iss = "fohc"
    var sub = "00000000-0000-4000-8000-000000000010"
    var iat = TestServer.noon.seconds
    var exp = TestServer.noon.seconds + 3600

    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }

  /// An issuer with a key of its own, and the key set that a server knows it by.
  private struct Issuer {
    let keys = JWTKeyCollection()
    let keySet: String
    let x: String

    init() async throws {
      let curve = ES256PrivateKey()
      let edwards = try EdDSA.PrivateKey(curve: .ed25519)
      await keys.add(ecdsa: curve, kid: "curve").add(eddsa: edwards, kid: "edwards")
      let parameters = try #require(curve.parameters)
      func url(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
      }
      x = parameters.x
      let point = edwards.publicKey.rawRepresentation.base64EncodedString()
      keySet = """
        {"keys": [
          {"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": "curve",
           "x": "\(url(parameters.x))", "y": "\(url(parameters.y))"},
          {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "edwards", "x": "\(url(point))"}
        ]}
        """
    }
  }

  @Test func tokensOfAKnownIssuerAreGood() async throws {
    let issuer = try await Issuer()
    let tokens = try await Tokens(secret: TestServer.secret, keySet: issuer.keySet)
    for kid: JWKIdentifier in ["curve", "edwards"] {
      let token = try await issuer.keys.sign(Claims(), kid: kid)
      let user = await tokens.user(of: token, now: TestServer.noon)
      #expect(user?.text == Claims().sub, "\(kid.string)")
      // Remembered, and still not for longer than it lasts.
      let later = await tokens.user(of: token, now: TestServer.noon.advanced(bySeconds: 3600))
      #expect(later == nil)
      let stranger = try await Tokens(secret: TestServer.secret)
      let unknown = await stranger.user(of: token, now: TestServer.noon)
      #expect(unknown == nil)
    }
  }

  /// A public key is no secret: taken for one, it would let anybody sign (RFC 8725, section 2.1).
  @Test func aPublicKeyIsNoSecret() async throws {
    let issuer = try await Issuer()
    let tokens = try await Tokens(secret: TestServer.secret, keySet: issuer.keySet)
    for secret in [issuer.x, issuer.keySet] {
      let forger = JWTKeyCollection()
      await forger.add(hmac: HMACKey(from: Data(secret.utf8)), digestAlgorithm: .sha256, kid: "curve")
      let token = try await forger.sign(Claims(), kid: "curve")
      let user = await tokens.user(of: token, now: TestServer.noon)
      #expect(user == nil)
    }
  }

  @Test func keysThatAreNotTakenAreNamed() async throws {
    let set = #"{"keys": [{"kty": "oct", "k": "c2VjcmV0", "alg": "HS256", "kid": "shared"}]}"#
    await #expect(throws: (any Error).self) { try await Tokens(secret: TestServer.secret, keySet: set) }
    await #expect(throws: TokenSetupFailure.self) { try await Tokens(secret: Data(count: 31)) }
  }
}
