import Documents

/// Checks the items of a draft's scenarios.
func checkScenarioItems(of draft: Draft, _ document: Document, findings: inout Findings) {
  guard let scenarios = draft.scenarios,
    scenarios.contains(where: { $0.mustDo?.isEmpty == false || $0.mustNotDo?.isEmpty == false })
  else { return }
  var check = ScenarioItemCheck(
    ScenarioNames(draft),
    .init(
      prohibition: .uncheckableScenarioItem, duty: .impossibleScenarioItem,
      contradiction: .contradictoryDraftScenario))
  for (scenario, place) in zip(scenarios, document.root.list("evaluation_scenarios") ?? []) {
    check.check(
      mustDo: zip(scenario.mustDo ?? [], place.list("must_do") ?? []).map { ($0, $1) },
      mustNotDo: zip(scenario.mustNotDo ?? [], place.list("must_not_do") ?? []).map { ($0, $1) },
      of: scenario.id, findings: &findings)
  }
}

/// Items of scenarios that can never be seen to happen: a check that passes for ever, or a demand that never does. Of
/// blueprints and of drafts alike, each under different codes. O(items), and the bounded search for names that were meant.
package struct ScenarioItemCheck {
  /// The rules that are reported.
  package struct Rules: Sendable {
    let prohibition, duty, contradiction: Rule

    package init(prohibition: Rule, duty: Rule, contradiction: Rule) {
      self.prohibition = prohibition
      self.duty = duty
      self.contradiction = contradiction
    }
  }

  /// An item and where it stands.
  package typealias Item = (text: String, node: DocumentNode)

  private let names: ScenarioNames
  private let rules: Rules
  /// Sorted, because a set's order changes from run to run; made where something is wrong.
  private lazy var tools = Candidates(names.tools ?? [])
  private lazy var slots = Candidates(names.slots ?? [])

  package init(_ names: ScenarioNames, _ rules: Rules) {
    self.names = names
    self.rules = rules
  }

  /// Checks one scenario.
  package mutating func check(
    mustDo: [Item], mustNotDo: [Item], of scenario: ScenarioID, findings: inout Findings
  ) {
    for item in mustNotDo {
      if ScenarioItem(item.text, among: names).map({ isPlain($0) }) ?? false { continue }
      guard let fault = fault(in: item.text, .mustNotDo, &findings) else { continue }
      report(rules.prohibition, item, fault, .mustNotDo, &findings)
    }
    guard !mustDo.isEmpty else { return }
    for item in mustDo {
      guard let fault = fault(in: item.text, .mustDo, &findings) else { continue }
      report(rules.duty, item, fault, .mustDo, &findings)
    }
    checkContradictions(mustDo, mustNotDo, scenario, &findings)
  }

  /// Whether nothing can be wrong with an item of `must_not_do`: its names are declared.
  private func isPlain(_ item: ScenarioItem) -> Bool {
    switch item {
    case .call(let tool), .unconfirmedCall(let tool): names.has(tool)
    case .ask(let slot): names.has(slot)
    case .handoff, .close: true
    }
  }

  private func report(
    _ rule: Rule, _ item: Item, _ fault: Fault, _ list: List, _ findings: inout Findings
  ) {
    findings.report(
      rule, "`\(item.text)` \(fault.message)", at: item.node,
      help: fault.meant.map { "did you mean `\($0)`?" } ?? fault.help ?? "the forms are \(list.forms)",
      fix: fault.meant.map { item.node.fix(writing: $0) })
  }

  // MARK: What cannot all happen

  private func checkContradictions(
    _ mustDo: [Item], _ mustNotDo: [Item], _ scenario: ScenarioID, _ findings: inout Findings
  ) {
    var forbidden: [ScenarioItem: DocumentNode] = [:]
    for item in mustNotDo {
      guard let act = ScenarioItem(item.text, among: names), forbidden[act] == nil else { continue }
      forbidden[act] = item.node
    }
    var ending: (act: ScenarioItem, item: Item)?
    for item in mustDo {
      guard let act = ScenarioItem(item.text, among: names) else { continue }
      if let place = forbidden[act] {
        findings.report(
          rules.contradiction,
          "`\(item.text)` has to happen in scenario `\(scenario)`, which forbids it", at: item.node,
          notes: [("forbidden here", place)], help: "take it out of `must_do` or out of `must_not_do`")
      }
      guard act.isEnding else { continue }
      if let ending, ending.act != act {
        findings.report(
          rules.contradiction,
          "`\(item.text)` and `\(ending.item.text)` cannot both happen: a conversation ends once",
          at: item.node, notes: [("the other ending is here", ending.item.node)],
          help: "keep one of them, or make two scenarios")
      } else if ending == nil {
        ending = (act, item)
      }
    }
  }

  // MARK: What is wrong with one item

  private enum List {
    case mustDo, mustNotDo

    var forms: FindingText {
      switch self {
      case .mustDo:
        "`call:<tool>`, `ask:<slot>`, `handoff`, and `close:` with `success`, `declined` or `abandoned`"
      case .mustNotDo:
        """
        `call:<tool>`, `call:<tool>:unconfirmed`, `ask:<slot>`, `handoff`, and `close:` with `success`, `declined` or \
        `abandoned`
        """
      }
    }
  }

  private struct Fault {
    let message: FindingText
    /// The item that was meant, where one is near.
    var meant: String?
    /// What else to do.
    var help: FindingText?
  }

  /// Nil if the item is in order. In `must_not_do` a name that is near none that is declared makes a good check, and a
  /// sentence is for a judge; in `must_do` neither could ever be seen to happen.
  private mutating func fault(in item: String, _ list: List, _ findings: inout Findings) -> Fault? {
    guard let (head, rest) = ScenarioItem.parts(of: item) else {
      return faultOfPlainText(item, list, &findings)
    }
    switch head {
    case "call": return faultOfCall(rest, list, &findings)
    case "ask": return faultOfName(rest, "ask:", list, &findings)
    case "close": return faultOfOutcome(rest, &findings)
    default:
      // `Call:x`, `asks:x`; with a space in it, it is a sentence.
      let forms = ["call", "ask", "close", "handoff"]
      let isWord = !item.trimmed.utf8.contains(UInt8(ascii: " ")) || forms.contains(head.folded)
      guard isWord, let form = nearest(to: head, among: Candidates(forms), &findings) else {
        return list == .mustDo ? Self.words : nil
      }
      return Fault(
        message: "is checked by no machine as it is written",
        meant: form == "handoff" ? form : "\(form):\(rest.trimmed)")
    }
  }

  private static let words = Fault(
    message: "is words, which no machine can see happen",
    help: """
      the forms of `must_do` are \(List.mustDo.forms); what a judge has to see belongs in `user_goal`, what must not \
      happen into `must_not_do`
      """)

  private mutating func faultOfPlainText(
    _ item: String, _ list: List, _ findings: inout Findings
  ) -> Fault? {
    if item.hasSameScalars(as: "handoff") { return nil }
    if item.utf8.count <= 12, nearest(to: item, among: Candidates(["handoff"]), &findings) != nil {
      return Fault(message: "is checked by no machine as it is written", meant: "handoff")
    }
    guard list == .mustDo else { return nil }
    // `success`, `book_table`: the name without its form.
    let name = item.trimmed
    if CloseOutcome.allCases.contains(where: { $0.rawValue.hasSameScalars(as: name.lowercased()) }) {
      return Fault(message: "is checked by no machine as it is written", meant: "close:\(name.lowercased())")
    }
    if names.has(ToolID(name)) {
      return Fault(message: "is checked by no machine as it is written", meant: "call:\(name)")
    }
    return Self.words
  }

  private mutating func faultOfOutcome(_ rest: String, _ findings: inout Findings) -> Fault? {
    let outcomes = CloseOutcome.allCases.map(\.rawValue)
    guard !outcomes.contains(where: { $0.hasSameScalars(as: rest) }) else { return nil }
    return Fault(
      message: rest.trimmed.utf8.count < rest.utf8.count
        ? "has a space too many" : "names an outcome that does not exist",
      meant: nearest(to: rest, among: Candidates(outcomes), &findings).map { "close:\($0)" })
  }

  private mutating func faultOfCall(_ rest: String, _ list: List, _ findings: inout Findings) -> Fault? {
    // An id may hold a colon.
    guard !names.has(ToolID(rest)), let colon = rest.utf8.lastIndex(of: UInt8(ascii: ":")) else {
      return faultOfName(rest, "call:", list, &findings)
    }
    let (tool, suffix) = (String(rest[..<colon]), String(rest[rest.index(after: colon)...]))
    guard suffix.hasSameScalars(as: ScenarioItem.unconfirmed) else {
      let meant = nearest(to: suffix, among: Candidates([ScenarioItem.unconfirmed]), &findings)
      // “call: them back: at once” is a sentence.
      if list == .mustNotDo, meant == nil, rest.trimmed.utf8.contains(UInt8(ascii: " ")) { return nil }
      return Fault(
        message: "ends in `:\(suffix)`, which means nothing",
        meant: meant.map { list == .mustDo ? "call:\(tool.trimmed)" : "call:\(tool.trimmed):\($0)" })
    }
    if list == .mustDo {
      return Fault(
        message: "would have to be done without a yes, which `must_do` cannot ask for", meant: "call:\(tool)")
    }
    let fault = faultOfName(tool, "call:", list, &findings)
    // A tool that the agent does not have may be forbidden, but not only where nobody said yes to it.
    if fault == nil, names.tools != nil, !names.has(ToolID(tool)), tool.isOneWord, !tools.hasTwin(of: tool) {
      return Fault(
        message: "names no tool of this agent, so that it would never be seen to happen",
        help: "name a tool that the agent may call; one that it may not is forbidden by `call:\(tool)`")
    }
    return fault.map { fault in
      Fault(
        message: fault.message, meant: fault.meant.map { "\($0):\(ScenarioItem.unconfirmed)" },
        help: fault.help)
    }
  }

  private mutating func faultOfName(
    _ name: String, _ prefix: String, _ list: List, _ findings: inout Findings
  ) -> Fault? {
    let isTool = prefix == "call:"
    let noun: FindingText = isTool ? "tool" : "slot"
    if name.isBlank { return Fault(message: "names no \(noun)") }
    if isTool ? names.has(ToolID(name)) : names.has(SlotKey(name)) {
      guard list == .mustDo, !isTool, let asked = names.asked, !asked.contains(SlotKey(name)) else {
        return nil
      }
      return Fault(
        message: "can never be seen to happen: nothing asks for `\(name)`",
        help: "have a phase ask for it, or take the item out of `must_do`")
    }
    // What is declared could not be read, so that any name may be.
    let isReadable = isTool ? names.tools != nil : names.slots != nil
    let meant =
      isTool
      ? nearest(to: name, among: tools, &findings) : nearest(to: name, among: slots, &findings)
    let word = name.trimmed
    if word.utf8.count < name.utf8.count, word.isOneWord {
      return Fault(message: "has a space too many", meant: prefix + (meant ?? word))
    }
    guard isReadable, meant != nil || list == .mustDo else { return nil }
    // What nobody sees in a name is told there.
    if list == .mustNotDo, (isTool ? tools : slots).hasTwin(of: name) { return nil }
    return Fault(
      message: "names no \(noun) of this agent, so that it would never be seen to happen",
      meant: meant.map { prefix + $0 },
      help: isTool ? "name a tool that the agent may call" : "name a slot that is declared")
  }

  // MARK: Names that were meant

  private struct Candidates {
    let sorted: [String]
    private let folded: [String: String]
    /// The names without characters that nobody sees.
    private let seen: Set<String>

    init<Space>(_ names: Set<Identifier<Space>>) { self.init(names.sorted().map(\.text)) }

    init(_ sorted: [String]) {
      self.sorted = sorted
      folded = Dictionary(sorted.map { ($0.folded, $0) }, uniquingKeysWith: { first, _ in first })
      seen = Set(sorted.map(\.withoutHiddenScalars))
    }

    func same(as name: String) -> String? { folded[name.folded] }

    /// Whether a candidate is the same but for characters that nobody sees.
    func hasTwin(of name: String) -> Bool { seen.contains(name.withoutHiddenScalars) }
  }

  /// The candidate that differs only in what is easily mixed up, or else is near.
  private func nearest(
    to name: String, among candidates: Candidates, _ findings: inout Findings
  ) -> String? {
    candidates.same(as: name)
      ?? findings.suggestion(for: name.trimmed.lowercased(), among: candidates.sorted)
  }
}
