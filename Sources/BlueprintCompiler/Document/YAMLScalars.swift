import Documents

/// What a plain scalar is under the YAML 1.2 core schema (YAML 1.2.2, chapter 10.3.2).
enum PlainScalar: Equatable {
  case null
  case boolean(Bool)
  /// A number, in JSON's spelling.
  case number([UInt8])
  /// `.inf`, `.nan`, and hexadecimal or octal numbers of more than 64 bits: numbers to YAML, nothing to JSON.
  case numberWithoutJSON
  case text

  /// Resolves by the first byte before anything else: nearly all scalars of a blueprint are words.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    guard let first = text.first else {
      self = .null
      return
    }
    switch first {
    case UInt8(ascii: "~"): self = text.count == 1 ? .null : .text
    case UInt8(ascii: "n"), UInt8(ascii: "N"):
      self = text.isOneOf("null", "Null", "NULL") ? .null : .text
    case UInt8(ascii: "t"), UInt8(ascii: "T"):
      self = text.isOneOf("true", "True", "TRUE") ? .boolean(true) : .text
    case UInt8(ascii: "f"), UInt8(ascii: "F"):
      self = text.isOneOf("false", "False", "FALSE") ? .boolean(false) : .text
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      self = Self.number(text)
    default: self = .text
    }
  }

  private static func number(_ text: UnsafeBufferPointer<UInt8>) -> PlainScalar {
    if let value = prefixedInteger(text) { return value }
    var rest = text[...]
    var json: [UInt8] = []
    if rest.first == UInt8(ascii: "-") { json.append(UInt8(ascii: "-")) }
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if UnsafeBufferPointer(rebasing: rest).isOneOf(".inf", ".Inf", ".INF") { return .numberWithoutJSON }
    if text.isOneOf(".nan", ".NaN", ".NAN") { return .numberWithoutJSON }

    let whole = rest.takeDigits()
    var fraction: ArraySlice<UInt8> = []
    let hasPoint = rest.first == UInt8(ascii: ".")
    if hasPoint {
      rest = rest.dropFirst()
      fraction = rest.takeDigits()[...]
    }
    // `1.` is a number, `.` and `.e3` are not.
    guard !whole.isEmpty || !fraction.isEmpty else { return .text }
    let significant = whole.drop { $0 == 0x30 }
    json += significant.isEmpty ? [0x30] : Array(significant)
    if !fraction.isEmpty { json += [UInt8(ascii: ".")] + fraction }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      json.append(UInt8(ascii: "e"))
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        json.append(sign)
        rest = rest.dropFirst()
      }
      let exponent = rest.takeDigits()
      guard !exponent.isEmpty else { return .text }
      json += exponent
    }
    return rest.isEmpty ? .number(json) : .text
  }

  /// `0o17` and `0x1F`, which carry no sign in the core schema.
  private static func prefixedInteger(_ text: UnsafeBufferPointer<UInt8>) -> PlainScalar? {
    guard text.count > 2, text[0] == UInt8(ascii: "0") else { return nil }
    let radix: Int
    switch text[1] {
    case UInt8(ascii: "o"): radix = 8
    case UInt8(ascii: "x"): radix = 16
    default: return nil
    }
    let digits = text[2...]
    guard digits.allSatisfy({ isDigit($0, radix: radix) }) else { return .text }
    // A longer one would have to be rounded, and two documents that differ would read the same.
    guard let value = UInt64(String(decoding: digits, as: UTF8.self), radix: radix) else {
      return .numberWithoutJSON
    }
    return .number(Array(String(value).utf8))
  }

  private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
    switch byte {
    case 0x30...0x37: true
    case 0x38...0x39, 0x41...0x46, 0x61...0x66: radix == 16
    default: false
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func isOneOf(_ words: StaticString...) -> Bool {
    words.contains { word in
      word.utf8CodeUnitCount == count
        && elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  fileprivate mutating func takeDigits() -> [UInt8] {
    let digits = prefix { 0x30...0x39 ~= $0 }
    self = dropFirst(digits.count)
    return Array(digits)
  }
}
