/// One finding: what is wrong, where, why, and how to fix it.
public struct Diagnostic: Sendable {
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

  public struct Note: Sendable {
    public let message: String
    public let span: SourceSpan?
    public let path: String?

    public init(message: String, span: SourceSpan?, path: String?) {
      self.message = message
      self.span = span
      self.path = path
    }
  }

  /// Edits of the source that fix a finding.
  public struct Fix: Sendable {
    public let title: String
    public let edits: [Edit]
    /// Whether the edits may be made without a person looking: they keep the meaning the author wrote.
    public let isSafe: Bool

    public init(title: String, edits: [Edit], isSafe: Bool) {
      self.title = title
      self.edits = edits
      self.isSafe = isSafe
    }
  }

  public struct Edit: Sendable {
    public let span: SourceSpan
    public let replacement: String

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
