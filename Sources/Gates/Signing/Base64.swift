/// Base64 (RFC 4648), strict: padding is required, and what no encoder writes is refused, so that bytes have one text
/// in each alphabet. O(bytes).
public enum Base64 {
  /// The two alphabets of RFC 4648. Both are padded.
  public enum Alphabet: Sendable {
    /// RFC 4648, section 4: `+` and `/`.
    case standard
    /// RFC 4648, section 5: `-` and `_`.
    case urlSafe

    fileprivate var characters: [UInt8] {
      let common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
      switch self {
      case .standard: return Array("\(common)+/".utf8)
      case .urlSafe: return Array("\(common)-_".utf8)
      }
    }
  }

  private static let padding = UInt8(ascii: "=")

  /// The text of some bytes, with padding and without line breaks. O(bytes).
  public static func encode(_ bytes: some Collection<UInt8>, alphabet: Alphabet = .standard) -> String {
    let characters = alphabet.characters
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group: UInt32 = 0
    var filled = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      filled += 1
      guard filled == 3 else { continue }
      for shift in [18, 12, 6, 0] { text.append(characters[Int(group >> UInt32(shift) & 63)]) }
      (group, filled) = (0, 0)
    }
    if filled > 0 {
      group <<= UInt32(8 * (3 - filled))
      for place in 0..<4 {
        text.append(place <= filled ? characters[Int(group >> UInt32(18 - 6 * place) & 63)] : padding)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil if the text is not what ``encode(_:alphabet:)`` writes for some bytes: a character outside the alphabet
  /// (white space too), wrong padding, or bits that are set and belong to no byte (RFC 4648, section 3.5).
  public static func decode(_ text: String, alphabet: Alphabet = .standard) -> [UInt8]? {
    let text = Array(text.utf8)
    guard text.count % 4 == 0 else { return nil }
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, character) in alphabet.characters.enumerated() { values[Int(character)] = UInt8(value) }
    let padded = text.suffix(2).reversed().prefix { $0 == padding }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var bits: UInt32 = 0
    for character in text.dropLast(padded) {
      guard let value = values[Int(character)] else { return nil }
      group = group << 6 | UInt32(value)
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(group >> bits))
      group &= (1 << bits) - 1
    }
    // With n characters of padding 2n bits are left over, and all of them are zero.
    return bits == UInt32(2 * padded) && group == 0 ? bytes : nil
  }
}
