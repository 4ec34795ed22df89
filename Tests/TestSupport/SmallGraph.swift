import BlueprintCompiler
import Documents
import PolicyGraph

/// Every draft of four nodes over a small alphabet, by number: `open`, two nodes of any kind, and an end. One slot,
/// which is required; one tool, which apologizes when it fails.
package enum SmallGraph {
  package static let count = 3 * inner.count * inner.count * ends.count

  /// One of the two nodes in the middle: its node and edges, given its id and the other's.
  private typealias InnerNode = @Sendable (_ id: NodeID, _ other: NodeID) -> (node: Node, edges: [Edge])

  private static let slot: SlotKey = "s"
  private static let tool: ToolID = "t"
  private static let end: NodeID = "end"

  package static func draft(_ number: Int) -> Draft {
    var rest = number
    func next(_ count: Int) -> Int {
      defer { rest /= count }
      return rest % count
    }
    let a: NodeID = "a"
    let b: NodeID = "b"
    let first = inner[next(inner.count)](a, b)
    let second = inner[next(inner.count)](b, a)
    var open = Node("open", .open)
    open.say = .text("Hello.")
    let opening = Edge("open", .auto, [a, b, end][next(3)])
    var last = Node(end, ends[next(ends.count)].kind)
    last.say = .text("Bye.")
    last.outcome = ends[number / (count / ends.count)].outcome
    var nodes = [open, first.node, second.node, last]
    var edges = [opening] + first.edges + second.edges
    // A talk beside a call offers its tool.
    if let call = nodes.first(where: { $0.kind == .call }) {
      for position in nodes.indices where nodes[position].kind == .talk {
        nodes[position].tools = [tool]
        edges.append(Edge(nodes[position].id, .tool(tool), call.id))
      }
    }
    return Draft(
      entry: "open", nodes: nodes, edges: edges,
      tools: [Tool(id: tool, requiresConfirmation: false, failureMode: .apologizeAndContinue)],
      variables: [Variable(key: slot, label: "S", isRequired: true, ask: "Which?")], scenarios: nil,
      members: [])
  }

  private static let ends: [(kind: NodeKind, outcome: CloseOutcome?)] = [
    (.handoff, nil), (.close, .success), (.close, .declined),
  ]

  private static let inner: [InnerNode] = routes + speakers + talks + asks + calls

  /// No exit, one, or two that a slot decides between.
  private static var routes: [InnerNode] {
    let one: [InnerNode] = [
      { id, _ in (Node(id, .route), []) },
      { id, _ in (Node(id, .route), [Edge(id, .auto, id)]) },
      { id, other in (Node(id, .route), [Edge(id, .auto, other)]) },
      { id, _ in (Node(id, .route), [Edge(id, .auto, end)]) },
    ]
    let two: [InnerNode] = [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)].map { pair in
      { id, other in
        let targets = [id, other, end]
        return (
          Node(id, .route),
          [
            Edge(id, .auto, targets[pair.0], when: .filled(slot)),
            Edge(id, .auto, targets[pair.1], when: .not(.filled(slot))),
          ]
        )
      }
    }
    return one + two
  }

  /// An interjection, a report, an apology, or one of them without words.
  private static var speakers: [InnerNode] {
    [(NodeKind.interject, "So."), (.report, "Done."), (.apologize, "Sorry."), (.interject, " ")].flatMap {
      kind, say in
      (0..<4).map { choice -> InnerNode in
        { id, other in
          var node = Node(id, kind)
          node.say = .text(say)
          node.tool = kind == .interject ? nil : tool
          let edge = Edge(id, .auto, [id, other, end, other][choice], resume: choice == 3 ? true : nil)
          return (node, [edge])
        }
      }
    }
  }

  /// Where a talk goes when it understands, when it does not, and when a person is asked for.
  private static var talks: [InnerNode] {
    (0..<3).flatMap { understood in
      (0..<7).flatMap { idle in
        (0..<2).map { escalated -> InnerNode in
          { id, other in
            var node = Node(id, .talk)
            node.say = .text("What can I do?")
            let targets = [id, other, end]
            var edges = [Event.goalMet, .deny, .interrupt, .correct].map { Edge(id, $0, targets[understood]) }
            edges.append(Edge(id, .escalate, [end, other][escalated]))
            for event in [Event.unclear, .silence] { edges += idleEdges(idle, event, id, other) }
            return (node, edges)
          }
        }
      }
    }
  }

  private static func idleEdges(_ choice: Int, _ event: Event, _ id: NodeID, _ other: NodeID) -> [Edge] {
    let counted = Guard.visits(other, below: 1)
    switch choice {
    case 0: return []
    case 1: return [Edge(id, event, id)]
    case 2: return [Edge(id, event, other)]
    case 3: return [Edge(id, event, end)]
    case 4: return [Edge(id, event, id, resume: true)]
    case 5: return [Edge(id, event, other, when: counted), Edge(id, event, end, when: .not(counted))]
    default:
      return [
        Edge(id, event, other, when: counted), Edge(id, event, other, when: .not(counted), resume: true),
      ]
    }
  }

  /// Where an ask goes when it is answered, refused, and on everything else.
  private static var asks: [InnerNode] {
    (0..<3).flatMap { answered in
      (0..<3).flatMap { refused in
        (0..<3).map { otherwise -> InnerNode in
          { id, other in
            var node = Node(id, .ask)
            node.slots = [slot]
            node.say = .questions([(slot, "Which?")])
            let targets = [id, other, end]
            var edges = [Edge(id, .answered, targets[answered]), Edge(id, .deny, targets[refused])]
            edges[0].fills = [slot]
            edges += [Event.unclear, .silence, .interrupt].map { Edge(id, $0, targets[otherwise]) }
            return (node, edges + [Edge(id, .escalate, end)])
          }
        }
      }
    }
  }

  /// Where a call goes when it succeeds and when it fails; an attempt of either number.
  private static var calls: [InnerNode] {
    (0..<2).flatMap { success in
      (0..<3).flatMap { failure in
        (1...2).map { attempt -> InnerNode in
          { id, other in
            var node = Node(id, .call)
            node.tool = tool
            node.attempt = attempt
            node.idempotencyKey = "key"
            let failed = [id, other, end][failure]
            let edges = [
              Edge(id, .ok, [other, end][success]), Edge(id, .error, failed), Edge(id, .timeout, failed),
            ]
            return (node, edges)
          }
        }
      }
    }
  }
}
