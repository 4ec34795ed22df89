/// Collects the findings of all stages for one document.
///
/// Keeps at most `Limits.findings`, and at most `Limits.findingBytes` of text; what is beyond is counted and said
/// in a separate finding, never silently dropped. Messages are made only for findings that are kept.
public struct Findings: Sendable {
  private let limit: Int
  /// Bytes of text that may still be kept.
  private var bytesLeft: Int
  private var kept: [Diagnostic] = []
  private var leftOut = 0
  private var pointers: PointerTable?
  /// Table cells that the search for suggestions may still fill, in the whole document.
  private var cellsLeft = 10_000_000
  /// Whether any finding so far, kept or left out, is an error.
  public private(set) var hasErrors = false

  /// An empty collection that keeps at most `limits.findings` findings and `limits.findingBytes` bytes of text.
  public init(limits: Limits) {
    limit = limits.findings
    bytesLeft = limits.findingBytes
  }

  /// Whether a further finding would only be counted.
  var isFull: Bool { kept.count >= limit }

  /// All findings in their stable order.
  public var sorted: [Diagnostic] {
    var all = kept
    if leftOut > 0 {
      all.append(
        Diagnostic(
          rule: .tooManyFindings, message: "\(leftOut) more findings are not shown",
          span: SourceSpan(start: 0, end: 0), path: "", notes: [],
          help: "fix those that are shown and run the check again", fix: nil))
    }
    return all.sorted(by: Diagnostic.precedes)
  }

  /// Reports a finding at a value of the document. A fix edits this value, and is kept only where that changes
  /// nothing else.
  public mutating func report(
    _ rule: Rule, _ message: @autoclosure () -> FindingText, at node: DocumentNode, span: SourceSpan? = nil,
    notes: [(message: FindingText, node: DocumentNode)] = [],
    help: @autoclosure () -> FindingText? = nil, fix: @autoclosure () -> Diagnostic.Fix? = nil,
    conversation: @autoclosure () -> Conversation? = nil
  ) {
    guard admits(rule) else { return }
    let table = pointers ?? PointerTable(node.document)
    pointers = table
    // A pointer is as long as its keys; one that does not fit is not even made.
    let places = [node] + notes.map(\.node)
    guard places.reduce(0, { $0 + table.length(of: $1) }) <= bytesLeft else { return leaveOut() }
    var notes = notes.map {
      Diagnostic.Note(message: $0.message.text, span: $0.node.span, path: table.pointer(to: $0.node))
    }
    if let alias = node.aliasSpan {
      notes.append(.init(message: "used here through an alias", span: alias, path: nil))
    }
    keep(
      Diagnostic(
        rule: rule, message: message().text, span: span ?? node.span, path: table.pointer(to: node),
        notes: notes, help: help()?.text, fix: node.isEditable ? fix() : nil, conversation: conversation()))
  }

  /// Reports a finding at a place in the source for which there is no value (yet).
  public mutating func report(
    _ rule: Rule, _ message: @autoclosure () -> FindingText, span: SourceSpan, path: String = "",
    notes: [Diagnostic.Note] = [], help: @autoclosure () -> FindingText? = nil,
    fix: @autoclosure () -> Diagnostic.Fix? = nil
  ) {
    guard admits(rule) else { return }
    keep(
      Diagnostic(
        rule: rule, message: message().text, span: span, path: path, notes: notes, help: help()?.text,
        fix: fix()))
  }

  /// The known name that a misspelt one was meant to be, if one is near. Looking is bounded for a whole
  /// document, because a hostile one can hold many unknown names beside many known ones: once the bound is
  /// reached, findings come without a suggestion.
  package mutating func suggestion(for name: String, among candidates: @autoclosure () -> [String]) -> String?
  {
    guard cellsLeft > 0, kept.count < limit, (1...NearestName.longest).contains(name.utf8.count) else {
      return nil
    }
    return NearestName.of(name, among: candidates(), budget: &cellsLeft)
  }

  /// Whether a finding of the rule may be kept. Either way it counts.
  private mutating func admits(_ rule: Rule) -> Bool {
    if rule.severity == .error { hasErrors = true }
    if kept.count < limit, bytesLeft > 0 { return true }
    leaveOut()
    return false
  }

  private mutating func leaveOut() {
    leftOut += 1
    hasErrors = true
  }

  private mutating func keep(_ diagnostic: Diagnostic) {
    let bytes = diagnostic.textBytes
    guard bytes <= bytesLeft else { return leaveOut() }
    bytesLeft -= bytes
    kept.append(diagnostic)
  }
}
