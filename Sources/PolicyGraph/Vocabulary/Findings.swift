/// Collects the findings of all stages for one document.
///
/// Keeps at most `Limits.findings`; what is beyond is counted and said in a finding of its own, never
/// silently dropped.
public struct Findings: Sendable {
  private let limit: Int
  private var kept: [Diagnostic] = []
  private var leftOut = 0
  private var pointers: PointerTable?
  private var comparisonsLeft = 300_000
  /// Whether any finding so far, kept or left out, is an error.
  public private(set) var hasErrors = false

  public init(limits: Limits) { limit = limits.findings }

  /// All findings in their stable order.
  public var sorted: [Diagnostic] {
    var all = kept
    if leftOut > 0 {
      all.append(
        Diagnostic(
          rule: .tooManyFindings, message: "\(leftOut) more findings are not shown",
          span: SourceSpan(start: 0, end: 0), path: "", notes: [],
          help: "mend those that are shown and run the check again", fix: nil))
    }
    return all.sorted(by: Diagnostic.precedes)
  }

  /// Reports a finding at a value of the document.
  public mutating func report(
    _ rule: Rule, _ message: String, at node: DocumentNode, span: SourceSpan? = nil,
    notes: [(message: String, node: DocumentNode)] = [], help: String? = nil, fix: Diagnostic.Fix? = nil,
    conversation: Conversation? = nil
  ) {
    guard admits(rule) else { return }
    kept.append(
      Diagnostic(
        rule: rule, message: message, span: span ?? node.span, path: pointer(to: node),
        notes: notes.map { .init(message: $0.message, span: $0.node.span, path: pointer(to: $0.node)) },
        help: help, fix: fix, conversation: conversation))
  }

  /// Reports a finding at a place in the source for which there is no value (yet).
  public mutating func report(
    _ rule: Rule, _ message: String, span: SourceSpan, path: String = "", notes: [Diagnostic.Note] = [],
    help: String? = nil, fix: Diagnostic.Fix? = nil
  ) {
    guard admits(rule) else { return }
    kept.append(
      Diagnostic(
        rule: rule, message: message, span: span, path: path, notes: notes, help: help, fix: fix))
  }

  /// The known name that a misspelt one was meant to be, if one is near. Looking is bounded for a whole
  /// document, because a hostile one can hold many unknown names beside many known ones: once the bound is
  /// reached, findings come without a suggestion.
  package mutating func suggestion(for name: String, among candidates: @autoclosure () -> [String]) -> String?
  {
    guard comparisonsLeft > 0 else { return nil }
    let candidates = candidates()
    comparisonsLeft -= candidates.count
    return NearestName.of(name, among: candidates)
  }

  private mutating func admits(_ rule: Rule) -> Bool {
    if rule.severity == .error { hasErrors = true }
    if kept.count < limit { return true }
    leftOut += 1
    hasErrors = true
    return false
  }

  private mutating func pointer(to node: DocumentNode) -> String {
    let table = pointers ?? PointerTable(node.document)
    pointers = table
    return table.pointer(to: node)
  }
}
