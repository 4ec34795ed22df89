import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs

/// Which reader gets the bytes.
package enum ReaderSyntax: String, CaseIterable, Sendable { case json, yaml }

/// Something that has to hold of every input, and does not.
package struct Violation: Error, CustomStringConvertible {
  package let description: String
}

/// Reads the bytes, takes them through all stages, and holds what comes out against what has to hold of any input
/// whatever: places lie in the source, what is written reads back to the same, the same input gives the same result,
/// and what the compiler makes is accepted by its own checks. That nothing traps or hangs is for the caller to see.
package func checkInvariants(of bytes: [UInt8], readAs syntax: ReaderSyntax) throws(Violation) {
  let source = SourceText(name: "input.\(syntax.rawValue)", bytes: bytes)
  var findings = Findings(limits: limits)
  guard let document = readDocument(source, limits: limits, findings: &findings) else {
    try require(findings.hasErrors, "a document that is refused has a finding")
    return try checkPlaces(of: findings.sorted, in: source)
  }
  try checkSpans(of: document.root, within: SourceSpan(start: 0, end: bytes.count), syntax)
  if !findings.hasErrors { try checkRoundTrip(of: JSONValue(document.root)) }
  let first = judge(document, findings)
  try checkPlaces(of: first.diagnostics, in: source)
  try require(first == judge(document, findings), "the same document gives the same result")
  if first.isValid, let draft = first.draft { try checkDraft(draft) }
}

/// Small enough that even the largest draft of a short input takes milliseconds, and that the limits are met.
private let limits = Limits(findings: 200, draftElements: 10_000)

private func require(_ condition: Bool, _ rule: @autoclosure () -> String) throws(Violation) {
  guard condition else { throw Violation(description: "it does not hold that \(rule())") }
}

// MARK: - Places

private func checkSpans(
  of node: DocumentNode, within outer: SourceSpan, _ syntax: ReaderSyntax
) throws(Violation) {
  let span = node.span
  try require(outer.start <= span.start && span.end <= outer.end, "\(span) lies within \(outer)")
  // The copy that stands for a YAML alias keeps the place of its anchor, which may be anywhere.
  let inner = syntax == .json ? span : outer
  for element in node.elements { try checkSpans(of: element, within: inner, syntax) }
  for member in node.members {
    try checkSpans(of: member.key, within: inner, syntax)
    try checkSpans(of: member.value, within: inner, syntax)
  }
}

private func checkPlaces(of diagnostics: [Diagnostic], in source: SourceText) throws(Violation) {
  let table = LineTable(source)
  for diagnostic in diagnostics {
    let spans =
      [diagnostic.span] + diagnostic.notes.compactMap(\.span) + (diagnostic.fix?.edits.map(\.span) ?? [])
    for span in spans {
      try require(0 <= span.start && span.end <= source.bytes.count, "\(span) lies in the source")
      // Bytes that are no UTF-8 have no characters to split.
      let splits =
        diagnostic.rule.name != "invalid-utf8"
        && [span.start, span.end].contains { offset in
          offset < source.bytes.count && source.bytes[offset] & 0xC0 == 0x80
        }
      try require(!splits, "\(span) splits no character (\(diagnostic.rule.name))")
      let place = table.position(of: span.start)
      try require(
        1...table.lineStarts.count ~= place.line && place.column >= 1, "\(place) is a place in the source")
    }
  }
}

// MARK: - Round trips

private func checkRoundTrip(of value: JSONValue) throws(Violation) {
  // A number such as 1e400 is JSON, but no double; drafts refuse it.
  guard isFinite(value) else { return }
  let canonical = CanonicalJSON.text(of: value)
  for text in [canonical, PrettyJSON.text(of: value)] {
    var findings = Findings(limits: limits)
    let again = readJSON(SourceText(name: "again.json", text: text), limits: limits, findings: &findings)
    try require(again != nil && findings.sorted.isEmpty, "what is written reads back")
    try require(means(again, canonical), "what is written means the same")

    // YAML refuses some characters and long keys, and warns of others; what it takes in silence is the same.
    var yamlFindings = Findings(limits: limits)
    let yaml = readYAML(SourceText(name: "again.yaml", text: text), limits: limits, findings: &yamlFindings)
    guard yamlFindings.sorted.isEmpty else { continue }
    try require(means(yaml, canonical), "the YAML reader reads JSON as the JSON reader does")
  }
}

private func means(_ document: Document?, _ canonical: String) -> Bool {
  guard let document else { return false }
  return CanonicalJSON.bytes(of: JSONValue(document.root)) == Array(canonical.utf8)
}

private func isFinite(_ value: JSONValue) -> Bool {
  switch value {
  case .number(let number): number.isFinite
  case .array(let elements): elements.allSatisfy(isFinite)
  case .object(let members): members.allSatisfy { isFinite($0.value) }
  case .null, .boolean, .string: true
  }
}

// MARK: - Results

/// What `fohc check` and `fohc hash` would say of a document.
private struct Judgement: Equatable {
  let diagnostics: [Diagnostic]
  let draft: PreparedDraft?
  let isValid: Bool

  static func == (left: Judgement, right: Judgement) -> Bool {
    left.isValid == right.isValid && left.draft?.hash == right.draft?.hash
      && left.diagnostics.map(line) == right.diagnostics.map(line)
  }

  private static func line(_ diagnostic: Diagnostic) -> String {
    "\(diagnostic.span) \(diagnostic.rule.code) \(diagnostic.path) \(diagnostic.message) \(diagnostic.help ?? "")"
  }
}

private func judge(_ document: Document, _ findings: Findings) -> Judgement {
  switch DocumentKind(document) {
  case .draft:
    let result = validateDraft(document, findings: findings)
    return Judgement(diagnostics: result.diagnostics, draft: result.draft, isValid: result.isValid)
  case .blueprint, nil:
    let result = compile(document, limits: limits, findings: findings)
    return Judgement(diagnostics: result.diagnostics, draft: result.draft, isValid: result.isValid)
  }
}

/// A valid draft, compiled or hand-written, stays valid and itself when it is written and read again.
private func checkDraft(_ draft: PreparedDraft) throws(Violation) {
  var findings = Findings(limits: limits)
  let source = SourceText(name: "again.json", text: PrettyJSON.text(of: draft.json))
  guard let document = readJSON(source, limits: limits, findings: &findings) else {
    throw Violation(description: "a draft does not read back")
  }
  let again = judge(document, findings)
  let complaint = again.diagnostics.first { $0.rule.severity == .error }?.message ?? "its kind"
  try require(again.isValid, "a valid draft is valid when it is read again: \(complaint)")
  try require(again.draft?.hash == draft.hash, "a draft keeps its hash when it is read again")
}
