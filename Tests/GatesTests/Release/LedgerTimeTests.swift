import Documents
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// Time in a log only goes forward.
struct LedgerTimeTests {
  private static func hours(_ count: Int) -> Int { count * 3600 }

  /// A certificate that was stale once stays so, wherever the clock is set to.
  @Test(arguments: [0, 1, 3600, 24 * 3600, 365 * 24 * 3600])
  func aClockSetBackRevivesNoCertificate(_ back: Int) {
    var desk = ReleaseDesk()
    desk.certify(.first)
    desk.now = desk.now.advanced(bySeconds: Self.hours(25))
    #expect(desk.publish(.first) == "sim_cert_stale")
    desk.now = desk.now.advanced(bySeconds: -back)
    #expect(desk.publish(.first) == "sim_cert_stale")
    #expect(
      desk.ledger.decide(desk.material(.first), desk.actionContext()).decidedAt == desk.ledger.latestTime)
  }

  /// What keeps it is the record, not the clock: where nothing was recorded, nothing has gone by.
  @Test func aDecisionThatWasNotRecordedMovesNothing() {
    var desk = ReleaseDesk()
    desk.certify(.first)
    let later = ActionContext(
      actor: "ana", at: desk.now.advanced(bySeconds: Self.hours(25)), engine: ReleaseDesk.engine)
    #expect(!desk.ledger.decide(desk.material(.first), later).isPassed)
    #expect(desk.publish(.first) == nil)
  }

  @Test func aClockSetBackRevivesNoWaiver() {
    var desk = ReleaseDesk()
    desk.policy.maximumAgeHours = 12
    #expect(desk.release(.first) == nil)
    desk.policy.maximumAgeHours = 24
    desk.policy.waivers = [
      Waiver(
        kind: .policyWeakened, subject: "max_age_hours", owner: "ana", reason: "slow reviews",
        expires: desk.now.advanced(bySeconds: 60))
    ]
    desk.now = desk.now.advanced(bySeconds: 60)
    #expect(desk.release(.second) == "policy_weakened")
    desk.now = desk.now.advanced(bySeconds: -60)
    #expect(desk.release(.second) == "policy_weakened")
  }

  /// A clock that was ahead for an hour blocks nothing when it is right again: neither certificates nor incidents.
  @Test func aClockThatWasAheadBlocksNothing() {
    var desk = ReleaseDesk()
    let right = desk.now
    desk.now = right.advanced(bySeconds: Self.hours(1))
    #expect(desk.release(.first) == nil)
    #expect(desk.override(.second) == nil)
    desk.now = right.advanced(bySeconds: 60)
    #expect(desk.certify(.extended) == nil)
    #expect(desk.cover() == nil)
    #expect(desk.publish(.extended) == nil)
    #expect(desk.close() == nil)
    #expect(desk.activate(1) == nil)
    let times = desk.entries.map(\.at)
    #expect(times == times.sorted() && times.last == right.advanced(bySeconds: Self.hours(1)))
    let log = ReleaseDesk.log(desk.entries)
    guard case .sound = readLedger(log.bytes, against: log.end) else {
      Issue.record("the log is not sound")
      return
    }
  }

  /// Logs in which an earlier release wrote a time that goes back are read all the same; the latest of them counts.
  @Test func anOldLogWhoseTimeGoesBackIsRead() {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    let verdict = AuditEntry(
      at: desk.now.advanced(bySeconds: -500), actor: "ana", action: .waiver, draft: ReleaseSample.first.hash,
      details: [JSONMember("note", .string("n"))])
    let log = ReleaseDesk.log(desk.entries + [verdict])
    guard case .sound(let ledger, _) = readLedger(log.bytes, against: log.end) else {
      Issue.record("the log is not sound")
      return
    }
    #expect(ledger.latestTime == desk.now && ledger.time(desk.now.advanced(bySeconds: -500)) == desk.now)
    #expect(ledger.time(desk.now.advanced(bySeconds: 1)) == desk.now.advanced(bySeconds: 1))
  }
}
