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
      for (index, member) in sorted(members).enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        JSONString.write(member.key.utf8, to: &output)
        output.append(UInt8(ascii: ":"))
        write(member.value, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  private static func sorted(_ members: [JSONMember]) -> [JSONMember] {
    let isByteOrder = members.allSatisfy { $0.key.utf8.allSatisfy { $0 < KeyOrder.firstDiffering } }
    return isByteOrder
      ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      : members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
  }
}

/// Members stand in the order of the UTF-16 code units of their keys. That differs from the order of UTF-8 bytes only
/// where one side has a character past U+FFFF and the other one of U+E000 to U+FFFF: never without a byte of 0xEE or
/// more.
enum KeyOrder {
  static let firstDiffering: UInt8 = 0xEE
}

/// JSON strings with the fewest escapes, as RFC 8785 writes them.
public enum JSONString {
  /// Appends the text in quotes. The bytes are well-formed UTF-8.
  public static func write(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    if text.withContiguousStorageIfAvailable({ writeInside($0, to: &output) }) == nil {
      Array(text).withUnsafeBufferPointer { writeInside($0, to: &output) }
    }
    output.append(UInt8(ascii: "\""))
  }

  /// Copies whole runs between the bytes that need an escape: most text has none.
  private static func writeInside(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var start = 0
    for (index, byte) in text.enumerated()
    where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
      output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
      escape(byte, to: &output)
      start = index + 1
    }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }

  private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): output += "\\\"".utf8
    case UInt8(ascii: "\\"): output += "\\\\".utf8
    case 0x08: output += "\\b".utf8
    case 0x09: output += "\\t".utf8
    case 0x0A: output += "\\n".utf8
    case 0x0C: output += "\\f".utf8
    case 0x0D: output += "\\r".utf8
    default:
      output += (byte < 0x10 ? "\\u000" : "\\u00").utf8
      output += String(byte, radix: 16).utf8
    }
  }

  /// The text in quotes.
  public static func quoted(_ text: some Sequence<UInt8>) -> String {
    var output: [UInt8] = []
    write(text, to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}
