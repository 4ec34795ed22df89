import Documents
import Crypto
import Foundation
import Gates
import PolicyGraph
import TestSupport
import Testing

@testable import Serving

/// No change of a token that is refused, of its bytes or of its fields, makes one that is let in; and none of a token that
/// is let in makes another one.
struct TokenPropertyTests {
  private static let seed: UInt64 = 0x7515_7519
  private static let cases =
    ProcessInfo.processInfo.environment["FOHC_SOAK"] == nil ? 20_000 : 500_000

  /// Tokens that are refused for what their signature is of, or for whose it is.
  private static func refused(_ signer: Signer, _ kinds: [Signer.Kind]) throws -> [String] {
    let stranger = try Signer(2)
    var tokens: [String] = []
    for kind in kinds {
      let all = [
        ("exp", "1"), ("nbf", "\(TestServer.noon.seconds + 86_400)"), ("aud", #""another""#),
        ("iss", #""another""#),
        ("sub", #""another""#), ("exp", "null"),
      ]
      for (name, value) in all {
        tokens.append(
          try TokenMatrixTests.token(signer, kind, claims: .init(name, value, nil)))
      }
      for (name, value) in [
        ("crit", #"["exp"]"#), ("typ", #""logout+jwt""#), ("alg", #""none""#), ("b64", "false"),
      ] {
        tokens.append(try TokenMatrixTests.token(signer, kind, header: .init(name, value, nil)))
      }
      let good = try TokenMatrixTests.token(signer, kind).split(separator: ".")
      tokens.append(good[0] + "." + good[1] + "." + Base64URL.encode([UInt8](repeating: 0, count: 64)))
      if kind != .own { tokens.append(try TokenMatrixTests.token(stranger, kind)) }
    }
    return tokens
  }

  @Test func noChangeOfARefusedTokenLetsAnybodyIn() throws {
    let signer = try Signer()
    let tokens = try signer.tokens()
    // RSA takes a hundred times as long without an optimizer: fewer of those.
    let slow = try Self.refused(signer, [.rs256, .ps256])
    let quick = try Self.refused(signer, [.own, .es256, .edDSA])
    let refused = slow + quick
    for token in refused { #expect(tokens.refusal(token) != nil, "\(token)") }
    var random = SeededRandom(seed: Self.seed)
    var refusals: Set<String> = []
    for number in 0..<Self.cases {
      var token = random.pick(random.chance(5) ? slow : quick)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        token = random.chance(50) ? Self.edited(token, &random) : Self.changed(token, refused, &random)
      }
      guard let refusal = tokens.refusal(token) else {
        Issue.record("case \(number) lets somebody in: \(token)")
        return
      }
      refusals.insert(refusal.rawValue)
    }
    // The changes get as deep as the checks are: to the signature, and through it.
    #expect(
      refusals.isSuperset(of: [
        "malformed", "algorithm", "type", "critical extension", "unknown key", "signature",
      ]))
    #expect(
      refusals.isSuperset(of: ["issuer", "audience", "expired", "not yet valid", "malformed claim"]),
      "\(refusals)")
  }

  /// One signed text, one token: no bit of it is free, so that a token that was refused once cannot come again as another.
  @Test func noBitOfAGoodTokenIsFree() throws {
    let signer = try Signer()
    let tokens = try signer.tokens()
    for kind in Signer.Kind.allCases {
      let good = try TokenMatrixTests.token(signer, kind)
      #expect(tokens.refusal(good) == nil)
      var bytes = Array(good.utf8)
      // Of the header and the claims every seventh byte, and every byte of the signature; of RSA's long ones every ninth.
      let signature = good.lastIndex(of: ".").map { good.utf8.distance(from: good.startIndex, to: $0) } ?? 0
      let step = [.rs256, .ps256].contains(kind) ? 9 : 1
      for place in bytes.indices
      where place % (place >= signature ? step : 7 * step) == 0 || place == bytes.count - 1 {
        for bit in 0..<8 {
          bytes[place] ^= 1 << bit
          #expect(
            tokens.refusal(String(decoding: bytes, as: UTF8.self)) != nil, "\(kind), bit \(bit) of \(place)")
          bytes[place] ^= 1 << bit
        }
      }
      for more in ["=", "==", "A", "AA", ".", " ", "\n", "\u{0}"] {
        #expect(tokens.refusal(good + more) != nil && tokens.refusal(more + good) != nil, "\(kind)")
      }
      // Swift holds the sign for kelvin equal to K, and a remembered token is found by its text.
      let kelvin = good.replacing("K", with: "\u{212A}")
      #expect(!good.contains("K") || tokens.refusal(kelvin) == .malformed)
    }
  }

  // MARK: Changes

  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \t".utf8)

  /// Another byte somewhere: put in, taken out, put in the place of one, or two of them swapped.
  private static func edited(_ token: String, _ random: inout SeededRandom) -> String {
    var bytes = Array(token.utf8)
    guard !bytes.isEmpty else { return token }
    let place = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.insert(random.pick(letters), at: place)
    case 1: bytes.remove(at: place)
    case 2: bytes[place] = random.pick(letters)
    default: bytes.swapAt(place, Int.random(in: bytes.indices, using: &random))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A field with another value, of the header or of the claims, or a part of another token.
  private static func changed(_ token: String, _ all: [String], _ random: inout SeededRandom) -> String {
    var parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { return token }
    let part = Int.random(in: 0..<3, using: &random)
    if part == 2 || random.chance(20) {
      let others = random.pick(all).split(separator: ".", omittingEmptySubsequences: false)
      parts[part] = String(others[part])
      return parts.joined(separator: ".")
    }
    guard let bytes = Base64URL.decode(parts[part].utf8),
      case .object(let old) = try? JSONValue(stored: bytes),
      old.allSatisfy({ if case .number(let number) = $0.value { number.isFinite } else { true } })
    else { return token }
    let values =
      part == 0
      ? [
        "alg": ["HS256", "ES256", "EdDSA", "RS256", "PS256", "none"],
        "kid": ["fohc", "ES256", "RS256", "PS256", "EdDSA"],
        "typ": ["JWT", "at+jwt"], "crit": [], "b64": [],
      ]
      : [
        "iss": ["fohc", Signer.otherIssuer], "aud": [Signer.audience], "sub": [Signer.user],
        "exp": ["4000000000"], "nbf": [], "iat": [],
      ]
    let name = random.pick(values.keys.sorted())
    var members = old.filter { $0.key != name }
    if let value = values[name], !value.isEmpty {
      let text = random.pick(value)
      members.append(JSONMember(name, Int(text).map { .integer($0) } ?? .string(text)))
    }
    parts[part] = Base64URL.encode(CanonicalJSON.bytes(of: .object(members)))
    return parts.joined(separator: ".")
  }
}
