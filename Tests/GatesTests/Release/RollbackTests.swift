import Documents
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// A rollback goes to what was live before the live version was released.
struct RollbackTests {
  /// What is done, in order: `r` releases another draft, `o` overrides the gates, `b` goes back without a number, a digit
  /// makes that version live. The live version at the end, or the code with which the last step is refused.
  @Test(arguments: [
    ("b", "nothing_live"), ("rb", "no_earlier_version"), ("rrb", "1"), ("rrrb", "2"), ("rrrbb", "1"),
    ("rrrbbb", "no_earlier_version"),
    // Never to the version that was just rolled back from.
    ("rrbrb", "1"), ("rrbrbrb", "1"), ("rrrbrb", "2"), ("rrrbrbb", "1"), ("rrrbrbrbb", "1"),
    // From a version that was made live again by its number to what was live before its own release.
    ("rrb2b", "1"), ("rrr1b", "no_earlier_version"), ("rrr12b", "1"),
    // Passing over what was rolled back from: 2 was, after 3 had been released over it.
    ("rrrbb3b", "1"), ("rrrrbbb4b", "1"),
    // Rolled back from, and made live again later: asked for.
    ("rrb2rb", "rollback_needs_a_version"), ("rrb2r2rb", "rollback_needs_a_version"),
    // An override goes live once.
    ("rob", "1"), ("robrb", "incident_open"),
  ])
  func goesToWhatWasLiveBefore(_ steps: String, _ expected: String) {
    var desk = ReleaseDesk()
    var refusal: String?
    var incident = 0
    for (place, step) in steps.enumerated() {
      // Another draft than the one that is live.
      let sample: ReleaseSample = place % 2 == 0 ? .first : .second
      let other: ReleaseSample =
        desk.ledger.liveVersion?.draft == sample.hash ? (sample == .first ? .second : .first) : sample
      switch step {
      case "r": refusal = desk.release(other)
      case "o":
        incident += 1
        refusal = desk.override(other, IncidentID("INC-\(incident)"))
      case "b": refusal = desk.activate()
      default: refusal = desk.activate(Int(String(step)))
      }
      if place < steps.count - 1, refusal != nil { break }
    }
    #expect(refusal ?? "\(desk.ledger.live?.number ?? 0)" == expected, "\(steps)")
  }

  /// An override that was replaced by a version which passed: its number is asked for, and those that can be named are.
  @Test func whatWasLivePastTheGatesIsAskedFor() throws {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    #expect(desk.override(.second) == nil)
    desk.certify(.extended)
    #expect(desk.cover() == nil)
    #expect(desk.publish(.extended) == nil)
    guard case .failure(let refusal) = desk.ledger.versionToActivate(nil) else {
      Issue.record("an override is not made live again")
      return
    }
    #expect(refusal.code == "version_was_overridden")
    #expect(refusal.sentence.hasPrefix("version 2 was live before version 3 was released"))
    #expect(refusal.nextCommands == ["fohc release versions", "fohc release rollback --version 1"])
    #expect(desk.activate(1) == nil)
  }

  /// Whatever was done: the target was live before the live version's release, passed, and was not rolled back from.
  @Test func theTargetIsNeverTheWrongOne() {
    var found = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = SeededRandom(seed: seed)
      var desk = ReleaseDesk()
      for _ in 0..<14 {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1, 2: _ = desk.release(random.pick([.first, .second, .changed]))
        case 3: desk.activate()
        default: desk.activate(Int.random(in: 1...5, using: &random))
        }
        guard let target = desk.ledger.versionBefore, let live = desk.ledger.live else { continue }
        found += 1
        #expect(target.number < live.number && target.outcome == .passed)
        let left = desk.entries.filter { $0.action == .rollback }.compactMap { entry in
          JSONValue.object(entry.details)["replaces"]?.integer
        }
        #expect(!left.contains(target.number), "seed \(seed)")
      }
    }
    #expect(found > 50)
  }
}
