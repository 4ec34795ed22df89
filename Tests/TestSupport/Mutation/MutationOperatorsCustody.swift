import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs

// Operators that break custody: of slots, of questions put off, of refusals.

extension MutationOperator {
  static let custodyOperators: [MutationOperator] = [
    MutationOperator(
      "close-incomplete", "Success is declared whether or not the required slots are filled.",
      .breaks([.incompleteSuccess])
    ) { base in
      guard !base.requiredSlots.isEmpty, let declined = base.close(.declined) else { return [] }
      return base.successEdges { draft, index in
        draft.edges[index].when = base.draft.defersInterruptions ? .not(.deferred) : nil
        draft.removeEdges { $0.to == declined }
      }
    },
    MutationOperator(
      "succeed-at-once", "The conversation opens and closes with success.", .breaks([.incompleteSuccess])
    ) { base in
      guard !base.requiredSlots.isEmpty, let success = base.close(.success) else { return [] }
      return base.openingEdges { $0.edges[$1].to = success }
    },
    MutationOperator(
      "require-the-unasked", "A slot that nothing asks for becomes required.", .breaks([.incompleteSuccess])
    ) { base in
      // With one slot more the alphabets would change, too, where there were fewer than two.
      guard base.slots.count > 1 else { return [] }
      return [Mutation("unasked") { $0.addSlot("unasked", isRequired: true) }]
    },
    MutationOperator(
      "forget-question", "An interrupting question is not noted.", .breaks([.forgottenQuestion])
    ) { base in
      guard base.draft.defersInterruptions else { return [] }
      return base.atEdges({ $0.sets != nil }) { $0.edges[$1].sets = nil }
    },
    MutationOperator(
      "close-over-question", "Success is declared with a question put off.", .breaks([.questionOpenAtSuccess])
    ) { base in
      guard base.draft.defersInterruptions, let success = base.close(.success) else { return [] }
      return base.atEdges({ $0.clears != nil }) { draft, index in
        draft.edges[index].to = success
        draft.edges[index].clears = nil
      }
    },
    MutationOperator(
      "close-and-clear", "A question put off is struck off on the way to the close.",
      .breaks([.questionDropped])
    ) { base in
      guard base.draft.defersInterruptions, let success = base.close(.success) else { return [] }
      return base.atEdges({ $0.clears != nil }) { $0.edges[$1].to = success }
    },
    MutationOperator(
      "clear-too-early", "A question put off is struck off when the last phase begins.",
      .breaks([.questionDropped])
    ) { base in
      guard base.draft.defersInterruptions else { return [] }
      return base.atEdges {
        base.kind($0.from) == .route && base.kind($0.to) == .ask
      } _: {
        $0.edges[$1].clears = .deferred
      }
    },
    MutationOperator(
      "take-up-in-silence", "The talk that takes a question up is entered without words.",
      .breaks([.questionDropped, .resumedUnspoken])
    ) { base in
      guard base.draft.defersInterruptions else { return [] }
      return base.atEdges({ $0.clears != nil }) { $0.edges[$1].resume = true }
    },
    MutationOperator(
      "decline-for-the-silent", "Silence is taken for a refusal.", .breaks([.declinedUnasked])
    ) { base in
      guard let declined = base.close(.declined) else { return [] }
      return base.atEdges {
        $0.on == .silence && base.kind($0.to) == .close
      } _: {
        $0.edges[$1].to = declined
      }
    },
    MutationOperator(
      "decline-at-once", "The conversation opens and closes as declined.", .breaks([.declinedUnasked])
    ) { base in
      guard let declined = base.close(.declined) else { return [] }
      return base.openingEdges { $0.edges[$1].to = declined }
    },
    MutationOperator(
      "decline-the-complete", "What is complete is closed as declined.",
      .breaks([.declinedComplete, .declinedUnasked])
    ) { base in
      guard let declined = base.close(.declined) else { return [] }
      return base.successEdges { $0.edges[$1].to = declined }
    },
    MutationOperator(
      "decline-whatever", "Every conversation that runs to its end is closed as declined.",
      .breaks([.declinedComplete])
    ) { base in
      guard let declined = base.close(.declined), let success = base.close(.success) else { return [] }
      return base.successEdges { draft, index in
        draft.edges[index].to = declined
        draft.edges[index].when = base.draft.defersInterruptions ? .not(.deferred) : nil
        let kept = draft.edges[index]
        draft.removeEdges { $0.from == kept.from && ($0.to == declined || $0.to == success) }
        draft.edges.append(kept)
      }
    },
  ]
}

extension MutationBase {
  fileprivate func successEdges(_ change: @escaping @Sendable (inout Draft, Int) -> Void) -> [Mutation] {
    guard let success = close(.success) else { return [] }
    return atEdges({ $0.to == success }, change)
  }

  fileprivate func openingEdges(_ change: @escaping @Sendable (inout Draft, Int) -> Void) -> [Mutation] {
    atEdges({ kind($0.from) == .open }, change)
  }
}
