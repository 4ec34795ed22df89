import Documents
import PolicyGraph

/// What the author wrote for people: whether there is anything to say, and whether it can be said as it stands.
/// O(texts).
func checkTexts(of blueprint: Blueprint, _ findings: inout Findings) {
  checkNecessaryTexts(blueprint, &findings)
  checkOtherTexts(blueprint, &findings)
  checkPlaceholders(blueprint, &findings)
}

// MARK: - Blank texts

/// Texts that the agent speaks, or takes its words from: without one it has nothing to say.
private func checkNecessaryTexts(_ blueprint: Blueprint, _ findings: inout Findings) {
  for phase in blueprint.phases {
    if isBlank(phase.goal) {
      findings.report(
        .blankText, "the goal of the phase `\(phase.id.value)` is blank", at: phase.goal.node,
        help: "write what the agent is after in this phase: it takes its words from it")
    }
    if isBlank(phase.successSignal) {
      findings.report(
        .blankText, "the success signal of the phase `\(phase.id.value)` is blank",
        at: phase.successSignal.node,
        help: "write by what one sees that the goal is met: the agent takes its words from it")
    }
  }
  for slot in blueprint.slots where isBlank(slot.askWhenMissing) {
    findings.report(
      .blankText, "the question for the slot `\(slot.key.value)` is blank", at: slot.askWhenMissing.node,
      help: "write what the agent asks when the slot is missing")
  }
  if let message = blueprint.escalation.handoffMessage, isBlank(message) {
    findings.report(
      .blankText, "`handoff_message` is blank", at: message.node,
      help: "write what the agent says when a person takes over")
  }
  if isBlank(blueprint.close.followUpMessage) {
    findings.report(
      .blankText, "`follow_up_message` is blank", at: blueprint.close.followUpMessage.node,
      help: "write the agent's last words")
  }
}

/// All other texts: the agent can do without, but nobody writes one to say nothing.
private func checkOtherTexts(_ blueprint: Blueprint, _ findings: inout Findings) {
  var texts: [(name: String, text: Located<String>)] = [
    ("`name`", blueprint.name), ("`objective`", blueprint.objective), ("`audience`", blueprint.audience),
    ("`success_outcome`", blueprint.close.successOutcome),
  ]
  for key in ["role", "brand_voice"] {
    if let node = blueprint.persona.member(key), let text = node.text {
      texts.append(("`\(key)`", Located(value: text, node: node)))
    }
  }
  for node in blueprint.persona.list("boundaries") ?? [] where node.kind == .string {
    texts.append(("this boundary", Located(value: node.text ?? "", node: node)))
  }
  texts += blueprint.phases.map { ("the label of the phase `\($0.id.value)`", $0.label) }
  texts += blueprint.slots.map { ("the label of the slot `\($0.key.value)`", $0.label) }
  texts += blueprint.escalation.triggers.map { ("this trigger", $0) }
  texts += blueprint.scenarios.map { ("the goal of the user in `\($0.id.value)`", $0.userGoal) }
  for (name, text) in texts where text.node.kind == .string && text.value.isBlank {
    findings.report(
      .blankField, "\(name) is blank", at: text.node,
      help: "write the text, or remove it where it may be absent")
  }
}

private func isBlank(_ text: Located<String>) -> Bool { text.node.kind == .string && text.value.isBlank }

// MARK: - Placeholders

/// Text that is spoken as it stands has nobody who fills in what is left open.
private func checkPlaceholders(_ blueprint: Blueprint, _ findings: inout Findings) {
  var spoken = blueprint.slots.map(\.askWhenMissing) + [blueprint.close.followUpMessage]
  if let message = blueprint.escalation.handoffMessage { spoken.append(message) }
  for text in spoken {
    guard let placeholder = Placeholder.first(in: text.value) else { continue }
    findings.report(
      .placeholder, "`\(placeholder)` is spoken unchanged: nothing fills it in", at: text.node,
      help: "write words that fit every conversation")
  }
}

/// `{{name}}`, `${name}` and `{name}`, as templates have them. (Words in `[…]` and `<…>` are left alone: stage directions
/// and speech markup look like that.)
private enum Placeholder {
  private static let longest = 60

  /// O(bytes): braces are looked behind for a bounded length.
  static func first(in text: String) -> String? {
    let bytes = Array(text.utf8)
    for open in bytes.indices where bytes[open] == UInt8(ascii: "{") {
      var start = open + 1
      if start < bytes.count, bytes[start] == UInt8(ascii: "{") { start += 1 }
      guard let close = bytes[start...].prefix(longest).firstIndex(of: UInt8(ascii: "}")) else { continue }
      guard isName(bytes[start..<close]) else { continue }
      let isDouble = start == open + 2
      guard !isDouble || (close + 1 < bytes.count && bytes[close + 1] == UInt8(ascii: "}")) else { continue }
      let hasDollar = open > 0 && bytes[open - 1] == UInt8(ascii: "$")
      return String(
        decoding: bytes[(hasDollar ? open - 1 : open)..<(close + (isDouble ? 2 : 1))], as: UTF8.self)
    }
    return nil
  }

  /// A name, perhaps with white space around it and words, dots and filters in it; or a number.
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first(where: { $0 != 0x20 }) else { return false }
    let isWord = { (byte: UInt8) in
      0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || byte == 0x5F || byte >= 0x80
    }
    return (isWord(first) || "#/^>&$".utf8.contains(first))
      && bytes.dropFirst().allSatisfy { isWord($0) || " .-|:[]()'$#/".utf8.contains($0) }
  }
}

// MARK: - Tool ids

/// What models call tools by: letters, digits, `_` and `-`, at most 64.
func checkToolIDs(of blueprint: Blueprint, _ findings: inout Findings) {
  for tool in blueprint.toolPolicy.allowed where tool.isWritten && !tool.value.text.isBlank {
    let id = tool.value.text
    guard !ToolName.isCallable(id) else { continue }
    // Invisible characters in it are a separate finding.
    if ToolName.isCallable(id.withoutHiddenScalars) { continue }
    let usable = ToolName.callable(id)
    findings.report(
      .uncallableTool, "no model can call a tool by the name `\(id)`", at: tool.node,
      help: usable.map {
        "call it `\($0)`, here and wherever it is named: letters, digits, `_` and `-`, at most 64"
      }
        ?? "a name has letters, digits, `_` and `-`, at most 64")
  }
}

private enum ToolName {
  static func isCallable(_ id: String) -> Bool {
    (1...64).contains(id.utf8.count) && id.utf8.allSatisfy(isCallable)
  }

  private static func isCallable(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || byte == 0x5F || byte == 0x2D
  }

  /// The name with an underscore for whatever it may not have; nil if little would be left of it.
  static func callable(_ id: String) -> String? {
    guard id.utf8.count <= 200 else { return nil }
    let parts = id.withoutHiddenScalars.unicodeScalars.split {
      !($0.isASCII && isCallable(UInt8(truncatingIfNeeded: $0.value)))
    }
    let name = parts.map { String($0) }.joined(separator: "_").prefix(64)
    return name.utf8.count >= 2 ? String(name) : nil
  }
}
