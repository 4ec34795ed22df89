import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// What a prepared draft carries is what each of its users would make of the draft.
struct PreparedDraftTests {
  @Test(arguments: Repository.examples)
  func compiledReadAndPreparedAreOne(_ name: String) throws {
    let compiled = try #require(compile(try Repository.source("Examples/blueprints/\(name)")).draft)
    let validation = validateDraft(.json(CanonicalJSON.text(of: compiled.json)))
    let read = try #require(validation.draft)
    let prepared = prepare(compiled.draft)
    for draft in [compiled, read, prepared] {
      #expect(draft.hash == DraftHash(of: JSONValue(draft.draft)))
      #expect(draft.hash == compiled.hash)
      #expect(draft.verdicts.clauses.map(\.verdict) == prove(draft.draft).clauses.map(\.verdict))
    }
    #expect(validation.isValid)
  }

  /// The draft of a blueprint with errors carries them, and its hash is that of the draft that does.
  @Test func theHashIsThatOfTheDraftWithItsFaults() throws {
    let compilation = compile(
      .yaml(BaseBlueprint.with(("must_collect: [area, day]", "must_collect: [nowhere]"))))
    let draft = try #require(compilation.draft)
    #expect(!compilation.isValid)
    #expect(draft.draft.faults.map(\.code) == compilation.diagnostics.errors.map(\.rule.code))
    #expect(draft.hash == DraftHash(of: draft.json))
    #expect(draft.verdicts.isProved)
  }

  /// A proof that a small budget left open is made again within a larger one.
  @Test func anotherBudgetIsAnotherProof() throws {
    let small = ProofBudget(perSuspicion: 1, total: 0)
    var broken = try #require(compile(.yaml(BaseBlueprint.text)).draft).draft
    let ask = try #require(broken.nodes.first { $0.kind == .ask })
    broken.edges.removeAll { $0.from == ask.id && $0.on == .silence }
    let prepared = prepare(broken, budget: small)
    #expect(prepared.verdicts.verdict(of: .noSilentDrop) == .unknown)
    #expect(prepared.prove(within: small).verdicts == prepared.proof.verdicts)
    #expect(prepared.prove(within: ProofBudget()).verdicts[.total] == .refuted)
  }
}
