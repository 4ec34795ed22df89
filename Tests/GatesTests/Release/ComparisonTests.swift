import Documents
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// What a release is compared with.
struct ComparisonTests {
  /// `weakened` collects less than `first`; an override makes it live and launders nothing.
  @Test func anOverrideIsNotWhatIsComparedWith() {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    #expect(desk.release(.weakened) == "scenario_weakened")
    #expect(desk.override(.weakened) == nil)
    #expect(desk.ledger.comparedVersion?.number == 1 && desk.ledger.live?.number == 2)
    #expect(desk.certify(.extended) == nil && desk.cover() == nil)
    #expect(desk.release(.weakened) == "scenario_weakened")
    #expect(desk.release(.extended) == nil)
    #expect(desk.ledger.comparedVersion?.number == 3)
  }

  /// While nothing has passed, an override is still better than nothing.
  @Test func aFirstOverrideIsComparedWith() {
    var desk = ReleaseDesk()
    #expect(desk.override(.first) == nil)
    #expect(desk.ledger.comparedVersion?.number == 1)
    #expect(desk.certify(.extended) == nil && desk.cover() == nil)
    #expect(desk.release(.weakened) == "scenario_weakened")
  }

  /// After a roll-back the version that is live again is what counts.
  @Test func aRollBackIsComparedWith() {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil && desk.release(.extended) == nil)
    #expect(desk.activate(1) == nil)
    #expect(desk.ledger.comparedVersion?.number == 1)
  }

  @Test func aWaiverOfAWeakerPolicyEndsWhenItEnds() {
    var desk = ReleaseDesk()
    desk.policy.maximumAgeHours = 12
    #expect(desk.release(.first) == nil)
    desk.policy.maximumAgeHours = 24
    #expect(desk.release(.second) == "policy_weakened")
    desk.policy.waivers = [
      Waiver(
        kind: .policyWeakened, subject: "max_age_hours", owner: "ana", reason: "slow builds",
        expires: desk.now.advanced(bySeconds: 3600))
    ]
    #expect(desk.release(.second) == nil)
    desk.now = desk.now.advanced(bySeconds: 3600)
    // A version went live under the weaker policy, and still that is weaker than what passed without a waiver.
    #expect(desk.release(.extended) == "policy_weakened")
    desk.policy.maximumAgeHours = 12
    desk.policy.waivers = []
    #expect(desk.release(.extended) == nil)
  }
}
