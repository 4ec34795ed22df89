import Documents
import PolicyGraph
import PolicyProofs

/// What the proofs made of one mutant, and everything in which they were wrong.
package struct MutationTrial: Sendable {
  package private(set) var verdicts: [Clause: ClauseVerdict]
  /// Proved by an exhaustive search where the analyses alone could not.
  package let settledBySearch: Int
  package private(set) var problems: [String] = []
  /// Whether the explorer has seen the whole mutant.
  package private(set) var isExplored = false

  package var isBroken: Bool { verdicts.values.contains(.refuted) }

  package init(
    _ mutation: Mutation, of base: MutationBase, by maker: MutationOperator, exploring maximum: Int
  ) {
    let program = PolicyProgram(mutation.mutant(of: base))
    let report = prove(program)
    verdicts = report.verdicts
    settledBySearch = report.settledBySearch.count
    var problems: [String] = []
    let refuted = Set(report.refutations.map(\.witness.violation.rule))
    for (clause, witness) in report.refutations {
      if !clause.rules.contains(witness.violation.rule) {
        problems.append("\(witness.violation.rule.name) under \(clause.rawValue)")
      }
      if !program.replays(witness) { problems.append("no replay of \(witness.violation.rule.name)") }
    }
    // A further potential violation that stays open under a clause that is refuted anyway decides nothing.
    for (clause, potentialViolation) in report.undecided where report.verdicts[clause] == .unknown {
      problems.append(
        "\(clause.rawValue) unknown: \(potentialViolation.rule.name) at \(program.names(potentialViolation.nodes))"
      )
    }
    switch maker.expectation {
    case .breaks(let rules):
      for rule in rules where !refuted.contains(rule) { problems.append("\(rule.name) was not found") }
    case .keeps:
      for rule in refuted.sorted() { problems.append("\(rule.name) was found") }
    case .depends: break
    }
    if maximum > 0 {
      let exploration = explore(program, maximum: maximum)
      isExplored = exploration.isComplete
      if exploration.isComplete { problems += report.disagreements(with: exploration) }
    }
    self.problems = problems.map { "\(base.name), \(maker.name), \(mutation.place): \($0)" }
  }
}

extension ProofReport {
  /// Where the proofs and a complete exploration of the same program say different things: which rules are broken,
  /// which clauses hold, how long the shortest conversation is.
  package func disagreements(with exploration: Exploration) -> [String] {
    var found: [String] = []
    let broken = Set(exploration.violations.map(\.rule))
    let refuted = Set(refutations.map(\.witness.violation.rule))
    for rule in refuted.subtracting(broken).sorted() { found.append("false alarm: \(rule.name)") }
    for rule in broken.subtracting(refuted).sorted() { found.append("missed: \(rule.name)") }
    for clause in Clause.allCases {
      let holds = clause.rules.allSatisfy { !broken.contains($0) }
      if verdicts[clause] != (holds ? .proved : .refuted) { found.append("\(clause.rawValue) is misjudged") }
    }
    for rule in refuted.intersection(broken).sorted() {
      let shortest = refutations.map(\.witness).filter { $0.violation.rule == rule }.map(\.eventCount)
        .min()
      guard let shortest, let least = exploration.earliest[rule] else { continue }
      // A circle may be seen one round before the explorer's records of it are complete.
      if rule == .endlessLoop ? shortest > least : shortest != least {
        found.append("\(rule.name) shown after \(shortest) events instead of \(least)")
      }
    }
    return found + disagreementsOnEvents(with: exploration)
  }

  /// A finding is about one rule and one event: each has to be found, after as few events as it takes.
  private func disagreementsOnEvents(with exploration: Exploration) -> [String] {
    var shortest: [Exploration.RuleEvent: Int] = [:]
    for witness in refutations.map(\.witness) {
      guard let event = witness.violation.event else { continue }
      let key = Exploration.RuleEvent(rule: witness.violation.rule, event: event)
      shortest[key] = min(shortest[key] ?? .max, witness.eventCount)
    }
    return exploration.earliestByEvent.compactMap { key, least in
      let name = "\(key.rule.name) on \(program.event(key.event).name)"
      guard let events = shortest[key] else { return "missed: \(name)" }
      return events == least ? nil : "\(name) shown after \(events) events instead of \(least)"
    }.sorted()
  }
}

extension PolicyProgram {
  package func names(_ nodes: [Int]) -> String { nodes.map { "\(name(of: $0))" }.joined(separator: ", ") }
}

extension Set<Rule> {
  package func sorted() -> [Rule] { sorted { $0.code < $1.code } }
}
