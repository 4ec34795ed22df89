import Crypto
import CryptoExtras
import Foundation

/// Passwords are kept as what scrypt (RFC 7914) makes of them, each with its own salt:
/// `$scrypt$ln=15,r=8,p=3$<salt>$<key>`, both in base64.
///
/// N = 2^15, r = 8, p = 3 are among the settings that OWASP's Password Storage Cheat Sheet holds equal; they take
/// 32 MiB and about a quarter of a second.
public enum Passwords {
  /// Shortest and longest that are taken, in UTF-8 bytes. Only for work per request to have a bound.
  public static let lengths = 8...1024

  /// What to keep of a password. Takes about a quarter of a second and 32 MiB, on purpose. Throws if scrypt fails,
  /// such as for want of memory.
  public static func hash(_ password: String) throws -> String {
    let salt = SystemRandomNumberGenerator.bytes(16)
    let key = try derive(password, salt: salt, log2N: 15, r: 8, p: 3)
    return "$scrypt$ln=15,r=8,p=3$\(salt.base64EncodedString())$\(key.base64EncodedString())"
  }

  /// Takes the same time whether the password is right or wrong, or nobody has one: `hash` nil.
  static func verify(_ password: String, against hash: String?) throws -> Bool {
    guard let hash, let kept = StoredHash(hash) else {
      _ = try derive(password, salt: Data(count: 16), log2N: 15, r: 8, p: 3)
      return false
    }
    let key = try derive(password, salt: kept.salt, log2N: kept.log2N, r: kept.r, p: kept.p)
    // Compared in constant time.
    return SymmetricKey(data: key) == SymmetricKey(data: kept.key)
  }

  private static func derive(_ password: String, salt: Data, log2N: Int, r: Int, p: Int) throws -> Data {
    let key = try KDF.Scrypt.deriveKey(
      from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << log2N, blockSize: r,
      parallelism: p, maxMemory: 160 * r << log2N)
    return key.withUnsafeBytes { Data($0) }
  }

  private struct StoredHash {
    let log2N, r, p: Int
    let salt, key: Data

    init?(_ text: String) {
      let parts = text.split(separator: "$")
      guard parts.count == 4, parts[0] == "scrypt" else { return nil }
      var numbers: [Substring: Int] = [:]
      for setting in parts[1].split(separator: ",") {
        let pair = setting.split(separator: "=")
        guard pair.count == 2, let number = Int(pair[1]) else { return nil }
        numbers[pair[0]] = number
      }
      guard let log2N = numbers["ln"], let r = numbers["r"], let p = numbers["p"], (10...20).contains(log2N),
        (1...32).contains(r), (1...16).contains(p), let salt = Data(base64Encoded: String(parts[2])),
        let key = Data(base64Encoded: String(parts[3])), key.count == 32
      else { return nil }
      self.log2N = log2N
      self.r = r
      self.p = p
      self.salt = salt
      self.key = key
    }
  }
}

extension SystemRandomNumberGenerator {
  /// From the operating system's cryptographic generator.
  public static func bytes(_ count: Int) -> Data {
    var generator = SystemRandomNumberGenerator()
    return Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }
}
