import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import ProofChecker
import TestSupport
import Testing

/// What the checker says of a proof's text: the findings that refuse it, none where it is accepted.
func refusals(of proof: String, for draft: Draft) -> [Diagnostic] {
  var findings = Findings(limits: .standard)
  guard let document = readJSON(.json(proof), limits: .standard, findings: &findings), !findings.hasErrors,
    verifyProof(document, of: draft, findings: &findings)
  else { return findings.sorted }
  return []
}

/// True proofs are accepted.
struct AcceptanceTests {
  private func expectAccepted(_ draft: Draft, _ name: String) throws {
    let proof = try #require(writeProof(of: prepare(draft)), "\(name) has no proof")
    let found = refusals(of: CanonicalJSON.text(of: proof.json), for: draft)
    #expect(found.isEmpty, "\(name): \(found.prefix(3).map { "\($0.path): \($0.message)" })")
  }

  @Test(arguments: Repository.examples)
  func examples(_ name: String) throws {
    let source = try Repository.source("Examples/blueprints/\(name)")
    try expectAccepted(try #require(compile(source).draft).draft, name)
  }

  @Test(arguments: 0..<10)
  func generatedBlueprints(_ batch: UInt64) throws {
    for seed in batch * 20..<batch * 20 + 20 {
      var generator = BlueprintGenerator(seed: seed)
      let compilation = compile(.json(CanonicalJSON.text(of: generator.blueprint())))
      try expectAccepted(try #require(compilation.draft).draft, "seed \(seed)")
    }
  }

  /// A proof that an earlier release wrote, of a draft of then.
  @Test(arguments: ["0.1.0"])
  func proofsOfEarlierReleases(_ release: String) throws {
    let folder = "Tests/Fixtures/releases/\(release)"
    var findings = Findings(limits: .standard)
    let name = try #require(Repository.files(in: "\(folder)/drafts").first { $0.hasPrefix("5e18302c") })
    let source = try Repository.source("\(folder)/drafts/\(name)")
    let document = try #require(readJSON(source, limits: .standard, findings: &findings))
    let draft = try #require(readDraft(document, findings: &findings)).draft
    let proof = try Repository.text("\(folder)/proof.json")
    #expect(refusals(of: proof, for: draft).isEmpty)
  }
}
