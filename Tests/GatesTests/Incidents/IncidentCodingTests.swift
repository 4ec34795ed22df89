import Documents
import TestSupport
import Testing

@testable import Gates

struct IncidentCodingTests {
  private static let texts = SampleIncident.states.map {
    CanonicalJSON.text(of: SampleIncident.make($0).json)
  }

  @Test(arguments: texts)
  func readsWhatItWrites(_ text: String) {
    let read = read(text, Incident.decode)
    #expect(read.findings.isEmpty)
    #expect(read.record.map { CanonicalJSON.text(of: $0.json) } == text)
  }

  /// The text, an edit, the rule and the place.
  @Test(arguments: [
    (0, "\"open\"", "\"covered\"", "contradictory-record", "/state"),
    (1, "\"covered\"", "\"open\"", "contradictory-record", "/coverage"),
    (1, "\"covered\"", "\"closed\"", "contradictory-record", "/state"),
    (2, "\"closed\"", "\"covered\"", "contradictory-record", "/closing"),
    (0, "\"opened_at\":\"2026", "\"opened_at\":\"MMXXVI", "malformed-value", "/opened_at"),
    (1, "\"opened_at\":\"2026", "\"opened_at\":\"2027", "contradictory-record", "/coverage"),
    (2, "12:02:00", "12:00:30", "contradictory-record", "/closing"),
    (0, "xxh3-128:", "xxh3-64:", "malformed-value", "/draft_hash"),
    (0, "\"sha256\":\"", "\"sha256\":\"0", "malformed-value", "/sha256"),
    (0, "the line is down", "no reason", "malformed-value", "/reason"),
    (0, "INC-7", " ", "malformed-value", "/id"),
    (0, "\"ana\"", "\"\"", "malformed-value", "/opened_by"),
    (0, "\"owner\"", "\"viewer\"", "unknown-value", "/role"),
    (0, "\"overridden\"", "\"passed\"", "unknown-value", "/outcome"),
    (0, "\"reason\"", "\"waited\"", "missing-field", ""),
    (1, "\"line_down\"", "\"\"", "malformed-value", "/coverage/scenario"),
    (2, "\"ben\"", "7", "unquoted-text", "/closing/by"),
  ])
  func refusesAtItsPlace(_ text: Int, _ old: String, _ new: String, _ rule: String, _ path: String) {
    let read = read(Self.texts[text].replacingOnce(old, with: new), Incident.decode)
    #expect(read.record == nil)
    #expect(read.findings.contains { $0.rule.name == rule && $0.path == path })
  }

  @Test func anIDIsAName() {
    let longest = String(repeating: "x", count: 128)
    #expect(read(Self.texts[0].replacingOnce("INC-7", with: longest), Incident.decode).record != nil)
    let found = read(Self.texts[0].replacingOnce("INC-7", with: longest + "x"), Incident.decode).findings
    #expect(found.map(\.rule) == [.malformedValue])
  }
}
