import Documents
import TestSupport
import Testing

@testable import Gates

/// Every rule of the records fires on its fixture, at the right place, and stays quiet on a near miss.
struct RecordRuleTests {
  private static let open = PrettyJSON.text(of: SampleIncident.make(.open).json)
  private static let covered = PrettyJSON.text(of: SampleIncident.make(SampleIncident.states[1]).json)
  private static let time = "\"2026-11-24T12:00:00Z\""

  static let cases = [
    RuleCase(
      .malformedValue, .json(open.replacingOnce(time, with: "\"2026-11-24 12:00\"")),
      marks: "\"2026-11-24 12:00\"",
      quiet: .json(open.replacingOnce(time, with: "\"2026-11-24T13:00:00+01:00\""))),
    RuleCase(
      .contradictoryRecord, .json(open.replacingOnce("\"open\"", with: "\"covered\"")), marks: "\"covered\"",
      quiet: .json(covered)),
  ]

  private func findings(in source: SourceText) -> [Diagnostic] {
    var findings = Findings(limits: .standard)
    guard let document = readJSON(source, limits: .standard, findings: &findings) else { return [] }
    _ = Incident.decode(document, findings: &findings)
    return findings.sorted
  }

  @Test(arguments: cases)
  func firesAtItsPlaceAndStaysQuietOnANearMiss(_ rule: RuleCase) {
    let found = findings(in: rule.fires)
    #expect(found.map(\.rule) == [rule.rule])
    #expect(found.map { $0.marked(in: rule.fires) } == [rule.marks])
    #expect(findings(in: rule.quiet).isEmpty)
  }

  @Test func everyRuleHasACase() { #expect([Rule].records == Self.cases.map(\.rule)) }
}
