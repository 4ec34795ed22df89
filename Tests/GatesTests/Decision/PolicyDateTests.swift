import Documents
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// When a waiver ends, as people write it.
struct PolicyDateTests {
  private func read(_ text: String) -> (policy: GatePolicy?, findings: [Diagnostic]) {
    var findings = Findings(limits: .standard)
    let document = readDocument(.yaml(text), limits: .standard, findings: &findings)
    let policy = document.flatMap { readGatePolicy($0, findings: &findings) }
    return (policy, findings.sorted)
  }

  private func waiver(_ expires: String) -> String {
    "schema_version: gate_policy.v1\nwaivers: [{kind: coverage_lower, subject: edges_percent, owner: Ana, reason: r, "
      + "expires: \(expires)}]\n"
  }

  /// A date alone is the beginning of that day in UTC: the stricter of what it can mean.
  @Test(arguments: [
    ("2027-01-31", "2027-01-31T00:00:00Z"), ("\"2028-02-29\"", "2028-02-29T00:00:00Z"),
    ("2027-01-31T12:00:00Z", "2027-01-31T12:00:00Z"), ("2027-01-31T00:30:00+01:00", "2027-01-30T23:30:00Z"),
  ])
  func isRead(_ written: String, _ end: String) {
    let read = read(waiver(written))
    #expect(read.findings.isEmpty && read.policy?.waivers.first?.expires?.text == end)
  }

  @Test(arguments: [
    "2027-02-29", "2027-13-01", "31.01.2027", "2027-1-31", "\"2027-01-31 \"", "\"\"", "tomorrow", "2027-01",
    "\"2027-01-31 12:00\"", "2027-01-31T12:00", "20270131",
  ])
  func isRefusedInWordsThatFit(_ written: String) {
    let read = read(waiver(written))
    let found = read.findings.first
    #expect(read.findings.count == 1)
    if found?.rule.stage == .schema { return }
    #expect(
      found?.rule == .malformedValue && found?.message == "`expires` is not a date, and not a date and time")
    #expect(found?.help?.contains("`2026-12-24` alone ends it when that day begins in UTC") == true)
    #expect(read.policy?.waivers.first?.expires == nil)
  }

  /// Names that nobody would see.
  @Test(arguments: [
    "trusted_keys: [{public_key: AAAA, owner: \"\\u200B\"}]", "critical: [\"\"]",
    "critical: [gives advice, \" \"]",
  ])
  func namesAreSeen(_ line: String) {
    let read = read("schema_version: gate_policy.v1\n\(line)\n")
    #expect(read.findings.map(\.rule) == [.malformedValue])
  }
}
