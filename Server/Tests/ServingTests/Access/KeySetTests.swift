import Documents
import Crypto
import CryptoExtras
import Foundation
import Gates
import JWTKit
import PolicyGraph
import Testing

@testable import Serving

/// Which keys of a key set are used, and for what.
struct KeySetTests {
  private static func refusal(_ text: String) -> String? {
    do {
      _ = try KeySet(text)
      return nil
    } catch {
      return error.message
    }
  }

  /// A set with one key, of which nothing can be used, is refused with the reason.
  @Test(arguments: [
    (#"{"kty": "oct", "k": "c2VjcmV0", "alg": "HS256"}"#, "shared secret"),
    (#"{"kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA"}"#, "`kty`"), (#"{"kty": 1}"#, "`kty` is not text"),
    (#"{"kty": null}"#, "`kty` is not text"), (#"{"kid": "a"}"#, "no `kty`"), (#""key""#, "not an object"),
    ("null", "not an object"), ("[]", "not an object"),
    (#"{"kty": "EC", "crv": "P-384", "x": "AAAA", "y": "AAAA"}"#, "`crv` is not P-256"),
    (#"{"kty": "EC", "crv": "secp256k1", "x": "AAAA", "y": "AAAA"}"#, "`crv` is not P-256"),
    (#"{"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}"#, "not a point"),
    (#"{"kty": "EC", "crv": "P-256", "x": "AAAA"}"#, "no `y`"),
    (#"{"kty": "OKP", "crv": "Ed448", "x": "AAAA"}"#, "`crv` is not Ed25519"),
    (#"{"kty": "OKP", "crv": "X25519", "x": "AAAA"}"#, "`crv` is not Ed25519"),
    (#"{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}"#, "32 bytes"),
    (#"{"kty": "RSA", "n": "AAAA", "e": "AQAB"}"#, "bits"), (#"{"kty": "RSA", "e": "AQAB"}"#, "no `n`"),
    (#"{"kty": "RSA", "n": "AA==", "e": "AQAB"}"#, "base64url"),
    (#"{"kty": "RSA", "n": "A+", "e": "AQAB"}"#, "base64url"),
  ])
  func keysThatAreNotUsed(_ key: String, _ reason: String) {
    let message = Self.refusal(#"{"keys": [\#(key)]}"#)
    #expect(message?.contains(reason) ?? false, "\(message ?? "taken")")
  }

  /// What is said of a good key can make it one that is not for verifying tokens.
  @Test func goodKeysForOtherPurposes() throws {
    let signer = try Signer()
    let changes: [(String, JSONValue, Bool)] = [
      ("use", .string("sig"), true), ("use", .string("enc"), false), ("use", .string("SIG"), false),
      ("use", .null, false), ("key_ops", .strings(["verify"]), true),
      ("key_ops", .strings(["encrypt", "verify"]), true), ("key_ops", .strings(["sign"]), false),
      ("key_ops", .strings(["encrypt"]), false), ("key_ops", .array([]), false),
      ("key_ops", .string("verify"), false), ("alg", .string("HS256"), false),
      ("alg", .string("none"), false),
      ("alg", .string("RSA-OAEP"), false), ("alg", .string("RS512"), false), ("alg", .string("ES384"), false),
      ("alg", .null, false), ("kid", .integer(1), false), ("kid", .null, false),
      ("d", .string("AAAA"), false),
      ("p", .string("AAAA"), false), ("more", .string("anything"), true), ("x5c", .strings(["AAAA"]), true),
    ]
    for kind in Signer.Kind.allCases where kind != .own {
      for (name, value, isTaken) in changes {
        let refusal = Self.refusal(Signer.set([try signer.jwk(kind, [name: value])]))
        #expect((refusal == nil) == isTaken, "\(kind) \(name) \(value): \(refusal ?? "taken")")
      }
    }
  }

  @Test func weakRSAKeysAreLeftAside() throws {
    func refusal(bits: Int, e: [UInt8], zeros: Int = 0) -> String? {
      let n =
        [UInt8](repeating: 0, count: zeros) + [UInt8(1 << ((bits - 1) % 8))]
        + [UInt8](repeating: 0xA5, count: (bits - 1) / 8)
      return Self.refusal(
        Signer.set([
          Signer.object([
            "kty": .string("RSA"), "n": .string(Base64URL.encode(n)), "e": .string(Base64URL.encode(e)),
          ])
        ]))
    }
    let usual: [UInt8] = [1, 0, 1]
    for bits in [2048, 3072, 4096, 8192] { #expect(refusal(bits: bits, e: usual) == nil, "\(bits)") }
    #expect(refusal(bits: 2048, e: usual, zeros: 1) == nil, "a zero before it makes it no longer")
    for bits in [512, 1024, 2047, 8193, 16_384] {
      #expect(refusal(bits: bits, e: usual)?.contains("bits") ?? false, "\(bits)")
    }
    #expect(refusal(bits: 1024, e: usual, zeros: 128)?.contains("1024 bits") ?? false)
    for e: [UInt8] in [[], [0], [1], [3], [17], [1, 0, 0], [1, 0, 2], [1, 0, 0, 0, 1], [255, 255]] {
      #expect(refusal(bits: 2048, e: e)?.contains("exponent") ?? false, "\(e)")
    }
  }

  /// A signature of zeros is good for a point of small order, whatever it is of: such a key lets everybody in.
  @Test func pointsOfSmallOrderAreLeftAside() {
    let eight = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
    let other = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    let long = { (first: String, rest: String, last: String) in
      first + String(repeating: rest, count: 30) + last
    }
    let points = [
      eight, other, long("00", "00", "00"), long("01", "00", "00"), long("ec", "ff", "7f"),
      long("ed", "ff", "7f"),
      long("ee", "ff", "7f"), String(eight.dropLast(2)) + "85", String(other.dropLast(2)) + "fa",
      long("00", "00", "80"), long("01", "00", "80"), long("ec", "ff", "ff"), long("ed", "ff", "ff"),
      long("ee", "ff", "ff"),
    ]
    for point in points {
      var bytes: [UInt8] = []
      for start in stride(from: 0, to: 64, by: 2) {
        bytes.append(UInt8(point.dropFirst(start).prefix(2), radix: 16) ?? 0)
      }
      let key = Signer.object([
        "kty": .string("OKP"), "crv": .string("Ed25519"), "x": .string(Base64URL.encode(bytes)),
      ])
      #expect(Self.refusal(Signer.set([key]))?.contains("small order") ?? false, "\(point)")
    }
  }

  @Test(arguments: [
    ("", "not JSON"), ("{", "not JSON"), ("-----BEGIN PUBLIC KEY-----", "not JSON"), ("{}", "no list `keys`"),
    (#"{"keys": {}}"#, "no list `keys`"), (#"{"keys": []}"#, "it is empty"), ("[]", "no list `keys`"),
    (#"{"kty": "EC"}"#, "single key"), (#"{"keys": [], "keys": []}"#, "not JSON"),
    (#"{"8b23": "-----BEGIN CERTIFICATE-----"}"#, "no list `keys`"),
  ])
  func textsThatAreNotASet(_ text: String, _ reason: String) {
    let message = Self.refusal(text)
    #expect(message?.contains(reason) ?? false, "\(message ?? "taken")")
  }

  /// One key that is used is enough, and what is ignored is named by its place and its `kid`.
  @Test func theRestIsUsed() throws {
    let signer = try Signer()
    let set = try KeySet(
      Signer.set([
        .null, try signer.jwk(.own, ["kid": .string("shared")]), try signer.jwk(.es256),
        try signer.jwk(.rs256, ["kid": .string("a\u{1B}[2J"), "use": .string("enc")]),
      ]))
    #expect(set.keys.map(\.algorithm) == [.es256])
    #expect(set.leftAside.map { $0.prefix { $0 != ":" } } == ["key 1", "key 2 (`shared`)", "key 4"])
  }

  /// No token is verified with a key for another algorithm, whatever it says: RFC 8725, section 2.1.
  @Test func eachKeyIsForItsOwnAlgorithmOnly() throws {
    let signer = try Signer()
    for key in Signer.Kind.allCases where key != .own {
      let set = Signer.set([try signer.jwk(key, ["kid": .string("key")])])
      let tokens = try signer.tokens(keySet: set)
      for kind in Signer.Kind.allCases where kind != .own {
        for named in Signer.Kind.allCases {
          var header = Signer.header(named)
          header["kid"] = Signer.quoted("key")
          let token = try signer.token(
            kind, header: Signer.text(header), claims: Signer.text(Signer.claims(kind)))
          #expect((tokens.refusal(token) == nil) == (kind == key && named == key), "\(key) \(kind) \(named)")
        }
      }
    }
  }

  /// A public key is not a secret: taken for one, it would let anybody sign.
  @Test func aPublicKeyIsNoSecret() throws {
    let signer = try Signer()
    let tokens = try signer.tokens()
    let rsa = signer.rsa.publicKey
    let secrets: [Data] = [
      Data(rsa.pemRepresentation.utf8), rsa.derRepresentation, Data(rsa.pkcs1PEMRepresentation.utf8),
      Data(signer.curve.publicKey.pemRepresentation.utf8), signer.curve.publicKey.x963Representation,
      signer.edwards.publicKey.rawRepresentation, Data(try signer.keySet.utf8), Data(),
    ]
    for secret in secrets {
      for kid in Signer.Kind.allCases.map(\.rawValue) + ["fohc"] {
        var header = Signer.header(.own)
        header["kid"] = Signer.quoted(kid)
        for claims in [Signer.claims(.own), Signer.claims(.rs256)] {
          let signed = [header, claims].map { Base64URL.encode(Array(Signer.text($0).utf8)) }.joined(
            separator: ".")
          let code = HMAC<SHA256>.authenticationCode(
            for: Data(signed.utf8), using: SymmetricKey(data: secret))
          #expect(tokens.refusal("\(signed).\(Base64URL.encode(Data(code)))") != nil)
        }
      }
    }
  }

  /// One `kid` for several keys, and keys without one: the signature decides which of them it was.
  @Test func namesAreOnlyHints() throws {
    let (first, second, stranger) = (try Signer(1), try Signer(2), try Signer(3))
    for id in [JSONValue.string("ES256"), nil] {
      let more = id.map { ["kid": $0] } ?? [:]
      let set = Signer.set([
        try first.jwk(.es256, more), try second.jwk(.es256, more), try first.jwk(.edDSA, more),
      ])
      let tokens = try first.tokens(keySet: set)
      for (signer, isKnown) in [(first, true), (second, true), (stranger, false)] {
        for header in [Signer.header(.es256), ["alg": Signer.quoted("ES256")]] {
          let token = try signer.token(
            .es256, header: Signer.text(header), claims: Signer.text(Signer.claims(.es256)))
          #expect(tokens.refusal(token) == (isKnown ? nil : .signature))
        }
      }
    }
  }

  /// Other keys take the place of those before, whose tokens are not let in any longer, remembered or not.
  @Test func keysAreReplacedWholeOrNotAtAll() throws {
    let (before, after) = (try Signer(1), try Signer(2))
    let tokens = try before.tokens()
    func token(_ signer: Signer, _ kind: Signer.Kind) throws -> String {
      try TokenMatrixTests.token(signer, kind)
    }
    let (old, new, own) = (try token(before, .es256), try token(after, .es256), try token(before, .own))
    #expect(tokens.refusal(old) == nil && tokens.refusal(new) == .signature)
    for unusable in ["", "{}", #"{"keys": []}"#, Signer.set([try after.jwk(.own)])] {
      #expect(throws: TokenSetupFailure.self) { try tokens.replaceKeys(with: unusable) }
      #expect(tokens.refusal(old) == nil && tokens.refusal(new) == .signature)
    }
    try tokens.replaceKeys(with: try after.keySet)
    #expect(tokens.refusal(old) == .signature && tokens.refusal(new) == nil && tokens.refusal(own) == nil)
  }

  /// JWTKit signs and verifies what this server verifies and signs: two that share nothing agree.
  @Test func agreesWithJWTKit() async throws {
    let keys = JWTKeyCollection()
    let (curve, edwards) = (ES256PrivateKey(), try EdDSA.PrivateKey(curve: .ed25519))
    await keys.add(hmac: HMACKey(from: Signer.secret), digestAlgorithm: .sha256, kid: "fohc")
      .add(ecdsa: curve, kid: "ES256").add(eddsa: edwards, kid: "EdDSA")
    let parameters = try #require(curve.parameters)
    func url(_ base64: String) -> JSONValue {
      .string(base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
    }
    let set = Signer.set([
      Signer.object([
        "kty": .string("EC"), "crv": .string("P-256"), "kid": .string("ES256"), "x": url(parameters.x),
        "y": url(parameters.y),
      ]),
      Signer.object([
        "kty": .string("OKP"), "crv": .string("Ed25519"), "kid": .string("EdDSA"),
        "x": url(edwards.publicKey.rawRepresentation.base64EncodedString()),
      ]),
    ])
    let tokens = try Tokens(secret: Signer.secret, keySet: set)
    for kid: JWKIdentifier in ["fohc", "ES256", "EdDSA"] {
      let token = try await keys.sign(Claims(), kid: kid)
      #expect(tokens.refusal(token) == nil, "\(kid.string)")
      #expect(tokens.refusal(token, at: TestServer.noon.advanced(bySeconds: 3600)) == .expired)
    }
    let issued = tokens.issue(to: try TestServer.id(10), now: TestServer.noon, hours: 1).token
    let claims = try await keys.verify(issued, as: Claims.self)
    #expect(claims == Claims())
  }

  private struct Claims: JWTPayload, Equatable {
    var iss = "fohc"
    var sub = Signer.user
    var iat = TestServer.noon.seconds
    var exp = TestServer.noon.seconds + 3600

    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }

  @Test func aSecretHasToBeOne() {
    #expect(throws: TokenSetupFailure.self) { try Tokens(secret: Data(count: 31)) }
  }
}
