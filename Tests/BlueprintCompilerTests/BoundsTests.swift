import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// What a small or a hostile document can make of itself is bounded: text kept, text written, work done.
struct BoundsTests {
  /// A key stands in the pointer of everything below it.
  @Test func textOfFindingsIsBounded() throws {
    let key = String(repeating: "k", count: 4_000)
    let faults = Array(repeating: "{\"a\": 1, \"a\": 2}", count: 50).joined(separator: ", ")
    let found = read("{\"\(key)\": [\(faults)]}", Limits(findingBytes: 100_000))
    let kept = found.filter { $0.rule == .duplicateKey }
    let bytes = kept.reduce(0) {
      $0 + $1.path.utf8.count + $1.notes.reduce(0) { $0 + ($1.path?.utf8.count ?? 0) }
    }
    #expect(10...12 ~= kept.count)
    #expect(bytes <= 100_000)
    let summary = try #require(found.first { $0.rule.name == "too-many-findings" })
    #expect(summary.message == "\(50 - kept.count) more findings are not shown")
  }

  /// A finding that does not fit is left out; those that do are kept all the same.
  @Test func oneLongPointerHidesNoOtherFinding() {
    let key = String(repeating: "k", count: 4_000)
    let found = read("{\"\(key)\": {\"a\": 1, \"a\": 2}, \"b\": 1, \"b\": 2}", Limits(findingBytes: 2_000))
    #expect(found.filter { $0.rule == .duplicateKey }.map(\.path) == ["/b"])
    #expect(found.contains { $0.message == "1 more findings are not shown" })
  }

  private func read(_ json: String, _ limits: Limits) -> [Diagnostic] {
    var findings = Findings(limits: limits)
    _ = readJSON(.json(json), limits: limits, findings: &findings)
    return findings.sorted
  }

  @Test func longNamesAreShownByTheirEnds() throws {
    let name = "first" + String(repeating: "\u{E9}", count: 100_000) + "last"
    let found = findings(in: .blueprint(("required_slots: [day]", "required_slots: [\"\(name)\"]")))
    let finding = try #require(found.first { $0.rule == .unknownSlot })
    #expect(finding.message.utf8.count < 500)
    #expect(finding.message.contains("`first\u{E9}"))
    #expect(finding.message.contains("\u{2026}"))
    #expect(finding.message.contains("\u{E9}last`"))
    let short = String(repeating: "\u{E9}", count: 120)
    let whole = findings(in: .blueprint(("required_slots: [day]", "required_slots: [\"\(short)\"]")))
    #expect(whole.contains { $0.message.contains("`\(short)`") })
  }

  /// The estimate is never below what is made, and not far above.
  @Test(arguments: Array<UInt64>(1...60))
  func textOfTheDraftIsBounded(_ seed: UInt64) throws {
    var generator = BlueprintGenerator(seed: seed)
    let text = CanonicalJSON.text(of: generator.blueprint())
    try expectEstimate(of: .json(text))
  }

  /// Names of which one is long: each is counted as often as it is written.
  @Test(arguments: [
    ("id: visit", "id: visit"), ("label: The visit", "label: "), ("goal: agree on a day", "goal: "),
    ("success_signal: a day is agreed", "success_signal: "), ("label: Day,", "label: "),
    ("ask_when_missing: Which day?", "ask_when_missing: "), ("role: viewings desk", "role: "),
    ("triggers: [asks for a person]", "triggers: ["),
    ("follow_up_message: See you then.", "follow_up_message: "),
    ("handoff_message: A colleague takes over.", "handoff_message: "), ("name: Viewings desk", "name: "),
    ("objective: book viewings", "objective: "), ("user_goal: see a home", "user_goal: "),
  ])
  func longNamesAreCounted(_ line: String, _ start: String) throws {
    let long = String(repeating: "x~/", count: 3_000)
    let end = line.hasSuffix("]") ? "]" : line.hasSuffix(",") ? "," : ""
    for strategy in ["ask_clarifying_question", "offer_menu"] {
      try expectEstimate(of: .blueprint((line, start + long + end), ("ask_clarifying_question", strategy)))
    }
  }

  @Test(arguments: ["area", "find_homes", "book_viewing"])
  func longKeysAreCounted(_ key: String) throws {
    let text = BaseBlueprint.text.replacing(key, with: String(repeating: "x~/", count: 3_000))
    for style in ["stop_and_answer", "defer"] {
      try expectEstimate(of: .yaml(text.replacingOnce("stop_and_answer", with: style)))
    }
  }

  private func expectEstimate(of source: SourceText) throws {
    let draft = try #require(compile(source).draft)
    let bytes = CanonicalJSON.bytes(of: draft.json).count
    let refused = compile(source, limits: Limits(draftBytes: bytes - 1))
    #expect(refused.draft == nil)
    #expect(
      refused.diagnostics.contains { $0.rule == .draftTooLarge && $0.message.contains("bytes of text") })
    #expect(compile(source, limits: Limits(draftBytes: 4 * bytes + 20_000)).draft != nil)
  }

  /// A talk that offers thousands of tools, with an edge for each and as many that cannot happen: the alphabet is
  /// neither made nor listed for every edge.
  @Test func manyToolsAndManyEdges() throws {
    let tools = (0..<5_000).map { "t\($0)" }
    let source = draft(
      node: "\"kind\": \"talk\", \"tools\": [\(list(tools))]",
      events: tools.map { "tool:\($0)" } + ["affirm"],
      more:
        "\"tools\": [\(objects(tools) { "\"id\": \"\($0)\", \"requires_confirmation\": true, \"failure_mode\": \"handoff\"" })]"
    )
    let found = findings(in: source)
    #expect(found.filter { $0.rule == .foreignEvent }.map { $0.marked(in: source) } == ["\"affirm\""])
    let help = try #require(found.first { $0.rule == .foreignEvent }?.help)
    #expect(help.contains("`goal_met`") && help.contains("`tool:t0`") && help.contains("more"))
    #expect(help.utf8.count < 1_000)
  }

  /// An ask of thousands of slots, answered on thousands of edges.
  @Test func manySlotsAndManyAnswers() throws {
    let slots = (0..<3_000).map { "s\($0)" }
    let source = draft(
      node:
        "\"kind\": \"ask\", \"slots\": [\(list(slots))], \"say\": {\(slots.map { "\"\($0)\": \"?\"" }.joined(separator: ", "))}",
      events: Array(repeating: "answered", count: 3_000),
      more:
        "\"variables\": [\(objects(slots) { "\"key\": \"\($0)\", \"label\": \"\", \"required\": true, \"ask\": \"?\"" })]"
    )
    let found = findings(in: source).filter { $0.rule == .fillsMismatch }
    #expect(found.count == 3_000)
    #expect(found.allSatisfy { ($0.help?.utf8.count ?? 0) < 300 })
    #expect(findings(in: source).allSatisfy { $0.rule != .questionsMismatch })
  }

  private func draft(node: String, events: [String], more: String) -> SourceText {
    let edges = events.map { "{\"from\": \"k\", \"on\": \"\($0)\", \"to\": \"k\"}" }.joined(separator: ", ")
    return .json(
      """
      {"schema_version": "flow_draft.v1", "entry": "a", "nodes": [{"id": "a", "kind": "open"}, {"id": "k", \(node)}],
       "edges": [{"from": "a", "on": "auto", "to": "k"}, \(edges)], \(more)}
      """)
  }

  private func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }

  private func objects(_ names: [String], _ body: (String) -> String) -> String {
    names.map { "{\(body($0))}" }.joined(separator: ", ")
  }

  /// Every event of the alphabet can happen, and no other.
  @Test(arguments: NodeKind.allCases)
  func edgesAreHeldAgainstTheAlphabet(_ kind: NodeKind) {
    let tools: [ToolID] = ["x", "y"]
    var node = Node("k", kind)
    node.tools = tools
    node.slots = ["a", "b"]
    for declared in 0...2 {
      let alphabet = Set(node.alphabet(declaredSlots: declared))
      #expect(alphabet.contains(.tool("x")) == (kind == .talk))
      #expect(alphabet.contains(.correct) == (kind.awaits == .user && declared > (kind == .ask ? 1 : 0)))
      #expect(alphabet.isEmpty == kind.isTerminal)
    }
  }

  @Test func suggestionsEndWithTheirBudget() {
    let known = (0..<100).map { "name_\($0)" }
    var budget = 100_000
    #expect(NearestName.of("nmae_7", among: known, budget: &budget) == "name_7")
    #expect(budget < 100_000)
    while NearestName.of("nmae_7", among: known, budget: &budget) != nil {}
    #expect(-8_192...0 ~= budget)
    #expect(NearestName.of("nmae_7", among: known) == "name_7")
  }

  /// Damerau-Levenshtein, held against the recursion that defines it.
  @Test(arguments: Array<UInt64>(1...50))
  func nearestIsNearest(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    func word() -> String {
      String(
        decoding: (0..<Int.random(in: 3...6, using: &random)).map { _ in
          UInt8.random(in: 97...100, using: &random)
        }, as: UTF8.self)
    }
    let typed = word()
    let known = (0..<8).map { _ in word() }
    let distances = known.map { edits(Array(typed.utf8)[...], Array($0.utf8)[...]) }
    let near = zip(known, distances).filter { $0.1 <= max(1, max(typed.utf8.count, $0.0.utf8.count) / 3) }
    let best = near.min { $0.1 < $1.1 }?.0
    #expect(NearestName.of(typed, among: known) == best, "\(typed) among \(known)")
  }

  private func edits(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    guard let a = left.last, let b = right.last else { return left.count + right.count }
    var least = min(
      edits(left.dropLast(), right) + 1, edits(left, right.dropLast()) + 1,
      edits(left.dropLast(), right.dropLast()) + (a == b ? 0 : 1))
    if left.count > 1, right.count > 1, left.dropLast().last == b, right.dropLast().last == a {
      least = min(least, edits(left.dropLast(2), right.dropLast(2)) + 1)
    }
    return least
  }
}
