import PolicyGraph

/// A witness as lines for a person: who says what, and where.
///
///     agent  Which day?                                  visit/ask/1
///     user   says nothing
///     ✗      the agent comes to wait at `visit/ask/1` without having said anything
enum ConversationText {
  private static let width = 88

  static func lines(of conversation: Conversation) -> [String] { lines(of: conversation.lines) }

  static func lines(of conversation: [Conversation.Line]) -> [String] {
    conversation.flatMap { line -> [String] in
      let text = Printable.oneLine(line.text)
      switch line.speaker {
      case .agent: return ["agent  \(shortened(text))   [\(Printable.line(place(of: line)))]"]
      case .user: return ["user   \(text)"]
      case .tool: return ["tool   \(text)"]
      case .again: return ["↻      \(text)"]
      case .fault: return ["✗      \(text)"]
      }
    }
  }

  private static func place(of line: Conversation.Line) -> String {
    line.origin.map { "\(line.node), from \($0)" } ?? line.node
  }

  private static func shortened(_ text: String) -> String {
    text.count <= width ? text : text.prefix(width - 1) + "…"
  }
}
