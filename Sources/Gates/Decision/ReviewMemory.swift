import PolicyGraph
import Synchronization

/// What was played and compared for one draft, so that deciding about it again costs a look-up. All of it follows from
/// the draft and the question alone, so that nothing in it ever has to be forgotten but for its room.
final class ReviewMemory: Sendable {
  private struct Known {
    var played: [(plan: SimulationPlan, members: [JSONMember])] = []
    var compared: [(other: DraftHash, comparison: GuaranteeComparison)] = []
  }

  /// Answers of each kind that are kept, the latest.
  private static let capacity = 16

  private let known = Mutex(Known())

  /// What playing a plan shows, as certificates say it; `play` is asked only if that is not known.
  func played(_ plan: SimulationPlan, _ play: () -> [JSONMember]) -> [JSONMember] {
    if let members = known.withLock({ $0.played.first { $0.plan == plan }?.members }) { return members }
    let members = play()
    known.withLock { known in
      known.played.append((plan, members))
      if known.played.count > Self.capacity { known.played.removeFirst() }
    }
    return members
  }

  /// What the draft no longer guarantees that another one does; `compare` is asked only if that is not known.
  func compared(with other: DraftHash, _ compare: () -> GuaranteeComparison) -> GuaranteeComparison {
    if let comparison = known.withLock({ $0.compared.first { $0.other == other }?.comparison }) {
      return comparison
    }
    let comparison = compare()
    known.withLock { known in
      known.compared.append((other, comparison))
      if known.compared.count > Self.capacity { known.compared.removeFirst() }
    }
    return comparison
  }
}
