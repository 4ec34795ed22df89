import Documents

/// One line a finding, for editors and logs: `file:line:column: severity code [name]: message`.
public enum FindingsLines {
  /// The lines of the findings of one document, in their order; control characters are shown as escapes. O(size of the
  /// source + size of the findings).
  public static func lines(of diagnostics: [Diagnostic], in source: SourceText) -> [String] {
    if diagnostics.isEmpty { return [] }
    let table = LineTable(source)
    let name = Printable.line(source.name)
    return diagnostics.map { diagnostic in
      let place = table.position(of: diagnostic.span.start)
      return "\(name):\(place.line):\(place.column): \(diagnostic.rule.severity.rawValue) "
        + "\(diagnostic.rule.code) [\(diagnostic.rule.name)]: \(Printable.line(diagnostic.message))"
    }
  }
}
