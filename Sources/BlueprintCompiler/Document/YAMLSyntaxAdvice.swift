import Documents
import PolicyGraph

/// Where and why libyaml could not go on, in its own words.
struct YAMLProblem {
  let problem: String
  let context: String?
  let offset: Int
  let contextOffset: Int?
  /// The quoted text that was read just before, if one was.
  let lastQuoted: Range<Int>?
  /// Where the outermost value starts.
  let rootStart: Int?
}

/// What a person needs to know instead: libyaml reports the byte at which it gave up, which is often on the next,
/// innocent line.
///
/// Looks at the bytes around and speaks only where they leave no doubt; otherwise it says in plain language what
/// libyaml said. A few passes over the text at most.
struct YAMLSyntaxAdvice {
  let message: String
  let span: Range<Int>
  var notes: [(message: String, span: Range<Int>)] = []
  let help: String
  var fix: Diagnostic.Fix?

  static func make(for problem: YAMLProblem, in bytes: UnsafeBufferPointer<UInt8>) -> YAMLSyntaxAdvice {
    let advisor = YAMLAdvisor(problem: problem, bytes: bytes)
    return advisor.specificAdvice() ?? advisor.plainAdvice()
  }
}

struct YAMLAdvisor {
  let problem: YAMLProblem
  let bytes: UnsafeBufferPointer<UInt8>
  let line: YAMLLine

  /// Longer texts are not repeated in edits.
  static let longest = 400

  init(problem: YAMLProblem, bytes: UnsafeBufferPointer<UInt8>) {
    self.problem = problem
    self.bytes = bytes
    line = YAMLLine(around: problem.offset, in: bytes)
  }

  var offset: Int { problem.offset }
  func says(_ words: String) -> Bool { problem.problem.contains(words) }
  func byte(at offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }
  func mark(_ offset: Int) -> Range<Int> { bytes.character(at: offset) }

  func edit(_ title: String, _ range: Range<Int>, _ text: String) -> Diagnostic.Fix {
    .init(
      title: title,
      edits: [.init(span: SourceSpan(start: range.lowerBound, end: range.upperBound), replacement: text)],
      isSafe: false)
  }

  func specificAdvice() -> YAMLSyntaxAdvice? {
    if let advice = hiddenCharacter() ?? slashComment() { return advice }
    if let quoted = problem.lastQuoted, let advice = afterQuote(quoted) { return advice }
    if let advice = bracketedText() { return advice }
    if let advice = tabAdvice() { return advice }
    if says("cannot start any token") { return reservedCharacter(at: offset) }
    if says("mapping values are not allowed") { return unexpectedColon() }
    if says("could not find expected ':'") { return missingColon() }
    if says("did not find expected key") || says("did not find expected '-'") { return misplacedLine() }
    if says("did not find expected ','") { return unclosedBracket() }
    if says("unexpected end of stream") || says("unexpected document indicator") { return unclosedQuote() }
    if says("block sequence entries are not allowed") { return listBehindKey() }
    if says("unknown escape character") { return unknownEscape() }
    if says("expected alphabetic or numeric character"), let start = problem.contextOffset {
      return reservedCharacter(at: start)
    }
    if says("expected comment or line break") { return textBehindBlockHeader() }
    return nil
  }

  // MARK: Quotes

  /// Something stands right behind a quoted text.
  private func afterQuote(_ quoted: Range<Int>) -> YAMLSyntaxAdvice? {
    let close = quoted.upperBound - 1
    guard quoted.count >= 2, let quote = byte(at: close), quote == byte(at: quoted.lowerBound) else {
      return nil
    }
    let opening = YAMLLine(around: quoted.lowerBound, in: bytes)
    let closing = YAMLLine(around: close, in: bytes)
    var next = quoted.upperBound
    while next < closing.end, YAMLLine.isBlank(bytes[next]) { next += 1 }
    guard next < closing.end, bytes[next] != UInt8(ascii: "#"), next <= offset else { return nil }
    switch bytes[next] {
    case UInt8(ascii: ":") where next == quoted.upperBound && next + 1 < closing.end:
      return missingSpace(at: next + 1)
    case UInt8(ascii: ",") where next == offset && next + 1 == closing.end:
      return YAMLSyntaxAdvice(
        message: "a `,` stands behind the value", span: mark(next),
        help: "remove it: in YAML a line ends without a comma", fix: edit("remove the comma", mark(next), ""))
    case UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): return nil
    default: break
    }
    if opening.start != closing.start {
      return YAMLSyntaxAdvice(
        message: "the text that begins here runs over several lines; is its closing quote missing?",
        span: mark(quoted.lowerBound), notes: [("this quote closes it", mark(close))],
        help: "close the quote where the text ends")
    }
    return YAMLSyntaxAdvice(
      message: "the quote closes here, and more text follows", span: mark(close),
      notes: [("it was opened here", mark(quoted.lowerBound))],
      help: quote == UInt8(ascii: "'")
        ? "write an apostrophe in single quotes twice (`''`), or put the text in double quotes"
        : "write a quote in double quotes as `\\\"`, or put the whole text in single quotes",
      fix: requoted(from: quoted.lowerBound, to: closing.end, quote))
  }

  /// The whole text in the other kind of quotes, where nothing else can have been meant.
  private func requoted(from start: Int, to end: Int, _ quote: UInt8) -> Diagnostic.Fix? {
    let before = bytes[YAMLLine(around: start, in: bytes).start..<start].last { !YAMLLine.isBlank($0) }
    guard before == UInt8(ascii: ":") || before == UInt8(ascii: "-"), end - start <= Self.longest else {
      return nil
    }
    let isClosed = bytes[end - 1] == quote
    let isApostrophe = quote == UInt8(ascii: "'")
    guard isClosed || !isApostrophe else { return nil }
    let text = isApostrophe ? bytes[start + 1..<end - 1] : bytes[start..<end]
    let other = isApostrophe ? "\"" : "'"
    guard
      !text.contains(where: { other.utf8.contains($0) || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "#") }
      )
    else { return nil }
    return edit(
      isApostrophe ? "use double quotes" : "put the whole text in single quotes", start..<end,
      other + String(decoding: text, as: UTF8.self) + other)
  }

  private func unclosedQuote() -> YAMLSyntaxAdvice? {
    guard let start = problem.contextOffset, let quote = byte(at: start), "'\"".utf8.contains(quote) else {
      return nil
    }
    let opening = YAMLLine(around: start, in: bytes)
    let isPlainCase =
      opening.end - start <= Self.longest
      && !bytes[start + 1..<opening.end].contains { "'\"#[]{}".utf8.contains($0) } && opening.end > start + 1
    let end = says("document indicator") ? "into the mark `---` or `...`" : "to the end of the file"
    return YAMLSyntaxAdvice(
      message: "the text that begins here runs \(end); is its closing quote missing?", span: mark(start),
      help: "close the quote where the text ends",
      fix: isPlainCase
        ? edit("close the quote", opening.end..<opening.end, String(decoding: [quote], as: UTF8.self)) : nil)
  }

  private func unknownEscape() -> YAMLSyntaxAdvice? {
    guard let place = [offset, offset - 1].first(where: { byte(at: $0) == UInt8(ascii: "\\") }) else {
      return nil
    }
    let span = place..<mark(place + 1).upperBound
    return YAMLSyntaxAdvice(
      message: "`\(line.text(span))` means nothing in double quotes", span: span,
      help: "write a backslash as `\\\\`, or put the text in single quotes")
  }

  // MARK: Characters

  private func tabAdvice() -> YAMLSyntaxAdvice? {
    if let advice = tabWithoutContent() { return advice }
    if let tab = line.tab {
      let isBlamed = says("cannot start any token") && YAMLLine.isBlank(byte(at: offset) ?? 0)
      let isBlockStructure =
        says("mapping values are not allowed") || says("could not find expected ':'")
        || says("did not find expected key") || says("did not find expected '-'")
      guard isBlamed || isBlockStructure || says("tab character") else { return nil }
      return YAMLSyntaxAdvice(
        message: "line \(lineNumber) is indented with a tab", span: mark(tab),
        help: "indent with spaces: YAML takes no tabs there",
        fix: likelyIndent.map {
          edit("indent with spaces", line.start..<line.content, String(repeating: " ", count: $0))
        })
    }
    guard says("cannot start any token"), byte(at: offset) == 0x09 else { return nil }
    return YAMLSyntaxAdvice(
      message: "a tab stands where a space belongs", span: mark(offset), help: "write a space",
      fix: edit("write a space", mark(offset), " "))
  }

  var lineNumber: Int {
    LineTable(SourceText(name: "", bytes: Array(bytes[..<line.content]))).lineStarts.count
  }

  /// How far in a line indented by tabs was meant to be, where its neighbours tell.
  private var likelyIndent: Int? {
    guard !line.isEntry, let above = line.previous(), above.tab == nil else { return nil }
    let next = line.next().flatMap { $0.tab == nil ? $0.indent : nil }
    var indent = above.entryIndent
    if above.endsInColon {
      indent = next.flatMap { $0 > above.entryIndent ? $0 : nil } ?? above.entryIndent + 2
    }
    // What follows a bare key is in further, what follows a value is not.
    guard let next else { return indent }
    return line.endsInColon == (next > indent) ? indent : nil
  }

  /// `@`, `%` and the backtick, and `&` and `*` where no name follows.
  private func reservedCharacter(at start: Int) -> YAMLSyntaxAdvice? {
    guard let first = byte(at: start), "@`%&*".utf8.contains(first) else { return nil }
    let line = YAMLLine(around: start, in: bytes)
    // Behind a whole value it is not the start of a text.
    let before = bytes[line.start..<start].last { !YAMLLine.isBlank($0) }
    guard before.map({ ":-,[{".utf8.contains($0) }) ?? true else { return nil }
    let rest = start..<line.end
    // Behind a bracket a comma may part entries.
    let isInBrackets = bytes[line.start..<start].contains { "[{".utf8.contains($0) }
    let isPlain =
      rest.count <= Self.longest
      && !bytes[rest].contains { (isInBrackets ? ",[]{}#\"\\" : "[]{}#\"\\").utf8.contains($0) }
      && !line.goesOn && line.colon.map { $0 < start } ?? true
    let quoted = JSONString.quoted(bytes[rest])
    return YAMLSyntaxAdvice(
      message: "text that starts with "
        + (first == 0x60 ? "a backtick" : "`\(line.text(mark(start)))`") + " has to stand in quotes",
      span: isPlain ? rest : mark(start), help: isPlain ? "write \(quoted)" : "put the text in quotes",
      fix: isPlain ? edit("quote the text", rest, quoted) : nil)
  }

  private func textBehindBlockHeader() -> YAMLSyntaxAdvice? {
    guard let header = problem.contextOffset, let first = byte(at: header), "|>".utf8.contains(first) else {
      return nil
    }
    let sign = String(decoding: [first], as: UTF8.self)
    return YAMLSyntaxAdvice(
      message: "the text of `\(sign)` starts on the next line",
      span: offset..<max(line.end, mark(offset).upperBound),
      help: "move it to the next line, indented; or quote the text if it just starts with `\(sign)`")
  }
}
