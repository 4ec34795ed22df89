import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing
@testable import ConversationSimulator

/// A rule with turns on a draft of which it fires, and turns on which it does not.
struct TranscriptCase: Sendable {
  let rule: Rule
  let fires: String
  let marks: String
  let quiet: String
  var program = TranscriptCase.base

  static let base: PolicyProgram = {
    guard let draft = compile(.yaml(BaseBlueprint.text)).draft else {
      preconditionFailure("the base blueprint compiles")
    }
    return PolicyProgram(draft.draft)
  }()

  /// Fourteen slots, asked at once, for as long as it takes.
  static let wide = PolicyProgram(
    TinyDraft(
      [.asking("many", slots), .closing("end", .success)],
      [
        Edge("many", .answered, "end"), Edge("many", .partial, "many"), Edge("many", .unclear, "many"),
      ], required: slots
    )
    .completed)
  static let slots = (1...14).map { SlotKey("s\($0)") }

  /// The only conversation of a file.
  static func replay(
    _ source: SourceText, on program: PolicyProgram, moves: Int = 1_000_000
  ) -> TranscriptReplay {
    let file = replayTranscripts(source, on: program, moves: moves)
    guard let replay = file.conversations.first, file.conversations.count == 1 else {
      preconditionFailure("a file that is none has one conversation that is none")
    }
    return replay
  }

  static func source(_ turns: String) -> SourceText {
    SourceText(
      name: "transcript.json", text: #"{"schema_version": "foh_transcript_export.v2", "turns": [\#(turns)]}"#)
  }
}

/// To the talk of the visit, with all that is asked for.
private let toVisit = #"""
  {"role": "agent", "text": "Hello", "asks": ["area", "budget"]},
  {"role": "user", "text": "north, 900", "values": {"area": "north", "budget": 900}}, {"role": "agent", "asks": ["beds"]},
  {"role": "user", "text": "two", "values": ["beds"]}, {"role": "assistant", "text": "Two, then. Anything else?"},
  {"role": "user", "text": "no", "event": "goal_met"}, {"role": "agent", "asks": ["day"]},
  {"role": "user", "text": "Tuesday", "values": ["day"]},
  """#
private let confirm = #"{"role": "agent", "event": "confirm", "tool": "book_viewing"},"#
private let called = #"{"role": "tool", "tool": "book_viewing", "outcome": "ok"}"#

let transcriptCases = [
  TranscriptCase(
    rule: .leftTheGraph, fires: toVisit + #"{"role": "user", "event": "deny"},"# + called, marks: called,
    quiet: toVisit + confirm + #"{"role": "user", "event": "affirm"},"# + called),
  TranscriptCase(
    rule: .transcriptEvent, fires: #"{"role": "user", "event": "agreed"}"#, marks: "\"agreed\"",
    quiet: #"{"role": "user", "event": "unclear"}"#),
  TranscriptCase(
    rule: .transcriptSlot, fires: #"{"role": "user", "values": {"area": 1, "aera": 2}}"#, marks: "\"aera\"",
    quiet: #"{"role": "user", "values": {"area": 1}, "aera": 2}"#),
]

@Suite struct TranscriptTests {
  private func replay(_ turns: String, _ program: PolicyProgram = TranscriptCase.base) -> TranscriptReplay {
    TranscriptCase.replay(TranscriptCase.source(turns), on: program)
  }

  @Test(arguments: transcriptCases.indices)
  func firesAtItsPlace(_ index: Int) {
    let rule = transcriptCases[index]
    let found = replay(rule.fires, rule.program).diagnostics.filter { $0.rule == rule.rule }
    #expect(found.map { $0.marked(in: TranscriptCase.source(rule.fires)) } == [rule.marks])
  }

  @Test(arguments: transcriptCases.indices)
  func staysQuietOnANearMiss(_ index: Int) {
    let rule = transcriptCases[index]
    #expect(replay(rule.quiet, rule.program).diagnostics.isEmpty)
  }

  @Test func everyRuleHasACase() {
    let covered = Set(transcriptCases.map(\.rule.code) + exportCases.map(\.rule.code))
    #expect([Rule].transcripts.allSatisfy { covered.contains($0.code) })
  }

  /// Turns that agree with the base draft, and what each is about.
  @Test(arguments: [
    (#"{"role": "agent"}"#, false),
    (#"{"role": "user", "event": "escalate"}, {"role": "agent", "event": "handoff"}"#, true),
    (
      #"{"role": "user", "event": "silence"}, {"role": "user", "text": " "}, {"role": "agent", "event": "close"}"#,
      true
    ),
    // Nobody recorded the silence between what the agent said.
    (#"{"role": "agent"}, {"role": "agent"}, {"role": "agent", "event": "close:abandoned"}"#, true),
    // The tool's answer as a second turn, in the words of a trace.
    (
      toVisit + confirm
        + #"{"role": "agent_input", "text": "yes", "event": "affirm"}, {"role": "tool_call", "tool": "#
        + #""book_viewing"}, {"role": "agent_step"}, {"role": "tool_response", "tool": "book_viewing", "outcome": "ok"},"#
        + #"{"role": "agent_output"}, {"role": "user", "event": "goal_met"}, {"role": "agent", "event": "close:success"}"#,
      true
    ),
    // A failure is tried again.
    (
      toVisit + confirm + #"{"role": "user", "event": "affirm"}, {"role": "tool", "outcome": "timeout"},"#
        + #"{"role": "tool", "outcome": "error"}, {"role": "agent", "text": "Sorry"}"#, false
    ),
  ])
  func follows(_ turns: String, _ hasEnded: Bool) {
    let replay = replay(turns)
    #expect(replay.verdict == .followed && replay.diagnostics.isEmpty)
    #expect(replay.hasEnded == hasEnded)
  }

  /// Turns that do not, the last of which is where it leaves.
  @Test(arguments: [
    #"{"role": "agent", "asks": ["day"]}"#, #"{"role": "agent", "event": "handoff"}"#,
    #"{"role": "user", "event": "answered", "values": ["area"]}"#, #"{"role": "user", "event": "affirm"}"#,
    #"{"role": "user", "event": "tool:nobody_has_it"}"#, #"{"role": "tool", "tool": "nobody_has_it"}"#,
    #"{"role": "user", "event": "escalate"}, {"role": "user", "text": "hello?"}"#,
    #"{"role": "user", "values": ["area"]}, {"role": "agent", "asks": ["area"]}"#,
    toVisit + confirm + #"{"role": "user", "event": "deny"}, {"role": "tool", "tool": "book_viewing"}"#,
    toVisit + confirm + #"{"role": "user", "event": "affirm"}, {"role": "tool", "tool": "find_homes"}"#,
    toVisit + confirm + #"{"role": "user", "event": "affirm"},"# + called + "," + called,
  ])
  func leaves(_ turns: String) {
    let replay = replay(turns)
    #expect(replay.verdict == .left && replay.turn == replay.turns)
    #expect(replay.diagnostics.map(\.rule) == [.leftTheGraph])
  }

  @Test func saysWhereItWasAndWhatWasPossible() throws {
    let replay = replay(#"{"role": "user", "event": "affirm"}"#)
    #expect(replay.nodes == ["brief/ask/1"] && replay.recorded == "the user `affirm`")
    #expect(
      replay.possible == [.answered, .partial, .deny, .unclear, .silence, .interrupt, .escalate])
    #expect(try #require(replay.diagnostics.first).path == "/turns/0")
  }

  @Test(arguments: [
    "", "[]", "{}", "{\"schema_version\": \"foh_transcript_export.v2\"}", "\u{FF}", "{\"turns\": []}",
    "{\"turns\": {}}", "{\"turns\": [{\"role\": \"agent_step\"}]}", "{\"conversations\": []}",
    "{\"conversations\": {}}", "{\"schema_version\": \"foh_transcript_export.v9\", \"turns\": []}",
  ])
  func otherFilesAreUnreadable(_ text: String) {
    let replay = TranscriptCase.replay(SourceText(name: "", text: text), on: TranscriptCase.base)
    #expect(replay.verdict == .unreadable && !replay.diagnostics.isEmpty)
  }

  @Test func theSchemaIsUpToDate() throws {
    try Repository.expectGolden(
      PrettyJSON.text(of: JSONSchema.document(TranscriptSchema.document)), "Docs/transcript.schema.json")
  }
}
