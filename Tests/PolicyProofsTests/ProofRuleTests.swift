import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// A rule of the proofs with a small draft that breaks it at a place, and one nearly the same that is proved.
struct ProofCase: Sendable, CustomTestStringConvertible {
  let rule: Rule
  let node: NodeID
  let event: Event?
  let fires: Draft
  let quiet: Draft

  var testDescription: String { rule.name }

  init(_ rule: Rule, at node: NodeID, on event: Event? = nil, _ fires: TinyDraft, quiet: TinyDraft) {
    self.rule = rule
    self.node = node
    self.event = event
    self.fires = fires.completed
    self.quiet = quiet.completed
  }
}

/// Every rule of the proofs fires on its fixture, at the right place and with a conversation that replays, and stays
/// quiet on a near miss.
struct ProofRuleTests {
  static let cases = noSilentDropCases + toolDeterminismCases

  @Test(arguments: cases)
  func firesAtItsPlace(_ rule: ProofCase) throws {
    let program = PolicyProgram(rule.fires)
    let report = prove(program)
    let witness = try #require(report.refutations.map(\.witness).first { $0.violation.rule == rule.rule })
    #expect(program.name(of: witness.violation.node) == rule.node)
    #expect(witness.violation.event.map { program.event($0) } == rule.event)
    #expect(program.replays(witness))
    #expect(Clause(of: rule.rule).map { report.verdicts[$0] } == .refuted)
  }

  @Test(arguments: cases)
  func staysQuietOnANearMiss(_ rule: ProofCase) {
    let report = prove(PolicyProgram(rule.quiet))
    #expect(report.refutations.map(\.witness.violation.rule.name) == [])
    #expect(report.isProved)
  }

  /// Each near miss is a separate draft, made for its rule.
  @Test func nearMissesAreDraftsOfTheirOwn() {
    let texts = Self.cases.map { CanonicalJSON.text(of: JSONValue($0.quiet)) }
    let reused = zip(Self.cases, texts).filter { own in texts.count { $0 == own.1 } > 1 }
    #expect(reused.map(\.0.rule.name) == [])
  }

  /// Of the proofs' and the explorer's reading of a fixture neither knows a fault that the other does not.
  @Test(arguments: cases)
  func explorerAgrees(_ rule: ProofCase) {
    for draft in [rule.fires, rule.quiet] {
      let program = PolicyProgram(draft)
      let exploration = explore(program, maximum: 20_000)
      #expect(exploration.isComplete)
      #expect(prove(program).disagreements(with: exploration) == [])
    }
  }

  /// The others are about a budget, our own output, and files that hold a conversation; not about a draft.
  @Test func everyRuleHasACase() {
    let covered = Self.cases.map(\.rule)
    #expect(
      [Rule].proof.filter { !covered.contains($0) }.map(\.name) == [
        "undecided", "unproved-output", "foreign-witness",
      ])
  }

  /// With next to no budget what the analyses cannot settle alone stays unknown, and is not taken for proved.
  @Test func withoutABudgetNothingIsTakenForProved() {
    for rule in Self.cases {
      let report = prove(PolicyProgram(rule.fires), budget: ProofBudget(perSuspicion: 1, total: 1))
      #expect(Clause(of: rule.rule).map { report.verdicts[$0] } != .proved, "\(rule.rule.name)")
    }
  }
}
