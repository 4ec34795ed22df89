import Documents

extension Evidence {
  /// A JSON document that was kept, read with the limits of what was let in once already.
  ///
  /// - Parameter name: what a fault calls it.
  public static func kept(
    _ source: SourceText, as name: String, _ read: (Document, inout Findings) -> Value?
  ) -> Evidence {
    var findings = Findings(limits: .kept)
    if let value = readJSON(source, limits: .kept, findings: &findings).flatMap({ read($0, &findings) }) {
      return .present(value)
    }
    return .faulty(.init(.malformed, findings.sorted.first?.message ?? "\(name) is of another kind"))
  }
}
