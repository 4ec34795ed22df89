import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs

// Operators that break NoSilentDrop wherever they are applied, clause by clause.

extension MutationOperator {
  static let totalOperators: [MutationOperator] = [
    MutationOperator(
      "drop-event", "All edges of one event at one node are dropped.", .breaks([.unansweredEvent])
    ) {
      base in
      base.draft.nodes.flatMap { node in
        Set(base.edges(from: node.id).map { base.draft.edges[$0].on.name }).sorted().map { name in
          Mutation("\(node.id) on \(name)") { draft in
            draft.removeEdges { $0.from == node.id && $0.on.name == name }
          }
        }
      }
    },
    MutationOperator(
      "drop-exhausted", "What follows a used-up clarification or nudge is dropped.",
      .breaks([.unansweredCase])
    ) { base in
      base.atEdges(\.isCountedOut) { $0.edges.remove(at: $1) }
    },
    MutationOperator(
      "narrow-count", "A clarification or nudge is given once less; what follows is not moved.",
      .breaks([.unansweredCase])
    ) { base in
      base.atEdges(\.isCounted) { draft, index in
        if case .visits(let node, let below)? = draft.edges[index].when {
          draft.edges[index].when = .visits(node, below: below - 1)
        }
      }
    },
  ]

  static let voicedOperators: [MutationOperator] = [
    MutationOperator(
      "silence-side-path", "The text of a node that leads back by `resume` is blanked.",
      .breaks([.silentTurn])
    ) { base in
      base.atNodes { node in
        [.clarify, .nudge, .interject].contains(node.kind)
          && base.edges(from: node.id).contains { base.draft.edges[$0].resumes }
      } _: {
        $0.nodes[$1].say = .text(" \u{200B}")
      }
    },
    MutationOperator("silence-talk", "The text of a talk is blanked.", .breaks([.resumedUnspoken])) { base in
      base.atNodes({ $0.kind == .talk }) { $0.nodes[$1].say = .text("\t") }
    },
    MutationOperator(
      "blank-only-question", "The one question of an ask is blanked.", .breaks([.resumedUnspoken])
    ) { base in
      base.atNodes({ $0.kind == .ask && $0.slots?.count == 1 }) { blankFirstQuestion(&$0, $1) }
    },
    MutationOperator("blank-a-question", "One of several questions is blanked.", .breaks([.silentTurn])) {
      base in
      base.atNodes({ $0.kind == .ask && ($0.slots?.count ?? 0) > 1 }) { blankFirstQuestion(&$0, $1) }
    },
    MutationOperator(
      "resume-at-once", "A talk or ask is taken up again instead of answering.", .breaks([.silentTurn])
    ) { base in
      base.atEdges { edge in
        [.interrupt, .correct].contains(edge.on) && [.talk, .ask].contains(base.kind(edge.from))
      } _: { draft, index in
        draft.edges[index].to = draft.edges[index].from
        draft.edges[index].resume = true
      }
    },
    MutationOperator(
      "resume-the-new", "A route takes up a talk or ask that was never spoken.", .breaks([.resumedUnspoken])
    ) { base in
      base.atEdges {
        base.kind($0.from) == .route && base.awaitsUser($0.to)
      } _: {
        $0.edges[$1].resume = true
      }
    },
    MutationOperator(
      "circle-of-one", "A route leads back to itself.", .breaks([.silentCycle, .noWayOut, .endlessLoop])
    ) { base in
      base.atNodes({ $0.kind == .route }) { draft, position in
        let route = draft.nodes[position].id
        draft.removeEdges { $0.from == route }
        draft.edges.append(Edge(route, .auto, route))
      }
    },
    MutationOperator(
      "circle-of-two", "A route leads to a new route that leads back to it.",
      .breaks([.silentCycle, .noWayOut, .endlessLoop])
    ) { base in
      base.atEdges {
        base.kind($0.from) == .route && base.awaitsUser($0.to)
      } _: { draft, index in
        let route = draft.edges[index].from
        draft.addNode("detour", .route, say: nil)
        draft.edges[index].to = "detour"
        draft.edges[index].clears = nil
        draft.edges.append(Edge("detour", .auto, route))
      }
    },
    MutationOperator("ask-answered", "`answered` leads back to the ask itself.", .breaks([.nothingToAsk])) {
      base in
      base.atEdges({ $0.on == .answered }) { $0.edges[$1].to = $0.edges[$1].from }
    },
    MutationOperator(
      "ask-unconditionally", "A route leads to an ask whether or not a slot is missing.",
      .breaks([.nothingToAsk])
    ) { base in
      base.atEdges {
        base.kind($0.from) == .route && base.kind($0.to) == .ask
      } _: { draft, index in
        let edge = draft.edges[index].changed { $0.when = nil }
        draft.removeEdges { $0.from == edge.from }
        draft.edges.append(edge)
      }
    },
  ]

  static func blankFirstQuestion(_ draft: inout Draft, _ position: Int) {
    guard case .questions(var questions)? = draft.nodes[position].say, !questions.isEmpty else { return }
    questions[0].question = " "
    draft.nodes[position].say = .questions(questions)
  }

  static let endsOperators: [MutationOperator] = [
    MutationOperator(
      "uncount", "A clarification or nudge is given without end.", .breaks([.endlessLoop])
    ) { base in
      base.atEdges(\.isCounted) { draft, index in
        let edge = draft.edges[index].changed { $0.when = nil }
        draft.removeEdges { $0.from == edge.from && $0.on == edge.on }
        draft.edges.append(edge)
      }
    },
    MutationOperator(
      "count-the-wrong-node", "A clarification or nudge counts entries of a node that is not entered.",
      .breaks([.endlessLoop])
    ) { base in
      guard let handoff = base.handoff else { return [] }
      return base.atEdges(\.isCounted) { draft, index in
        let edge = draft.edges[index]
        for other in draft.edges.indices
        where draft.edges[other].from == edge.from && draft.edges[other].on == edge.on {
          let counted = Guard.visits(handoff, below: 2)
          draft.edges[other].when = other == index ? counted : .not(counted)
        }
      }
    },
    MutationOperator(
      "count-two-asks-apart", "A clarification is counted by a nudge that it never makes.",
      .breaks([.endlessLoop])
    ) { base in
      base.atEdges {
        $0.isCounted && $0.on == .unclear
      } _: { draft, index in
        let edge = draft.edges[index]
        guard
          let nudge = draft.edges.first(where: { $0.from == edge.from && $0.on == .silence && $0.isCounted })
        else { return }
        for other in draft.edges.indices
        where draft.edges[other].from == edge.from && draft.edges[other].on == .unclear {
          let counted = Guard.visits(nudge.to, below: 1)
          draft.edges[other].when = other == index ? counted : .not(counted)
        }
      }
    },
    MutationOperator(
      "ask-the-refused", "`deny` at an ask leads back to it.", .breaks([.refusalIgnored])
    ) { base in
      base.atEdges {
        $0.on == .deny && base.kind($0.from) == .ask
      } _: {
        $0.edges[$1].to = $0.edges[$1].from
      }
    },
    MutationOperator(
      "acknowledge-and-ask", "A refusal at an ask is acknowledged, and the same phase begins again.",
      .breaks([.refusalIgnored])
    ) { base in
      base.draft.edges.filter { $0.on == .deny && base.kind($0.from) == .ask }.compactMap { edge in
        guard let answered = base.edges(from: edge.from, on: .answered).first else { return nil }
        let route = base.draft.edges[answered].to
        return Mutation(edge.to) { draft in
          for index in draft.edges.indices where draft.edges[index].from == edge.to {
            draft.edges[index].to = route
          }
        }
      }
    },
    MutationOperator(
      "strand-phase", "Everything that leaves a phase leads to its talk instead.",
      .breaks([.noWayOut, .lostEscalation])
    ) { base in
      base.draft.nodes.filter { $0.kind == .talk }.map { talk in
        let inside = Set(base.draft.nodes.filter { $0.phase == talk.phase && !$0.kind.isTerminal }.map(\.id))
        return Mutation(talk.phase.map(\.text) ?? "no phase") { draft in
          for index in draft.edges.indices
          where inside.contains(draft.edges[index].from) && !inside.contains(draft.edges[index].to) {
            draft.edges[index].to = talk.id
            draft.edges[index].resume = nil
          }
        }
      }
    },
    MutationOperator(
      "loop-apology", "An apology leads back to itself.",
      .breaks([.endlessLoop, .noWayOut, .brokenFailureMode])
    ) { base in
      base.atEdges({ base.kind($0.from) == .apologize }) { loop(&$0, $1) }
    },
    MutationOperator("loop-report", "A report leads back to itself.", .breaks([.endlessLoop, .noWayOut])) {
      base in
      base.atEdges({ base.kind($0.from) == .report }) { loop(&$0, $1) }
    },
  ]

  private static func loop(_ draft: inout Draft, _ index: Int) {
    draft.edges[index].to = draft.edges[index].from
    draft.edges[index].resume = nil
  }

  static let lastWordsOperators: [MutationOperator] = [
    MutationOperator(
      "silence-handoff", "The text of a hand-off is blanked.", .breaks([.silentEnding, .silentTurn])
    ) { base in
      base.atNodes({ $0.kind == .handoff }) { $0.nodes[$1].say = .text(" ") }
    },
    MutationOperator("silence-close", "The text of a close is dropped.", .breaks([.silentEnding])) { base in
      base.atNodes({ $0.kind == .close }) { $0.nodes[$1].say = nil }
    },
    MutationOperator("escalate-to-close", "`escalate` closes the conversation.", .breaks([.lostEscalation])) {
      base in
      guard let close = base.close(.abandoned) else { return [] }
      return base.atEdges({ $0.on == .escalate }) { $0.edges[$1].to = close }
    },
    MutationOperator("escalate-and-stay", "`escalate` is talked away.", .breaks([.lostEscalation])) { base in
      base.atEdges({ $0.on == .escalate }) { draft, index in
        let from = draft.edges[index].from
        draft.addNode("soothe", .interject)
        draft.edges[index].to = "soothe"
        draft.edges.append(Edge("soothe", .auto, from))
      }
    },
    MutationOperator(
      "escalate-in-circles", "`escalate` leads into words without end.",
      .breaks([.lostEscalation, .endlessLoop, .noWayOut])
    ) { base in
      base.atEdges({ $0.on == .escalate }) { draft, index in
        draft.addNode("soothe", .interject)
        draft.edges[index].to = "soothe"
        draft.edges.append(Edge("soothe", .auto, "soothe"))
      }
    },
    MutationOperator(
      "remove-handoff", "The hand-off and all ways to it are removed.",
      .breaks([.unansweredEvent, .lostEscalation])
    ) { base in
      base.atNodes({ $0.kind == .handoff }) { draft, position in
        let handoff = draft.nodes[position].id
        draft.nodes.remove(at: position)
        draft.removeEdges { $0.to == handoff }
      }
    },
  ]
}
