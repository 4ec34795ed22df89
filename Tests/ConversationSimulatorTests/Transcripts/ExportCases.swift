import Documents
@testable import ConversationSimulator

/// A rule with a conversation of an export on which it fires, and one on which it does not.
struct ExportCase: Sendable {
  let rule: Rule
  let fires: String
  let marks: String
  let quiet: String
  var program = TranscriptCase.base

  static func traces(_ traces: String) -> String { #"{"id": "c1", "traces": [\#(traces)]}"# }
  static func text(_ text: String) -> String { #"{"id": "c1", "transcript_text": "\#(text)"}"# }
}

private let hello = #"{"trace_type": "agent_input", "payload": {"message": "Hello"}}"#
/// Of fourteen slots, more than is tried where it is not recorded which of two turns brought them.
private let known =
  #"{"trace_type": "agent_output", "payload": {"variables": "#
  + #"{"s1": 1, "s2": 1, "s3": 1, "s4": 1, "s5": 1, "s6": 1, "s7": 1}}}"#

let exportCases = [
  ExportCase(
    rule: .nothingToFollow,
    fires: #"{"id": "c1", "traces": [], "transcript_text": null, "test_fixture": {"turns": []}}"#,
    marks: #"{"id": "c1", "traces": [], "transcript_text": null, "test_fixture": {"turns": []}}"#,
    quiet:
      #"{"id": "c1", "traces": [], "transcript_text": null, "test_fixture": {"turns": [{"user": "Hello"}]}}"#
  ),
  ExportCase(
    rule: .undecidedReplay, fires: ExportCase.traces(hello + "," + hello + "," + known + "," + hello),
    marks: hello, quiet: ExportCase.traces(hello + "," + known + "," + hello), program: TranscriptCase.wide),
  ExportCase(
    rule: .unknownTrace,
    fires: ExportCase.traces(hello + #", {"trace_type": "tool_cal"}, {"trace_type": "tool_cal"}"#),
    marks: #""tool_cal""#,
    quiet: ExportCase.traces(
      hello + #", {"trace_type": "guardrail_triggered"}, {"trace_type": "agent_step", "payload": null}"#)),
  ExportCase(
    rule: .unreadRecording,
    fires: ExportCase.traces(
      hello + #", {"trace_type": "agent_output", "payload": {"reply": "Hello", "variables": ["area"]}}"#),
    marks: #"["area"]"#,
    quiet: ExportCase.traces(
      hello + #", {"trace_type": "agent_output", "payload": {"reply": "Hello", "variables": {"area": null}}}"#
    )),
  ExportCase(
    rule: .unknownEnding,
    fires: #"{"id": "c1", "terminal_state": "failed_visible", "transcript_text": "USER: Hello"}"#,
    marks: #""failed_visible""#,
    quiet: #"{"id": "c1", "terminal_state": null, "transcript_text": "USER: Hello"}"#),
  ExportCase(
    rule: .unknownSpeaker, fires: ExportCase.text("Hello\\nUSER: Hello"), marks: #""Hello\nUSER: Hello""#,
    quiet: ExportCase.text("\\n Agent : Hello\\nNote: we are open\\ncustomer: Hello")),
  ExportCase(
    rule: .traceOrder,
    fires: ExportCase.traces(
      #"{"trace_type": "agent_output", "created_at": "2026-05-01T10:00:02.000Z"}, "#
        + #"{"trace_type": "agent_output", "created_at": "2026-05-01T10:00:01.000Z"}"#),
    marks: #""2026-05-01T10:00:01.000Z""#,
    quiet: ExportCase.traces(
      #"{"trace_type": "agent_output", "created_at": "2026-05-01T10:00:02.900Z"}, "#
        + #"{"trace_type": "agent_output", "created_at": "2026-05-01T11:00:02.100+01:00"}"#)),
]
