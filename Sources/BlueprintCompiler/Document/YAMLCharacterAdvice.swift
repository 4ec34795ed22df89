import Documents
import PolicyGraph

/// What is wrong where a character looks like another, or begins a text that YAML reads as something else.
extension YAMLAdvisor {
  /// A character that YAML does not read as a space, or an invisible one, where the lines around the problem begin, or beside the
  /// `-` and `:` that YAML needs a space behind.
  func hiddenCharacter() -> YAMLSyntaxAdvice? {
    var lines = [line]
    if let start = problem.contextOffset { lines.append(YAMLLine(around: start, in: bytes)) }
    if let above = line.previous() { lines.append(above) }
    for line in lines {
      guard let (span, hidden) = hiddenCharacter(in: line) else { continue }
      let isSpace = hidden.kind == .space
      return YAMLSyntaxAdvice(
        message: isSpace
          ? "\(hidden.article) \(hidden.title) stands here, shown as `\(hidden.escape)`: it looks like a space, but is not one in YAML"
          : "\(hidden.article) \(hidden.title) stands here, shown as `\(hidden.escape)`: it is invisible, and YAML reads it as a letter",
        span: span, help: isSpace ? "write an ordinary space" : "remove it",
        fix: edit(isSpace ? "write an ordinary space" : "remove it", span, isSpace ? " " : ""))
    }
    return nil
  }

  private func hiddenCharacter(in line: YAMLLine) -> (Range<Int>, HiddenScalar)? {
    var place = line.start
    var before = UInt8(ascii: " ")
    while place < line.end {
      let span = bytes.character(at: place)
      if bytes[place] >= 0x80,
        let scalar = String(decoding: bytes[span], as: UTF8.self).unicodeScalars.first,
        let hidden = HiddenScalar(scalar)
      {
        let next = span.upperBound < line.end ? bytes[span.upperBound] : 0x20
        let isStructure =
          bytes[line.start..<place].allSatisfy { YAMLLine.isBlank($0) || $0 == UInt8(ascii: "-") }
          || before == UInt8(ascii: ":") || next == UInt8(ascii: ":")
        if isStructure { return (span, hidden) }
      }
      before = bytes[place]
      place = span.upperBound
    }
    return nil
  }

  /// A tab on a line that has nothing else, or nothing but a comment.
  func tabWithoutContent() -> YAMLSyntaxAdvice? {
    guard says("cannot start any token") || says("tab character") || line.tab != nil else { return nil }
    var end = line.start
    while end < bytes.count, YAMLLine.isBlank(bytes[end]) { end += 1 }
    let blanks = line.start..<end
    guard bytes[blanks].contains(0x09) else { return nil }
    let isBlank = end == bytes.count || YAMLLine.isBreak(bytes[end])
    guard isBlank || bytes[end] == UInt8(ascii: "#") else { return nil }
    return YAMLSyntaxAdvice(
      message: isBlank
        ? "line \(lineNumber) looks empty, and holds a tab"
        : "a tab stands before the comment on line \(lineNumber)",
      span: blanks,
      help: isBlank ? "remove the white space on it" : "indent the comment with spaces, or do not indent it",
      fix: edit(isBlank ? "empty the line" : "remove the tab", blanks, ""))
  }

  /// `// comment`, where a key or an entry belongs.
  func slashComment() -> YAMLSyntaxAdvice? {
    var lines = [line]
    if let start = problem.contextOffset { lines.append(YAMLLine(around: start, in: bytes)) }
    if let above = line.previous() { lines.append(above) }
    guard let line = lines.first(where: { bytes[$0.content..<$0.end].starts(with: "//".utf8) }) else {
      return nil
    }
    return YAMLSyntaxAdvice(
      message: "this line is not a comment: a comment begins with `#`, not with `//`",
      span: line.content..<line.end,
      help: "write `#` instead of `//`", fix: edit("write `#`", line.content..<line.content + 2, "#"))
  }

  /// `{name}, hello` and `[Name] hello`: text that begins with a bracket, and goes on behind the closing one.
  func bracketedText() -> YAMLSyntaxAdvice? {
    let start = line.valueStart
    guard start < line.end, "[{".utf8.contains(bytes[start]), start < offset, offset <= line.end else {
      return nil
    }
    var depth = 0
    for place in start..<min(offset, line.end) {
      if "[{".utf8.contains(bytes[place]) { depth += 1 }
      if "]}".utf8.contains(bytes[place]) { depth -= 1 }
    }
    guard depth == 0 else { return nil }
    return bracketedText(start..<line.end)
  }

  private func bracketedText(_ span: Range<Int>) -> YAMLSyntaxAdvice {
    let text = line.text(span)
    let isPlain = span.count <= Self.longest && !bytes[span].contains { "\"\\#".utf8.contains($0) }
    return YAMLSyntaxAdvice(
      message: "text that starts with `\(text.prefix(1))` has to stand in quotes", span: span,
      help: isPlain ? "write \(JSONString.quoted(text.utf8))" : "put the whole text in quotes",
      fix: isPlain ? edit("quote the text", span, JSONString.quoted(text.utf8)) : nil)
  }

  /// `{{name}}, hello`: to YAML an object in place of a key.
  static func doubleBrace(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> YAMLSyntaxAdvice? {
    let line = YAMLLine(around: start, in: bytes)
    let value = line.valueStart
    guard value + 1 == start, bytes[value..<line.end].starts(with: "{{".utf8) else { return nil }
    let problem = YAMLProblem(
      problem: "", context: nil, offset: start, contextOffset: nil, lastQuoted: nil, rootStart: nil)
    return YAMLAdvisor(problem: problem, bytes: bytes).bracketedText(value..<line.end)
  }
}

extension YAMLLine {
  /// Where the value of the line's key begins, or its entry where it has no key.
  fileprivate var valueStart: Int {
    guard let colon, let key, key.upperBound == colon else { return entry }
    var position = colon + 1
    while position < end, Self.isBlank(bytes[position]) { position += 1 }
    return position
  }
}
