import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs

// Operators that break ToolDeterminism wherever they are applied, clause by clause.

extension MutationOperator {
  static let stranger: ToolID = "stranger"

  /// Allowed, confirmed, bound inputs, one at a time.
  static let callOperators: [MutationOperator] = [
    MutationOperator("undeclare-tool", "A tool is no longer declared.", .breaks([.undeclaredCall])) { base in
      (base.draft.tools ?? []).map { tool in
        Mutation(tool.id) { draft in draft.tools?.removeAll { $0.id == tool.id } }
      }
    },
    MutationOperator(
      "call-a-stranger", "A call calls a tool that nobody declared.",
      .breaks([.undeclaredCall, .foreignOutcome])
    ) { base in
      base.atNodes({ $0.kind == .call }) { $0.nodes[$1].tool = stranger }
    },
    MutationOperator(
      "bypass-confirmation", "A tool that needs a yes is called at once.", .breaks([.unconfirmedCall])
    ) { base in
      base.atEdges {
        base.kind($0.to) == .confirm && base.kind($0.from) == .talk
      } _: { draft, index in
        if let call = base.confirmedCall(draft.edges[index].to) { draft.edges[index].to = call }
      }
    },
    MutationOperator(
      "write-after-yes", "A value given at a confirm is taken for a yes.", .breaks([.unconfirmedCall])
    ) { base in
      base.atEdges {
        [.correct, .interrupt].contains($0.on) && base.kind($0.from) == .confirm
      } _: {
        if let call = base.confirmedCall($0.edges[$1].from) { $0.edges[$1].to = call }
      }
    },
    MutationOperator(
      "talk-after-yes", "Between the yes and the call the user speaks.", .breaks([.unconfirmedCall])
    ) {
      base in
      guard let handoff = base.handoff else { return [] }
      return base.atEdges({ $0.on == .affirm }) { draft, index in
        let call = draft.edges[index].to
        draft.addNode("moment", .talk)
        draft.edges[index].to = "moment"
        for event in [Event.deny, .unclear, .silence, .interrupt, .escalate, .correct]
        where event != .correct || !base.slots.isEmpty {
          draft.edges.append(Edge("moment", event, handoff))
        }
        draft.edges.append(Edge("moment", .goalMet, call))
      }
    },
    MutationOperator("confirm-another-tool", "A yes to one tool calls another.", .breaks([.unconfirmedCall]))
    {
      base in
      base.atNodes({ $0.kind == .confirm }) { $0.nodes[$1].tool = stranger }
    },
    MutationOperator(
      "silence-confirm", "The text of a confirm is blanked.", .breaks([.unconfirmedCall, .silentTurn])
    ) { base in
      base.atNodes({ $0.kind == .confirm }) { $0.nodes[$1].say = .text(" ") }
    },
    MutationOperator(
      "resume-confirm", "A confirm is entered without being asked.",
      .breaks([.unconfirmedCall, .resumedUnspoken, .silentTurn])
    ) { base in
      base.atEdges {
        base.kind($0.to) == .confirm && base.kind($0.from) == .talk
      } _: {
        $0.edges[$1].resume = true
      }
    },
    MutationOperator(
      "require-a-yes", "A tool that is called at once needs a yes.", .breaks([.unconfirmedCall])
    ) {
      base in
      (base.draft.tools ?? []).filter { !$0.requiresConfirmation }.map { tool in
        Mutation(tool.id) { $0.changeTool(tool.id) { $0.requiresConfirmation = true } }
      }
    },
    MutationOperator(
      "need-the-unasked", "A tool needs an input that nothing asks for.", .breaks([.unboundInput])
    ) { base in
      guard base.slots.count > 1 else { return [] }
      return (base.draft.tools ?? []).map { tool in
        Mutation(tool.id) { draft in
          draft.addSlot("unasked", isRequired: false)
          draft.changeTool(tool.id) { $0.inputs = ($0.inputs ?? []) + ["unasked"] }
        }
      }
    },
    MutationOperator(
      "need-what-comes-later", "A tool of the first phase needs what the last phase asks for.",
      .breaks([.unboundInput])
    ) { base in
      guard base.phases.count > 1,
        let slot = base.draft.nodes.last(where: { $0.kind == .ask && $0.phase == base.phases.last })?.slots?
          .first,
        !base.draft.nodes.contains(where: {
          $0.kind == .ask && $0.phase != base.phases.last && $0.slots?.contains(slot) ?? false
        })
      else { return [] }
      return (base.draft.tools ?? []).map { tool in
        Mutation(tool.id) { $0.changeTool(tool.id) { $0.inputs = [slot] } }
      }
    },
    MutationOperator(
      "offer-before-asking", "A phase goes to its talk without asking for what a tool needs.",
      .breaks([.unboundInput])
    ) { base in
      guard (base.draft.tools ?? []).contains(where: { !($0.inputs ?? []).isEmpty }) else { return [] }
      return base.atEdges {
        base.kind($0.from) == .route && base.kind($0.to) == .talk && $0.clears == nil
      } _: {
        draft, index in
        let edge = draft.edges[index].changed { $0.when = nil }
        draft.removeEdges { $0.from == edge.from }
        draft.edges.append(edge)
      }
    },
    MutationOperator(
      "double-call", "An edge into a call is doubled.", .breaks([.twoCalls, .ambiguousEvent])
    ) { base in
      base.atEdges({ base.kind($0.to) == .call }) { $0.edges.append($0.edges[$1]) }
    },
    MutationOperator(
      "call-two-tools", "What starts one call starts another tool's, too, past a route.",
      .breaks([.twoCalls, .ambiguousEvent])
    ) { base in
      base.draft.edges.indices.compactMap { index in
        let edge = base.draft.edges[index]
        guard let call = base.node(edge.to), call.kind == .call, call.attempt == 1,
          let other = base.draft.nodes.first(where: {
            $0.kind == .call && $0.attempt == 1 && $0.tool != call.tool
          })
        else { return nil }
        return Mutation(base.name(ofEdge: index)) { draft in
          draft.addNode("aside", .route, say: nil)
          draft.edges.append(draft.edges[index].changed { $0.to = "aside" })
          draft.edges.append(Edge("aside", .auto, other.id))
        }
      }
    },
    MutationOperator("call-after-end", "A call follows the end.", .breaks([.callAfterEnd])) { base in
      guard let call = base.draft.nodes.first(where: { $0.kind == .call }) else { return [] }
      return base.atNodes(\.kind.isTerminal) { $0.edges.append(Edge($0.nodes[$1].id, .auto, call.id)) }
    },
    MutationOperator("call-long-after-end", "A call follows the end, past a route.", .breaks([.callAfterEnd]))
    {
      base in
      guard let call = base.draft.nodes.first(where: { $0.kind == .call }) else { return [] }
      return base.atNodes(\.kind.isTerminal) { draft, position in
        draft.addNode("aside", .route, say: nil)
        draft.edges.append(Edge(draft.nodes[position].id, .auto, "aside"))
        draft.edges.append(Edge("aside", .auto, call.id))
      }
    },
  ]
}

extension MutationBase {
  /// The call that a yes at a confirm leads to.
  fileprivate func confirmedCall(_ confirm: NodeID) -> NodeID? {
    edges(from: confirm, on: .affirm).first.map { draft.edges[$0].to }
  }
}
