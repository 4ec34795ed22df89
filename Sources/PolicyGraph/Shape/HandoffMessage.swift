import Documents

/// Whether some hand-off says the hand-off message: the draft has it twice, for those who read it and for those who are
/// spoken to. O(nodes).
enum HandoffMessage {
  static func check(_ draft: Draft, _ root: DocumentNode, findings: inout Findings) {
    guard let message = root.member("escalation")?.member("handoff_message"), let text = message.text,
      message.kind == .string, let list = root.member("nodes")
    else {
      return
    }
    var other: DocumentNode?
    for (node, place) in zip(draft.nodes, list.elements) where node.kind == .handoff {
      guard case .text(let said)? = node.say else { continue }
      if said.hasSameScalars(as: text) { return }
      other = other ?? place.member("say")
    }
    guard let other else { return }
    findings.report(
      .unsaidHandoff, "no hand-off says the message `\(text)`", at: message,
      notes: [("what is spoken stands here", other)], help: "write the same text in both places")
  }
}
