import BlueprintCompiler
import Documents
import PolicyGraph

/// A hand-written draft of a few nodes. `open` leads to the first of them, and every event that no edge answers
/// leads to the hand-off, so that only what a fixture is about can be wrong with it.
package struct TinyDraft {
  private var draft: Draft
  private var unanswered: [(node: NodeID, event: Event)] = []

  package init(
    _ nodes: [Node], _ edges: [Edge], required: [SlotKey] = [], optional: [SlotKey] = [], tools: [Tool] = [],
    successRequires: [ToolID]? = nil, defers: Bool = false
  ) {
    var open = Node("open", .open)
    open.say = .text("Hello.")
    let all = [open] + nodes + [.saying("handoff", .handoff), .closing("bye", .abandoned)]
    let style = defers ? "defer" : "stop_and_answer"
    draft = Draft(
      entry: "open", nodes: all, edges: edges, tools: tools, successRequires: successRequires,
      variables: (required + optional).map {
        Variable(key: $0, label: $0.text, isRequired: required.contains($0), ask: "Which?")
      },
      scenarios: nil,
      members: [JSONMember("turn_taking", .object([JSONMember("interruption_style", .string(style))]))])
    if !edges.contains(where: { $0.from == "open" }), let first = nodes.first {
      draft.edges.append(Edge("open", .auto, first.id))
    }
  }

  /// Leaves an event without an answer.
  package func without(_ node: NodeID, _ event: Event) -> TinyDraft {
    var copy = self
    copy.unanswered.append((node, event))
    return copy
  }

  package var completed: Draft {
    var complete = draft
    for node in draft.nodes {
      for event in node.alphabet(declaredSlots: draft.variables?.count ?? 0)
      where !draft.edges.contains(where: { $0.from == node.id && $0.on == event })
        && !unanswered.contains(where: { $0.node == node.id && $0.event == event })
      {
        complete.edges.append(Edge(node.id, event, "handoff"))
      }
    }
    for index in complete.edges.indices where complete.edges[index].on == .answered {
      complete.edges[index].fills = complete.nodes.first { $0.id == complete.edges[index].from }?.slots
    }
    return complete
  }
}

extension Node {
  package static func saying(_ id: NodeID, _ kind: NodeKind, _ text: String = "Something.") -> Node {
    var node = Node(id, kind)
    node.say = .text(text)
    return node
  }

  package static func talk(_ id: NodeID, _ tools: [ToolID] = []) -> Node {
    var node = saying(id, .talk)
    node.tools = tools
    return node
  }

  package static func asking(_ id: NodeID, _ slots: [SlotKey]) -> Node {
    var node = Node(id, .ask)
    node.slots = slots
    node.say = .questions(slots.map { ($0, "Which \($0)?") })
    return node
  }

  /// A confirm, report or apology.
  package static func saying(_ id: NodeID, _ kind: NodeKind, of tool: ToolID) -> Node {
    var node = saying(id, kind)
    node.tool = tool
    return node
  }

  package static func calling(_ id: NodeID, _ tool: ToolID, attempt: Int = 1, key: String = "key") -> Node {
    var node = Node(id, .call)
    node.tool = tool
    node.attempt = attempt
    node.idempotencyKey = key
    return node
  }

  package static func closing(_ id: NodeID, _ outcome: CloseOutcome, _ text: String = "Bye.") -> Node {
    var node = saying(id, .close, text)
    node.outcome = outcome
    return node
  }
}
