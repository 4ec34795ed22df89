import Documents
import Gates
import PolicyGraph
import Testing
@testable import EvaluationImport

@Suite struct ImportTests {
  private func read(_ tool: EvaluationSource, _ text: String) -> EvaluationImport {
    importEvaluations(SourceText(name: "results", text: text), from: tool, importOptions)
  }

  private let promptfoo = #"""
    {"evalId": "eval-9", "results": {"version": 3, "timestamp": "2026-11-20T10:00:00.000Z", "stats": {},
      "prompts": [], "results": [
      {"id": "a", "success": true, "failureReason": 0, "error": null, "score": 0.1234567890123456789,
       "testCase": {"description": "x", "vars": {"scenario": "declines"},
                    "metadata": {"scenario_id": "declines", "channel": "voice"}},
       "gradingResult": {"pass": true, "score": 1, "reason": "", "componentResults": [
          {"pass": true, "assertion": {"type": "llm-rubric", "value": "leave"}}]}},
      {"success": false, "failureReason": 1, "error": "no price", "vars": {},
       "testCase": {"description": "books_at_once", "metadata": {"critical": ["promises a price"]}},
       "gradingResult": {"pass": false, "reason": "no", "componentResults": [
          {"pass": false, "componentResults": [
             {"pass": true, "assertion": {"type": "icontains", "metric": "see a home"}},
             {"pass": false, "assertion": {"type": "not-contains", "metric": "promises a price"}}]}]}},
      {"success": false, "failureReason": 2, "error": "timed out",
       "testCase": {"description": "books_at_once"}, "gradingResult": null},
      {"success": true, "failureReason": 0, "testCase": {"description": "books_at_once"}},
      {"success": true, "testCase": {"description": "unit test"}, "gradingResult": {"pass": true,
       "assertion": {"type": "equals"}}},
      {"success": false, "testCase": {"metadata": {"scenario": "declines",
         "draft_hash": "xxh3-128:00000000000000000000000000000000"}},
       "gradingResult": {"pass": false, "componentResults": [{"pass": false, "assertion": {"type": "human"}},
         {"pass": false, "metadata": {"graderError": true},
          "assertion": {"type": "not-g-eval", "value": "leave"}}]}}
    ]}, "config": {}, "shareableUrl": null}
    """#

  @Test func promptfooResults() {
    let file = read(.promptfoo, promptfoo)
    #expect(file.isComplete)
    #expect(file.diagnostics.map(\.rule) == [.nothingAsserted, .unmappedTest])
    #expect(file.results.map(\.scenario.text) == ["declines", "books_at_once", "books_at_once", "declines"])
    #expect(file.results.map(\.verdict) == [.pass, .fail, .error, .fail])
    #expect(file.results.map(\.judge.kind) == [.model, .program, .program, .human])
    #expect(places(file) == ["1", "2", "3", "6"])
    #expect(file.results.allSatisfy { $0.at.text == "2026-11-20T10:00:00Z" })
    #expect(file.results.first?.channel == "voice")
    #expect(
      file.results.map(\.obligations) == [
        [.init("leave", .kept)],
        [.init("promises a price", .violated, isCritical: true), .init("see a home", .kept)], [],
        [.init("leave", .unjudged)],
      ])
    #expect(file.results.map { $0.sha256 == nil } == [false, false, false, true])
    expectReadable(file)
  }

  @Test func deepEvalTestRuns() {
    let file = read(
      .deepeval,
      #"""
      {"testRunData": {"testFile": "t.py", "identifier": "nightly", "testCases": [
        {"name": "books_at_once", "input": "hi", "success": true, "metadata": {"channel": "sms"}, "metricsData": [
          {"name": "promises a price [GEval]", "success": true, "score": 0.9, "evaluationModel": "gpt-4.1"}]},
        {"name": "test_1", "input": "", "success": false, "metadata": {"scenario": "declines"}, "metricsData": [
          {"name": "leave", "success": false, "error": "no key", "evaluationModel": "gpt-4.1"}]},
        {"name": "declines", "input": "", "metricsData": []}],
       "conversationalTestCases": [
        {"name": "conversational_test_case_0", "scenario": "declines", "success": false, "turns": [],
         "metricsData": [{"name": "Role", "success": false, "reason": "left too early"}]}]}, "testRunLink": "x"}
      """#)
    #expect(file.isComplete && file.diagnostics.map(\.rule) == [.unknownOutcome])
    #expect(file.results.map(\.verdict) == [.pass, .error, .fail])
    #expect(file.results.map(\.judge.name) == ["gpt-4.1", "gpt-4.1", "deepeval"])
    #expect(file.results.map(\.notes) == [nil, "no key", "left too early"])
    #expect(
      file.results.map(\.obligations) == [
        [.init("promises a price", .kept)], [.init("leave", .unjudged)], [],
      ])
    #expect(places(file) == ["1", "2", "4"])
    expectReadable(file)
  }

  @Test func junitReports() {
    let file = read(
      .junit,
      """
      <?xml version="1.0" encoding="utf-8"?>
      <testsuites><testsuite name="pytest" tests="4" timestamp="2026-11-21T09:00:00+00:00">
        <properties><property name="channel" value="widget"/></properties>
        <testcase classname="t" name="books_at_once" time="0.1"/>
        <testcase name="test_two"><properties><property name="scenario" value="declines"/>
          <property name="violated" value="leave"/><property name="critical">leave</property></properties>
          <failure message="AssertionError: &lt;no&gt;">trace</failure></testcase>
        <testcase name="declines"><error>boom</error><failure/></testcase>
        <testcase name="declines"><skipped type="pytest.skip" message="later"/></testcase>
      </testsuite></testsuites>
      """)
    #expect(file.isComplete && file.diagnostics.map(\.rule) == [.skippedTest])
    #expect(file.results.map(\.verdict) == [.pass, .fail, .error])
    #expect(file.results.map(\.notes) == [nil, "AssertionError: <no>", "boom"])
    #expect(places(file) == ["1", "2", "3"])
    #expect(file.results.map(\.obligations) == [[], [.init("leave", .violated, isCritical: true)], []])
    #expect(file.results.allSatisfy { $0.channel == "widget" && $0.judge.name == "pytest" })
    expectReadable(file)
  }

  /// The places of the runs in their report, which their ids end in.
  private func places(_ file: EvaluationImport) -> [String] {
    file.results.map { String($0.run.split(separator: "#").last ?? "") }
  }

  /// What is imported is what the reader of results takes.
  private func expectReadable(_ file: EvaluationImport) {
    let again = readEvaluations(SourceText(name: "", text: file.text))
    #expect(again.diagnostics.isEmpty && again.results == file.results)
  }

  @Test(arguments: EvaluationSource.allCases, ["", "{}", "[]", "<a/>", "{\"results\": 1}", "\u{0}", "null"])
  func anotherFileIsRefused(_ tool: EvaluationSource, _ text: String) {
    let file = read(tool, text)
    #expect(!file.isComplete && file.results.isEmpty && !file.diagnostics.isEmpty)
  }

  @Test func truncatedFilesAreRefused() {
    for end in stride(from: 1, to: promptfoo.utf8.count, by: 11) {
      let file = read(.promptfoo, String(decoding: Array(promptfoo.utf8)[..<end], as: UTF8.self))
      #expect(!file.isComplete && file.results.isEmpty)
    }
  }
}
