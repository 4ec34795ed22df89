import BlueprintCompiler
import Documents
import Foundation
import PolicyGraph
import PolicyProofs

/// Proving a very large draft, beside the bare graph algorithms on the same graph.
enum Scale {
  static func run(sizes: [Int] = [250_000, 500_000, 1_000_000]) {
    print(
      """

      proving a draft, all clauses, beside bare algorithms on the same graph: reachability and components (the floor),
      and with them dominators and one forward analysis of 64 facts (all); processor time, and memory beside the draft's
      """)
    var last: Duration?
    for size in sizes {
      let draft = draft(nodes: size)
      let arcs = arcs(of: draft)
      let count = draft.nodes.count
      // Like the arcs of the bare graph, edges have their ends as positions, which the decoder finds.
      let resolved = ResolvedDraft(draft)
      let bare = { BareGraph(count, arcs).checkReachability().checkComponents() }
      let all = { _ = bare().checkDominators().checkFacts() }
      let proof = { precondition(prove(resolved).isProved, "the synthetic draft is proved") }
      // By turns, so that what else the machine does meets all alike.
      let rounds = (0..<5).map { _ in
        (floor: processorTime { _ = bare() }, all: processorTime(all), proof: processorTime(proof))
      }
      let floor = rounds.map(\.floor).min() ?? .zero
      let least = rounds.map(\.all).min() ?? .zero
      let time = rounds.map(\.proof).min() ?? .zero
      let growth = last.map { ", \(ratio(time, $0)) x the half" } ?? ""
      print(
        """
          \(count) nodes, \(draft.edges.count) edges:
            floor \(seconds(floor)) s, all \(seconds(least)) s in \(peakMemory(of: all)) MB, \
        proof \(seconds(time)) s in \(peakMemory(of: proof)) MB
            proof: \(ratio(time, floor)) x floor, \(ratio(time, least)) x all\(growth)
        """)
      last = time
    }
  }

  private static func seconds(_ duration: Duration) -> Double {
    (duration / .milliseconds(1)).rounded() / 1000
  }

  private static func ratio(_ one: Duration, _ other: Duration) -> Double {
    (one / other * 100).rounded() / 100
  }

  // MARK: The floor

  private static func arcs(of draft: Draft) -> [(from: Int, to: Int)] {
    var positions: [NodeID: Int] = [:]
    for (position, node) in draft.nodes.enumerated() { positions[node.id] = position }
    return draft.edges.map { (positions[$0.from] ?? 0, positions[$0.to] ?? 0) }
  }

  // MARK: The draft

  /// Phases in a row, each like a compiled one: a route, an ask and a talk with their side paths, and a tool.
  private static func draft(nodes count: Int) -> Draft {
    var builder = PhaseBuilder()
    let phases = count / PhaseBuilder.nodesPerPhase
    builder.nodes.append(Node("open", .open))
    builder.edge("open", .auto, "0/route")
    for phase in 0..<phases {
      builder.addPhase(phase, next: phase + 1 < phases ? "\(phase + 1)/route" : "close")
    }
    var close = Node("close", .close)
    close.outcome = .success
    close.say = .text("Goodbye.")
    builder.nodes.append(close)
    builder.speaking("handoff", .handoff)
    return Draft(
      entry: "open", nodes: builder.nodes, edges: builder.edges,
      tools: [Tool(id: "tool", requiresConfirmation: true, failureMode: .apologizeAndContinue)],
      variables: PhaseBuilder.slots.map { Variable(key: $0, label: "", isRequired: false, ask: "?") },
      scenarios: nil, members: [JSONMember("greeting", .string("Hello."))])
  }
}

private struct PhaseBuilder {
  static let nodesPerPhase = 15
  static let slots = (0..<8).map { SlotKey("slot\($0)") }

  var nodes: [Node] = []
  var edges: [Edge] = []

  mutating func speaking(_ id: String, _ kind: NodeKind) {
    var node = Node(NodeID(id), kind)
    node.say = .text("Something.")
    if kind == .confirm || kind == .report || kind == .apologize { node.tool = "tool" }
    if kind == .talk { node.tools = ["tool"] }
    nodes.append(node)
  }

  mutating func edge(
    _ from: String, _ event: Event, _ to: String, when condition: Guard? = nil, resume: Bool? = nil
  ) {
    edges.append(Edge(NodeID(from), event, NodeID(to), when: condition, resume: resume))
  }

  mutating func addPhase(_ phase: Int, next: String) {
    let slot = Self.slots[phase % Self.slots.count]
    let (route, ask, talk) = ("\(phase)/route", "\(phase)/ask", "\(phase)/talk")
    nodes.append(Node(NodeID(route), .route))
    var node = Node(NodeID(ask), .ask)
    node.slots = [slot]
    node.say = .questions([(slot, "Which?")])
    nodes.append(node)
    speaking(talk, .talk)
    edge(route, .auto, ask, when: .not(.filled(slot)))
    edge(route, .auto, talk, when: .filled(slot))
    edge(ask, .answered, route)
    edges[edges.count - 1].fills = [slot]
    edge(talk, .goalMet, next)
    addSidePaths(of: ask, next: next, back: (.not(.filled(slot)), route))
    addSidePaths(of: talk, next: next, back: nil)
    addTool(phase, talk)
  }

  /// `back`: while this holds the node is resumed after an interjection, otherwise the other one is entered.
  private mutating func addSidePaths(of id: String, next: String, back: (while: Guard, otherwise: String)?) {
    for (kind, event, name) in [(NodeKind.clarify, Event.unclear, "clarify"), (.nudge, .silence, "nudge")] {
      let side = "\(id)/\(name)"
      speaking(side, kind)
      edge(id, event, side, when: .visits(NodeID(side), below: 2))
      edge(id, event, "handoff", when: .not(.visits(NodeID(side), below: 2)))
      edge(side, .auto, id, resume: true)
    }
    let interrupted = "\(id)/interrupted"
    speaking(interrupted, .interject)
    for event in [Event.interrupt, .correct] { edge(id, event, interrupted) }
    if let back {
      edge(interrupted, .auto, id, when: back.while, resume: true)
      edge(interrupted, .auto, back.otherwise, when: .not(back.while))
    } else {
      edge(interrupted, .auto, id, resume: true)
    }
    speaking("\(id)/declined", .interject)
    edge(id, .deny, "\(id)/declined")
    edge("\(id)/declined", .auto, next)
    edge(id, .escalate, "handoff")
  }

  private mutating func addTool(_ phase: Int, _ talk: String) {
    let (confirm, call) = ("\(phase)/confirm", "\(phase)/call")
    speaking(confirm, .confirm)
    edge(talk, .tool("tool"), confirm)
    edge(confirm, .affirm, call)
    for event in [Event.deny, .interrupt, .correct] { edge(confirm, event, "\(talk)/interrupted") }
    for event in [Event.unclear, .silence, .escalate] { edge(confirm, event, "handoff") }
    var node = Node(NodeID(call), .call)
    node.tool = "tool"
    node.attempt = 1
    node.idempotencyKey = "\(phase)"
    nodes.append(node)
    speaking("\(phase)/report", .report)
    speaking("\(phase)/apologize", .apologize)
    edge(call, .ok, "\(phase)/report")
    for event in [Event.error, .timeout] { edge(call, event, "\(phase)/apologize") }
    for name in ["report", "apologize"] { edge("\(phase)/\(name)", .auto, talk, resume: true) }
  }
}
