import BlueprintCompiler
import Documents
import PolicyGraph

// Operators that change what is written and nothing that a clause speaks of (definition 5, 6).

extension MutationOperator {
  /// The same graph, written otherwise.
  static let harmlessOperators: [MutationOperator] = [
    MutationOperator("rename-nodes", "Every node gets another id.", .keeps) { _ in
      [Mutation("everywhere") { $0.rename(node: { NodeID("x\($0.text)é") }) }]
    },
    MutationOperator("rename-slots-and-tools", "Every slot and tool gets another name.", .keeps) { _ in
      [
        Mutation("everywhere") {
          $0.rename(slot: { SlotKey("the \($0.text)") }, tool: { ToolID("\($0.text):\($0.text)") })
        }
      ]
    },
    MutationOperator("reverse-lists", "Nodes, edges, tools and slots are listed backwards.", .keeps) { _ in
      [
        Mutation("everywhere") { draft in
          draft.nodes.reverse()
          draft.edges.reverse()
          draft.tools?.reverse()
          draft.variables?.reverse()
        }
      ]
    },
    MutationOperator("shuffle-lists", "Nodes and edges are listed in another order.", .keeps) { _ in
      (1...3).map { seed in
        Mutation("seed \(seed)") { draft in
          var random = SeededRandom(seed: UInt64(seed))
          draft.nodes.shuffle(using: &random)
          draft.edges.shuffle(using: &random)
        }
      }
    },
    MutationOperator("reword", "Every text is another.", .keeps) { _ in
      [
        Mutation("everywhere") { draft in
          for index in draft.nodes.indices {
            if case .text? = draft.nodes[index].say { draft.nodes[index].say = .text("Whatever.") }
            if case .questions(let questions)? = draft.nodes[index].say {
              draft.nodes[index].say = .questions(questions.map { ($0.slot, "Well?") })
            }
          }
        }
      ]
    },
    rewriting("double-negation", "A guard is negated twice.") { .not(.not($0)) },
    rewriting("de-morgan", "Conjunctions become negated disjunctions of negations, and the other way round.")
    {
      deMorgan($0)
    },
    rewriting("reverse-conditions", "Conjuncts and disjuncts are listed backwards.") { reversed($0) },
    rewriting("redundant-conjunct", "Something that is always true is added to a guard.") {
      .all([.any([.deferred, .not(.deferred)]), $0])
    },
    rewriting("redundant-disjunct", "Something that is never true is added to a guard.") {
      .any([$0, .all([.not(.deferred), .deferred])])
    },
    rewriting("absorption", "A guard is written as itself, or itself and something else.") {
      .any([$0, .all([$0, .deferred])])
    },
    MutationOperator("split-by-case", "The negation of a conjunction becomes an edge for each case.", .keeps)
    {
      base in
      base.atEdges {
        if case .not(.all)? = $0.when { return true }
        return false
      } _: { draft, index in
        guard case .not(.all(let parts))? = draft.edges[index].when else { return }
        let edge = draft.edges.remove(at: index)
        for (position, part) in parts.enumerated() {
          draft.edges.append(edge.changed { $0.when = .all(parts[..<position] + [.not(part)]) })
        }
      }
    },
    splitting("split-by-flag", "An edge becomes two: with a question put off, and without.") { _ in .deferred
    },
    splitting("split-by-slot", "An edge becomes two: with a slot filled, and without.") { base in
      base.slots.first.map(Guard.filled)
    },
    splitting("split-by-count", "An edge becomes two: with a node entered, and without.") { base in
      base.draft.nodes.first { $0.kind == .interject }.map { .visits($0.id, below: 1) }
    },
    MutationOperator(
      "count-beyond-reach", "An edge without a guard asks for fewer entries of its node than there can be.",
      .keeps
    ) { base in
      base.atEdges({ $0.when == nil }) { $0.edges[$1].when = .visits($0.edges[$1].from, below: 1_000) }
    },
    MutationOperator(
      "count-of-another", "Every edge without a guard asks for fewer entries of some node than there can be.",
      .keeps
    ) { base in
      base.draft.nodes.prefix(12).map { node in
        Mutation(node.id) { draft in
          for index in draft.edges.indices where draft.edges[index].when == nil {
            draft.edges[index].when = .visits(node.id, below: 7)
          }
        }
      }
    },
    MutationOperator("never", "An edge is added that can never be taken, to the worst place.", .keeps) {
      base in
      base.atEdges({ _ in true }) { draft, index in
        draft.edges.append(
          draft.edges[index].changed {
            $0.when = .all([.deferred, .not(.deferred)])
            $0.to = $0.from
            $0.resume = nil
          })
      }
    },
    MutationOperator("never-by-count", "An edge is added that waits for a count below none.", .keeps) {
      base in
      base.atEdges({ _ in true }) { draft, index in
        draft.edges.append(draft.edges[index].changed { $0.when = .visits($0.from, below: 0) })
      }
    },
  ]

  private static func rewriting(
    _ name: String, _ summary: String, _ rewrite: @escaping @Sendable (Guard) -> Guard
  ) -> MutationOperator {
    MutationOperator(name, summary, .keeps) { base in
      let everywhere = Mutation("everywhere") { draft in
        for index in draft.edges.indices { draft.edges[index].when = draft.edges[index].when.map(rewrite) }
      }
      return [everywhere]
        + base.atEdges({ $0.when != nil }) { $0.edges[$1].when = $0.edges[$1].when.map(rewrite) }
    }
  }

  /// Splits edges that have no guard.
  private static func splitting(
    _ name: String, _ summary: String, _ condition: @escaping @Sendable (MutationBase) -> Guard?
  ) -> MutationOperator {
    MutationOperator(name, summary, .keeps) { base in
      guard let condition = condition(base) else { return [] }
      return base.atEdges({ $0.when == nil }) { draft, index in
        draft.edges.append(draft.edges[index].changed { $0.when = .not(condition) })
        draft.edges[index].when = condition
      }
    }
  }

  private static func deMorgan(_ condition: Guard) -> Guard {
    switch condition {
    case .all(let parts): .not(.any(parts.map { .not(deMorgan($0)) }))
    case .any(let parts): .not(.all(parts.map { .not(deMorgan($0)) }))
    case .not(let part): .not(deMorgan(part))
    case .filled, .done, .visits, .deferred: condition
    }
  }

  private static func reversed(_ condition: Guard) -> Guard {
    switch condition {
    case .all(let parts): .all(parts.reversed().map(reversed))
    case .any(let parts): .any(parts.reversed().map(reversed))
    case .not(let part): .not(reversed(part))
    case .filled, .done, .visits, .deferred: condition
    }
  }
}

// MARK: - Names

extension Draft {
  fileprivate mutating func rename(
    node: (NodeID) -> NodeID = { $0 }, slot: (SlotKey) -> SlotKey = { $0 }, tool: (ToolID) -> ToolID = { $0 }
  ) {
    entry = node(entry)
    for index in nodes.indices {
      nodes[index].id = node(nodes[index].id)
      nodes[index].slots = nodes[index].slots?.map(slot)
      nodes[index].tools = nodes[index].tools?.map(tool)
      nodes[index].tool = nodes[index].tool.map(tool)
      if case .questions(let questions)? = nodes[index].say {
        nodes[index].say = .questions(questions.map { (slot($0.slot), $0.question) })
      }
    }
    for index in edges.indices {
      edges[index].from = node(edges[index].from)
      edges[index].to = node(edges[index].to)
      edges[index].fills = edges[index].fills?.map(slot)
      edges[index].when = edges[index].when?.renamed(node, slot, tool)
      if case .tool(let id) = edges[index].on { edges[index].on = .tool(tool(id)) }
    }
    tools = tools?.map {
      Tool(
        id: tool($0.id), requiresConfirmation: $0.requiresConfirmation, failureMode: $0.failureMode,
        inputs: $0.inputs?.map(slot))
    }
    successRequires = successRequires?.map(tool)
    variables = variables?.map {
      Variable(key: slot($0.key), label: $0.label, isRequired: $0.isRequired, ask: $0.ask)
    }
  }
}

extension Guard {
  fileprivate func renamed(
    _ node: (NodeID) -> NodeID, _ slot: (SlotKey) -> SlotKey, _ tool: (ToolID) -> ToolID
  ) -> Guard {
    switch self {
    case .filled(let key): .filled(slot(key))
    case .done(let id): .done(tool(id))
    case .visits(let id, let below): .visits(node(id), below: below)
    case .deferred: .deferred
    case .all(let parts): .all(parts.map { $0.renamed(node, slot, tool) })
    case .any(let parts): .any(parts.map { $0.renamed(node, slot, tool) })
    case .not(let part): .not(part.renamed(node, slot, tool))
    }
  }
}
