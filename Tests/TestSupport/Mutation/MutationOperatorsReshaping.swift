import BlueprintCompiler
import Documents
import PolicyGraph

// Operators that change the graph, and break nothing.

extension MutationOperator {
  static let reshapingOperators: [MutationOperator] = [
    MutationOperator("route-on-the-way", "A route is put into an edge.", .keeps) { base in
      // What follows a failed first attempt at once is its retry, and nothing else.
      base.atEdges({ base.node($0.to)?.attempt != 2 }) { $0.insert("between", .route, say: nil, into: $1) }
    },
    MutationOperator("words-on-the-way", "A node that says something is put into an edge.", .keeps) { base in
      base.atEdges({ base.node($0.to)?.attempt != 2 && $0.clears == nil }) {
        $0.insert("between", .interject, say: "One moment.", into: $1)
      }
    },
    MutationOperator("clone-node", "One way to a node leads to a copy of it.", .keeps) { base in
      let kinds: [NodeKind] = [.route, .interject, .report, .apologize, .close, .handoff]
      return base.atEdges { edge in
        base.kind(edge.to).map(kinds.contains) ?? false
      } _: { draft, index in
        guard var clone = base.node(draft.edges[index].to) else { return }
        clone.id = "clone"
        draft.nodes.append(clone)
        for exit in base.edges(from: draft.edges[index].to) {
          draft.edges.append(base.draft.edges[exit].changed { $0.from = "clone" })
        }
        draft.edges[index].to = "clone"
      }
    },
    MutationOperator(
      "clone-call", "One way to a first attempt leads to a copy of it, with its own retry.", .keeps
    ) { base in
      base.atEdges {
        base.node($0.to)?.attempt == 1
      } _: { draft, index in
        guard let call = base.node(draft.edges[index].to) else { return }
        let calls = [call] + [base.companion(of: call, .call, attempt: 2)].compactMap { $0 }
        for original in calls {
          var clone = original
          clone.id = NodeID("clone of \(original.id)")
          clone.idempotencyKey = "clone"
          draft.nodes.append(clone)
          for exit in base.edges(from: original.id) {
            draft.edges.append(
              base.draft.edges[exit].changed {
                $0.from = clone.id
                if base.kind($0.to) == .call { $0.to = NodeID("clone of \($0.to)") }
              })
          }
        }
        draft.edges[index].to = NodeID("clone of \(call.id)")
      }
    },
    MutationOperator("unreachable-island", "Faulty nodes are added that nothing leads to.", .keeps) { base in
      [
        Mutation("aside") { draft in
          draft.addNode("island", .talk, say: "")
          draft.addNode("shore", .route, say: nil)
          draft.addNode("end of the world", .close, say: "")
          draft.edges.append(Edge("shore", .auto, "shore"))
          draft.edges.append(Edge("island", .unclear, "island", resume: true))
          draft.edges.append(Edge("island", .goalMet, base.draft.entry))
        }
      ]
    },
    MutationOperator("silent-greeting", "The greeting is blanked; what follows it speaks.", .keeps) { base in
      base.atNodes({ $0.kind == .open }) { $0.nodes[$1].say = .text(" ") }
    },
    MutationOperator(
      "silence-before-words", "The text of a node that leads to words is blanked.", .keeps
    ) { base in
      base.atNodes { node in
        [.clarify, .nudge, .interject].contains(node.kind)
          && !base.edges(from: node.id).contains { base.draft.edges[$0].resumes }
      } _: {
        $0.nodes[$1].say = nil
      }
    },
    MutationOperator("count-further", "A clarification or nudge is given once more.", .keeps) { base in
      base.recount { $0 + 1 }
    },
    MutationOperator("count-less", "Two clarifications become one.", .keeps) { base in
      base.recount { $0 - 1 }
    },
    MutationOperator("count-to-none", "A clarification or nudge is never given.", .keeps) { base in
      base.recount { _ in 0 }
    },
    MutationOperator("count-in-steps", "A count is written as a disjunction of its cases.", .keeps) { base in
      base.atEdges({ $0.isCounted }) { draft, index in
        guard case .visits(let node, let below)? = draft.edges[index].when else { return }
        draft.edges[index].when = .any([
          .visits(node, below: 1),
          .all([.visits(node, below: below), .not(.visits(node, below: 1))]),
        ])
      }
    },
    MutationOperator("give-up-at-once", "What is not understood goes to a person at once.", .keeps) { base in
      guard let handoff = base.handoff else { return [] }
      return base.atEdges(\.isCounted) { draft, index in
        let edge = draft.edges[index].changed {
          $0.when = nil
          $0.to = handoff
        }
        draft.removeEdges { $0.from == edge.from && $0.on == edge.on }
        draft.edges.append(edge)
      }
    },
    MutationOperator("speak-again", "What is taken up again by `resume` is said again.", .keeps) { base in
      base.atEdges(\.resumes) { $0.edges[$1].resume = nil }
    },
    MutationOperator("optional-slot", "A slot is declared that nothing needs.", .keeps) { base in
      guard base.slots.count > 1 else { return [] }
      return [Mutation("unasked") { $0.addSlot("unasked", isRequired: false) }]
    },
    MutationOperator("need-what-is-asked", "A tool needs what its only phase asks for.", .keeps) { base in
      guard base.phases.count == 1 else { return [] }
      return (base.draft.tools ?? []).map { tool in
        Mutation(tool.id) { $0.changeTool(tool.id) { $0.inputs = base.slots } }
      }
    },
    MutationOperator("ask-leave-freely", "A tool that is confirmed need not be.", .keeps) { base in
      (base.draft.tools ?? []).filter(\.requiresConfirmation).map { tool in
        Mutation(tool.id) { $0.changeTool(tool.id) { $0.requiresConfirmation = false } }
      }
    },
    MutationOperator("note-questions", "Questions are noted although none is put off.", .keeps) { base in
      guard !base.draft.defersInterruptions else { return [] }
      return base.atEdges({ $0.on == .interrupt }) { $0.edges[$1].sets = .deferred }
    },
    MutationOperator("drop-tool-offer", "A talk no longer offers a tool.", .keeps) { base in
      base.atEdges { edge in
        if case .tool = edge.on { return true }
        return false
      } _: { draft, index in
        let edge = draft.edges[index]
        draft.edges.remove(at: index)
        for node in draft.nodes.indices where draft.nodes[node].id == edge.from {
          draft.nodes[node].tools?.removeAll { edge.on == .tool($0) }
        }
      }
    },
    MutationOperator("hand-over-instead", "An event that may end anywhere ends with a person.", .keeps) {
      base in
      guard let handoff = base.handoff else { return [] }
      return base.atEdges {
        [.goalMet, .deny, .correct, .partial].contains($0.on)
      } _: {
        $0.edges[$1].to = handoff
      }
    },
  ]
}

extension Draft {
  fileprivate mutating func insert(_ id: NodeID, _ kind: NodeKind, say text: String?, into index: Int) {
    addNode(id, kind, say: text)
    var second = Edge(id, .auto, edges[index].to, resume: edges[index].resume)
    second.clears = edges[index].clears
    edges[index].to = id
    edges[index].resume = nil
    edges[index].clears = nil
    edges.append(second)
  }
}

extension MutationBase {
  fileprivate func recount(_ change: @escaping @Sendable (Int) -> Int) -> [Mutation] {
    atEdges(\.isCounted) { draft, index in
      let edge = draft.edges[index]
      guard case .visits(let node, let below)? = edge.when else { return }
      let counted = Guard.visits(node, below: change(below))
      draft.edges[index].when = counted
      for other in draft.edges.indices
      where draft.edges[other].from == edge.from && draft.edges[other].on == edge.on && other != index {
        draft.edges[other].when = .not(counted)
      }
    }
  }
}
