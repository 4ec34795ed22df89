import BlueprintCompiler
import PolicyGraph
import PolicyProofs

// Operators that break the custody of what tools have done: success without the tool that it needs.

extension MutationOperator {
  static let doneOperators: [MutationOperator] = [
    MutationOperator(
      "drop-done", "Success no longer asks for the tool that it needs.", .breaks([.incompleteSuccess])
    ) { base in
      guard let success = base.close(.success) else { return [] }
      return base.atEdges({ $0.to == success && $0.when?.asksForTools ?? false }) { draft, index in
        draft.edges[index].when = draft.edges[index].when?.withoutTools
      }
    },
    MutationOperator(
      "done-by-another", "Success asks for another tool than the one that it needs.",
      .breaks([.incompleteSuccess])
    ) { base in
      guard let success = base.close(.success), let needed = base.requiredTools.first,
        let other = (base.draft.tools ?? []).map(\.id).first(where: { $0 != needed })
      else { return [] }
      return base.atEdges({ $0.to == success && $0.when?.asksForTools ?? false }) { draft, index in
        let from = draft.edges[index].from
        for place in draft.edges.indices where draft.edges[place].from == from {
          draft.edges[place].when = draft.edges[place].when?.asking(for: other, insteadOf: needed)
        }
      }
    },
    MutationOperator(
      "done-by-error", "A needed tool fails, is apologized for, and the conversation closes with success.",
      .breaks([.incompleteSuccess])
    ) { base in
      guard let success = base.close(.success) else { return [] }
      let failures = base.draft.edges.filter { edge in
        edge.on == .error && base.node(edge.from)?.tool.map(base.requiredTools.contains) ?? false
      }
      let apologies = Set(failures.map(\.to)).filter { base.kind($0) == .apologize }
      return base.atEdges({ apologies.contains($0.from) && $0.on == .auto }) { draft, index in
        draft.edges[index].to = success
        draft.edges[index].resume = nil
      }
    },
    MutationOperator(
      "require-the-undone", "Success comes to need a tool that no guard asks for.",
      .breaks([.incompleteSuccess])
    ) { base in
      guard base.close(.success) != nil, base.requiredTools.count < (base.draft.tools ?? []).count else {
        return []
      }
      return [
        Mutation("success_requires") { draft in draft.successRequires = (draft.tools ?? []).map(\.id) }
      ]
    },
    MutationOperator(
      "decline-the-done", "A refusal closes as declined although every needed tool is done.",
      .breaks([.declinedComplete])
    ) { base in
      guard let declined = base.close(.declined), !base.requiredTools.isEmpty else { return [] }
      return base.atEdges({ $0.to == declined && base.kind($0.from) == .interject }) { draft, index in
        let from = draft.edges[index].from
        draft.edges[index].when = nil
        let kept = draft.edges[index]
        draft.removeEdges { $0.from == from }
        draft.edges.append(kept)
      }
    },
  ]
}

extension Guard {
  fileprivate var asksForTools: Bool {
    switch self {
    case .done: true
    case .filled, .visits, .deferred: false
    case .all(let parts), .any(let parts): parts.contains(where: \.asksForTools)
    case .not(let part): part.asksForTools
    }
  }

  /// Nil where it asked for tools alone.
  fileprivate var withoutTools: Guard? {
    switch self {
    case .done: return nil
    case .all(let parts):
      let rest = parts.compactMap(\.withoutTools)
      return rest.isEmpty ? nil : .all(rest)
    case .filled, .visits, .deferred, .any, .not: return asksForTools ? nil : self
    }
  }

  fileprivate func asking(for tool: ToolID, insteadOf other: ToolID) -> Guard {
    switch self {
    case .done(other): .done(tool)
    case .done, .filled, .visits, .deferred: self
    case .all(let parts): .all(parts.map { $0.asking(for: tool, insteadOf: other) })
    case .any(let parts): .any(parts.map { $0.asking(for: tool, insteadOf: other) })
    case .not(let part): .not(part.asking(for: tool, insteadOf: other))
    }
  }
}
