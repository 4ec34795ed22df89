import BlueprintCompiler
import Documents
import Foundation
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// Random drafts: what is proved has a proof that is accepted, and what is refuted has none, however it is forged.
struct RandomDraftTests {
  static let batches =
    (ProcessInfo.processInfo.environment["FOHC_SOAK"].flatMap(UInt64.init) ?? 30) / 10

  @Test(arguments: 0..<batches, [false, true])
  func exactlyWhatIsProvedHasAProof(_ batch: UInt64, remembersTools: Bool) {
    var proved = 0
    var shown = 0
    for seed in batch * 100..<batch * 100 + 100 {
      var generator = RandomDraft(seed: seed, remembersTools: remembersTools)
      let draft = generator.draft()
      let prepared = prepare(draft)
      let report = prepared.proof
      // Forced: what a proof would have to say, whether or not there is one.
      let facts = writeProof(of: prepared, kind: .facts, maximum: .max, isForced: true)
      let isShown = facts.map { refusals(of: CanonicalJSON.text(of: $0.json), for: draft).isEmpty } ?? false
      #expect(!isShown || report.isProved && report.settledBySearch.isEmpty, "seed \(seed)")
      let all = writeProof(
        of: prepared, kind: .enumeration, maximum: report.isProved ? 20_000 : 300, isForced: true)
      let isListed = all.map { refusals(of: CanonicalJSON.text(of: $0.json), for: draft).isEmpty } ?? false
      #expect(isListed == report.isProved, "seed \(seed)")
      proved += report.isProved ? 1 : 0
      shown += isShown ? 1 : 0
    }
    // The others need an enumeration.
    #expect(proved > 3 && shown > proved / 2)
  }

  /// What is not forced is not made.
  @Test func thereIsNoProofOfWhatIsRefuted() {
    var refuted = 0
    for seed in UInt64(0)..<200 {
      var generator = RandomDraft(seed: seed)
      let draft = prepare(generator.draft())
      if draft.verdicts.isProved { continue }
      refuted += 1
      for kind in ProofKind.allCases {
        #expect(writeProof(of: draft, kind: kind) == nil, "seed \(seed)")
      }
    }
    #expect(refuted > 100)
  }
}
