/// What an author meant where JSON's reader cannot go on.
struct JSONAdvice {
  let help: FindingText
  var fix: Diagnostic.Fix?

  /// Looks at what stands at a place instead of what was expected.
  static func make(
    at place: Int, in bytes: UnsafeBufferPointer<UInt8>, expected: JSONExpectation
  ) -> JSONAdvice {
    guard place < bytes.count else {
      return JSONAdvice(help: "the text is cut off: close what is still open")
    }
    switch bytes[place] {
    case UInt8(ascii: "'"), UInt8(ascii: "`"): return JSONAdvice(help: "JSON strings stand in double quotes")
    case UInt8(ascii: "/"), UInt8(ascii: "#"):
      return JSONAdvice(help: "JSON has no comments: remove it; YAML has them (`# …`)")
    case UInt8(ascii: "}"), UInt8(ascii: "]"): return closing(at: place, in: bytes, expected)
    case UInt8(ascii: ","):
      return JSONAdvice(
        help: expected == .colon
          ? "write `: value` behind the key" : "remove the comma, or write what is missing before it",
        fix: expected == .colon ? nil : .removing(place..<place + 1, title: "remove the comma"))
    case UInt8(ascii: ":"):
      return JSONAdvice(help: "a key stands in double quotes before the `:`, and its value behind it")
    case UInt8(ascii: "="): return JSONAdvice(help: "a key and its value are parted by `:`")
    case UInt8(ascii: "+"): return JSONAdvice(help: "JSON numbers have no `+`: remove it")
    case UInt8(ascii: "."):
      return JSONAdvice(help: "JSON numbers begin with a digit: write a 0 before the point")
    default: break
    }
    return word(at: place, in: bytes, expected) ?? character(at: place, in: bytes)
      ?? JSONAdvice(help: general(expected))
  }

  private static func general(_ expected: JSONExpectation) -> FindingText {
    switch expected {
    case .key: "write each key in double quotes, with `:` and its value behind it"
    case .colon: "write `:` between the key and its value"
    case .separator: "part entries by `,`, and close with the bracket that was opened"
    case .digit: "write the number's digits, or put the value in double quotes if it is text"
    case .escape: "write a backslash as `\\\\`"
    case .value: "a value is text in double quotes, a number, `true`, `false`, `null`, a list or an object"
    }
  }

  /// A bracket where a value or a key belongs: mostly behind a comma too many.
  private static func closing(
    at place: Int, in bytes: UnsafeBufferPointer<UInt8>, _ expected: JSONExpectation
  ) -> JSONAdvice {
    var before = place
    while before > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[before - 1]) { before -= 1 }
    if before > 0, bytes[before - 1] == UInt8(ascii: ",") {
      return JSONAdvice(
        help: "remove the comma before it", fix: .removing(before - 1..<before, title: "remove the comma"))
    }
    return JSONAdvice(
      help: expected == .separator
        ? "it closes another bracket than the one that is open" : "write what is missing before it")
  }

  /// A word without quotes.
  private static func word(
    at place: Int, in bytes: UnsafeBufferPointer<UInt8>, _ expected: JSONExpectation
  ) -> JSONAdvice? {
    var end = place
    while end < bytes.count, end - place < NearMiss.longest,
      isLetter(bytes[end]) || 0x30...0x39 ~= bytes[end] || bytes[end] == UInt8(ascii: "-")
    {
      end += 1
    }
    guard end > place, isLetter(bytes[place]) else { return nil }
    let word = String(decoding: bytes[place..<end], as: UTF8.self)
    func writing(_ text: String) -> Diagnostic.Fix {
      .init(
        title: "write `\(text)`", edits: [.init(span: SourceSpan(start: place, end: end), replacement: text)],
        isSafe: false)
    }
    guard expected != .key else {
      return JSONAdvice(help: "put the key in double quotes: `\"\(word)\"`", fix: writing("\"\(word)\""))
    }
    guard expected == .value else { return nil }
    switch word {
    case "NaN", "Infinity", "nan", "inf":
      return JSONAdvice(help: "JSON has no `\(word)`: write a number, or `null` where there is none")
    case "True", "TRUE", "yes", "on": return JSONAdvice(help: "write `true`", fix: writing("true"))
    case "False", "FALSE", "no", "off": return JSONAdvice(help: "write `false`", fix: writing("false"))
    case "None", "nil", "Null", "NULL", "undefined":
      return JSONAdvice(help: "write `null`", fix: writing("null"))
    default:
      return JSONAdvice(help: "put text in double quotes: `\"\(word)\"`", fix: writing("\"\(word)\""))
    }
  }

  /// A character that looks like another.
  private static func character(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> JSONAdvice? {
    let span = bytes.character(at: place)
    guard let scalar = String(decoding: bytes[span], as: UTF8.self).unicodeScalars.first else { return nil }
    if [0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0xAB, 0xBB].contains(scalar.value) {
      return JSONAdvice(help: "write a straight double quote (\")")
    }
    guard let hidden = HiddenScalar(scalar) else { return nil }
    let isSpace = hidden.kind == .space
    return JSONAdvice(
      help: "this is \(hidden.article) \(hidden.title): \(isSpace ? "write an ordinary space" : "remove it")",
      fix: .init(
        title: isSpace ? "write an ordinary space" : "remove it",
        edits: [
          .init(
            span: SourceSpan(start: span.lowerBound, end: span.upperBound), replacement: isSpace ? " " : "")
        ],
        isSafe: true))
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    0x41...0x5A ~= byte || 0x61...0x7A ~= byte || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }
}

/// What JSON's reader was looking for.
enum JSONExpectation {
  case value, key, colon, separator, digit, escape
}

extension Diagnostic.Fix {
  fileprivate static func removing(_ range: Range<Int>, title: String) -> Diagnostic.Fix {
    .init(
      title: title,
      edits: [.init(span: SourceSpan(start: range.lowerBound, end: range.upperBound), replacement: "")],
      isSafe: true)
  }
}
