import Documents
import Testing

@testable import Gates

struct SigningTests {
  struct Vector: Sendable {
    let secret, publicKey, message, signature: String
  }

  /// RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc).
  static let vectors = [
    Vector(
      secret: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature:
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        + "d25bf5f0595bbe24655141438e7a100b"),
    Vector(
      secret: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature:
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        + "387b2eaeb4302aeeb00d291612bb0c00"),
    Vector(
      secret: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature:
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        + "4a7c15e9716ed28dc027beceea1ec40a"),
    Vector(
      secret: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      message:
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        + "454d4423643ce80e2a9ac94fa54ca49f",
      signature:
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        + "3dca179c138ac17ad9bef1177331a704"),
  ]

  private func bytes(_ text: String) throws -> [UInt8] {
    try #require(Hexadecimal.bytes(text, count: text.utf8.count / 2))
  }

  @Test(arguments: vectors)
  func vectorsOfTheRFC(_ vector: Vector) throws {
    let key = try #require(SigningKey(bytes: try bytes(vector.secret)))
    let message = try bytes(vector.message)
    let signature = try bytes(vector.signature)
    #expect(key.verifyingKey.bytes == (try bytes(vector.publicKey)))
    #expect(key.verifyingKey.verifies(signature, of: message))
    // Apple's CryptoKit signs with randomness; what it makes verifies as well, but is not this.
    #if !canImport(CryptoKit)
      #expect(key.sign(message) == signature)
      #expect(key.sign(message) == key.sign(message))
    #endif
    #expect(key.verifyingKey.verifies(key.sign(message), of: message))
  }

  @Test func everyChangedBitIsRefused() throws {
    let vector = Self.vectors[2]
    let key = try #require(VerifyingKey(bytes: try bytes(vector.publicKey)))
    let (message, signature) = (try bytes(vector.message), try bytes(vector.signature))
    for bit in 0..<8 * signature.count {
      var changed = signature
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(!key.verifies(changed, of: message))
    }
    for bit in 0..<8 * message.count {
      var changed = message
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(!key.verifies(signature, of: changed))
    }
    for length in [0, 63, 65] {
      #expect(!key.verifies(Array((signature + [0]).prefix(length)), of: message))
    }
  }

  @Test func aKeyHas32Bytes() {
    for length in [0, 31, 33, 64] {
      #expect(SigningKey(bytes: Array(repeating: 1, count: length)) == nil)
      #expect(VerifyingKey(bytes: Array(repeating: 1, count: length)) == nil)
    }
    // No point of the curve: a key by its length, which verifies nothing.
    let none = VerifyingKey(bytes: Array(repeating: 0xFF, count: 32))
    #expect(none?.verifies(Array(repeating: 0, count: 64), of: []) != true)
  }

  /// A key of small order accepts signatures that anybody can make: of the point of order 1 this one, over any message.
  @Test func refusesKeysOfSmallOrder() {
    let zero = Array(repeating: UInt8(0), count: 32)
    let identity = [1] + zero.dropFirst()
    let orderEight = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
    let top = "7f"
    let middle = String(repeating: "ff", count: 30)
    let keys =
      [zero, identity]
      + [
        orderEight, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "ec\(middle)\(top)",
        "ed\(middle)\(top)", "ee\(middle)\(top)",
      ].map { Hexadecimal.bytes($0, count: 32) ?? [] }
    for key in keys {
      #expect(VerifyingKey(bytes: key) == nil)
      // With the other sign of x.
      #expect(VerifyingKey(bytes: key.dropLast() + [key[31] | 0x80]) == nil)
      // Nearly the same bytes are another point, or none.
      #expect(VerifyingKey(bytes: key.dropLast() + [key[31] ^ 0x01]) != nil)
    }
  }
}
