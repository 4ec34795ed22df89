import Documents
import PolicyGraph

/// Reads the XML that test reports are written in (a strict subset of XML 1.0, fifth edition) into a located document,
/// in the form that JsonML gives it (jsonml.org): an element is a list of its name, an object of its attributes, and
/// its children in order, of which texts are strings and elements lists.
///
///     <testcase name="a">text<skipped/></testcase>  →  ["testcase", {"name": "a"}, "text", ["skipped", {}]]
///
/// Read are elements, attributes, text, CDATA, comments, the five named entities and numeric references; an XML
/// declaration may begin the file. A DOCTYPE (and with it every custom entity) and processing instructions are
/// refused, so that nothing expands and nothing outside is ever asked for. Namespaces are not interpreted. One pass,
/// O(bytes); nesting is bounded. Returns nil, having reported why, where the text is not such a document.
package func readXML(_ source: SourceText, limits: Limits, findings: inout Findings) -> Document? {
  guard checkEncoding(of: source, limits: limits, findings: &findings) != nil else { return nil }
  var reader = XMLReader(source, limits)
  do throws(XMLReader.Failure) {
    try reader.readDocument()
  } catch {
    findings.report(
      error.rule, error.message, span: SourceSpan(start: error.span.lowerBound, end: error.span.upperBound),
      help: error.help)
    return nil
  }
  var builder = reader.builder
  return builder.build(findings: &findings)
}

private struct XMLReader {
  /// Why reading stopped, and where.
  struct Failure: Error {
    var rule = Rule.xmlSyntax
    let message: FindingText
    let span: Range<Int>
    var help: FindingText?
  }

  private(set) var builder: DocumentBuilder
  private let bytes: [UInt8]
  private let limits: Limits
  private var position = 0
  /// The elements that are not closed yet, by their names.
  private var open: [Range<Int>] = []
  /// Text since the last tag, as a value has it, and where it starts.
  private var text: (start: Int, bytes: [UInt8]) = (0, [])

  init(_ source: SourceText, _ limits: Limits) {
    bytes = source.bytes
    builder = DocumentBuilder(source: source, syntax: .json, limits: limits)
    self.limits = limits
  }

  mutating func readDocument() throws(Failure) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if startsWith("<?xml") { try readDeclaration() }
    try readMisc()
    guard position < bytes.count else {
      throw Failure(rule: .emptyDocument, message: "the document is empty", span: position..<position)
    }
    guard bytes[position] == UInt8(ascii: "<") else { throw fault("expected an element") }
    try readStartTag()
    while !open.isEmpty { try readContent() }
    try readMisc()
    if position < bytes.count { throw fault("there is something after the end of the outermost element") }
  }

  /// Comments and white space, outside of the outermost element.
  private mutating func readMisc() throws(Failure) {
    while true {
      skipSpace()
      guard startsWith("<!--") else { break }
      try readComment()
    }
    try refuseMarkup()
  }

  private func refuseMarkup() throws(Failure) {
    if startsWith("<!") {
      throw fault("a DOCTYPE and what belongs to it are not read", help: "write the report without it")
    }
    if startsWith("<?xml"), position + 5 < bytes.count, Self.isSpace(bytes[position + 5]) {
      try refuseLateDeclaration()
    }
    if startsWith("<?") {
      throw fault("a processing instruction is not read", help: "write the report without it")
    }
  }

  /// An XML declaration may only come first, and what stands before it is seldom seen.
  private func refuseLateDeclaration() throws(Failure) {
    let before = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3..<position : 0..<position
    guard !before.isEmpty, bytes[before].allSatisfy(Self.isSpace) else {
      throw fault(
        "`<?xml` stands only at the very beginning of a report",
        help: "remove what is before it, or it; one report is one file")
    }
    let isLine = bytes[before].contains { $0 == 0x0A || $0 == 0x0D }
    throw Failure(
      message: isLine ? "there is a blank line before `<?xml`" : "there is a space before `<?xml`",
      span: before,
      help: "remove it: nothing may stand before the XML declaration")
  }

  /// `<?xml version="1.0" encoding="UTF-8"?>`: any version, and no other encoding.
  private mutating func readDeclaration() throws(Failure) {
    let start = position
    position += 5
    while !startsWith("?>") {
      let before = position
      skipSpace()
      guard before < position, position < bytes.count else { throw fault("expected `?>`") }
      if startsWith("?>") { break }
      let (name, value) = try readAttribute()
      if bytes[name].elementsEqual("encoding".utf8),
        !["utf-8", "us-ascii"].contains(String(decoding: value, as: UTF8.self).lowercased())
      {
        throw Failure(
          message: "the report says that it is not UTF-8", span: start..<position,
          help: "save it as UTF-8, and say so")
      }
    }
    position += 2
  }

  /// The next piece of an element's content.
  private mutating func readContent() throws(Failure) {
    if text.bytes.isEmpty { text.start = position }
    guard position < bytes.count else {
      let name = open.last ?? 0..<0
      throw Failure(
        message: "`<\(String(decoding: bytes[name], as: UTF8.self))>` is never closed: the text ends here",
        span: position..<position, help: "the file was cut off, or a closing tag is missing")
    }
    switch bytes[position] {
    case UInt8(ascii: "<") where startsWith("<!--"): try readComment()
    case UInt8(ascii: "<") where startsWith("<![CDATA["): try readCDATA()
    case UInt8(ascii: "<") where startsWith("</"): try readEndTag()
    case UInt8(ascii: "<"):
      try refuseMarkup()
      try readStartTag()
    case UInt8(ascii: "&"): text.bytes += try readReference()
    case UInt8(ascii: "]") where startsWith("]]>"): throw fault("`]]>` may not stand in text")
    default:
      let run = plainRun()
      text.bytes += bytes[run]
      position = run.upperBound
      if run.isEmpty { text.bytes += try readCharacter() }
    }
  }

  private mutating func readStartTag() throws(Failure) {
    flushText()
    let start = position
    position += 1
    let name = try readName()
    guard builder.depth + 1 < limits.depth else {
      throw Failure(
        rule: .tooDeep, message: "elements are nested more than \(limits.depth - 2) levels deep", span: name)
    }
    builder.open(.array, at: start)
    builder.add(.string, span: name, text: name)
    builder.open(.object, at: name.upperBound)
    while true {
      let before = position
      skipSpace()
      if startsWith(">") || startsWith("/>") { break }
      guard before < position, position < bytes.count else { throw fault("expected an attribute or `>`") }
      let (key, value) = try readAttribute()
      builder.add(.string, span: key, text: key)
      builder.add(.string, span: key.upperBound + 1..<position, decodedText: value)
    }
    builder.close(end: position)
    if startsWith("/>") {
      position += 2
      builder.close(end: position)
    } else {
      position += 1
      open.append(name)
    }
  }

  private mutating func readEndTag() throws(Failure) {
    flushText()
    let start = position
    position += 2
    let name = try readName()
    guard let opened = open.last, bytes[opened].elementsEqual(bytes[name]) else {
      let opened = String(decoding: bytes[open.last ?? 0..<0], as: UTF8.self)
      throw Failure(message: "`<\(opened)>` is not closed before this", span: start..<position)
    }
    skipSpace()
    guard startsWith(">") else { throw fault("expected `>`") }
    position += 1
    open.removeLast()
    builder.close(end: position)
  }

  /// Text of white space alone between tags says nothing.
  private mutating func flushText() {
    if !text.bytes.allSatisfy(Self.isSpace) {
      builder.add(.string, span: text.start..<position, decodedText: text.bytes)
    }
    text.bytes = []
  }

  /// A name with its value, in which line breaks and tabs are spaces.
  private mutating func readAttribute() throws(Failure) -> (name: Range<Int>, value: [UInt8]) {
    let name = try readName()
    skipSpace()
    guard startsWith("=") else { throw fault("expected `=`") }
    position += 1
    skipSpace()
    guard startsWith("\"") || startsWith("'") else { throw fault("expected a value in quotes") }
    let quote = bytes[position]
    let start = position
    position += 1
    var value: [UInt8] = []
    while true {
      guard position < bytes.count else {
        throw Failure(message: "the value that starts here is never closed", span: start..<start + 1)
      }
      switch bytes[position] {
      case quote:
        position += 1
        return (name, value)
      case UInt8(ascii: "<"): throw fault("`<` may not stand in a value", help: "write `&lt;`")
      case UInt8(ascii: "&"): value += try readReference()
      default:
        let run = plainRun()
        value += bytes[run]
        position = run.upperBound
        guard run.isEmpty else { continue }
        let character = try readCharacter()
        value += character == [0x0A] || character == [0x09] ? [0x20] : character
      }
    }
  }
}

// MARK: - Characters

extension XMLReader {
  fileprivate mutating func readComment() throws(Failure) {
    let start = position
    position += 4
    while !startsWith("--") {
      guard position < bytes.count else {
        throw Failure(message: "the comment that starts here is never closed", span: start..<start + 4)
      }
      _ = try readCharacter()
    }
    guard startsWith("-->") else { throw fault("`--` may not stand in a comment") }
    position += 3
  }

  fileprivate mutating func readCDATA() throws(Failure) {
    let start = position
    position += 9
    while !startsWith("]]>") {
      guard position < bytes.count else {
        throw Failure(message: "the CDATA that starts here is never closed", span: start..<start + 9)
      }
      text.bytes += try readCharacter()
    }
    position += 3
  }

  /// Bytes from here on that stand for themselves wherever text may be: most text is made of them alone.
  fileprivate func plainRun() -> Range<Int> {
    var end = position
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"),
        0xEF,
        ..<0x20:
        return position..<end
      default: end += 1
      }
    }
    return position..<end
  }

  /// One character, a line break always as a line feed. What XML cannot hold is refused.
  fileprivate mutating func readCharacter() throws(Failure) -> [UInt8] {
    let place = bytes.withUnsafeBufferPointer { $0.character(at: position) }
    if bytes[position] == 0x0D {
      position += bytes.count > position + 1 && bytes[position + 1] == 0x0A ? 2 : 1
      return [0x0A]
    }
    guard let scalar = String(decoding: bytes[place], as: UTF8.self).unicodeScalars.first, scalar.isXML else {
      throw Failure(
        message: "a control character, which XML cannot hold", span: place,
        help: "remove it where the report is written")
    }
    position = place.upperBound
    return Array(bytes[place])
  }

  /// `&lt;`, `&#10;`, `&#x1F600;`.
  fileprivate mutating func readReference() throws(Failure) -> [UInt8] {
    let start = position
    // The longest is `&#1114111;`, with some leading zeros.
    guard let end = bytes[start...].prefix(16).firstIndex(of: UInt8(ascii: ";")) else {
      throw fault("`&` begins a reference, and none ends here", help: "write `&amp;`")
    }
    position = end + 1
    let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
    switch name {
    case "lt": return [UInt8(ascii: "<")]
    case "gt": return [UInt8(ascii: ">")]
    case "amp": return [UInt8(ascii: "&")]
    case "quot": return [UInt8(ascii: "\"")]
    case "apos": return [UInt8(ascii: "'")]
    default: break
    }
    let digits = name.hasPrefix("#x") ? name.dropFirst(2) : name.hasPrefix("#") ? name.dropFirst() : ""
    let number = digits.first == "+" ? nil : UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10)
    guard let scalar = number.flatMap(Unicode.Scalar.init), scalar.isXML else {
      throw Failure(
        message: "`&\(name);` is not a known reference", span: start..<position,
        help: "the named ones are `&lt;`, `&gt;`, `&amp;`, `&quot;` and `&apos;`")
    }
    return Array(String(scalar).utf8)
  }

  /// Letters, `_`, `:` and what is not ASCII; after the first also digits, `-` and `.`.
  fileprivate mutating func readName() throws(Failure) -> Range<Int> {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
        UInt8(ascii: ":"), 0x80...:
        position += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        guard position > start else { throw fault("expected a name") }
        position += 1
      default:
        guard position > start else { throw fault("expected a name") }
        return start..<position
      }
    }
    throw fault("expected more")
  }

  fileprivate mutating func skipSpace() {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
  }

  fileprivate static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  fileprivate func startsWith(_ text: StaticString) -> Bool {
    let end = position + text.utf8CodeUnitCount
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return end <= bytes.count && bytes[position..<end].elementsEqual(wanted)
  }

  /// A fault at the character that comes next.
  fileprivate func fault(_ message: FindingText, help: FindingText? = nil) -> Failure {
    guard position < bytes.count else {
      return Failure(message: "\(message), but the text ends here", span: position..<position, help: help)
    }
    return Failure(
      message: message, span: bytes.withUnsafeBufferPointer { $0.character(at: position) }, help: help)
  }
}

extension Unicode.Scalar {
  /// XML 1.0, production 2.
  fileprivate var isXML: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
