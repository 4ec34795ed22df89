import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import TestSupport
import Testing
@testable import EvaluationImport

/// One report read twice is the same runs, two reports are two.
@Suite struct ReportIdentityTests {
  private func runs(_ text: String, _ tool: EvaluationSource = .junit, at: Instant? = importOptions.at)
    -> [String]
  {
    let options = ImportOptions(draft: importOptions.draft, scenarios: importOptions.scenarios, at: at)
    return importEvaluations(SourceText(name: "report", text: text), from: tool, options).results.map(\.run)
  }

  private let shard =
    "<testsuite name=\"s\" timestamp=\"2026-11-24T10:00:00Z\"><testcase name=\"declines\" time=\"1.5\"/>"
    + "<testcase name=\"declines\" time=\"1.5\"/></testsuite>"

  @Test func aReportReadTwiceIsTheSameRuns() {
    let first = runs(shard)
    #expect(first.count == 2 && Set(first).count == 2)
    #expect(runs(shard) == first)
    #expect(runs(shard, at: Instant(seconds: 0)) == first)
    // However it is written down.
    let spaced = shard.replacing("><", with: ">\r\n  <")
    let ordered = shard.replacing(
      "name=\"s\" timestamp=\"2026-11-24T10:00:00Z\"", with: "timestamp='2026-11-24T10:00:00Z'  name='s'")
    let declared = "\u{FEFF}<?xml version=\"1.0\"?><!-- x -->\(shard)\n"
    let escaped = shard.replacing("\"s\"", with: "\"&#115;\"")
    for text in [spaced, ordered, declared, escaped] { #expect(runs(text) == first) }
  }

  @Test func twoReportsAreTwo() {
    let others = [
      shard.replacing("time=\"1.5\"/></testsuite>", with: "time=\"2.5\"/></testsuite>"),
      shard.replacing("10:00:00Z", with: "10:00:01Z"), shard.replacing("\"s\"", with: "\"t\""),
      shard.replacing("<testsuite ", with: "<testsuite hostname=\"b\" "),
      "<testsuites>\(shard)</testsuites>",
      shard.replacing("</testsuite>", with: "<system-out>x</system-out></testsuite>"),
    ]
    var all = Set(runs(shard))
    for other in others { all.formUnion(runs(other)) }
    #expect(all.count == 2 * (others.count + 1))
  }

  /// Two shards are counted as the runs that they are, and one that is imported again adds none.
  @Test func runsAreCountedAcrossImports() throws {
    let other = shard.replacing("1.5", with: "2.5")
    func lines(_ text: String, _ judgedAt: Int) -> String {
      let undated = text.replacing(" timestamp=\"2026-11-24T10:00:00Z\"", with: "")
      let options = ImportOptions(
        draft: importOptions.draft, scenarios: importOptions.scenarios, at: Instant(seconds: judgedAt))
      return importEvaluations(SourceText(name: "r", text: undated), from: .junit, options).text
    }
    func count(_ text: String) -> Int? {
      EvaluationSet(readEvaluations(SourceText(name: "e", text: text)), for: importOptions.draft)["declines"]?
        .runs
    }
    #expect(count(lines(shard, 1)) == 2)
    #expect(count(lines(shard, 1) + lines(other, 1)) == 4)
    #expect(count(lines(shard, 1) + lines(shard, 2)) == 2)
    #expect(count(lines(shard, 1) + lines(shard, 1)) == 2)
  }

  private let promptfoo = #"""
    {"evalId": "eval-1", "results": {"version": 3, "timestamp": "2026-11-20T10:00:00Z", "results": [
      {"success": false, "provider": {"id": "a"}, "testCase": {"description": "declines"}}]}, "shareableUrl": null}
    """#

  @Test func anExportAddsNothing() {
    let first = runs(promptfoo, .promptfoo)
    #expect(first.count == 1)
    let exported = promptfoo.replacing(
      "null}", with: "\"https://x\", \"metadata\": {\"exportedAt\": \"2026-11-24T10:00:00Z\"}}")
    #expect(runs(exported, .promptfoo) == first)
    #expect(runs(promptfoo.replacing("eval-1", with: "eval-2"), .promptfoo) != first)
    #expect(runs(promptfoo.replacing("10:00:00Z", with: "10:00:01Z"), .promptfoo) != first)
    let deepEval =
      #"{"testRunData": {"testCases": [{"name": "declines", "success": false}]}, "testRunLink": "x"}"#
    #expect(runs(deepEval, .deepeval).count == 1)
    #expect(runs(deepEval, .deepeval) == runs(deepEval.replacing("\"x\"", with: "null"), .deepeval))
    // The same name for every night's run does not make them one.
    let nightly = deepEval.replacing(
      "\"testCases\"", with: "\"identifier\": \"nightly\", \"runDuration\": 1, \"testCases\"")
    #expect(runs(nightly, .deepeval) != runs(nightly.replacing(": 1,", with: ": 2,"), .deepeval))
  }

  @Test func providersAreToldApart() {
    let row = #"{"success": false, "provider": {"id": "a"}, "testCase": {"description": "declines"}}"#
    let providers = [
      row, row.replacing("{\"id\": \"a\"}", with: "{\"id\": \"a\", \"label\": \"b\"}"),
      row.replacing("{\"id\": \"a\"}", with: "\"c\""),
    ]
    let text = promptfoo.replacing(
      "\"results\": [", with: "\"results\": [\(providers.joined(separator: ",")),")
    let file = importEvaluations(SourceText(name: "r", text: text), from: .promptfoo, importOptions)
    #expect(
      file.results.map { String($0.run.split(separator: "#").last ?? "") } == ["1 a", "2 b", "3 c", "4 a"])
    #expect(file.diagnostics.map(\.rule) == [.severalProviders])
    #expect(file.diagnostics.first?.message.contains("`a`, `b`, `c`") == true)
  }
}
