import Documents

/// Reads a YAML or JSON document: JSON where the name ends in `.json` or, for a name that says nothing, where
/// the text starts with `{`; YAML otherwise.
public func readDocument(_ source: SourceText, limits: Limits = .standard, findings: inout Findings)
  -> Document?
{
  isJSON(source)
    ? readJSON(source, limits: limits, findings: &findings)
    : readYAML(source, limits: limits, findings: &findings)
}

private func isJSON(_ source: SourceText) -> Bool {
  let name = source.name.lowercased()
  if name.hasSuffix(".json") { return true }
  if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return false }
  let first = source.bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
  return first == UInt8(ascii: "{")
}
