import Documents
import PolicyGraph

/// Compares what two drafts do: both are run side by side with the same events, breadth-first, and where they first
/// answer differently that is a difference, with the conversation that leads there. Node ids do not count; what is said,
/// and what the scenarios ask for, is compared beside that. (A search for distinguishing traces, as in testing for
/// bisimilarity: Milner 1989.)
///
/// O(`maximumPairs`) pairs of configurations, each with its events; where that is not enough, the difference says that it
/// is not complete.
public func compareBehaviour(
  from old: PreparedDraft, to new: PreparedDraft, maximumPairs: Int = 20_000
) -> BehaviourDiff {
  compareBehaviour(from: old.proof, to: new.proof, maximumPairs: maximumPairs)
}

/// The same of what was proved within another budget.
package func compareBehaviour(
  from old: ProofReport, to new: ProofReport, maximumPairs: Int = 20_000
) -> BehaviourDiff {
  var diff = BehaviourDiff(from: old.program, to: new.program)
  diff.compare(maximumPairs)
  diff.guarantees = GuaranteeDiff(from: old, to: new, diff.divergences).changes
  return diff
}

/// How two drafts differ in what they do, as ``compareBehaviour(from:to:maximumPairs:)`` found it.
public struct BehaviourDiff: Sendable {
  package let declarations: [String]
  package fileprivate(set) var guarantees: [GuaranteeChange] = []
  /// What is said differently. No difference in behaviour.
  package let texts: [TextChange]
  package let scenarios: [ScenarioChange]
  package private(set) var divergences: [Divergence] = []
  /// Whether all pairs of configurations were compared that the events tried lead to.
  package private(set) var isComplete = true

  /// A promise that one of the drafts gives and the other does not.
  package struct GuaranteeChange: Sendable {
    package let isLost: Bool
    /// How waivers name it, such as `confirmation:book_table`. Stable.
    package let name: String
    package let text: String
    /// The shortest conversation known that shows the difference; empty if none does.
    package let conversation: [Conversation.Line]
  }

  package struct Divergence: Sendable {
    /// Where the conversation waits, and what happens.
    package let place: String
    package let phase: PhaseID?
    package let event: String
    package let before: [String]
    package let after: [String]
    /// The conversation up to there, the same in both.
    package let conversation: [Conversation.Line]
    /// How many further conversations differ in the same way.
    package internal(set) var others = 0
  }

  /// Whether something that the old draft promised is no longer promised: what a release must not do unseen.
  public var losesGuarantee: Bool { guarantees.contains(where: \.isLost) }
  /// Whether both behave alike, whatever they say.
  package var isEmpty: Bool { declarations.isEmpty && guarantees.isEmpty && divergences.isEmpty }

  private let old: PolicyProgram
  private let new: PolicyProgram
  private let sharedSlots: [(old: Int, new: Int)]
  private var pairs: [Pair] = []
  private var known: Set<PairKey> = []
  private var divergenceByAnswer: [String: Int] = [:]

  private struct Pair {
    let old: Configuration
    let new: Configuration
    let parent: Int
    /// The turn that led here, on the old draft.
    let steps: [Witness.Step]
  }

  private struct PairKey: Hashable {
    let old: Configuration
    let new: Configuration
  }

  fileprivate init(from old: PolicyProgram, to new: PolicyProgram) {
    self.old = old
    self.new = new
    declarations = DeclarationDiff.lines(from: old, to: new)
    texts = TextDiff.changes(from: old.draft, to: new.draft)
    scenarios = ScenarioDiff.changes(from: old.draft, to: new.draft)
    let slots = new.slots
    sharedSlots = old.slots.enumerated().compactMap { position, key in
      slots.firstIndex(of: key).map { (position, $0) }
    }
  }

  fileprivate mutating func compare(_ maximum: Int) {
    judge(
      old.openingTurn(), new.openingTurn(), parent: -1, place: "at the start",
      event: "the conversation begins")
    var next = 0
    while next < pairs.count {
      guard pairs.count < maximum else {
        isComplete = false
        return
      }
      expand(next)
      next += 1
    }
  }

  private mutating func expand(_ position: Int) {
    let pair = pairs[position]
    let place = old.place(of: pair.old)
    let oldEvents = old.groups[old.nodes[pair.old.node].groups].map { old.event($0.event) }
    let newEvents = new.groups[new.nodes[pair.new.node].groups].map { new.event($0.event) }
    for event in oldEvents where !newEvents.contains(event) {
      record(place, event.name, ["can happen"], ["cannot happen there"], position)
    }
    for event in newEvents where !oldEvents.contains(event) {
      record(place, event.name, ["cannot happen there"], ["can happen"], position)
    }
    for event in oldEvents where newEvents.contains(event) {
      guard let mine = old.code(of: event), let theirs = new.code(of: event) else { continue }
      for values in choices(mine, pair) {
        guard let oldMove = old.movable(mine, values.old, at: pair.old),
          let newMove = new.movable(theirs, values.new, at: pair.new)
        else { continue }
        judge(
          old.turn(oldMove, from: pair.old), new.turn(newMove, from: pair.new), parent: position,
          place: place,
          event: event.name)
      }
    }
  }

  /// What the event brings in both drafts: as little as it may, and everything.
  private func choices(_ event: ProgramEvent, _ pair: Pair) -> [(old: BitSet, new: BitSet)] {
    guard let carried = old.carried(by: event, at: pair.old) else { return [] }
    var least = carried.certain
    if let some = carried.some?.first { least.insert(some) }
    var most = carried.certain.union(carried.possible)
    if let some = carried.some?.elements.last { most.remove(some) }
    return (least == most ? [least] : [least, most]).map { values in
      var mapped = new.noSlots
      for slot in sharedSlots where values.contains(slot.old) { mapped.insert(slot.new) }
      return (values, mapped)
    }
  }

  private mutating func judge(
    _ before: TurnOutcome, _ after: TurnOutcome, parent: Int, place: String, event: String
  ) {
    guard before.acts == after.acts else {
      return record(
        place, event, before.acts, after.acts, parent,
        turn: parent < 0 ? [] : before.steps.prefix(1).map { $0 })
    }
    guard let oldRest = before.rest, let newRest = after.rest else { return }
    if known.insert(PairKey(old: simplified(oldRest), new: simplified(newRest))).inserted {
      pairs.append(Pair(old: oldRest, new: newRest, parent: parent, steps: before.steps))
    }
  }

  /// Without what no answer depends on.
  private func simplified(_ configuration: Configuration) -> Configuration {
    var key = configuration
    key.spoken = BitSet(capacity: 0)
    key.hasDeclined = false
    key.turn = Turn(start: .settled)
    return key
  }

  private mutating func record(
    _ place: String, _ event: String, _ before: [String], _ after: [String], _ parent: Int,
    turn: [Witness.Step] = []
  ) {
    let answer = ([place, event] + before + ["→"] + after).joined(separator: "\u{0}")
    if let earlier = divergenceByAnswer[answer] {
      divergences[earlier].others += 1
      return
    }
    divergenceByAnswer[answer] = divergences.count
    var steps: [Witness.Step] = []
    var position = parent
    while position >= 0 {
      steps = pairs[position].steps + steps
      position = pairs[position].parent
    }
    // What happens last is shown; how it is answered is the difference.
    let phase = parent < 0 ? nil : old.draft.nodes[pairs[parent].old.node].phase
    let asked = turn.map { Witness.Step(move: $0.move, edges: [], node: nil, said: nil) }
    divergences.append(
      Divergence(
        place: place, phase: phase, event: event, before: before, after: after,
        conversation: ConversationWriter(old).lines(of: steps + asked)))
  }
}

extension PolicyProgram {
  fileprivate func code(of event: Event) -> ProgramEvent? {
    groups.first { self.event($0.event) == event }?.event
  }

  fileprivate func movable(_ event: ProgramEvent, _ values: BitSet, at configuration: Configuration) -> Move?
  {
    guard let carried = carried(by: event, at: configuration),
      let move = move(
        event, values.intersection(carried.possible.union(carried.certain)).union(carried.certain), carried,
        at: configuration)
    else { return nil }
    return isPossible(move, at: configuration) ? move : nil
  }
}
