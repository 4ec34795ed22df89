import Foundation
import PolicyGraph

/// Proving a very large draft, beside the bare graph algorithms on the same graph: reachability and strongly connected
/// components over arrays of integers, written here so that nothing of the analyses is in the floor.
enum Scale {
  static func run(sizes: [Int] = [250_000, 500_000, 1_000_000]) {
    print("\nproving a draft, all clauses, beside reachability and components alone (the floor)")
    var last: Duration?
    for count in sizes {
      let draft = draft(nodes: count)
      let arcs = arcs(of: draft)
      let floor = leastProcessorTime(of: 3) { bareAlgorithms(draft.nodes.count, arcs) }
      // Like the arcs of the floor, edges have their ends as positions, which the decoder finds.
      let resolved = ResolvedDraft(draft)
      var verdicts: ProofVerdicts?
      let time = leastProcessorTime(of: 3) { verdicts = prove(resolved) }
      guard verdicts?.isProved == true else { fatalError("the synthetic draft is proved") }
      let growth = last.map { " \(ratio(time, $0)) × the half" } ?? ""
      print(
        "  \(draft.nodes.count) nodes, \(draft.edges.count) edges: floor \(floor), proof \(time), \(ratio(time, floor)) × floor\(growth)"
      )
      last = time
    }
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

  /// Rows by counting sort, breadth-first search, and Tarjan's components.
  private static func bareAlgorithms(_ count: Int, _ arcs: [(from: Int, to: Int)]) {
    var offsets = Array(repeating: 0, count: count + 1)
    for arc in arcs { offsets[arc.from + 1] += 1 }
    for node in 0..<count { offsets[node + 1] += offsets[node] }
    var next = offsets
    var targets = Array(repeating: 0, count: arcs.count)
    for arc in arcs {
      targets[next[arc.from]] = arc.to
      next[arc.from] += 1
    }
    var isReached = Array(repeating: false, count: count)
    var queue = [0]
    isReached[0] = true
    var head = 0
    while head < queue.count {
      for position in offsets[queue[head]]..<offsets[queue[head] + 1] where !isReached[targets[position]] {
        isReached[targets[position]] = true
        queue.append(targets[position])
      }
      head += 1
    }
    precondition(queue.count == count, "everything is reached")
    components(count, offsets, targets)
  }

  private static func components(_ count: Int, _ offsets: [Int], _ targets: [Int]) {
    var order = Array(repeating: -1, count: count)
    var low = Array(repeating: 0, count: count)
    var isOpen = Array(repeating: false, count: count)
    var cursor = offsets
    var open: [Int] = []
    var path = [0]
    var clock = 0
    while let node = path.last {
      if order[node] < 0 {
        order[node] = clock
        low[node] = clock
        clock += 1
        isOpen[node] = true
        open.append(node)
      }
      if cursor[node] < offsets[node + 1] {
        let target = targets[cursor[node]]
        cursor[node] += 1
        if order[target] < 0 {
          path.append(target)
        } else if isOpen[target] {
          low[node] = min(low[node], order[target])
        }
        continue
      }
      path.removeLast()
      if let parent = path.last { low[parent] = min(low[parent], low[node]) }
      guard low[node] == order[node] else { continue }
      while let member = open.popLast() {
        isOpen[member] = false
        if member == node { break }
      }
    }
    precondition(clock == count, "everything is visited")
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
