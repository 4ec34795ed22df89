/// One finding: what is wrong, where, why, and how to fix it.
public struct Diagnostic: Sendable {
  /// The rule that is broken. Its code and name are for programs, its severity says whether the finding refuses the
  /// document.
  public let rule: Rule
  /// What is wrong, lower-case, in the author's words, user names in backticks.
  public let message: String
  /// The cause.
  public let span: SourceSpan
  /// JSON Pointer (RFC 6901) of the value at fault.
  public let path: String
  /// The other parties: where the earlier declaration stands, what a name could refer to.
  public let notes: [Note]
  /// How to fix it, as a sentence.
  public let help: String?
  /// How to fix it, as edits, where that can be said exactly.
  public let fix: Fix?
  /// The conversation that shows it, where the finding is about conversations.
  public var conversation: Conversation?

  /// Something else that explains the finding, such as where the other of two equal ids stands.
  public struct Note: Sendable {
    /// One sentence, lower-case, user names in backticks.
    public let message: String
    /// Where it stands in the source of the finding; nil for a note about the document as a whole.
    public let span: SourceSpan?
    /// The same place as a JSON Pointer (RFC 6901); nil if the note has no value to point at.
    public let path: String?

    /// `span` and `path` name one place; either may be nil.
    public init(message: String, span: SourceSpan?, path: String?) {
      self.message = message
      self.span = span
      self.path = path
    }
  }

  /// Edits of the source that fix a finding.
  public struct Fix: Sendable {
    /// What the edits do, as the label of a button says it.
    public let title: String
    /// Spans are of the source as it was read. Only all edits together fix the finding.
    public let edits: [Edit]
    /// Whether the edits may be made without a person looking: they keep the meaning the author wrote.
    public let isSafe: Bool

    /// The edits must not overlap. `isSafe` only where they keep the meaning that the author wrote.
    public init(title: String, edits: [Edit], isSafe: Bool) {
      self.title = title
      self.edits = edits
      self.isSafe = isSafe
    }
  }

  /// One replacement in the source.
  public struct Edit: Sendable {
    /// What is replaced, in UTF-8 bytes of the source; an empty span inserts.
    public let span: SourceSpan
    /// What stands there afterwards; empty to delete.
    public let replacement: String

    /// Replaces the bytes of `span`, which are counted in the source as it was read.
    public init(span: SourceSpan, replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }
}

extension Diagnostic {
  /// Bytes of all text in it.
  var textBytes: Int {
    let noteBytes = notes.reduce(0) { $0 + $1.message.utf8.count + ($1.path?.utf8.count ?? 0) }
    let fixBytes = fix.map { $0.edits.reduce($0.title.utf8.count) { $0 + $1.replacement.utf8.count } } ?? 0
    let conversationBytes =
      conversation?.lines.reduce(0) { $0 + $1.text.utf8.count + $1.node.utf8.count } ?? 0
    return message.utf8.count + path.utf8.count + (help?.utf8.count ?? 0) + noteBytes + fixBytes
      + conversationBytes
  }

  /// The order of all output: causes before what may follow from them, then by place, code, path and message. Total,
  /// so that two runs print the same bytes.
  ///
  /// What is wrong with a draft as a text comes first, because a misspelt name breaks guarantees too. Then come the
  /// guarantees, in the order of the clauses: where nothing answers, conversations cannot end either. Last come the
  /// parts that no conversation comes to.
  static func precedes(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    if left.rule.rank != right.rule.rank { return left.rule.rank < right.rule.rank }
    if left.rule.stage == .proof, left.rule.code != right.rule.code {
      return left.rule.code < right.rule.code
    }
    if left.span.start != right.span.start { return left.span.start < right.span.start }
    if left.span.end != right.span.end { return left.span.end < right.span.end }
    if left.rule.code != right.rule.code { return left.rule.code < right.rule.code }
    if !left.path.hasSameScalars(as: right.path) {
      return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
    }
    return left.message.utf8.lexicographicallyPrecedes(right.message.utf8)
  }
}
