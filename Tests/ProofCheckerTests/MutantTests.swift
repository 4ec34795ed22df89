import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import ProofChecker
import TestSupport
import Testing

/// Changed drafts: exactly what stays proved has a proof that is accepted.
struct MutantTests {
  /// Operators whose mutants are no graphs: the check of the shape refuses each, so that there is nothing to prove.
  private static let shapeless: Set<String> = [
    "blank-only-question", "blank-a-question", "close-and-clear", "clear-too-early", "take-up-in-silence",
    "undeclare-tool", "call-a-stranger", "confirm-another-tool", "call-long-after-end", "resume-confirm",
    "apologize-for-another", "report-anothers", "call-after-end",
  ]

  /// So that the test below has something to judge for every other operator.
  @Test func mutantsOfTheOtherOperatorsAreGraphs() {
    let empty = MutationOperator.all.filter { maker in
      !MutationBase.small.contains { base in
        maker.sample(of: base, atMost: 2).contains { hasShape($0.mutant(of: base)) }
      }
    }
    #expect(Set(empty.map(\.name)) == Self.shapeless)
  }

  @Test(arguments: MutationOperator.all)
  func exactlyWhatIsProvedHasAProof(_ maker: MutationOperator) {
    // The larger drafts have no enumeration, which is what a blind change may need.
    var isBlind = false
    if case .depends = maker.expectation { isBlind = true }
    let large = isBlind ? [] : MutationBase.large.prefix(3)
    for (bases, places) in [(MutationBase.small[...], 2), (large[...], 1)] {
      for base in bases {
        for mutation in maker.sample(of: base, atMost: places) {
          let draft = mutation.mutant(of: base)
          // Of what is not a graph nothing is shown.
          guard hasShape(draft) else { continue }
          let problem = judge(draft)
          #expect(problem == nil, "\(base.name), \(maker.name), \(mutation.place)")
        }
      }
    }
  }

  /// No enumeration is needed because a guard is written in another way.
  @Test(arguments: ["double-negation", "de-morgan", "redundant-conjunct", "redundant-disjunct", "absorption"])
  func aBoundIsSeenHoweverItIsWritten(_ name: String) throws {
    let maker = try #require(MutationOperator.all.first { $0.name == name })
    var judged = 0
    for base in MutationBase.small {
      for mutation in maker.sample(of: base, atMost: 10) {
        judged += 1
        let draft = mutation.mutant(of: base)
        let proof = writeProof(of: prepare(draft), kind: .facts)
        let isShown = proof.map { refusals(of: CanonicalJSON.text(of: $0.json), for: draft).isEmpty }
        #expect(isShown == true, "\(base.name), \(mutation.place)")
      }
    }
    #expect(judged > 0)
  }

  private func judge(_ draft: Draft) -> String? {
    let prepared = prepare(draft)
    func isAccepted(_ proof: ProofObject) -> Bool {
      refusals(of: CanonicalJSON.text(of: proof.json), for: draft).isEmpty
    }
    if prepared.verdicts.isProved {
      let isShown = ProofKind.allCases.contains {
        writeProof(of: prepared, kind: $0).map(isAccepted) ?? false
      }
      return isShown ? nil : "there is no proof"
    }
    // What a proof would have to say.
    let forged = writeProof(of: prepared, kind: .facts, maximum: .max, isForced: true)
    return forged.map(isAccepted) ?? false ? "a forged proof was accepted" : nil
  }

  private func hasShape(_ draft: Draft) -> Bool {
    var findings = Findings(limits: .standard)
    let text = CanonicalJSON.text(of: JSONValue(draft))
    guard let document = readJSON(.json(text), limits: .standard, findings: &findings) else { return false }
    checkShape(of: ResolvedDraft(draft), document, findings: &findings)
    return !findings.hasErrors
  }
}
