/// Reads JSON Lines: one JSON document a line, each taken up by `body`.
///
/// A line that is not JSON, or that `body` refuses, is reported at its place, and the next one is read: all faults of a
/// file are found in one run. Lines of white space alone are passed over. JSON Pointers in findings are those of the
/// line. The whole is held to the limits of one document; text that is not UTF-8 is refused whole. O(bytes), and what
/// `body` takes.
package func readJSONLines<Value>(
  _ source: SourceText, limits: Limits, findings: inout Findings,
  _ body: (Document, inout Findings) -> Value?
) -> [Spanned<Value>] {
  readLines(source, limits: limits, findings: &findings) { line, findings in
    readJSON(line, limits: limits, findings: &findings).flatMap { body($0, &findings) }
  }
}

/// Reads a file line by line, for a `body` that also handles lines that are not JSON.
package func readLines<Value>(
  _ source: SourceText, limits: Limits, findings: inout Findings,
  _ body: (SourceText, inout Findings) -> Value?
) -> [Spanned<Value>] {
  guard checkEncoding(of: source, limits: limits, findings: &findings) != nil else { return [] }
  var values: [Spanned<Value>] = []
  var start = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  while start < source.bytes.count {
    let end = source.bytes[start...].firstIndex(of: 0x0A) ?? source.bytes.count
    let line = source.bytes[start..<end]
    if !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
      // Separate findings, because a collection's JSON Pointers are those of one document.
      var own = Findings(limits: limits)
      let value = body(SourceText(name: source.name, bytes: Array(line)), &own)
      for diagnostic in own.sorted { findings.report(diagnostic, movedBy: start) }
      if let value { values.append(Spanned(value: value, span: SourceSpan(start: start, end: end))) }
    }
    start = end + 1
  }
  return values
}

/// A value and where in a source it stands.
package struct Spanned<Value> {
  package let value: Value
  package let span: SourceSpan

  package init(value: Value, span: SourceSpan) {
    self.value = value
    self.span = span
  }
}

extension Spanned: Sendable where Value: Sendable {}

extension Findings {
  /// Reports what was found in a part of a source that starts at an offset.
  fileprivate mutating func report(_ diagnostic: Diagnostic, movedBy offset: Int) {
    report(
      diagnostic.rule, FindingText(diagnostic.message), span: diagnostic.span.moved(by: offset),
      path: diagnostic.path,
      notes: diagnostic.notes.map {
        Diagnostic.Note(message: $0.message, span: $0.span?.moved(by: offset), path: $0.path)
      }, help: diagnostic.help.map { FindingText($0) },
      fix: diagnostic.fix.map { fix in
        Diagnostic.Fix(
          title: fix.title,
          edits: fix.edits.map { .init(span: $0.span.moved(by: offset), replacement: $0.replacement) },
          isSafe: fix.isSafe)
      })
  }
}

extension SourceSpan {
  fileprivate func moved(by offset: Int) -> SourceSpan {
    SourceSpan(start: start + offset, end: end + offset)
  }
}
