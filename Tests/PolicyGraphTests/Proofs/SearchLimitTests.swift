import PolicyGraph
import Testing

/// A search that gives up proves nothing.
struct SearchLimitTests {
  private func talk(_ id: NodeID) -> [Node] {
    [("", NodeKind.talk), ("/clarify", .clarify), ("/nudge", .nudge)].map { suffix, kind in
      var node = Node(NodeID(id.text + suffix), kind)
      node.say = .text("Words.")
      return node
    }
  }

  private func draft(_ nodes: [Node], _ edges: [Edge], slots: Int = 0) -> Draft {
    var handoff = Node("handoff", .handoff)
    handoff.say = .text("A colleague takes over.")
    return Draft(
      entry: "open", nodes: [Node("open", .open)] + nodes + [handoff], edges: edges, tools: nil,
      variables: (0..<slots).map {
        Variable(key: SlotKey("s\($0)"), label: "A slot", isRequired: false, ask: "Which?")
      },
      scenarios: nil, members: [JSONMember("greeting", .string("Hello."))])
  }

  private func common(_ talk: NodeID, _ target: NodeID) -> [Edge] {
    [.goalMet, .deny, .interrupt, .escalate].map { Edge(talk, $0, target) }
  }

  /// Two talks whose clarifications lead round and round; but the silence of each leads into a part that ends only
  /// after more than ten thousand configurations.
  @Test func anEndlessLoopBehindMuchElseIsNotProvedAway() {
    var edges = [Edge("open", .auto, "a")]
    for (talk, next) in [("a", "b"), ("b", "a")] as [(NodeID, NodeID)] {
      edges += common(talk, "handoff")
      edges += [
        Edge(talk, .unclear, NodeID("\(talk)/clarify")), Edge(NodeID("\(talk)/clarify"), .auto, next),
        Edge(talk, .silence, NodeID("\(talk)/nudge")), Edge(NodeID("\(talk)/nudge"), .auto, "c"),
      ]
    }
    edges += common("c", "handoff")
    for (event, node, most) in [(.unclear, "c/clarify", 110), (.silence, "c/nudge", 120)]
      as [(Event, NodeID, Int)]
    {
      let isLeft = Guard.visits(node, below: most)
      edges += [
        Edge("c", event, node, when: isLeft), Edge("c", event, "handoff", when: .not(isLeft)),
        Edge(node, .auto, "c"),
      ]
    }
    let report = ProofReport(PolicyProgram(draft(["a", "b", "c"].flatMap(talk), edges)))
    #expect(report.verdicts[.ends] == .refuted || report.verdicts[.ends] == .unknown)
  }

  /// Whatever the number of slots, looking for a way out comes to an end.
  @Test(arguments: [30, 62, 63, 64, 65, 200])
  func manySlotsAreNoDanger(_ slots: Int) {
    var edges = [Edge("open", .auto, "a"), Edge("a/nudge", .auto, "a"), Edge("a/clarify", .auto, "a")]
    for event in [.goalMet, .deny, .interrupt, .unclear, .silence, .correct] as [Event] {
      edges.append(Edge("a", event, "a/nudge"))
    }
    edges += [
      Edge("a", .escalate, "route"), Edge("route", .auto, "handoff", when: .deferred),
      Edge("route", .auto, "a/clarify", when: .not(.deferred)),
    ]
    let report = ProofReport(PolicyProgram(draft(talk("a") + [Node("route", .route)], edges, slots: slots)))
    #expect(report.verdicts[.ends] == .refuted)
  }
}
