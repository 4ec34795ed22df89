import Documents
import PolicyGraph

/// A witness as lines for a person: who says what, and where.
///
///     …      8 turns to `visit/ask/1`
///     agent  Which day?                                  visit/ask/1
///     user   says nothing
///     ✗      the agent comes to wait at `visit/ask/1` without having said anything
package struct ConversationText: Sendable {
  /// Whether the beginning of a long conversation is shown too, and every text whole.
  package var isFull: Bool
  /// Whether the beginning of a long one is left out where not all of it is asked for.
  package var folds: Bool
  /// At how many columns lines are broken; nil: nowhere.
  package var columns: Int?

  package init(isFull: Bool = false, folds: Bool = true, columns: Int? = nil) {
    self.isFull = isFull
    self.folds = folds
    self.columns = columns
  }

  /// As much of an agent's text as tells which it is.
  private static let textWidth = 88
  /// The last turns of the user that are always shown.
  static let keptTurns = 3
  /// So short a conversation is shown whole.
  static let shortLines = 6

  /// `earlier`: what shows the beginning of it already.
  package func lines(
    of conversation: [Conversation.Line], after earlier: ShownConversations.Beginning? = nil,
    margin: String = ""
  ) -> [String] {
    let (hidden, repeated) = (foldedLines(of: conversation), repeatedLines(of: conversation, earlier))
    let start = max(hidden, repeated)
    var lines: [String] = []
    if start > 0 {
      let node = (conversation.indices.contains(start) ? conversation[start] : conversation[start - 1]).node
      let place = Printable.line(FindingText.shortened(node))
      let turns = conversation.prefix(start).count { $0.speaker == .user || $0.speaker == .tool }
      let words =
        if let earlier, repeated >= hidden {
          "as in \(earlier.owner) above, to `\(place)`"
        } else {
          "\(counted(turns, "turn")) to `\(place)`"
        }
      lines += wrapped("…", words, margin)
    }
    return lines + conversation.dropFirst(start).flatMap { self.lines(of: $0, margin) }
  }

  /// Whether not all of it is shown.
  func leavesOut(of conversation: [Conversation.Line], after earlier: ShownConversations.Beginning?) -> Bool {
    max(foldedLines(of: conversation), repeatedLines(of: conversation, earlier)) > 0
  }

  /// How many lines at the beginning were shown with another one: whole turns, where that saves anything.
  private func repeatedLines(
    of conversation: [Conversation.Line], _ earlier: ShownConversations.Beginning?
  ) -> Int {
    guard !isFull, let earlier else { return 0 }
    let ends = conversation.indices.filter { ![.agent, .again].contains(conversation[$0].speaker) }
    let end = ends.last { $0 <= earlier.count } ?? 0
    return end > 2 ? end : 0
  }

  /// How many lines at the beginning are left out: what led to the last few turns of the user. From where the conversation
  /// goes round for ever all of it is shown.
  func foldedLines(of conversation: [Conversation.Line]) -> Int {
    guard folds, !isFull, conversation.count > Self.shortLines else { return 0 }
    let turns = conversation.indices.filter { conversation[$0].speaker == .user }
    let circle = conversation.firstIndex { $0.speaker == .again } ?? conversation.endIndex
    // Of those before the circle: in it nothing new happens.
    let before = turns.filter { $0 < circle }
    guard let first = before.suffix(Self.keptTurns).first, first != before.first else { return 0 }
    // A line that stands for one or two saves nothing.
    return first > 2 ? first : 0
  }

  private func lines(of line: Conversation.Line, _ margin: String) -> [String] {
    let text = Printable.oneLine(line.text)
    switch line.speaker {
    case .agent:
      let shown = isFull ? text : Self.shortened(text)
      return wrapped("agent", "\(shown)   [\(Printable.line(Self.place(of: line)))]", margin)
    case .user: return wrapped("user", text, margin)
    case .tool: return wrapped("tool", text, margin)
    case .again: return wrapped("↻", text, margin)
    case .fault: return wrapped("✗", text, margin)
    }
  }

  private func wrapped(_ speaker: String, _ text: String, _ margin: String) -> [String] {
    let name = margin + speaker + String(repeating: " ", count: 7 - speaker.count)
    guard let columns else { return [name + text] }
    return Wrapping.lines(
      text, first: name, rest: margin + String(repeating: " ", count: 7), columns: columns)
  }

  private static func place(of line: Conversation.Line) -> String {
    line.origin.map { "\(line.node), from \($0)" } ?? line.node
  }

  private static func shortened(_ text: String) -> String {
    text.count <= textWidth ? text : text.prefix(textWidth - 1) + "…"
  }
}
