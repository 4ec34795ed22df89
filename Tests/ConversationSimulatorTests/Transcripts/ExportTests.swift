import Documents
@testable import ConversationSimulator
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// The platform's exports: packets, JSON Lines, and what their conversations hold.
@Suite struct ExportTests {
  private func file(_ text: String, name: String = "export.json") -> TranscriptFile {
    replayTranscripts(SourceText(name: name, text: text), on: TranscriptCase.base)
  }

  private func replay(_ text: String) -> TranscriptReplay {
    TranscriptCase.replay(SourceText(name: "export.json", text: text), on: TranscriptCase.base)
  }

  private func packet(_ conversations: String...) -> String {
    #"{"schema_version": "foh_transcript_export.v2", "redaction": {"enabled": true, "fields": ["email"]}, "#
      + #""hydration": {"enabled": true, "include_traces": true}, "conversations": ["#
      + conversations.joined(separator: ",\n") + "]}"
  }

  @Test(arguments: exportCases.indices)
  func firesAtItsPlace(_ index: Int) {
    let rule = exportCases[index]
    let found = TranscriptCase.replay(SourceText(name: "", text: rule.fires), on: rule.program).diagnostics
    let source = SourceText(name: "export.json", text: rule.fires)
    #expect(found.map(\.rule) == [rule.rule] && found.map { $0.marked(in: source) } == [rule.marks])
  }

  @Test(arguments: exportCases.indices)
  func staysQuietOnANearMiss(_ index: Int) {
    let rule = exportCases[index]
    let replay = TranscriptCase.replay(SourceText(name: "", text: rule.quiet), on: rule.program)
    #expect(replay.diagnostics.isEmpty && replay.verdict == .followed)
  }

  /// A call that nobody agreed to, and one that somebody did.
  private static let briefing = #"""
    {"trace_type": "agent_output", "payload": {"message": "Hello"}},
    {"trace_type": "agent_input", "payload": {"message": "a flat in the north, 900, two rooms"}},
    {"trace_type": "agent_step", "payload": {"extracted_variables": {"area": "north", "budget": 900, "beds": 2}}},
    {"trace_type": "agent_output", "payload": {"reply": "Anything else?", "variables": {"area": "north", "day": null}}},
    {"trace_type": "agent_input", "payload": {"text": "no"}},
    {"trace_type": "agent_output", "payload": {"variables": {"budget": 900}}},
    {"trace_type": "agent_input", "payload": {"content": "Tuesday; mail [redacted_email]"}},
    {"trace_type": "agent_output", "payload": {"reply": "Shall I?", "variables": {"day": "[redacted_phone]"}}},
    """#
  private static let yes =
    #"{"trace_type": "agent_input", "payload": {"text": "yes"}},"#
    + #"{"trace_type": "agent_output", "payload": {"variables": {}}},"#
  private static let call =
    #"{"trace_type": "tool_call", "payload": {"id": "call_1", "#
    + #""function": {"name": "book_viewing"}}}"#

  @Test func followsTraces() {
    let answer =
      #", {"trace_type": "tool_response", "payload": {"name": "book_viewing", "status": "success"}}"#
    let replay = replay(ExportCase.traces(Self.briefing + Self.yes + Self.call + answer))
    #expect(replay.verdict == .followed && replay.origin == .traces && replay.turns == 11)
    #expect(replay.diagnostics.isEmpty && replay.conversation == "c1")
  }

  @Test(arguments: [
    (call, "`book_viewing` is called", 8),
    (#"{"trace_type": "tool_call", "payload": {"tool": "send_money"}}"#, "`send_money` is called", 8),
  ])
  func leavesWithTraces(_ last: String, _ recorded: String, _ turn: Int) throws {
    let replay = replay(ExportCase.traces(Self.briefing + last))
    #expect(replay.verdict == .left && replay.recorded == recorded && replay.turn == turn)
    #expect(try #require(replay.diagnostics.first).message.contains("the conversation `c1` leaves"))
  }

  /// An id may be that of the call, and is the tool's only where a tool is called so.
  @Test func anIDMayBeThatOfTheCall() {
    let id = #"{"trace_type": "tool_call", "payload": {"id": "call_1"}}"#
    let unnamed = replay(ExportCase.traces(Self.briefing + Self.yes + id))
    #expect(unnamed.verdict == .followed && unnamed.diagnostics.map(\.rule) == [.unreadRecording])
    let named = id.replacing("call_1", with: "find_homes")
    #expect(replay(ExportCase.traces(Self.briefing + Self.yes + named)).diagnostics.isEmpty)
  }

  /// Where not every reading can be followed, one that agrees to the end is enough.
  @Test func aReadingIsEnough() {
    let turns = Array(repeating: "USER: Hi", count: 12).joined(separator: "\\nASSISTANT: Hi\\n")
    let replay = TranscriptCase.replay(
      SourceText(name: "", text: ExportCase.text(turns)), on: TranscriptCase.wide)
    #expect(replay.verdict == .followed && !replay.hasEnded && replay.turns == 23)
  }

  @Test func followsText() {
    let replay = replay(
      ExportCase.text(
        #"ASSISTANT: Hello\\nUSER: I want a person\\r\\nASSISTANT: So be it\\nlead: \\\"Thanks\\\""#))
    #expect(replay.verdict == .followed && replay.turns == 4 && replay.origin == .text)
  }

  /// Where a text says who spoke, its fixture says no more, and traces that nobody heard say nothing.
  @Test(arguments: [
    (
      #""traces": [{"trace_type": "agent_step"}], "transcript_text": "USER: Hi""#,
      TranscriptReplay.Origin.text
    ),
    (#""traces": null, "transcript_text": " ", "test_fixture": {"turns": [{"user": "Hi"}]}"#, .fixture),
    (#""turns": [{"role": "user"}], "traces": [{"trace_type": "agent_input"}]"#, .turns),
    (
      #""traces": [{"trace_type": "agent_input", "payload": {"message": ""}}], "transcript_text": "USER: Hi""#,
      .traces
    ),
  ])
  func takesTheBest(_ members: String, _ origin: TranscriptReplay.Origin) {
    let replay = replay("{\(members)}")
    #expect(replay.verdict == .followed && replay.origin == origin && replay.turns == 1)
  }

  /// The client writes a text without speakers down as the user's. It is not.
  @Test func textWithoutSpeakersIsNotTheUsers() {
    let replay = replay(
      #"{"transcript_text": "Hello there", "test_fixture": {"turns": [{"user": "Hello there"}]}}"#)
    #expect(replay.verdict == .unreadable)
    #expect(replay.diagnostics.map(\.rule) == [.nothingToFollow, .unknownSpeaker])
  }

  /// In the base draft, a hand-off needs that somebody asks for it.
  @Test func theEndIsHeldAgainstThePolicy() throws {
    let ended = #""terminal_state": "handoff_requested""#
    let asked = replay(#"{\#(ended), "transcript_text": "USER: A person, please."}"#)
    #expect(asked.verdict == .followed && asked.hasEnded)
    let turns = #"[{"role": "user", "event": "goal_met"}]"#
    let talk =
      #"[{"role": "user", "values": ["area", "budget", "beds"]}, {"role": "user", "event": "goal_met"}]"#
    #expect(replay(#"{\#(ended), "turns": \#(turns)}"#).turn == 1)
    let unasked = replay(#"{\#(ended), "id": "c1", "turns": \#(talk)}"#)
    #expect(unasked.verdict == .left && unasked.turn == nil && unasked.turns == 2)
    #expect(unasked.recorded == "it ends in `handoff_requested`")
    #expect(try #require(unasked.diagnostics.first).path == "/terminal_state")
  }

  @Test func judgesEachConversationOfAPacket() {
    let file = file(
      packet(
        #"{"id": "c1", "transcript_text": "USER: Hi"}"#, #"{"id": "c2", "traces": "none"}"#, "7",
        #"{"id": "c3", "transcript_text": null}"#, ExportCase.traces(Self.briefing + Self.call)))
    #expect(file.conversations.map(\.verdict) == [.followed, .unreadable, .unreadable, .unreadable, .left])
    #expect(file.conversations.map(\.conversation) == ["c1", "c2", nil, "c3", "c1"])
    #expect(file.conversations.map(\.diagnostics.count) == [0, 1, 1, 1, 1] && file.ofTheFile.isEmpty)
    #expect(file.diagnostics.map(\.path).prefix(2) == ["/conversations/1/traces", "/conversations/2"])
  }

  @Test func whatStandsBesideThePacketIsSaid() {
    let text = packet(#"{"id": "c1", "transcript_text": "USER: Hi"}"#).dropLast()
    let file = file(text + #", "traces": []}"#)
    #expect(
      file.ofTheFile.map(\.rule) == [.unreadRecording] && file.conversations.first?.verdict == .followed)
  }

  @Test(arguments: ["export.jsonl", "export.json"])
  func readsJSONLines(_ name: String) {
    let lines = [
      #"{"id": "c1", "transcript_text": "USER: Hi"}"#, "", #"{"id": "c2", "transcript_text""#,
      #"{"id": "c3", "turns": [{"role": "user", "event": "affirm"}]}"#,
    ]
    let file = file(lines.joined(separator: "\r\n"), name: name)
    #expect(file.conversations.map(\.verdict) == [.followed, .unreadable, .left])
    #expect(file.conversations.map(\.diagnostics.count) == [0, 1, 1])
    #expect(file.diagnostics.map(\.path) == ["", "/turns/0"])
  }

  @Test func oneLineIsAConversationToo() {
    #expect(file(#"{"id": "c1", "transcript_text": "USER: Hi"}"# + "\n").conversations.count == 1)
    #expect(file("\n", name: "empty.jsonl").conversations.map(\.verdict) == [.unreadable])
  }

  /// Our own, with what the platform may write.
  @Test func followsTheFixture() throws {
    let source = try Repository.source("Tests/Fixtures/transcripts/viewings.json")
    let file = replayTranscripts(source, on: TranscriptCase.base)
    #expect(
      file.conversations.map {
        "\($0.conversation ?? ""): \($0.verdict.rawValue), \($0.origin?.rawValue ?? "")"
      } == [
        "conv_booked: followed, traces", "conv_handed_over: followed, text",
        "conv_unasked: left, traces", "conv_said: followed, fixture", "conv_lost: unreadable, ",
      ])
    let lines = try Repository.source("Tests/Fixtures/transcripts/viewings.jsonl")
    let again = replayTranscripts(lines, on: TranscriptCase.base)
    #expect(again.conversations.map(\.verdict) == file.conversations.map(\.verdict))
  }
}

// MARK: - Hostile files

extension ExportTests {
  @Test(arguments: ["[", "\n"])
  func readsVeryManyConversations(_ form: String) {
    let many = 100_000
    let one = #"{"id":"c"}"#
    let text =
      form == "["
      ? #"{"conversations": ["# + Array(repeating: one, count: many).joined(separator: ",") + "]}"
      : Array(repeating: one, count: many).joined(separator: "\n")
    let file = file(text)
    #expect(file.conversations.count == many && file.conversations.allSatisfy { $0.verdict == .unreadable })
    #expect(file.diagnostics.count <= 10_001 && file.ofTheFile.map(\.rule.code) == ["FOH1000"])
  }

  /// Moves are counted for the whole file: the rest is not followed, and says so.
  @Test func moreThanCanBeFollowedIsUndecided() {
    let line = #"{"id": "c", "transcript_text": "USER: Hi"}"#
    let source = SourceText(name: "", text: Array(repeating: line, count: 50).joined(separator: "\n"))
    let file = replayTranscripts(source, on: TranscriptCase.base, moves: 1000)
    #expect(file.conversations.first?.verdict == .followed && file.conversations.last?.verdict == .undecided)
    #expect(file.diagnostics.last?.help?.contains("split it") == true)
  }

  @Test(arguments: [
    #""traces": [7]"#, #""traces": [{"payload": {}}]"#, #""traces": [{"trace_type": 7}]"#, #""traces": {}"#,
    #""transcript_text": ["USER: Hi"]"#, #""test_fixture": []"#, #""test_fixture": {"turns": {}}"#,
    #""id": {}"#,
    #""terminal_state": ["handoff_requested"]"#, #""turns": "USER: Hi""#,
  ])
  func wrongTypesAreFound(_ member: String) {
    let isOwn = member.contains("transcript_text")
    let text = isOwn ? "{\(member)}" : "{\(member), \"transcript_text\": \"USER: Hi\"}"
    let replay = replay(text)
    #expect(replay.verdict == .unreadable && !replay.diagnostics.isEmpty)
  }

  @Test(arguments: [
    #""payload": 7"#, #""payload": {"message": {"text": "Hi"}}"#, #""payload": {}"#,
    #""payload": {"message": "Hi", "variables": 7}"#, #""payload": {"message": "Hi", "lead_data": ["area"]}"#,
  ])
  func unreadPartsOfTracesAreFound(_ payload: String) {
    let replay = replay(ExportCase.traces(#"{"trace_type": "agent_input", \#(payload)}"#))
    #expect(replay.verdict == .followed && replay.diagnostics.map(\.rule).contains(.unreadRecording))
  }

  @Test func deepAndLongPartsAreBounded() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(
      replay(ExportCase.traces(#"{"trace_type": "agent_input", "payload": \#(deep)"#)).verdict == .unreadable)
    let inside = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    let nested = ExportCase.traces(
      #"{"trace_type": "agent_input", "payload": {"message": "Hi", "variables": {"area": \#(inside)}}}"#)
    #expect(replay(nested).verdict == .followed)
    let text = String(repeating: "\\n", count: 100_000) + String(repeating: "A:\\nAB:", count: 10_000)
    #expect(replay(ExportCase.text(text)).verdict == .unreadable)
    let number = ExportCase.traces(
      #"{"trace_type": "agent_input", "payload": {"message": "Hi", "seed": 123456789012345678901}}"#)
    #expect(replay(number).diagnostics.isEmpty)
  }
}
