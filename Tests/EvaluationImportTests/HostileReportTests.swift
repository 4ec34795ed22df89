import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import TestSupport
import Testing
@testable import EvaluationImport

/// Reports made to exhaust or to mislead an importer are refused or read for what they are.
@Suite struct HostileReportTests {
  private func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

  @Test func nestingIsBounded() {
    let test = "<testcase name=\"declines\"/>"
    #expect(imported(times(50_000, "<testsuite>")) == "too-deep")
    #expect(imported(times(110, "<testsuite>") + test + times(110, "</testsuite>")) == "pass")
    // A contradiction of the outermost suite reaches the innermost test.
    let counted = "<testsuite tests=\"2\">" + times(110, "<testsuite>") + test + times(111, "</testsuite>")
    #expect(imported(counted) == "contradictory-report")
    #expect(imported("{\"results\":" + times(50_000, "["), from: .promptfoo) == "too-deep")
  }

  @Test func nothingExpands() {
    let bomb =
      "<!DOCTYPE x [<!ENTITY a \"<failure/>\">]><testsuite><testcase name=\"declines\">&a;</testcase></testsuite>"
    #expect(imported(bomb) == "xml-syntax")
    #expect(imported("<testsuite><testcase name=\"declines\">&a;</testcase></testsuite>") == "xml-syntax")
  }

  @Test func whatStandsTwiceIsRefused() {
    #expect(
      imported("<testsuite><testcase name=\"declines\" status=\"failed\" status=\"run\"/></testsuite>")
        == "duplicate-key")
    #expect(
      imported("<testsuite tests=\"1\" tests=\"2\"><testcase name=\"declines\"/></testsuite>")
        == "duplicate-key")
    let row = #"{"testCases":[{"name":"declines","success":false,"success":true,"metricsData":[]}]}"#
    #expect(imported(row, from: .deepeval) == "duplicate-key")
  }

  /// Statements that differ in case or prefix are statements all the same.
  @Test func whatLooksAlikeIsReadAlike() {
    let tests = [
      "status=\"run\" Status=\"failed\"", "status=\"passed\" x:status=\"failed\"",
      "result=\"\u{FB01}xed\" status=\"failed\"",
    ]
    for attributes in tests {
      #expect(
        imported("<testsuite><testcase name=\"declines\" \(attributes)/></testsuite>").hasPrefix("fail"))
    }
    #expect(
      imported("<x:testsuite><x:testcase name=\"declines\"><x:failure/></x:testcase></x:testsuite>") == "fail"
    )
    #expect(
      imported("<TestSuite><TestCase name=\"declines\"><Skipped/></TestCase></TestSuite>") == "skipped-test")
  }

  /// Ids are compared by Unicode scalars, and several tests may be runs of one scenario.
  @Test func scenariosAreThoseThatAreNamed() {
    let options = ImportOptions(
      draft: importOptions.draft,
      scenarios: [
        Scenario(id: "caf\u{E9}", channel: nil, userGoal: "x", mustCollect: nil, mustNotDo: nil),
        Scenario(id: "cafe\u{301}", channel: nil, userGoal: "x", mustCollect: nil, mustNotDo: nil),
      ], at: importOptions.at)
    let text = """
      <testsuite><testcase name="caf\u{E9}"/><testcase name="cafe\u{301}"><failure/></testcase>
      <testcase name="caf\u{E9}"><error/></testcase><testcase name="CAF\u{C9}"/></testsuite>
      """
    let file = importEvaluations(SourceText(name: "r", text: text), from: .junit, options)
    #expect(file.results.map { $0.scenario.text.unicodeScalars.count } == [4, 5, 4])
    #expect(file.results.map(\.verdict) == [.pass, .fail, .error])
    #expect(file.diagnostics.map(\.rule) == [.unmappedTest])
  }

  @Test func aTestBelongsToOneScenario() {
    let both = """
      <properties><property name="scenario" value="declines"/><property name="scenario_id" value="books_at_once"/></properties>
      """
    #expect(
      imported("<testsuite><testcase name=\"declines\">\(both)</testcase></testsuite>") == "unmapped-test")
    let same = both.replacing("books_at_once", with: "declines")
    #expect(imported("<testsuite><testcase name=\"x\">\(same)</testcase></testsuite>") == "pass")
  }

  /// A draft is named by a hash, or by none.
  @Test(arguments: [
    ("draft_hash", "latest", "evaluation-value"), ("sha256", "0", "evaluation-value"),
    ("draft_hash", "", "evaluation-value"),
    ("draft_hash", EvaluationLine.hash.draftHash, "pass"), ("sha256", EvaluationLine.hash.sha256, "pass"),
  ])
  func aDraftIsNamedByItsHash(_ key: String, _ value: String, _ outcome: String) {
    let property = "<properties><property name=\"\(key)\" value=\"\(value)\"/></properties>"
    #expect(imported("<testsuite><testcase name=\"declines\">\(property)</testcase></testsuite>") == outcome)
  }

  @Test(arguments: EvaluationSource.allCases)
  func emptyFilesAreNoReports(_ tool: EvaluationSource) {
    for text in ["", "\n", "\u{FEFF}", "  \r\n\t"] {
      let file = importEvaluations(SourceText(name: "r", text: text), from: tool, importOptions)
      #expect(
        !file.isComplete && file.results.isEmpty && file.diagnostics.contains { $0.rule == .emptyDocument })
    }
    let bytes = importEvaluations(
      SourceText(name: "r", bytes: [0x3C, 0xFF, 0xFE]), from: tool, importOptions)
    #expect(!bytes.isComplete && bytes.diagnostics.map(\.rule) == [.invalidUTF8])
  }

  @Test(arguments: [
    ("test-run", "NUnit 3"), ("test-results", "NUnit 2"), ("assemblies", "xUnit.net"), ("Site", "CDash"),
    ("testng-results", "TestNG"), ("Catch2TestRun", "Catch2"), ("TestRun", "TRX"),
  ])
  func otherFormatsAreNamed(_ root: String, _ name: String) {
    let file = importEvaluations(SourceText(name: "r", text: "<\(root)/>"), from: .junit, importOptions)
    #expect(!file.isComplete && file.diagnostics.first?.help?.contains(name) == true)
  }

  /// Suites without tests say nothing, and are no report by themselves.
  @Test func reportsWithoutTests() {
    for text in [
      "<testsuites/>", "<testsuite tests=\"0\"/>", "<testsuites tests=\"0\"><testsuite/></testsuites>",
    ] {
      #expect(imported(text) == "")
    }
    #expect(imported("<testsuites tests=\"3\"/>") == "contradictory-report")
  }
}
