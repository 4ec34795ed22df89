import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// No false alarm, ever: what the compiler makes is proved by the analyses alone, without a search.
struct CompiledDraftTests {
  private func expectProved(_ draft: Draft, _ name: String) {
    let report = prove(PolicyProgram(draft))
    #expect(report.isProved, "\(name): \(report.verdicts.filter { $0.value != .proved })")
    #expect(report.settledBySearch.isEmpty, "\(name): \(report.settledBySearch.map(\.rule.name))")
  }

  @Test(arguments: Repository.examples)
  func examplesAreProved(_ name: String) throws {
    expectProved(
      try #require(compile(try Repository.source("Examples/blueprints/\(name)")).draft).draft, name)
  }

  @Test(arguments: Array<UInt64>(1...400))
  func generatedBlueprintsAreProved(_ seed: UInt64) throws {
    var generator = BlueprintGenerator(seed: seed)
    let compilation = compile(.json(CanonicalJSON.text(of: generator.blueprint())))
    expectProved(try #require(compilation.draft).draft, "seed \(seed)")
  }
}
