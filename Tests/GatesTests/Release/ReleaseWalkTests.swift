import Documents
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// Random walks over everything that can be done: whatever its order, what has to hold holds after each step.
struct ReleaseWalkTests {
  @Test func whateverIsDoneInWhateverOrder() throws {
    var done: Set<AuditAction> = []
    for seed in 0..<10 as Range<UInt64> {
      var random = SeededRandom(seed: seed)
      var desk = ReleaseDesk()
      for _ in 0..<80 {
        let before = desk
        let refusal = step(&desk, &random)
        try check(desk, after: before, refusal: refusal)
      }
      let (bytes, end) = ReleaseDesk.log(desk.entries)
      guard case .sound(let ledger, let read) = readLedger(bytes, against: end) else {
        Issue.record("the log of seed \(seed) gives no ledger")
        continue
      }
      #expect(read == end)
      #expect(Self.text(of: ledger) == Self.text(of: desk.ledger))
      done.formUnion(desk.entries.map(\.action))
    }
    // The walks came everywhere.
    #expect(done == Set(AuditAction.ofAgents).subtracting([.waiver]))
  }

  /// All that a ledger says.
  private static func text(of ledger: ReleaseLedger) -> String {
    let live = ledger.live.map { "\($0.number) \($0.by) \($0.since.text)" } ?? ""
    let parts =
      [live] + ledger.versions.map { CanonicalJSON.text(of: $0.json) }
      + ledger.incidents.map { CanonicalJSON.text(of: $0.json) } + ledger.certificates.map(\.content)
    return parts.joined(separator: "\n")
  }

  private func step(_ desk: inout ReleaseDesk, _ random: inout SeededRandom) -> String? {
    let sample = random.pick(ReleaseSample.allCases)
    let incident = IncidentID("INC-\(Int.random(in: 1...3, using: &random))")
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: return desk.certify(sample)
    case 2: return desk.publish(sample)
    case 3, 4: return desk.certify(sample) ?? desk.publish(sample)
    case 5: return desk.override(sample, incident, role: random.pick(Role.allCases))
    case 6: return desk.activate(random.chance(30) ? nil : Int.random(in: 0...4, using: &random))
    case 7: return desk.cover(incident)
    case 8: return desk.close(incident)
    default:
      desk.now = desk.now.advanced(bySeconds: random.pick([1, 3600, 30 * 3600]))
      if random.chance(30) { desk.policy.maximumAgeHours = random.pick([12, 24]) }
      return nil
    }
  }

  private func check(_ desk: ReleaseDesk, after before: ReleaseDesk, refusal: String?) throws {
    let (now, then) = (desk.ledger, before.ledger)
    // Refused: nothing but a verdict is on record, or the certificate before it, and nothing changed.
    if refusal != nil {
      #expect(now.live == then.live && now.versions.count == then.versions.count)
      let added = desk.entries.dropFirst(before.entries.count).map(\.action)
      #expect([[], [.verdict], [.certificate], [.certificate, .verdict]].contains(added))
    }
    // Versions are numbered without a gap and stay as they were.
    #expect(now.versions.map(\.number) == Array(1..<now.versions.count + 1))
    #expect(now.versions.map(\.draft).starts(with: then.versions.map(\.draft)))
    guard now.live != then.live else { return }
    // Nothing becomes live without a passing decision, or an incident that is open.
    let live = try #require(now.liveVersion)
    switch live.outcome {
    case .passed:
      #expect(live.decision.isPassed && live.incident == nil)
      #expect(ReleaseSample.allCases.first { $0.hash == live.draft }?.isReleasable == true)
      let isNew = now.versions.count > then.versions.count
      if isNew { #expect(then.openIncidents.isEmpty) }
    case .overridden:
      #expect(now.versions.count > then.versions.count)
      #expect(!live.decision.isPassed)
      #expect(now.openIncidents.contains { $0.id == live.incident && $0.draft == live.draft })
    }
  }
}
