import Documents
import PolicyGraph

/// A conversation as a sequence diagram in Mermaid's language: who says what to whom, and where it goes wrong.
public enum SequenceDiagram {
  /// The diagram of a conversation (``Diagnostic/conversation``), without a line feed at its end. O(size of its texts).
  public static func text(of conversation: Conversation) -> String {
    let hasTools = conversation.lines.contains { $0.speaker == .tool }
    // Long texts are broken into lines.
    var lines = [
      "%%{init: {\"sequence\": {\"wrap\": true, \"width\": 320}}}%%", "sequenceDiagram",
      "  actor user as User", "  participant agent as Agent",
    ]
    if hasTools { lines.append("  participant tool as Tool") }
    let everybody = hasTools ? "user,tool" : "user,agent"
    var indent = "  "
    var isLoopEmpty = false
    for line in conversation.lines {
      let text = escaped(line.text)
      if line.speaker != .again, line.speaker != .fault { isLoopEmpty = false }
      switch line.speaker {
      case .agent:
        lines.append("\(indent)agent->>user: \(text.isEmpty ? " " : text)")
        lines.append(
          "\(indent)Note right of agent: \(escaped(line.node))")
      case .user: lines.append("\(indent)user->>agent: \(text)")
      case .tool: lines.append("\(indent)tool-->>agent: \(text)")
      case .again:
        lines.append("\(indent)loop \(text)")
        indent += "  "
        isLoopEmpty = true
      case .fault:
        if indent.count > 2 {
          // Mermaid wants something in every block.
          if isLoopEmpty { lines.append("\(indent)Note over \(everybody): nobody says anything") }
          indent = "  "
          lines.append("  end")
        }
        lines.append("  Note over \(everybody): ✗ \(text)")
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    MermaidText.escaped(Printable.oneLine(text), alsoSemicolons: true)
  }
}
