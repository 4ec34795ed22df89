/// Which refutations follow from others at the same place, so that one fault is one finding: an escalation that nothing
/// answers is lost, a circle of silent nodes is one that never ends.
///
/// Only what the same edges would mend counts as a consequence. Whatever merely lies behind a fault is a finding of its
/// own, because it may have further causes.
struct Consequences {
  private let analysis: PolicyAnalysis

  init(_ analysis: PolicyAnalysis) { self.analysis = analysis }

  /// By group of refutations, each with one rule and event: the group that it follows from.
  func causes(of groups: [[Witness]]) -> [Int: Int] {
    var causes: [Int: Int] = [:]
    for (position, effects) in groups.enumerated() {
      let cause = groups.indices.first { other in
        effects.allSatisfy { effect in groups[other].contains { follows(effect, from: $0) } }
      }
      if let cause { causes[position] = cause }
    }
    return causes
  }

  private func follows(_ effect: Witness, from cause: Witness) -> Bool {
    let (broken, origin) = (effect.violation, cause.violation)
    switch (broken.rule, origin.rule) {
    // What a tool or the user waits for in vain is owed, too.
    case (.lostEscalation, .unansweredEvent), (.lostEscalation, .unansweredCase),
      (.unreportedResult, .unansweredEvent), (.unreportedResult, .unansweredCase),
      (.brokenFailureMode, .unansweredEvent), (.brokenFailureMode, .unansweredCase):
      return broken.node == origin.node && broken.event == origin.event && broken.event != nil
    case (.endlessLoop, .silentCycle): return loop(of: effect, isIn: analysis.silentCycles, with: origin.node)
    case (.endlessLoop, .repeatedCall): return loop(of: effect, isIn: analysis.callCycles, with: origin.node)
    default: return false
    }
  }

  /// Whether a conversation goes round through a node, and only through these.
  private func loop(of witness: Witness, isIn nodes: [Int], with node: Int) -> Bool {
    guard case .lasso(let start) = witness.shape else { return false }
    let loop = witness.steps.dropFirst(start + 1).compactMap(\.node)
    return loop.contains(node) && loop.allSatisfy(Set(nodes).contains)
  }
}
