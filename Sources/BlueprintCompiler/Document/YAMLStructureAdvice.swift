import Documents
import PolicyGraph

/// What is wrong with the keys, the lines and the brackets of a text.
extension YAMLAdvisor {
  // MARK: Colons

  func missingSpace(at place: Int) -> YAMLSyntaxAdvice {
    let isWhole = byte(at: place).map { !"&*!@%`|>".utf8.contains($0) } ?? true
    return YAMLSyntaxAdvice(
      message: "a space is missing after the colon", span: place..<place, help: "write a space after the `:`",
      fix: isWhole ? edit("add a space", place..<place, " ") : nil)
  }

  private func missingColon(after name: Range<Int>) -> YAMLSyntaxAdvice {
    YAMLSyntaxAdvice(
      message: "`:` is missing after `\(line.text(name))`", span: name,
      help: "write `\(line.text(name)):`",
      fix: edit("add the colon", name.upperBound..<name.upperBound, ":"))
  }

  /// A colon makes a key where none can be: the text before it belongs to a value that began earlier.
  func unexpectedColon() -> YAMLSyntaxAdvice? {
    guard byte(at: offset) == UInt8(ascii: ":"), let first = line.colon else { return nil }
    if first < offset { return colonInText() }
    guard first == offset, let above = line.previous() else { return nil }
    if line.key != nil, above.beginsNode {
      if above.entryIndent == line.entryIndent, let place = above.missingSpace(from: above.entry) {
        return missingSpace(at: place)
      }
      if above.isBareName, above.entryIndent <= line.entryIndent {
        return missingColon(after: above.entry..<above.end)
      }
      if above.colon == nil, !above.isEntry, above.indent == line.indent {
        return strayLine(above.content..<above.end)
      }
    }
    guard above.plainValue != nil, above.key != nil, line.indent > above.entryIndent else { return nil }
    guard line.key != nil else {
      return YAMLSyntaxAdvice(
        message: "text with `: ` in it has to stand in quotes", span: mark(offset),
        notes: [("the text began here", above.plainValue ?? mark(above.entry))],
        help: "put the whole text in quotes, from its first line to its last")
    }
    return unevenIndent(neighbour: above, isChild: true)
  }

  /// `Which day: morning` behind a key.
  private func colonInText() -> YAMLSyntaxAdvice? {
    guard let text = line.plainValue, text.contains(offset) else { return nil }
    let isShort =
      text.count <= Self.longest && !line.goesOn && !bytes[text].contains { "\"\\#".utf8.contains($0) }
    let quoted = JSONString.quoted(bytes[text])
    return YAMLSyntaxAdvice(
      message: "text with `: ` in it has to stand in quotes", span: mark(offset),
      help: isShort ? "write \(quoted)" : "put the text in quotes, from its first character to its last",
      fix: isShort ? edit("quote the text", text, quoted) : nil)
  }

  /// A line in the place of a key that has no colon; libyaml notices on the next one.
  func missingColon() -> YAMLSyntaxAdvice? {
    guard let start = problem.contextOffset else { return nil }
    let line = YAMLLine(around: start, in: bytes)
    guard line.colon == nil, start < line.end else { return nil }
    if let place = line.missingSpace(from: start) { return missingSpace(at: place) }
    if line.nameEnd(from: start) == line.end { return missingColon(after: start..<line.end) }
    guard !"'\"[]{}&*!|>".utf8.contains(bytes[start]) else { return nil }
    return strayLine(start..<line.end)
  }

  private func strayLine(_ span: Range<Int>) -> YAMLSyntaxAdvice {
    YAMLSyntaxAdvice(
      message: "this line is neither `key: value` nor an entry of a list", span: span,
      help: "add what is missing; text that continues the line above has to be indented more than its key")
  }

  func listBehindKey() -> YAMLSyntaxAdvice? {
    guard byte(at: offset) == UInt8(ascii: "-"), let colon = line.colon, colon < offset else { return nil }
    return YAMLSyntaxAdvice(
      message: "a list cannot start on the line of its key", span: mark(offset),
      help: "start it on the next line; or quote the text if it just starts with `- `")
  }

  // MARK: Lines and brackets

  /// A key or entry in a column where nothing above it stands.
  func misplacedLine() -> YAMLSyntaxAdvice? {
    guard offset == line.content || offset == line.entry, line.isEntry || line.key != nil else { return nil }
    var nearest: YAMLLine?
    var line = line
    while let above = line.previous() {
      line = above
      if above.indent == self.line.indent { return nil }
      guard let column = column(of: above) else { continue }
      if column == self.line.indent { return nil }
      let distance = abs(column - self.line.indent)
      if distance < nearest.flatMap(self.column).map({ abs($0 - self.line.indent) }) ?? .max {
        nearest = above
      }
      if above.indent < self.line.indent { break }
    }
    return nearest.flatMap { unevenIndent(neighbour: $0, isChild: false) }
  }

  /// Where a line's key stands, or its entry, whichever the line at fault has.
  private func column(of other: YAMLLine) -> Int? {
    line.isEntry ? (other.isEntry ? other.indent : nil) : (other.key == nil ? nil : other.entryIndent)
  }

  /// `isChild`: the line is in by more than one that has a value already.
  private func unevenIndent(neighbour: YAMLLine, isChild: Bool) -> YAMLSyntaxAdvice? {
    guard let wanted = column(of: neighbour) else { return nil }
    let next = line.next()
    let others =
      next.flatMap(column) == wanted
      ? "its neighbours"
      : neighbour.key.map { "`\(line.text($0))` above it" } ?? "the entry above it"
    let message = "this line is in by \(line.indent), \(others) by \(wanted)"
    let span = line.indent == 0 ? mark(line.content) : line.start..<line.content
    if isChild, let key = neighbour.key, !neighbour.isEntry, line.indent == wanted + 2,
      next?.indent == line.indent
    {
      // All that follows is in by two more, as it would be behind a `- `.
      return YAMLSyntaxAdvice(
        message: message, span: span,
        help: "is `- ` missing before `\(line.text(key))`? Otherwise indent both lines alike")
    }
    if next.flatMap(column) == line.indent, !line.isEntry, neighbour.start == line.previous()?.start {
      return oddLine(neighbour)
    }
    return YAMLSyntaxAdvice(
      message: message, span: span,
      help: isChild
        ? "indent both alike; if it continues the text above, put all of that text in quotes"
        : "indent both alike",
      fix: edit("indent by \(wanted)", line.start..<line.content, String(repeating: " ", count: wanted)))
  }

  /// The line above is the odd one: this one and the next agree.
  private func oddLine(_ above: YAMLLine) -> YAMLSyntaxAdvice {
    let indent = above.indent + line.indent - above.entryIndent
    let subject = above.isEntry ? "what follows `- `" : "this line"
    return YAMLSyntaxAdvice(
      message: "\(subject) is in by \(above.entryIndent), the lines below by \(line.indent)",
      span: above.entryIndent == 0 ? mark(above.content) : above.start..<above.entry,
      help: "indent them alike",
      fix: indent < 0
        ? nil
        : edit("indent them alike", above.start..<above.content, String(repeating: " ", count: indent)))
  }

  func unclosedBracket() -> YAMLSyntaxAdvice? {
    guard let start = problem.contextOffset, let bracket = byte(at: start), "[{".utf8.contains(bracket) else {
      return nil
    }
    let (open, close) = bracket == UInt8(ascii: "[") ? ("[", "]") : ("{", "}")
    if isClosed(start) {
      return YAMLSyntaxAdvice(
        message: "expected `,` or `\(close)`", span: mark(offset),
        notes: [("the `\(open)` stands here", mark(start))],
        help: "separate entries by `,`; quote an entry that has `: `, quotes or brackets in it")
    }
    let line = YAMLLine(around: start, in: bytes)
    let rest = bytes[start..<line.end]
    let isWhole =
      rest.count > 1 && !rest.contains(UInt8(ascii: "#")) && rest.count { "[{".utf8.contains($0) } == 1
    return YAMLSyntaxAdvice(
      message: "this `\(open)` is never closed", span: mark(start), help: "close it with `\(close)`",
      fix: isWhole ? edit("close it", line.end..<line.end, close) : nil)
  }

  /// Whether a bracket is closed before the lines after it begin other keys or entries.
  private func isClosed(_ start: Int) -> Bool {
    let margin = YAMLLine(around: start, in: bytes).indent
    var depth = 0
    var position = start
    var hasLeft = false
    var quote: UInt8?
    var before = UInt8(ascii: ",")
    while position < bytes.count {
      let byte = bytes[position]
      if let open = quote {
        if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") { position += 1 }
        if byte == open { quote = nil }
      } else if YAMLLine.isBreak(byte) {
        let line = YAMLLine(around: min(position + 1, bytes.count), in: bytes)
        if line.isContent, line.indent <= margin, line.isEntry || line.key != nil { hasLeft = true }
        if hasLeft, line.content < line.end, "]}".utf8.contains(bytes[line.content]), depth == 1 {
          return true
        }
      } else if "[{".utf8.contains(byte) {
        depth += 1
      } else if "]}".utf8.contains(byte) {
        depth -= 1
        if depth == 0 { return !hasLeft }
      } else if "'\"".utf8.contains(byte), "[{,:".utf8.contains(before) {
        quote = byte
      }
      if !YAMLLine.isBlank(byte), !YAMLLine.isBreak(byte) { before = byte }
      position += 1
    }
    return false
  }
}
