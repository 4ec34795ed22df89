import PolicyGraph

/// An item of `must_not_do` that a machine can check. Whatever else an item says is for a judge.
struct Prohibition: Hashable {
  /// The item as it stands in the draft.
  let item: String
  let act: Act

  enum Act: Hashable {
    /// A position among the program's tools; nil for a tool that the draft does not know, which is never called.
    case call(Int?)
    case unconfirmedCall(Int?)
    /// A position among the slots; nil likewise.
    case ask(Int?)
    case handoff
    case close(CloseOutcome)
  }

  /// Nil where the item is words for a judge.
  init?(_ item: String, in program: PolicyProgram) {
    self.item = item
    if item == "handoff" {
      act = .handoff
      return
    }
    guard let colon = item.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let rest = String(item[item.index(after: colon)...])
    switch item[..<colon] {
    case "close":
      guard let outcome = CloseOutcome(rawValue: rest) else { return nil }
      act = .close(outcome)
    case "ask": act = .ask(program.slots.firstIndex(of: SlotKey(rest)))
    case "call":
      let suffix = ":unconfirmed"
      // A tool's id may itself end so.
      if let tool = program.tools.firstIndex(where: { $0.id == ToolID(rest) }) {
        act = .call(tool)
      } else if rest.hasSuffix(suffix) {
        let id = ToolID(String(rest.dropLast(suffix.count)))
        act = .unconfirmedCall(program.tools.firstIndex { $0.id == id })
      } else {
        act = .call(nil)
      }
    default: return nil
    }
  }
}
