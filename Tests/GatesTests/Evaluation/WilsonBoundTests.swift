import BlueprintCompiler
import Gates
import Testing
@testable import ConversationSimulator

@Suite struct WilsonBoundTests {
  /// Computed with SciPy 1.17.1: `binomtest(k, n, alternative="greater").proportion_ci(c, method="wilson").low`.
  @Test(arguments: [
    (0, 1, Confidence.percent95, 0.0), (1, 1, .percent95, 0.2698659487840541), (0, 10, .percent95, 0.0),
    (5, 10, .percent95, 0.26927182113826725), (10, 10, .percent95, 0.787058029916593),
    (9, 10, .percent90, 0.7175556986096948), (19, 20, .percent95, 0.8039927632259836),
    (20, 20, .percent99, 0.787033019291911), (97, 100, .percent95, 0.927289656713096),
    (99, 100, .percent975, 0.9455138038212946), (300, 300, .percent999, 0.9691502179633358),
    (1, 1000, .percent95, 0.00022312384391207085),
    (999_999, 1_000_000, .percent995, 0.9999914825661653),
  ])
  func agreesWithSciPy(_ passes: Int, _ runs: Int, _ confidence: Confidence, _ expected: Double) throws {
    let bound = try #require(WilsonBound.lower(passes: passes, runs: runs, z: confidence.z))
    #expect(abs(bound - expected) < 1e-12)
  }

  /// More passes never lower it, more confidence never raises it, and it stays below the share.
  @Test func isOrdered() throws {
    for runs in 1...60 {
      for confidence in Confidence.allCases {
        let bounds = try (0...runs).map {
          try #require(WilsonBound.lower(passes: $0, runs: runs, z: confidence.z))
        }
        #expect(bounds == bounds.sorted() && bounds[0] == 0)
        for (passes, bound) in bounds.enumerated() {
          let share = Double(passes) / Double(runs)
          #expect((0...share).contains(bound))
          #expect(abs((WilsonBound.lower(passes: passes, runs: runs, z: 0) ?? -1) - share) < 1e-15)
        }
      }
    }
  }
}
