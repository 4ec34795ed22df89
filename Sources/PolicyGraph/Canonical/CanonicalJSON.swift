/// The one byte string of a JSON value: RFC 8785, the JSON Canonicalization Scheme.
///
/// Members sorted by the UTF-16 code units of their keys, no white space, shortest numbers, the fewest
/// escapes. Drafts are hashed over these bytes, so they can never change.
public enum CanonicalJSON {
  /// O(n log n) in the number of members, O(n) in bytes.
  public static func bytes(of value: JSONValue) -> [UInt8] {
    var output: [UInt8] = []
    write(value, to: &output)
    return output
  }

  /// The canonical bytes as text.
  public static func text(of value: JSONValue) -> String { String(decoding: bytes(of: value), as: UTF8.self) }

  private static func write(_ value: JSONValue, to output: inout [UInt8]) {
    switch value {
    case .null: output += "null".utf8
    case .boolean(let flag): output += (flag ? "true" : "false").utf8
    case .number(let number): output += JSONNumber.canonical(number).utf8
    case .string(let text): JSONString.write(text.utf8, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(element, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      let sorted = members.sorted { precedesInUTF16($0.key, $1.key) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        JSONString.write(member.key.utf8, to: &output)
        output.append(UInt8(ascii: ":"))
        write(member.value, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  /// UTF-16 order differs from UTF-8 order only where one side has a character past U+FFFF and the other one
  /// of U+E000 to U+FFFF, so comparing bytes decides until a byte of 0xEE or more.
  static func precedesInUTF16(_ left: String, _ right: String) -> Bool {
    let differsInOrder = left.utf8.contains { $0 >= 0xEE } || right.utf8.contains { $0 >= 0xEE }
    return differsInOrder
      ? left.utf16.lexicographicallyPrecedes(right.utf16)
      : left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

/// JSON strings with the fewest escapes, as RFC 8785 writes them.
public enum JSONString {
  /// Appends the text in quotes. The bytes are well-formed UTF-8.
  public static func write(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): output += "\\\"".utf8
      case UInt8(ascii: "\\"): output += "\\\\".utf8
      case 0x08: output += "\\b".utf8
      case 0x09: output += "\\t".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0C: output += "\\f".utf8
      case 0x0D: output += "\\r".utf8
      case 0x00..<0x20:
        output += (byte < 0x10 ? "\\u000" : "\\u00").utf8
        output += String(byte, radix: 16).utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  /// The text in quotes.
  public static func quoted(_ text: some Sequence<UInt8>) -> String {
    var output: [UInt8] = []
    write(text, to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}
