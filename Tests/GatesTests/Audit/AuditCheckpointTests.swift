import Documents
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

struct AuditCheckpointTests {
  private static let text = CanonicalJSON.text(of: SampleLog.make(3).ends[2].json)

  @Test func readsWhatItWrites() {
    let read = read(Self.text, AuditCheckpoint.decode)
    #expect(read.record == SampleLog.make(3).ends[2] && read.findings.isEmpty)
  }

  /// What is kept of a log that was only begun.
  @Test func readsTheBeginning() {
    let text = CanonicalJSON.text(of: AuditCheckpoint.start.json)
    #expect(read(text, AuditCheckpoint.decode).record == .start)
    let moved = text.replacingOnce("\"sequence\":0", with: "\"sequence\":1")
    #expect(read(moved, AuditCheckpoint.decode).record == nil)
    #expect(AuditLog.verify([], against: .start).isIntact)
    #expect(SampleLog.verify(SampleLog.make(2).lines, against: .start).isIntact)
  }

  @Test(arguments: [
    ("\"sequence\":3", "\"sequence\":-1", "below-minimum"),
    // The beginning has the beginning's link, and no other checkpoint has.
    ("\"sequence\":3", "\"sequence\":0", "malformed-value"),
    ("\"sequence\":3", "\"sequence\":3.5", "wrong-type"),
    ("\"sequence\":3", "\"sequence\":9007199254740992", "above-maximum"),
    (".v1", ".v2", "unknown-value"), ("\"link\":\"", "\"link\":\"0", "malformed-value"),
    ("\"link\"", "\"lnk\"", "misspelt-key"),
  ])
  func refusesWhatIsNoCheckpoint(_ old: String, _ new: String, _ rule: String) {
    let read = read(Self.text.replacingOnce(old, with: new), AuditCheckpoint.decode)
    #expect(read.record == nil && read.findings.map(\.rule.name) == [rule])
  }
}
