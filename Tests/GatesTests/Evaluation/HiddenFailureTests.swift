import Documents
import PolicyGraph
import TestSupport
import Testing
@testable import Gates

/// Evaluations from which failures are to be hidden by an edit.
struct HiddenFailureTests {
  /// Twenty runs of which three failed are too few passes. Nothing that is cut out of the failures lets them pass.
  @Test func failuresCannotBeHidden() {
    let edits: [(String, (inout EvaluationResult) -> Void)] = [
      ("no SHA-256", { $0.sha256 = nil }), ("another SHA-256", { $0.sha256 = DraftHash(of: .null).sha256 }),
      ("another xxHash", { $0.draftHash = DraftHash(of: .null).draftHash }), ("no notes", { $0.notes = nil }),
      ("another channel", { $0.channel = "voice" }), ("another judge", { $0.judge.name = "nobody" }),
      ("a later time", { $0.at = $0.at.advanced(bySeconds: 1) }), ("the id of a pass", { $0.run = "run-0" }),
      ("no obligations", { $0.obligations = [] }), ("an error instead", { $0.verdict = .error }),
    ]
    for (name, edit) in edits {
      var evidence = GateFixture.everything
      evidence.evaluations = .present(
        GateFixture.results(20, passing: 17) { result, run in if run >= 17 { edit(&result) } })
      #expect(!GateFixture.decide(evidence).isPassed, "\(name)")
    }
    var evidence = GateFixture.everything
    evidence.evaluations = .present(GateFixture.results { result, _ in result.sha256 = nil })
    #expect(GateFixture.decide(evidence).isPassed)
  }
}
