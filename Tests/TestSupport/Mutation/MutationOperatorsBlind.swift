import BlueprintCompiler
import Documents
import PolicyGraph

// Operators that know nothing of what they do: whether the mutant is broken, and how, depends on the place.

extension MutationOperator {
  static let blindOperators: [MutationOperator] = [
    MutationOperator("drop-edge", "An edge is dropped.", .depends) { base in
      base.atEdges({ _ in true }) { $0.edges.remove(at: $1) }
    },
    MutationOperator("widen-guard", "A guard is dropped.", .depends) { base in
      base.atEdges({ $0.when != nil }) { $0.edges[$1].when = nil }
    },
    MutationOperator("negate-guard", "A guard is negated.", .depends) { base in
      base.atEdges({ $0.when != nil }) { $0.edges[$1].when = $0.edges[$1].when.map(Guard.not) }
    },
    MutationOperator("narrow-guard", "A guard becomes narrower, or an edge gets one.", .depends) { base in
      base.randomly { edge, random in
        let condition = base.condition(&random)
        edge.when = edge.when.map { .all([$0, condition]) } ?? condition
      }
    },
    MutationOperator("other-condition", "A guard is another.", .depends) { base in
      base.randomly { $0.when = base.condition(&$1) }
    },
    MutationOperator("other-target", "An edge leads elsewhere.", .depends) { base in
      base.randomly { $0.to = $1.pick(base.draft.nodes).id }
    },
    MutationOperator("other-source", "An edge comes from elsewhere.", .depends) { base in
      base.randomly { $0.from = $1.pick(base.draft.nodes).id }
    },
    MutationOperator(
      "toggle-resume", "Where a node was spoken it is resumed, or the other way round.", .depends
    ) {
      base in
      base.atEdges {
        base.awaitsUser($0.to)
      } _: {
        $0.edges[$1].resume = $0.edges[$1].resumes ? nil : true
      }
    },
    MutationOperator(
      "toggle-flag", "A question is put off, or taken up, where it was not, or no longer.", .depends
    ) {
      base in
      base.atEdges {
        $0.on == .interrupt || base.kind($0.from) == .route
      } _: { draft, index in
        if draft.edges[index].on == .interrupt {
          draft.edges[index].sets = draft.edges[index].sets == nil ? .deferred : nil
        } else {
          draft.edges[index].clears = draft.edges[index].clears == nil ? .deferred : nil
        }
      }
    },
    MutationOperator("put-questions-off", "Interrupting questions are put off from now on.", .depends) {
      base in
      guard !base.draft.defersInterruptions else { return [] }
      return [
        Mutation("turn_taking") { draft in
          draft.members.removeAll { $0.key == "turn_taking" }
          draft.members.append(
            JSONMember("turn_taking", .object([JSONMember("interruption_style", .string("defer"))])))
        }
      ]
    },
    MutationOperator("silence-node", "A text is dropped.", .depends) { base in
      base.atNodes({ $0.say != nil }) { $0.nodes[$1].say = nil }
    },
    MutationOperator("drop-node", "A node is dropped with all its edges.", .depends) { base in
      base.atNodes({ $0.id != base.draft.entry }) { draft, position in
        let id = draft.nodes.remove(at: position).id
        draft.removeEdges { $0.from == id || $0.to == id }
      }
    },
    MutationOperator("bypass-node", "A node is passed over on one way to it.", .depends) { base in
      base.atEdges {
        base.edges(from: $0.to).count == 1
      } _: { draft, index in
        guard let exit = base.edges(from: draft.edges[index].to).first else { return }
        draft.edges[index].to = base.draft.edges[exit].to
        draft.edges[index].resume = base.draft.edges[exit].resume
      }
    },
    MutationOperator("other-kind", "A node that says something becomes a route.", .depends) { base in
      base.atNodes({ $0.kind.awaits == .nothing && !$0.kind.isTerminal && $0.kind != .route }) {
        $0.nodes[$1].kind = .route
        $0.nodes[$1].say = nil
      }
    },
    MutationOperator("other-tool", "A node is about another tool.", .depends) { base in
      base.atNodes({ $0.tool != nil }) { draft, position in
        let other = (draft.tools ?? []).first { $0.id != draft.nodes[position].tool }
        draft.nodes[position].tool = other?.id ?? stranger
      }
    },
    MutationOperator("other-attempt", "A first attempt becomes a second, or the other way round.", .depends) {
      base in
      base.atNodes({ $0.attempt != nil }) { $0.nodes[$1].attempt = $0.nodes[$1].attempt == 1 ? 2 : 1 }
    },
    MutationOperator("other-outcome", "A close has another outcome.", .depends) { base in
      base.draft.nodes.indices.filter { base.draft.nodes[$0].kind == .close }.flatMap { position in
        CloseOutcome.allCases.filter { $0 != base.draft.nodes[position].outcome }.map { outcome in
          Mutation("\(base.draft.nodes[position].id) as \(outcome.rawValue)") {
            $0.nodes[position].outcome = outcome
          }
        }
      }
    },
    MutationOperator("toggle-required", "A slot is no longer required, or is from now on.", .depends) {
      base in
      (base.draft.variables ?? []).indices.map { index in
        Mutation(base.slots[index]) { draft in draft.variables?[index].isRequired.toggle() }
      }
    },
    MutationOperator("toggle-confirmation", "A tool needs a yes, or no longer.", .depends) { base in
      (base.draft.tools ?? []).map { tool in
        Mutation(tool.id) { $0.changeTool(tool.id) { $0.requiresConfirmation.toggle() } }
      }
    },
    MutationOperator("need-a-slot", "A tool needs a slot.", .depends) { base in
      (base.draft.tools ?? []).flatMap { tool in
        base.slots.map { slot in
          Mutation("\(tool.id) needs \(slot)") { $0.changeTool(tool.id) { $0.inputs = [slot] } }
        }
      }
    },
    MutationOperator("begin-elsewhere", "The conversation begins at another node.", .depends) { base in
      base.draft.nodes.map { node in Mutation(node.id) { $0.entry = node.id } }
    },
    MutationOperator("swap-targets", "Two edges of one node lead to each other's targets.", .depends) {
      base in
      base.draft.edges.indices.compactMap { index in
        let edge = base.draft.edges[index]
        guard
          let other = base.edges(from: edge.from).first(where: {
            $0 > index && base.draft.edges[$0].to != edge.to
          })
        else { return nil }
        return Mutation(base.name(ofEdge: index)) { draft in
          for (one, its) in [(index, other), (other, index)] {
            draft.edges[one].to = base.draft.edges[its].to
            draft.edges[one].resume = base.draft.edges[its].resume
          }
        }
      }
    },
    MutationOperator("two-at-once", "Two edges lead elsewhere.", .depends) { base in
      (0..<40).map { seed in
        Mutation("seed \(seed)") { draft in
          var random = SeededRandom(seed: UInt64(seed))
          for _ in 0..<2 {
            let index = Int.random(in: 0..<draft.edges.count, using: &random)
            draft.edges[index].to = random.pick(draft.nodes).id
          }
        }
      }
    },
  ]
}

extension MutationBase {
  /// Every edge with a change that has random choices of its own.
  fileprivate func randomly(_ change: @escaping @Sendable (inout Edge, inout SeededRandom) -> Void)
    -> [Mutation]
  {
    draft.edges.indices.map { index in
      Mutation("\(name(ofEdge: index)), seed \(index)") { draft in
        var random = SeededRandom(seed: UInt64(index))
        change(&draft.edges[index], &random)
      }
    }
  }

  fileprivate func condition(_ random: inout SeededRandom) -> Guard {
    var atoms = [Guard.deferred, .visits(random.pick(draft.nodes).id, below: random.pick([1, 2]))]
    if !slots.isEmpty { atoms.append(.filled(random.pick(slots))) }
    let one = random.pick(atoms)
    let other = random.pick(atoms)
    return random.pick([
      one, .not(one), .all([one, other]), .any([one, .not(other)]), .not(.all([one, other])),
    ])
  }
}
