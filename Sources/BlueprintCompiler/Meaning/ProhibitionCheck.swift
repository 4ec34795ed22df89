import PolicyGraph

/// Items of `must_not_do` that were meant for the machine and cannot be checked by it. Any other text is for a
/// judge, and a tool or slot that does not exist may well be forbidden; but one letter off, the check would pass
/// for ever. O(items).
func checkProhibitions(_ blueprint: Blueprint, _ names: BlueprintNames, _ findings: inout Findings) {
  let tools = DeclaredNames(blueprint.unreadable.contains(.toolPolicy) ? [] : names.tools.keys.map(\.text))
  let slots = DeclaredNames(blueprint.unreadable.contains(.slots) ? [] : names.slots.keys.map(\.text))
  for item in blueprint.scenarios.flatMap({ $0.mustNotDo ?? [] }) {
    guard let fault = ProhibitionFault(item.value, tools: tools, slots: slots, &findings) else { continue }
    findings.report(
      .uncheckableItem, "`\(item.value)` \(fault.message)", at: item.node,
      help: fault.meant.map { "did you mean `\($0)`?" } ?? "the forms are \(ProhibitionFault.forms)",
      fix: fault.meant.map { item.node.fix(writing: $0) })
  }
}

private struct DeclaredNames {
  let sorted: [String]
  private let all: Set<Identifier<Never>>

  init(_ names: [String]) {
    all = Set(names.map { Identifier($0) })
    sorted = all.sorted().map(\.text)
  }

  func contains(_ name: String) -> Bool { all.contains(Identifier(name)) }
}

private struct ProhibitionFault {
  let message: FindingText
  /// The item that was meant, where one is near.
  var meant: String?

  static let forms: FindingText = """
    `call:<tool>`, `call:<tool>:unconfirmed`, `ask:<slot>`, `handoff`, and `close:` with `success`, `declined` or \
    `abandoned`
    """

  private static let unconfirmed = "unconfirmed"

  /// Nil where the item is of one of the forms, or words for a judge.
  init?(_ item: String, tools: DeclaredNames, slots: DeclaredNames, _ findings: inout Findings) {
    guard item != "handoff" else { return nil }
    guard let colon = item.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      guard item.utf8.count <= 10, findings.suggestion(for: item.lowercased(), among: ["handoff"]) != nil
      else {
        return nil
      }
      self.init(message: "is checked by no machine as it is written", meant: "handoff")
      return
    }
    let rest = String(item[item.index(after: colon)...])
    switch String(item[..<colon]) {
    case "call": self.init(call: rest, tools, &findings)
    case "ask": self.init(named: rest, "ask:", "slot", slots, &findings)
    case "close":
      let outcomes = CloseOutcome.allCases.map(\.rawValue)
      guard !outcomes.contains(rest) else { return nil }
      self.init(
        message: "names an outcome that does not exist",
        meant: findings.suggestion(for: rest, among: outcomes).map { "close:\($0)" })
    case let head:
      // `Call:x`, `asks:x`; with a space in it, it is a sentence.
      guard !item.utf8.contains(UInt8(ascii: " ")),
        let form = findings.suggestion(for: head.lowercased(), among: ["call", "ask", "close", "handoff"])
      else {
        return nil
      }
      self.init(
        message: "is checked by no machine as it is written",
        meant: form == "handoff" ? form : "\(form):\(rest)")
    }
  }

  private init(message: FindingText, meant: String?) {
    self.message = message
    self.meant = meant
  }

  private init?(call rest: String, _ tools: DeclaredNames, _ findings: inout Findings) {
    // An id may hold a colon.
    if tools.contains(rest) { return nil }
    guard let colon = rest.utf8.lastIndex(of: UInt8(ascii: ":")) else {
      self.init(named: rest, "call:", "tool", tools, &findings)
      return
    }
    let (tool, suffix) = (String(rest[..<colon]), String(rest[rest.index(after: colon)...]))
    if suffix == Self.unconfirmed {
      self.init(named: tool, "call:", "tool", tools, &findings)
      meant = meant.map { "\($0):\(Self.unconfirmed)" }
      return
    }
    self.init(
      message: "ends in `:\(suffix)`, which means nothing",
      meant: findings.suggestion(for: suffix, among: [Self.unconfirmed]).map { "call:\(tool):\($0)" })
  }

  /// A name that is declared, or near none that is, makes a good check.
  private init?(
    named name: String, _ prefix: String, _ noun: String, _ declared: DeclaredNames,
    _ findings: inout Findings
  ) {
    if name.isBlank {
      self.init(message: "names no \(noun)", meant: nil)
      return
    }
    guard !declared.contains(name),
      let nearest = findings.suggestion(for: name, among: declared.sorted)
    else {
      return nil
    }
    self.init(
      message: "names no \(noun) of this agent, so that it would never be seen to happen",
      meant: prefix + nearest)
  }
}
