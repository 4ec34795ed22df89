import Documents
import PolicyGraph

/// Valid YAML that does not mean what it seems to mean: lines that a text swallows, commas and ` #` that cut one.
extension YAMLReader {
  func isMergeKey(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.count == 2 && text[0] == UInt8(ascii: "<") && text[1] == UInt8(ascii: "<")
  }

  // MARK: Lines

  /// Looks at the further lines of a text that has several.
  mutating func checkLines(of span: Range<Int>, style: YAMLStyle) {
    switch style {
    case .plain: checkSwallowedLines(of: span)
    case .quoted:
      let marker = lineStarts(in: span).lazy.compactMap { [bytes] in ConflictMarker(at: $0, in: bytes) }.first
      guard let marker else { return }
      isMisleading = true
      findings.report(marker)
    case .block: return
    }
  }

  private func lineStarts(in span: Range<Int>) -> [Int] {
    span.filter { place in
      place > span.lowerBound
        && (bytes[place - 1] == 0x0A || (bytes[place - 1] == 0x0D && bytes[place] != 0x0A))
    }
  }

  /// Lines of a text without quotes that look like separate elements: `- entry`, `key:value`, `// comment`.
  private mutating func checkSwallowedLines(of span: Range<Int>) {
    var entries: [YAMLLine] = []
    for start in lineStarts(in: span) {
      let line = YAMLLine(around: start, in: bytes)
      guard line.content < line.end else { continue }
      if line.isEntry {
        entries.append(line)
      } else if entries.isEmpty, let what = swallowed(line) {
        return report(swallowed: line, what, in: span, fix: nil)
      }
    }
    guard let first = entries.first else { return }
    let text = YAMLLine(around: span.lowerBound, in: bytes)
    if text.content == span.lowerBound, bytes[text.content] == UInt8(ascii: "-"), first.indent == text.indent
    {
      let dash = text.content..<text.content + 1
      return report(
        SwallowedLine(
          span: dash, text: nil,
          message: "a space is missing after the `-`: this line is not read as an entry",
          help: "write `- `",
          fix: .init(
            title: "add a space",
            edits: [.init(span: SourceSpan(dash.upperBound..<dash.upperBound), replacement: " ")],
            isSafe: false)))
    }
    report(
      swallowed: first,
      ("this line continues the text above, and is not read as an entry", entryHelp(of: span)), in: span,
      fix: entryFix(of: span, entries))
  }

  private typealias Swallowed = (message: FindingText, help: FindingText)

  private func swallowed(_ line: YAMLLine) -> Swallowed? {
    if bytes[line.content..<line.end].starts(with: "//".utf8) {
      return (
        "this line continues the text above, and is not a comment", "a comment begins with `#`, not with `//`"
      )
    }
    guard let nameEnd = line.nameEnd(from: line.content), nameEnd < line.end,
      bytes[nameEnd] == UInt8(ascii: ":"), BlueprintSchema.keys.contains(line.text(line.content..<nameEnd))
    else {
      return nil
    }
    let name = line.text(line.content..<nameEnd)
    let next = String(decoding: bytes[bytes.character(at: nameEnd + 1)], as: UTF8.self).unicodeScalars.first
    let hidden = next.flatMap { HiddenScalar($0) }
    return (
      "this line continues the text above, and `\(name)` is not read as a key",
      hidden.map {
        "write an ordinary space behind the colon, where \($0.article) \($0.title) stands, and indent the line as a key"
      }
        ?? "write a space behind the colon, and indent the line as a key; or put the whole text in quotes"
    )
  }

  private mutating func report(
    swallowed line: YAMLLine, _ what: Swallowed, in span: Range<Int>, fix: Diagnostic.Fix?
  ) {
    let text = YAMLLine(around: span.lowerBound, in: bytes)
    let found = SwallowedLine(
      span: line.content..<line.end, text: span.lowerBound..<min(text.end, span.upperBound),
      message: what.message,
      help: what.help, fix: fix)
    if openCollections.last?.isFlow == true { heldBack.append(found) } else { report(found) }
  }

  mutating func report(_ line: SwallowedLine) {
    isMisleading = true
    findings.report(
      .swallowedLine, line.message, span: SourceSpan(line.span),
      notes: line.text.map { [.init(message: "the text began here", span: SourceSpan($0), path: nil)] } ?? [],
      help: line.help, fix: line.fix)
  }

  /// The lines indented as the entry whose text swallows them.
  private func entryFix(of span: Range<Int>, _ entries: [YAMLLine]) -> Diagnostic.Fix? {
    let text = YAMLLine(around: span.lowerBound, in: bytes)
    guard text.isEntry, text.entry == span.lowerBound, text.tab == nil else { return nil }
    let margin = String(repeating: " ", count: text.indent)
    return .init(
      title: "indent it as an entry",
      edits: entries.map { .init(span: SourceSpan($0.start..<$0.content), replacement: margin) },
      isSafe: false)
  }

  private func entryHelp(of span: Range<Int>) -> FindingText {
    let text = YAMLLine(around: span.lowerBound, in: bytes)
    return text.isEntry
      ? "indent it as the entries beside it; or put the whole text in quotes, if the `-` belongs to it"
      : "begin the list on the line below the key, each entry with `- `; or put the whole text in quotes"
  }

  // MARK: Comments

  /// Warns where a text ends because ` #` begins a comment that does not look like one.
  mutating func warnOfComment(behind span: Range<Int>) {
    var mark = span.upperBound
    guard mark < bytes.count, YAMLLine.isBlank(bytes[mark]), !span.isEmpty else { return }
    while mark < bytes.count, YAMLLine.isBlank(bytes[mark]) { mark += 1 }
    guard mark + 1 < bytes.count, bytes[mark] == UInt8(ascii: "#"), !YAMLLine.isBlank(bytes[mark + 1]),
      !YAMLLine.isBreak(bytes[mark + 1]), bytes[mark + 1] != UInt8(ascii: "#")
    else {
      return
    }
    let line = YAMLLine(around: mark, in: bytes)
    let isSimple =
      line.start <= span.lowerBound && line.end - span.lowerBound <= YAMLAdvisor.longest
      && !openCollections.contains { $0.flow != nil } && builder.records.last?.isShared == false
    let text = String(decoding: bytes[span.lowerBound..<line.end], as: UTF8.self)
    findings.report(
      .commentInText, "the text ends here: ` #` begins a comment", span: SourceSpan(mark..<line.end),
      help: "put the text in quotes if the `#` belongs to it; write a space behind the `#` of a comment",
      fix: isSimple
        ? .init(
          title: "put the whole text in quotes",
          edits: [
            .init(span: SourceSpan(span.lowerBound..<line.end), replacement: JSONString.quoted(text.utf8))
          ],
          isSafe: false) : nil)
  }
}

/// A line that a text swallows.
struct SwallowedLine {
  let span: Range<Int>
  /// The first line of the text, where it is another line.
  let text: Range<Int>?
  let message: FindingText
  let help: FindingText
  let fix: Diagnostic.Fix?
}

// MARK: - Commas

/// What the commas of a mapping in braces have parted. An entry without a value is the rest of a text with a comma in it.
struct FlowTexts {
  /// The last value, where it is a text without quotes, with what was cut off it.
  var text: Range<Int>?
  /// The last key.
  var key: Range<Int>?
  /// The texts that were cut, and where their first commas stand.
  var cuts: [(text: Range<Int>, comma: Int)] = []
}

extension YAMLReader {
  /// The last value of the mapping in braces that is open is not text.
  mutating func endFlowText() {
    guard openCollections.last?.flow != nil, !builder.awaitsKey else { return }
    openCollections[openCollections.count - 1].flow?.text = nil
  }

  mutating func noteFlowScalar(_ span: Range<Int>, isPlain: Bool, hasProperties: Bool) {
    let last = openCollections.count - 1
    guard var flow = openCollections[last].flow else { return }
    // Taken out, so that its list is not copied when it grows.
    openCollections[last].flow = nil
    if builder.awaitsKey {
      flow.key = hasProperties ? nil : span
    } else if isPlain, span.isEmpty, let key = flow.key, let text = flow.text, !hasColon(behind: key) {
      let whole = text.lowerBound..<key.upperBound
      if flow.cuts.last?.text == text {
        flow.cuts[flow.cuts.count - 1].text = whole
      } else if let comma = bytes[text.upperBound..<key.lowerBound].firstIndex(of: UInt8(ascii: ",")) {
        flow.cuts.append((whole, comma))
      }
      flow.text = whole
    } else {
      flow.text = isPlain && !span.isEmpty && !hasProperties ? span : nil
    }
    openCollections[last].flow = flow
  }

  private func hasColon(behind key: Range<Int>) -> Bool {
    var place = key.upperBound
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: ":"): return true
      case UInt8(ascii: "#"):
        while place < bytes.count, !YAMLLine.isBreak(bytes[place]) { place += 1 }
      case let byte where isSpace(byte): place += 1
      default: return false
      }
    }
    return false
  }

  /// Reports the texts that were cut, once the mapping is closed and its brackets are in order.
  mutating func report(_ flow: FlowTexts) {
    for cut in flow.cuts {
      isMisleading = true
      let first = String(decoding: bytes[cut.text.lowerBound..<cut.comma], as: UTF8.self)
      let rest = bytes[cut.comma + 1..<cut.text.upperBound].drop(while: isSpace)
      let text = String(decoding: bytes[cut.text], as: UTF8.self)
      let quoted = JSONString.quoted(
        text.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.map(\.trimmed).joined(separator: " ").utf8)
      findings.report(
        .cutText,
        "the comma ends the text: it is just `\(first)`, and `\(String(decoding: rest, as: UTF8.self))` is a key without a value",
        span: SourceSpan(cut.comma..<cut.comma + 1),
        notes: [.init(message: "the text began here", span: SourceSpan(cut.text), path: nil)],
        help: text.utf8.count <= YAMLAdvisor.longest
          ? "put the whole text in quotes: \(quoted)" : "put the whole text in quotes",
        fix: .init(
          title: "put the whole text in quotes",
          edits: [.init(span: SourceSpan(cut.text), replacement: quoted)],
          isSafe: false))
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
