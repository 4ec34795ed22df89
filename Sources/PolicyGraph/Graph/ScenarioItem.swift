import Documents

/// An item of `must_do` or `must_not_do` that a machine can check (definition 1.11), as it is written.
///
///     call:<tool>   call:<tool>:unconfirmed   ask:<slot>   handoff   close:<outcome>
///
/// Whatever else an item says is words for a judge. `call:<tool>:unconfirmed` is of `must_not_do` alone.
package enum ScenarioItem: Hashable, Sendable {
  case call(ToolID)
  case unconfirmedCall(ToolID)
  case ask(SlotKey)
  case handoff
  case close(CloseOutcome)

  static let unconfirmed = "unconfirmed"

  /// Nil if the item is not of one of the forms. A name with white space in it has to be declared: otherwise the item
  /// is a sentence. O(length of the item).
  package init?(_ text: String, among names: ScenarioNames) {
    guard let (head, rest) = ScenarioItem.parts(of: text) else {
      guard text.hasSameScalars(as: "handoff") else { return nil }
      self = .handoff
      return
    }
    switch head {
    case "call":
      // A tool's id may itself end so.
      let suffix = ":" + Self.unconfirmed
      if !names.has(ToolID(rest)), rest.utf8.count > suffix.utf8.count, rest.hasSuffix(suffix) {
        let tool = ToolID(String(rest.dropLast(suffix.count)))
        guard names.has(tool) || tool.text.isOneWord else { return nil }
        self = .unconfirmedCall(tool)
      } else {
        guard names.has(ToolID(rest)) || rest.isOneWord else { return nil }
        self = .call(ToolID(rest))
      }
    case "ask":
      guard names.has(SlotKey(rest)) || rest.isOneWord else { return nil }
      self = .ask(SlotKey(rest))
    case "close":
      guard let outcome = CloseOutcome.allCases.first(where: { $0.rawValue.hasSameScalars(as: rest) }) else {
        return nil
      }
      self = .close(outcome)
    default: return nil
    }
  }

  /// What stands before and after the first colon.
  static func parts(of text: String) -> (head: String, rest: String)? {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }

  /// Whether a conversation ends with it: it ends once.
  var isEnding: Bool {
    switch self {
    case .handoff, .close: true
    case .call, .unconfirmedCall, .ask: false
    }
  }
}

/// The names that items may use.
package struct ScenarioNames: Sendable {
  /// Nil if they could not be read: any name may be one of them then.
  let tools: Set<ToolID>?
  let slots: Set<SlotKey>?
  /// Slots that something asks for.
  let asked: Set<SlotKey>?

  package init(tools: Set<ToolID>?, slots: Set<SlotKey>?, asked: Set<SlotKey>?) {
    self.tools = tools
    self.slots = slots
    self.asked = asked
  }

  /// Those of a draft.
  package init(_ draft: Draft) {
    tools = Set((draft.tools ?? []).map(\.id))
    slots = Set((draft.variables ?? []).map(\.key))
    var asked: Set<SlotKey> = []
    for node in draft.nodes where node.kind == .ask { asked.formUnion(node.slots ?? []) }
    self.asked = asked
  }

  func has(_ tool: ToolID) -> Bool { tools?.contains(tool) ?? false }
  func has(_ slot: SlotKey) -> Bool { slots?.contains(slot) ?? false }
}

extension String {
  /// Whether there is something to be seen in it, and no white space.
  var isOneWord: Bool { !isBlank && !unicodeScalars.contains { $0.properties.isWhitespace } }

  /// Without white space at its ends.
  var trimmed: String {
    let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    let start = unicodeScalars.drop(while: isSpace)
    let end = start.lastIndex { !isSpace($0) }
    return end.map { String(start[...$0]) } ?? ""
  }

  /// Without what is easily mixed up in a name: case, `-` and spaces for `_`, spaces at the ends.
  var folded: String {
    var text = String.UnicodeScalarView()
    for scalar in trimmed.lowercased().unicodeScalars {
      text.append(scalar == "-" || scalar == " " ? "_" : scalar)
    }
    return String(text)
  }
}
