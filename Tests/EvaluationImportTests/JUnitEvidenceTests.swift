import Documents
import Gates
import PolicyGraph
import Testing
@testable import ConversationSimulator
@testable import EvaluationImport

/// What an import makes of a report, in one line: the verdicts in their order, and the names of the rules that fire.
func imported(
  _ text: String, from tool: EvaluationSource = .junit, _ options: ImportOptions = importOptions
) -> String {
  let file = importEvaluations(SourceText(name: "report", text: text), from: tool, options)
  let rules = Set(file.diagnostics.map(\.rule.name)).subtracting(["foreign-results"]).sorted()
  return (file.results.map(\.verdict.rawValue) + rules).joined(separator: " ")
}

/// Which statements of a JUnit report make a pass, a failure, or no evidence.
@Suite struct JUnitEvidenceTests {
  /// A suite of one test, with attributes and content of the test.
  private func test(_ attributes: String, _ content: String = "", suite: String = "") -> String {
    imported(
      "<testsuites><testsuite name=\"s\" \(suite)><testcase name=\"declines\" \(attributes)>\(content)</testcase>"
        + "</testsuite></testsuites>")
  }

  // MARK: Whether it ran

  @Test(arguments: [
    "status=\"notrun\" result=\"suppressed\"", "status=\"disabled\"", "status=\"NotRun\"",
    "result=\"skipped\"",
    "status=\"run\" result=\"skipped\"", "executed=\"False\"", "executed=\"0\"", "result=\"Ignored\"",
    "result=\"Skipped:Explicit\"", "runstate=\"Ignored\"", "status=\"Inconclusive\"", "state=\"pending\"",
    "skipped=\"true\"", "skipped=\"1\"", "disabled=\"disabled\"", "skipped=\"the kitchen is closed\"",
    "run=\"false\"", "enabled=\"false\"", "ignore=\"yes\"", "status=\"untested\"", "outcome=\"NotExecuted\"",
    "status=\"todo\"", "gtest:status=\"notrun\"", "STATUS=\"Skipped\"",
    "mode=\"skipped\"",
  ])
  func didNotRun(_ attributes: String) { #expect(test(attributes) == "skipped-test") }

  @Test(arguments: [
    "<skipped/>", "<Skipped/>", "<j:skipped xmlns:j='u'/>", "<disabled/>", "<ignored/>", "<notRun/>",
  ])
  func didNotRunByElement(_ content: String) { #expect(test("", content) == "skipped-test") }

  @Test(arguments: [
    "status=\"run\" result=\"completed\"", "status=\"run\"",
    "executed=\"True\" result=\"Success\" success=\"True\"",
    "result=\"Passed\" runstate=\"Runnable\"", "result=\"Pass\"", "status=\"PASSED\"", "status=\"ok\"",
    "skipped=\"false\"", "disabled=\"0\"", "failures=\"0\" errors=\"0\"", "time=\"NaN\"", "time=\"-1\"",
    "classname=\"failed\" file=\"skipped.swift\"", "value_param=\"42\" line=\"7\"", "xmlns:x=\"urn:failed\"",
    "retries=\"2\"",
    "status=\"fixed\"", "exit-code=\"0\"", "run=\"true\"", "enabled=\"true\"",
  ])
  func ranAndPassed(_ attributes: String) { #expect(test(attributes) == "pass") }

  @Test(arguments: [
    "<system-out>failed</system-out>", "<system-err>error</system-err>", "<properties/>",
    "<!-- <failure/> -->",
    "<properties><property name=\"browser\" value=\"failed-fox\"/></properties>", "text",
  ])
  func saysNothingOfTheOutcome(_ content: String) { #expect(test("", content) == "pass") }

  // MARK: How it ended

  @Test(arguments: [
    ("status=\"failed\"", "fail"), ("status=\"fail\"", "fail"), ("result=\"Failed\"", "fail"),
    ("result=\"Failure\" success=\"False\"", "fail"), ("success=\"False\"", "fail"), ("passed=\"0\"", "fail"),
    ("status=\"not ok\"", "fail"), ("status=\"FAILING\"", "fail"), ("failures=\"1\"", "fail"),
    ("failed=\"true\"", "fail"),
    ("result=\"Fail\"", "fail"), ("status=\"error\"", "error"), ("status=\"Timeout\"", "error"),
    ("result=\"crashed\"", "error"), ("errors=\"2\"", "error"), ("error=\"no route to host\"", "error"),
    ("note=\"failed\"", "fail"), ("exit_code=\"1\"", "fail"), ("exception=\"IOException\"", "error"),
    ("status=\"Failed (Child)\"", "fail"),
  ])
  func failedByAttribute(_ attributes: String, _ verdict: String) { #expect(test(attributes) == verdict) }

  @Test(arguments: [
    ("<failure/>", "fail"), ("<Failure/>", "fail"), ("<x:failure xmlns:x='u'/>", "fail"),
    ("<failed/>", "fail"),
    ("<error/>", "error"), ("<failure/><error/>", "error"), ("<skipped/><failure/>", "fail"),
    ("<failure/><failure/>", "fail"), ("<failures/>", "fail"), ("<timeout/>", "error"),
    ("<properties><property name=\"outcome\" value=\"failed\"/></properties>", "fail"),
  ])
  func failedByElement(_ content: String, _ verdict: String) { #expect(test("", content) == verdict) }

  /// What says both is a failure, and told.
  @Test(arguments: [
    ("status=\"passed\"", "<failure/>"), ("result=\"Success\" success=\"False\"", ""),
    ("passed=\"true\"", "<failure/>"),
    ("status=\"ok\" result=\"failed\"", ""), ("success=\"1\"", "<failed/>"),
  ])
  func contradictsItself(_ attributes: String, _ content: String) {
    #expect(test(attributes, content) == "fail contradictory-report")
  }

  @Test(arguments: [
    ("status=\"deferred\"", ""), ("status=\"\"", ""), ("status=\"pаssed\"", ""),
    ("result=\"passed with errors\"", ""),
    ("status=\"0\"", ""), ("outcome=\"bestanden\"", ""), ("skipped=\"\"", ""), ("success=\"maybe\"", ""),
    ("", "<warning/>"), ("", "<rerun/>"), ("", "<flakySkipped/>"), ("", "<testcase name='declines'/>"),
    ("", "<whatever/>"), ("status=\"passed\"", "<fаilure/>"),
  ])
  func unknownWordsAreNoPass(_ attributes: String, _ content: String) {
    #expect(test(attributes, content) == "unknown-outcome")
  }

  // MARK: Assertions

  @Test(arguments: [
    "assertions=\"0\"", "asserts=\"0\"", "assertions=\"\"", "assertions=\"-1\"", "assertions=\"none\"",
    "status=\"passed\" assertions=\"0\"", "Assertions=\"0.0\"",
  ])
  func nothingWasAsserted(_ attributes: String) { #expect(test(attributes) == "nothing-asserted") }

  @Test func somethingWasAsserted() {
    #expect(test("assertions=\"1\"") == "pass")
    #expect(test("assertions=\"1\"", suite: "assertions=\"1\"") == "pass")
    #expect(test("", suite: "assertions=\"0\"") == "nothing-asserted")
    #expect(test("assertions=\"0\"", "<failure/>") == "fail")
  }

  // MARK: Attempts

  @Test(arguments: [
    ("<flakyFailure/>", "fail pass"), ("<flakyError/>", "error pass"),
    ("<flakyFailure/><flakyFailure/>", "fail fail pass"),
    ("<failure/><rerunFailure/>", "fail fail"), ("<error/><rerunError/><rerunFailure/>", "error fail error"),
    ("<rerunFailure/>", "fail fail"), ("<s:flakyFailure xmlns:s='u'/>", "fail pass"),
    ("<flakyfailure/>", "fail pass"),
    ("<skipped/><flakyError/>", "error skipped-test"),
  ])
  func attemptsAreRuns(_ content: String, _ outcome: String) {
    let words = (outcome.split(separator: " ").map(String.init) + ["failed-attempts"])
    let rules = words.filter { $0.contains("-") }.sorted()
    #expect(test("", content) == (words.filter { !$0.contains("-") } + rules).joined(separator: " "))
  }

  @Test(arguments: ["flaky=\"true\"", "status=\"flaky\"", "result=\"Flaky\""])
  func flakyByAttribute(_ attributes: String) { #expect(test(attributes) == "fail pass failed-attempts") }

  @Test func attemptsHaveTheirOwnNotesAndTimes() {
    let file = importEvaluations(
      SourceText(
        name: "r",
        text: """
          <testsuite timestamp="2026-11-20T10:00:00Z"><testcase name="declines"><flakyFailure message="first"
            timestamp="2026-11-20T09:59:00Z"/><flakyError message="second"/></testcase></testsuite>
          """), from: .junit, importOptions)
    #expect(file.results.map(\.notes) == ["first", "second", nil])
    #expect(file.results.map(\.at.text) == ["09:59", "10:00", "10:00"].map { "2026-11-20T\($0):00Z" })
    #expect(Set(file.results.map(\.run)).count == 3)
  }

  // MARK: Suites

  @Test(arguments: [
    "failures=\"1\"", "errors=\"1\"", "tests=\"2\"", "tests=\"0\"", "skipped=\"1\"", "disabled=\"1\"",
    "failed=\"1\"",
    "total=\"3\"", "passed=\"0\"", "passed=\"2\"", "flakes=\"1\"", "tests=\"\"", "tests=\"NaN\"",
    "failures=\"-1\"",
    "tests=\"1.0\"", "failures=\"one\"", "ignored=\"1\"", "inconclusive=\"1\"", "notrun=\"1\"",
    "Failures=\"1\"",
    "failures=\"9223372036854775807\" errors=\"9223372036854775807\"", "status=\"failed\"",
    "result=\"Failed\"",
    "success=\"false\"", "status=\"notrun\"", "skipped=\"true\"",
  ])
  func contradictedBySuite(_ attributes: String) {
    #expect(test("", suite: attributes) == "contradictory-report")
    let atTheRoot =
      "<testsuites \(attributes)><testsuite><testcase name=\"declines\"/></testsuite></testsuites>"
    #expect(imported(atTheRoot) == "contradictory-report")
    // A failure stays a failure.
    let failed = test("", "<failure/><error/>", suite: attributes)
    #expect(failed == "error" || failed == "error contradictory-report")
  }

  @Test(arguments: [
    "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" disabled=\"0\"",
    "total=\"1\" passed=\"1\" failed=\"0\"",
    "result=\"Passed\"", "success=\"True\"", "status=\"completed\"", "time=\"1.5\" hostname=\"failed\"",
    "flakes=\"0\"",
    "id=\"0\" package=\"error\"",
  ])
  func agreesWithSuite(_ attributes: String) { #expect(test("", suite: attributes) == "pass") }

  @Test func unknownWordsOfSuites() {
    #expect(test("", suite: "status=\"deferred\"") == "unknown-outcome")
    #expect(imported("<testsuite><testcase name=\"declines\"/><whatever/></testsuite>") == "unknown-outcome")
  }

  /// Ways of counting that writers have.
  @Test(arguments: [
    ("tests=\"3\" failures=\"1\" skipped=\"1\"", "pass fail skipped-test"),
    ("tests=\"2\" failures=\"1\"", "fail contradictory-report skipped-test"),
    ("tests=\"3\" failures=\"2\" skipped=\"1\"", "pass fail skipped-test"),
    ("tests=\"3\" failures=\"1\" skipped=\"0\" disabled=\"1\"", "pass fail skipped-test"),
    ("tests=\"3\" failures=\"1\" skipped=\"0\"", "fail contradictory-report skipped-test"),
    ("tests=\"3\" failures=\"0\" skipped=\"1\"", "fail contradictory-report skipped-test"),
    ("tests=\"3\" errors=\"1\" failures=\"0\"", "pass fail skipped-test"),
    ("tests=\"4\" failures=\"1\" skipped=\"1\"", "fail contradictory-report skipped-test"),
    ("tests=\"3\" failures=\"3\" skipped=\"1\"", "fail contradictory-report skipped-test"),
  ])
  func countsOfWriters(_ counts: String, _ outcome: String) {
    let xml = """
      <testsuite \(counts)><testcase name="declines"/><testcase name="declines"><failure/><failure/></testcase>
      <testcase name="declines"><skipped/></testcase></testsuite>
      """
    #expect(imported(xml) == outcome)
  }

  /// GoogleTest tells so of a failure in an environment: it may be one of any test.
  @Test(arguments: ["", "name=\"\"", "name=\" \""])
  func aFailureOfNoTestIsOneOfTheSuite(_ name: String) {
    let good = "<testcase name=\"declines\"/>"
    let outcome = "contradictory-report unmapped-test"
    #expect(imported("<testsuite>\(good)<testcase \(name)><failure/></testcase></testsuite>") == outcome)
    #expect(imported("<testsuite>\(good)<testcase \(name)><error/></testcase></testsuite>") == outcome)
    #expect(imported("<testsuite>\(good)<testcase \(name)/></testsuite>") == "pass unmapped-test")
    #expect(
      imported("<testsuite>\(good)<testcase name=\"x\"><failure/></testcase></testsuite>")
        == "pass unmapped-test")
    let other = "<testsuite><testcase \(name)><failure/></testcase></testsuite>"
    #expect(imported("<testsuites><testsuite>\(good)</testsuite>\(other)</testsuites>") == "pass \(outcome)")
  }

  @Test func whatASuiteSaysHoldsForThatSuite() {
    let good = "<testsuite name=\"good\"><testcase name=\"declines\"/></testsuite>"
    let bad = "<testsuite name=\"bad\"><error/><testcase name=\"declines\"/></testsuite>"
    #expect(imported("<testsuites>\(good)\(bad)</testsuites>") == "pass contradictory-report")
    #expect(imported("<testsuites errors=\"1\">\(good)\(bad)</testsuites>") == "pass contradictory-report")
    #expect(imported("<testsuites errors=\"2\">\(good)\(bad)</testsuites>") == "contradictory-report")
    // In the suites that stand in it too.
    #expect(imported("<testsuite><failure/>\(good)</testsuite>") == "contradictory-report")
    #expect(
      imported("<testsuite tests=\"1\">\(good)<testcase name=\"declines\"/></testsuite>") == "pass pass")
    #expect(
      imported("<testsuite tests=\"2\">\(good)<testcase name=\"declines\"/></testsuite>") == "pass pass")
    #expect(
      imported("<testsuite tests=\"3\">\(good)<testcase name=\"declines\"/></testsuite>")
        == "contradictory-report")
  }
}
