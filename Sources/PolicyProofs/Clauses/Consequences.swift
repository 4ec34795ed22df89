import Documents
import PolicyGraph

/// Which refutations follow from others at the same place, so that one fault is one finding (definition 4.1): an
/// escalation that nothing answers is lost, a circle of silent nodes is one that never ends.
///
/// Only what the same edges would fix counts as a consequence. Whatever merely lies behind a fault is a finding of its
/// own, because it may have further causes.
struct Consequences {
  /// Refutations of one rule by one event.
  struct Group: Hashable {
    let rule: Rule
    let event: ProgramEvent?
  }

  private let nodes: [Group: Set<Int>]
  private let silentCycles: Set<Int>
  private let callCycles: Set<Int>

  /// O(witnesses + nodes on cycles).
  init(_ groups: [Group: [Witness]], _ analysis: PolicyAnalysis) {
    nodes = groups.mapValues { Set($0.map(\.violation.node)) }
    silentCycles = Set(analysis.silentCycles)
    callCycles = Set(analysis.callCycles)
  }

  /// The refutations that all these follow from; nil if there are none. O(steps of the witnesses).
  func cause(of effects: [Witness], _ group: Group) -> Group? {
    candidates(for: group).first { cause in
      guard let places = nodes[cause] else { return false }
      return effects.allSatisfy { follows($0, from: cause.rule, at: places) }
    }
  }

  private func candidates(for group: Group) -> [Group] {
    switch group.rule {
    // What the user or a tool waits for in vain is owed, too.
    case .lostEscalation, .unreportedResult, .brokenFailureMode:
      group.event == nil
        ? [] : [.unansweredEvent, .unansweredCase].map { Group(rule: $0, event: group.event) }
    case .endlessLoop: [.silentCycle, .repeatedCall].map { Group(rule: $0, event: nil) }
    default: []
    }
  }

  private func follows(_ effect: Witness, from cause: Rule, at places: Set<Int>) -> Bool {
    guard effect.violation.rule == .endlessLoop else { return places.contains(effect.violation.node) }
    guard case .lasso(let start) = effect.shape else { return false }
    let circle = effect.steps.dropFirst(start + 1).compactMap(\.node)
    let cycles = cause == .silentCycle ? silentCycles : callCycles
    return circle.contains(where: places.contains) && circle.allSatisfy(cycles.contains)
  }
}
