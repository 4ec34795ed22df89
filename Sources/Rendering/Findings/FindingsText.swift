import Documents

/// Findings as rustc and Elm show them: the author's own lines, the place underlined, the other parties, and
/// how to fix it.
///
///     error[FOH3005]: phase `visit` collects the slot `dya`, which is not declared
///       --> agent.blueprint.yaml:14:22
///        |
///     14 |     required_slots: [dya]
///        |                      ^^^
///        = help: did you mean `day`?
public struct FindingsText: Sendable {
  /// How a reader gets to know more, in the words of the program that shows findings. What is nil is left away.
  public struct Advice: Sendable {
    /// How a shortened conversation is shown whole: “`--full` shows all of it”.
    public var wholeConversation: String?
    /// Where a rule is explained: “fohc explain NAME”.
    public var explanation: (@Sendable (Rule) -> String)?

    /// Advice that says nothing where a phrase is nil.
    public init(wholeConversation: String? = nil, explanation: (@Sendable (Rule) -> String)? = nil) {
      self.wholeConversation = wholeConversation
      self.explanation = explanation
    }
  }

  package let usesColour: Bool
  let conversations: ConversationText
  let advice: Advice
  /// Longest part of a line that is shown; longer ones are cut around the place.
  private static let width = 120

  /// `usesColour` writes ANSI escapes for a terminal. `isFull` shows conversations from their beginning and texts whole;
  /// otherwise their last turns. `columns` is where lines of conversations are broken; nil breaks none.
  public init(
    usesColour: Bool = false, isFull: Bool = false, columns: Int? = nil, advice: Advice = Advice()
  ) {
    self.init(
      usesColour: usesColour, conversations: ConversationText(isFull: isFull, columns: columns),
      advice: advice)
  }

  package init(usesColour: Bool, conversations: ConversationText, advice: Advice) {
    self.usesColour = usesColour
    self.conversations = conversations
    self.advice = advice
  }

  /// The findings of one document, in their order, each ending with a line feed, with an empty line between two. Control
  /// characters are shown as escapes. O(size of the source + size of the findings).
  public func text(of diagnostics: [Diagnostic], in source: SourceText) -> String {
    let table = LineTable(source)
    let name = Printable.line(source.name)
    var shown = ShownConversations()
    return diagnostics.map { text(of: $0, name, table, &shown) }.joined(separator: "\n")
  }

  private func text(
    of diagnostic: Diagnostic, _ name: String, _ table: LineTable, _ shown: inout ShownConversations
  ) -> String {
    let isError = diagnostic.rule.severity == .error
    let label = paint(
      "\(diagnostic.rule.severity.rawValue)[\(diagnostic.rule.code)]", isError ? .red : .yellow)
    let spans = [diagnostic.span] + diagnostic.notes.compactMap(\.span)
    let gutter = spans.map { String(table.position(of: $0.start).line).count }.max() ?? 1
    let margin = String(repeating: " ", count: gutter)

    var lines = ["\(label): \(paint(Printable.line(diagnostic.message), .bold))"]
    lines += excerpt(diagnostic.span, "-->", isError ? .red : .yellow, name, table, margin)
    for note in diagnostic.notes {
      lines.append("\(margin) \(paint("=", .blue)) note: \(Printable.line(note.message))")
      // A note about the place itself needs no second look at it.
      if let span = note.span, span != diagnostic.span {
        lines += excerpt(span, "-->", .blue, name, table, margin)
      }
    }
    lines += self.lines(ofConversation: diagnostic, margin, table, &shown)
    if let help = diagnostic.help {
      lines.append("\(margin) \(paint("=", .blue)) help: \(Printable.line(help))")
    }
    if let explanation = advice.explanation?(diagnostic.rule) {
      lines.append("\(margin) \(paint("=", .blue)) more: \(explanation)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The conversation, or what shows it already.
  private func lines(
    ofConversation diagnostic: Diagnostic, _ margin: String, _ table: LineTable,
    _ shown: inout ShownConversations
  ) -> [String] {
    guard let conversation = diagnostic.conversation?.lines else { return [] }
    let owner = "\(diagnostic.rule.code) (line \(table.position(of: diagnostic.span.start).line))"
    let start = "\(margin) \(paint("=", .blue))"
    let earlier = shown.beginning(of: conversation, owner: owner)
    func text(_ lines: [Conversation.Line]) -> [String] {
      conversations.lines(of: lines, after: earlier, margin: "\(margin)     ")
        .map { Colour.marked($0, usesColour) }
    }
    if let earlier, earlier.isAll, !conversations.isFull {
      // What is wrong at its end is told only where the message has not told it.
      let fault = conversation.suffix(1).filter { $0.speaker == .fault && $0.text != diagnostic.message }
      return ["\(start) the conversation of \(earlier.owner) above shows this too\(fault.isEmpty ? "" : ":")"]
        + text(fault)
    }
    let isFolded = conversations.leavesOut(of: conversation, after: earlier)
    let more = isFolded ? advice.wholeConversation.map { " (\($0))" } ?? "" : ""
    return ["\(start) a conversation that shows it\(more):"]
      + text(conversation)
  }

  private func excerpt(
    _ span: SourceSpan, _ arrow: String, _ colour: Colour, _ name: String, _ table: LineTable,
    _ margin: String
  ) -> [String] {
    let start = table.position(of: span.start)
    let end = table.position(of: span.end)
    let bar = paint("|", .blue)
    let (line, offset) = table.excerpt(around: span.start, width: Self.width)
    let number = String(start.line)
    let padding = String(repeating: " ", count: max(0, margin.count - number.count))
    let shown = ShownLine(line)
    let first = max(0, start.column - 1 - offset)
    let rest = max(0, shown.count - first)
    let width = max(1, end.line == start.line ? min(end.column - start.column, rest) : rest)
    let indent = String(repeating: " ", count: shown.cells(of: 0..<first))
    let carets = max(1, shown.cells(of: first..<first + width))
    return [
      "\(margin)\(paint(arrow, .blue)) \(name):\(start.line):\(start.column)",
      "\(margin) \(bar)",
      "\(padding)\(paint(number, .blue)) \(bar) \(shown.text)",
      "\(margin) \(bar) \(indent)\(paint(String(repeating: "^", count: carets), colour))",
    ]
  }

  private func paint(_ text: String, _ colour: Colour) -> String { colour.paint(text, usesColour) }
}
