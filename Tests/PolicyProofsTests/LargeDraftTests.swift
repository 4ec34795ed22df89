import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// What only drafts larger than the random ones show.
struct LargeDraftTests {
  /// Slots beyond the 64th are kept like the others: the same is suspected wherever a draft's slots stand.
  @Test(arguments: 0..<10)
  func manySlotsChangeNothing(_ batch: Int) {
    let padding = (0..<150).map { Variable(key: SlotKey("pad\($0)"), label: "", isRequired: false, ask: "?") }
    var suspected = 0
    for seed in UInt64(batch * 30)..<UInt64(batch * 30 + 30) {
      var generator = RandomDraft(seed: seed)
      var draft = generator.draft()
      let own = draft.variables ?? []
      draft.variables = own + padding.prefix(2)
      let narrow = potentialViolations(draft)
      draft.variables = padding.prefix(64 - own.count / 2) + own + padding.suffix(80)
      #expect(potentialViolations(draft) == narrow, "seed \(seed)")
      suspected += narrow.contains { !$0.isEmpty } ? 1 : 0
    }
    #expect(suspected > 15)
  }

  private func potentialViolations(_ draft: Draft) -> [[PotentialViolation]] {
    let analysis = PolicyAnalysis(PolicyProgram(draft))
    return Clause.allCases.map { $0.potentialViolations(analysis) }
  }

  /// Every name finds its own node, whatever its length, and the first of several with one name.
  @Test func namesAreFound() {
    let letters = ["a", "ab", "é", "e\u{301}", "0/"]
    let names = (0...40).flatMap { length in
      letters.flatMap { letter in
        ["", "x"].map { String(repeating: letter, count: length) + $0 }
      }
    }
    var first: [[UInt8]: Int] = [:]
    for (position, name) in names.enumerated() where first[Array(name.utf8)] == nil {
      first[Array(name.utf8)] = position
    }
    let edges = names.map { Edge("open", .auto, NodeID($0)) } + [Edge("open", .auto, "nowhere")]
    let program = PolicyProgram(
      Draft(
        entry: "open", nodes: [Node("open", .open)] + names.map { Node(NodeID($0), .close) }, edges: edges,
        tools: nil, variables: nil, scenarios: nil, members: []))
    #expect(program.entry == 0)
    #expect(program.edges.count == names.count)
    for edge in program.edges { #expect(edge.to - 1 == first[Array(names[edge.index].utf8)]) }
  }

  /// Every event finds its own edges, in whatever order they are written, and groups stand as the alphabet does.
  @Test(arguments: 0..<20)
  func eventsAreFound(_ seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let tools = (0..<40).map { ToolID("tool\($0)") }
    let nodes: [Node] = [
      Node("open", .open), .talk("talk", tools.shuffled(using: &random) + [tools[3]]),
      .asking("one", ["a"]), .asking("two", ["a", "b"]), .saying("confirm", .confirm, of: tools[0]),
      .calling("call", tools[0]),
    ]
    var edges: [Edge] = []
    var ends: [Node] = []
    for node in nodes {
      for event in Event.plain + tools.map(Event.tool) {
        let end = NodeID("\(node.id)/\(event.name)")
        ends.append(Node(end, .close))
        edges.append(Edge(node.id, event, end))
      }
    }
    let slots = ["a", "b"].map { Variable(key: SlotKey($0), label: "", isRequired: false, ask: "?") }
    let program = PolicyProgram(
      Draft(
        entry: "open", nodes: nodes + ends, edges: edges.shuffled(using: &random), tools: nil,
        variables: slots, scenarios: nil, members: []))
    for (place, node) in nodes.enumerated() {
      var alphabet: [Event] = []
      for event in node.alphabet(declaredSlots: 2) where !alphabet.contains(event) { alphabet.append(event) }
      let groups = program.groups[program.nodes[place].groups]
      #expect(groups.map { program.event($0.event) } == alphabet)
      for group in groups {
        let found = program.edges[group.edges].map { program.name(of: $0.to).text }
        #expect(found == ["\(node.id)/\(program.event(group.event).name)"])
      }
    }
  }
}
