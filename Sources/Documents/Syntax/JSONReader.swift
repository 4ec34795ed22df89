/// Reads strict JSON (RFC 8259) into a located document.
///
/// Stricter than the grammar where two readers could disagree on what was said: duplicate keys and lone
/// surrogates are refused, as RFC 8785 (I-JSON) asks. A leading byte order mark is skipped.
/// One pass, O(bytes). Returns nil, having reported why, when the text is not one JSON document.
public func readJSON(_ source: SourceText, limits: Limits, findings: inout Findings) -> Document? {
  guard checkEncoding(of: source, limits: limits, findings: &findings) != nil else { return nil }
  var reader = JSONReader(source: source, limits: limits, findings: findings)
  var builder = source.bytes.withUnsafeBufferPointer { bytes in
    do throws(JSONReader.Failure) {
      try reader.readDocument(bytes)
      return reader.builder as DocumentBuilder?
    } catch {
      reader.report(error)
      return nil
    }
  }
  findings = reader.findings
  return builder?.build(findings: &findings)
}

private struct JSONReader {
  /// Why reading stopped, and where.
  struct Failure: Error {
    var rule = Rule.jsonSyntax
    let message: FindingText
    let span: Range<Int>
    var help: FindingText?
    var fix: Diagnostic.Fix?
  }

  var builder: DocumentBuilder
  var findings: Findings
  private let limits: Limits
  private var position = 0

  init(source: SourceText, limits: Limits, findings: Findings) {
    builder = DocumentBuilder(source: source, syntax: .json, limits: limits)
    self.findings = findings
    self.limits = limits
  }

  mutating func report(_ failure: Failure) {
    findings.report(
      failure.rule, failure.message,
      span: SourceSpan(start: failure.span.lowerBound, end: failure.span.upperBound), help: failure.help,
      fix: failure.fix)
  }

  mutating func readDocument(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    skipWhitespace(bytes)
    guard position < bytes.count else {
      throw Failure(
        rule: .emptyDocument, message: "the document is empty", span: position..<position,
        help: "start from `fohc init`")
    }
    try readValue(bytes)
    skipWhitespace(bytes)
    guard position == bytes.count else {
      throw Failure(
        rule: .multipleDocuments, message: "there is something after the end of the JSON document",
        span: bytes.character(at: position), help: "keep one document in a file")
    }
  }

  private mutating func readValue(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    guard position < bytes.count else { throw unexpected(bytes, "a value", .value) }
    switch bytes[position] {
    case UInt8(ascii: "{"): try readObject(bytes)
    case UInt8(ascii: "["): try readArray(bytes)
    case UInt8(ascii: "\""): try readString(bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber(bytes)
    case UInt8(ascii: "t"): try readWord("true", .true, bytes)
    case UInt8(ascii: "f"): try readWord("false", .false, bytes)
    case UInt8(ascii: "n"): try readWord("null", .null, bytes)
    default: throw unexpected(bytes, "a value", .value)
    }
  }

  private mutating func readObject(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    try open(.object)
    skipWhitespace(bytes)
    if take(UInt8(ascii: "}"), bytes) { return builder.close(end: position) }
    while true {
      skipWhitespace(bytes)
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw unexpected(bytes, "a key in double quotes", .key)
      }
      try readString(bytes)
      skipWhitespace(bytes)
      guard take(UInt8(ascii: ":"), bytes) else { throw unexpected(bytes, "`:` after the key", .colon) }
      skipWhitespace(bytes)
      try readValue(bytes)
      let end = position
      skipWhitespace(bytes)
      if take(UInt8(ascii: ","), bytes) { continue }
      if take(UInt8(ascii: "}"), bytes) { break }
      throw missingComma(after: end, bytes) ?? unexpected(bytes, "`,` or `}`", .separator)
    }
    builder.close(end: position)
  }

  private mutating func readArray(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    try open(.array)
    skipWhitespace(bytes)
    if take(UInt8(ascii: "]"), bytes) { return builder.close(end: position) }
    while true {
      skipWhitespace(bytes)
      try readValue(bytes)
      let end = position
      skipWhitespace(bytes)
      if take(UInt8(ascii: ","), bytes) { continue }
      if take(UInt8(ascii: "]"), bytes) { break }
      throw missingComma(after: end, bytes) ?? unexpected(bytes, "`,` or `]`", .separator)
    }
    builder.close(end: position)
  }

  private mutating func open(_ kind: Document.Kind) throws(Failure) {
    guard !builder.isAtDepthLimit else {
      throw Failure(
        rule: .tooDeep, message: "collections are nested more than \(limits.depth) levels deep",
        span: position..<position + 1, help: "no blueprint or draft needs this depth: flatten the document")
    }
    builder.open(kind, at: position)
    position += 1
  }

  private mutating func readWord(
    _ word: StaticString, _ kind: Document.Kind, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Failure) {
    let end = position + word.utf8CodeUnitCount
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard end <= bytes.count, bytes[position..<end].elementsEqual(expected) else {
      throw unexpected(bytes, "`\(word)`", .value)
    }
    builder.add(kind, span: position..<end)
    position = end
  }

  private mutating func readNumber(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    let start = position
    _ = take(UInt8(ascii: "-"), bytes)
    if !take(UInt8(ascii: "0"), bytes) { try readDigits(bytes) }
    if take(UInt8(ascii: "."), bytes) { try readDigits(bytes) }
    if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
      if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
      try readDigits(bytes)
    }
    if position < bytes.count, 0x30...0x39 ~= bytes[position] {
      throw Failure(
        message: "a number may not start with 0", span: start..<position + 1,
        help: "drop the leading zero, or quote the value if it is text")
    }
    builder.add(.number, span: start..<position, text: start..<position)
  }

  private mutating func readDigits(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    let start = position
    while position < bytes.count, 0x30...0x39 ~= bytes[position] { position += 1 }
    if position == start { throw unexpected(bytes, "a digit", .digit) }
  }

  private mutating func skipWhitespace(_ bytes: UnsafeBufferPointer<UInt8>) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Where the next value stands right behind one: the place is the end of the first.
  private func missingComma(after end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Failure? {
    guard position < bytes.count, position > end, "\"{[tfn-0123456789".utf8.contains(bytes[position]) else {
      return nil
    }
    return Failure(
      message: "a comma is missing after this value", span: end..<end, help: "add `,` here",
      fix: .init(
        title: "add the comma", edits: [.init(span: SourceSpan(start: end, end: end), replacement: ",")],
        isSafe: true))
  }

  private func unexpected(
    _ bytes: UnsafeBufferPointer<UInt8>, _ expected: String, _ kind: JSONExpectation
  ) -> Failure {
    let advice = JSONAdvice.make(at: position, in: bytes, expected: kind)
    guard position < bytes.count else {
      return Failure(
        message: "expected \(expected), but the text ends here", span: position..<position, help: advice.help)
    }
    let isLineStart = position == 0 || bytes[position - 1] == 0x0A || bytes[position - 1] == 0x0D
    if isLineStart, let marker = ConflictMarker(at: position, in: bytes) {
      return Failure(
        rule: .conflictMarker, message: ConflictMarker.message, span: marker.line, help: ConflictMarker.help)
    }
    let place = bytes.character(at: position)
    let found = String(decoding: bytes[place], as: UTF8.self)
    let shown =
      found.unicodeScalars.allSatisfy { $0.value >= 0x20 }
      ? "`\(found.withHiddenScalarsShown)`" : "a control character"
    return Failure(
      message: "expected \(expected), found \(shown)", span: place, help: advice.help, fix: advice.fix)
  }
}

// MARK: - Strings

extension JSONReader {
  fileprivate mutating func readString(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    let start = position
    position = Self.endOfPlainText(bytes, from: start + 1)
    guard position < bytes.count else { throw unclosedString(from: start) }
    switch bytes[position] {
    case UInt8(ascii: "\""):
      position += 1
      builder.add(.string, span: start..<position, text: start + 1..<position - 1)
    case UInt8(ascii: "\\"): try readEscapedString(bytes, from: start)
    default: throw controlCharacter(bytes)
    }
  }

  /// The first place from here on with a quote, a backslash or a control character; the end if there is none. Eight
  /// bytes at a time (Mycroft's test for a zero byte in a word, exact for the lowest one: Warren, "Hacker's Delight",
  /// section 6-1).
  private static func endOfPlainText(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = UnsafeRawBufferPointer(bytes)
    var here = start
    while here + 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: here, as: UInt64.self))
      let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
      let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
      let found =
        (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word
      let marks = found & (ones &* 0x80)
      if marks != 0 { return here + marks.trailingZeroBitCount / 8 }
      here += 8
    }
    while here < bytes.count, bytes[here] >= 0x20, bytes[here] != UInt8(ascii: "\""),
      bytes[here] != UInt8(ascii: "\\")
    {
      here += 1
    }
    return here
  }

  /// The slow path: at least one escape, so the text is copied.
  private mutating func readEscapedString(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) throws(Failure) {
    var text = Array(bytes[start + 1..<position])
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return builder.add(.string, span: start..<position, decodedText: text)
      case UInt8(ascii: "\\"):
        text.append(contentsOf: String(try readEscape(bytes)).utf8)
      case 0x00..<0x20:
        throw controlCharacter(bytes)
      default:
        text.append(bytes[position])
        position += 1
      }
    }
    throw unclosedString(from: start)
  }

  private func unclosedString(from start: Int) -> Failure {
    Failure(
      message: "the string that starts here is never closed", span: start..<start + 1,
      help: "close it with a double quote")
  }

  private mutating func readEscape(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> Unicode.Scalar {
    let start = position
    position += 1
    guard position < bytes.count else { throw unexpected(bytes, "an escape", .escape) }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try readUnicodeEscape(bytes, from: start)
    default:
      position = start + 1
      throw unexpected(bytes, "one of \" \\ / b f n r t u after the backslash", .escape)
    }
  }

  private mutating func readUnicodeEscape(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) throws(Failure) -> Unicode.Scalar {
    let unit = try readHex(bytes)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // A surrogate: only a high one followed at once by a low one is a character.
    if unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let low = try readHex(bytes)
      if 0xDC00...0xDFFF ~= low,
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        return scalar
      }
    }
    throw Failure(
      rule: .loneSurrogate, message: "the escape is half of a surrogate pair, which is not a character",
      span: start..<position, help: "write the character itself, or both halves of the pair")
  }

  private mutating func readHex(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = hexDigit(bytes[position]) else {
        throw unexpected(bytes, "four hexadecimal digits", .escape)
      }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }

  private func controlCharacter(_ bytes: UnsafeBufferPointer<UInt8>) -> Failure {
    let byte = bytes[position]
    let name = byte == 0x0A || byte == 0x0D ? "a line break" : byte == 0x09 ? "a tab" : "a control character"
    return Failure(
      message: "\(name) may not stand as it is in a JSON string", span: position..<position + 1,
      help: "write it as an escape, such as \\n or \\u0000")
  }
}
