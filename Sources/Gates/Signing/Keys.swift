import Crypto
import Documents
import PolicyGraph

/// A private Ed25519 key (RFC 8032). Made from given bytes: where randomness comes from is for the caller.
public struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// Number of bytes of a private key (the seed of RFC 8032) and of a public one.
  public static let length = 32

  /// Nil if there are not exactly 32 bytes. Any 32 bytes are a key.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.length, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
    else { return nil }
    self.key = key
  }

  /// The 32 bytes that it was made from. Secret.
  public var bytes: [UInt8] { Array(key.rawRepresentation) }

  /// The public half, which may be handed on.
  public var verifyingKey: VerifyingKey { VerifyingKey(key.publicKey) }

  /// The signature of a message: 64 bytes.
  ///
  /// Deterministic, as RFC 8032 defines Ed25519, where swift-crypto signs with BoringSSL (Linux, and wherever else it
  /// does not defer to CryptoKit): `SigningTests` holds it to the RFC's own vectors. CryptoKit, on Apple's platforms,
  /// mixes in randomness: there the signature verifies as well, but differs from run to run.
  public func sign(_ message: [UInt8]) -> [UInt8] {
    guard let signature = try? key.signature(for: message) else {
      preconditionFailure("a whole private key signs any message")
    }
    return Array(signature)
  }
}

/// A public Ed25519 key.
public struct VerifyingKey: Sendable, Equatable {
  private let key: Curve25519.Signing.PublicKey

  fileprivate init(_ key: Curve25519.Signing.PublicKey) { self.key = key }

  /// Nil if there are not exactly 32 bytes, or they are a point of small order: such a key is nobody's, and
  /// signatures that it accepts can be made by anybody. Bytes that are not a point of the curve verify nothing.
  public init?(bytes: [UInt8]) {
    guard bytes.count == SigningKey.length, !Self.isOfSmallOrder(bytes),
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
    else { return nil }
    self.key = key
  }

  /// The points of edwards25519 of order 1, 2, 4 and 8 by their y coordinate, little-endian; 2^255 - 19 and 2^255 - 18
  /// are other ways to write 0 and 1. A key is one of them whatever the sign of x, which is the last bit (RFC 8032,
  /// section 5.1.2; libsodium refuses the same ones).
  private static let smallOrders = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ]

  /// `bytes`: 32 of them.
  private static func isOfSmallOrder(_ bytes: [UInt8]) -> Bool {
    let y = bytes.dropLast() + [bytes[bytes.count - 1] & 0x7F]
    return smallOrders.contains(Hexadecimal.text(of: y))
  }

  /// The 32 bytes of the public key (RFC 8032, section 5.1.5).
  public var bytes: [UInt8] { Array(key.rawRepresentation) }

  /// How the key is named: the first 16 hexadecimal digits of SHA-256 of its bytes. It tells keys apart; trust comes
  /// from the key itself.
  public var id: String { Hexadecimal.text(of: SHA256.hash(data: bytes).prefix(8)) }

  /// Whether a signature is this key's of this message.
  public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    key.isValidSignature(signature, for: message)
  }

  public static func == (left: VerifyingKey, right: VerifyingKey) -> Bool { left.bytes == right.bytes }
}
