import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
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
    let report = prove(PolicyProgram(draft(["a", "b", "c"].flatMap(talk), edges)))
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
    let report = prove(PolicyProgram(draft(talk("a") + [Node("route", .route)], edges, slots: slots)))
    #expect(report.verdicts[.ends] == .refuted)
  }

  /// Each step of a silent way copies the way so far, and each node of it is a separate potential violation.
  @Test func aLongSilentCircleIsNoDanger() {
    let routes = (0..<2_000).map { NodeID("n\($0)") }
    let edges =
      [Edge("open", .auto, "n0")] + zip(routes, routes.dropFirst() + ["n0"]).map { Edge($0, .auto, $1) }
    let report = prove(PolicyProgram(draft(routes.map { Node($0, .route) }, edges)))
    #expect(report.verdicts[.voiced] == .refuted)
    #expect(report.refutations.contains { $0.witness.violation.rule == .silentCycle })
  }

  /// Once two answers are seen to meet, and a case without one, nothing is left to split for.
  @Test func manyConditionsOfOneEventAreNoDanger() {
    let answers = (0..<2_000).map { Edge("a", .unclear, "handoff", when: .filled(SlotKey("s\($0)"))) }
    let edges = [Edge("open", .auto, "a")] + common("a", "handoff") + answers
    let report = prove(PolicyProgram(draft([talk("a")[0]], edges, slots: 2_000)))
    #expect(report.verdicts[.oneSuccessor] == .refuted)
    #expect(report.verdicts[.total] == .refuted)
  }

  /// What is far to seek of one guarantee does not hide what is near of another: after three hundred talks nothing
  /// answers a nod, and at the first a person cannot be reached.
  @Test func eachGuaranteeHasItsShareOfTheBudget() {
    let talks = (0..<300).map { NodeID("talk\($0)") }
    var edges = [Edge("open", .auto, talks[0])]
    for (talk, next) in zip(talks, talks.dropFirst()) {
      edges.append(Edge(talk, .goalMet, next))
    }
    for talk in talks {
      edges += [.deny, .interrupt, .unclear, .silence].map { Edge(talk, $0, "handoff") }
      edges.append(Edge(talk, .escalate, talk == talks[0] ? talks[1] : "handoff"))
    }
    let nodes = talks.flatMap(talk).filter { $0.kind == .talk }
    let program = PolicyProgram(draft(nodes, edges))
    let report = prove(program, budget: ProofBudget(perSuspicion: 1_000, total: 1_000))
    #expect(report.verdicts[.total] == .unknown)
    #expect(report.verdicts[.lastWords] == .refuted)
    #expect(prove(program).verdicts[.total] == .refuted)
  }

  /// A refusal that is ignored shows in two events. Whether an end stays reachable from the talk depends on each of many
  /// slots, and to try that out takes all that the clause may try.
  @Test(arguments: 10...17)
  func whatIsNearIsFoundBesideWhatIsFar(_ slots: Int) {
    let keys = (0..<slots).map { SlotKey("s\($0)") }
    var ask = Node("ask", .ask)
    ask.slots = [keys[0]]
    ask.say = .questions([(keys[0], "Which?")])
    var heard = Node("heard", .interject)
    heard.say = .text("I see.")
    var talk = Node("talk", .talk)
    talk.say = .text("Go on.")
    let isAll = Guard.all(keys.map(Guard.filled))
    var edges = [Edge("open", .auto, "ask"), Edge("ask", .deny, "heard"), Edge("heard", .auto, "ask")]
    edges += [.answered, .interrupt, .correct, .unclear, .silence].map { Edge("ask", $0, "talk") }
    edges.append(Edge("ask", .escalate, "handoff"))
    for event in [.goalMet, .deny, .interrupt, .correct, .unclear, .silence, .escalate] as [Event] {
      edges += [Edge("talk", event, "handoff", when: isAll), Edge("talk", event, "talk", when: .not(isAll))]
    }
    let report = prove(PolicyProgram(draft([ask, heard, talk], edges, slots: slots)))
    #expect(report.refutations.contains { $0.witness.violation.rule == .refusalIgnored })
    #expect(report.verdicts[.ends] == .refuted)
  }

  /// As many moves as a number can say are no more than a search can take.
  @Test func anyNumberIsABudget() {
    let program = PolicyProgram(draft([talk("a")[0]], [Edge("open", .auto, "a")] + common("a", "handoff")))
    for number in [Int.min, -1, 0, Int.max] {
      let report = prove(program, budget: ProofBudget(perSuspicion: number, total: number))
      #expect(report.verdicts[.total] == (number == .max ? .refuted : .unknown))
    }
    #expect(explore(program, maximum: 1_000).isComplete)
  }

  /// What no budget is left for is not known.
  @Test func withoutABudgetNothingIsProved() {
    let program = PolicyProgram(draft([talk("a")[0]], [Edge("open", .auto, "a")] + common("a", "handoff")))
    let report = prove(program, budget: ProofBudget(perSuspicion: 1, total: 0))
    #expect(report.verdicts[.total] == .unknown)
    #expect(report.refutations.isEmpty)
    #expect(prove(program).verdicts[.total] == .refuted)
  }

  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 129, 3_000])
  func aFullSetHoldsWhatItCan(_ capacity: Int) {
    var set = BitSet(capacity: capacity)
    for element in 0..<capacity { set.insert(element) }
    #expect(BitSet.all(capacity: capacity) == set)
  }
}
