import Documents

extension Rule {
  package static let leftTheGraph = Rule(
    "FOH7301", "left-the-graph", .meaning, .error, "a recorded conversation that the policy does not allow",
    explanation: """
      The transcript was followed on the draft, turn by turn, with every reading of what it leaves open. At this turn \
      none is left: what was recorded cannot happen where the conversation then is. Either the agent that ran did not \
      keep to the draft, or it ran another one, or the recording is wrong.
      """,
    wrong: "a tool was called, and the user had not said yes",
    right: "the user said yes, then the tool was called")

  package static let transcriptEvent = Rule(
    "FOH7302", "transcript-event", .meaning, .error, "an event in a transcript that is none",
    explanation: """
      A user's turn may name the event that it was, in the draft's words (`answered`, `unclear`, `tool:<id>`). An \
      agent's turn may say how it ended or what it asks (`handoff`, `close`, `close:<outcome>`, `confirm`). Leave the \
      event away where it is not known: it is then inferred.
      """,
    wrong: "{\"role\": \"user\", \"event\": \"agreed\"}", right: "{\"role\": \"user\", \"event\": \"affirm\"}"
  )

  package static let transcriptSlot = Rule(
    "FOH7303", "transcript-slot", .meaning, .warning,
    "a slot in a transcript that the draft does not declare",
    explanation: """
      What is not declared cannot decide where a conversation goes, so that its value is left aside. Usually the \
      transcript is of another draft, or the slot has been renamed.
      """,
    wrong: "\"values\": {\"dya\": \"Tuesday\"}", right: "\"values\": {\"day\": \"Tuesday\"}")

  package static let undecidedReplay = Rule(
    "FOH7304", "undecided-replay", .meaning, .error, "a transcript that leaves too much open to be followed",
    explanation: """
      Where a transcript does not say what a turn brought, every possibility is followed. Where there are too many, some \
      are: none of those agrees with what was recorded here, and whether one of the others would is not known. Record \
      the slots that a turn filled, or its event.
      """,
    wrong: "{\"role\": \"user\", \"text\": \"Tuesday\"}",
    right: "{\"role\": \"user\", \"text\": \"Tuesday\", \"values\": {\"day\": \"Tuesday\"}}")

  package static let nothingToFollow = Rule(
    "FOH7305", "nothing-to-follow", .meaning, .error,
    "a recorded conversation in which there is nothing to follow",
    explanation: """
      A conversation is followed by its `turns`, by its `traces`, by the `transcript_text`, or by the user's turns in its \
      `test_fixture`: by the first of them that says anything. Here none does. What shows nothing has not been followed, \
      and counts as unreadable.
      """,
    wrong: "{\"id\": \"c1\", \"traces\": [], \"transcript_text\": null}",
    right: "{\"id\": \"c1\", \"transcript_text\": \"USER: Hello\"}")

  package static let unknownTrace = Rule(
    "FOH7306", "unknown-trace", .meaning, .warning, "a trace of a type that is not known",
    explanation: """
      The types of traces that are read are `agent_input`, `agent_output`, `agent_step`, `tool_call`, `tool_response` \
      and `guardrail_triggered`. Others are left aside: were there a call in one, it would not be seen. Said once in a \
      file for each type.
      """,
    wrong: "{\"trace_type\": \"tool_cal\", \"payload\": {\"tool\": \"book\"}}",
    right: "{\"trace_type\": \"tool_call\", \"payload\": {\"tool\": \"book\"}}")

  package static let unreadRecording = Rule(
    "FOH7307", "unread-recording", .meaning, .warning,
    "a part of a recorded conversation that cannot be read",
    explanation: """
      The value is not what stands at such a place: a message that is no text, values that are no object, an outcome that \
      is none, a call without its tool. The conversation is followed as if it had not been recorded, in every way that \
      it may have been.
      """,
    wrong: "{\"trace_type\": \"tool_response\", \"payload\": {\"tool\": \"book\", \"status\": 200}}",
    right: "{\"trace_type\": \"tool_response\", \"payload\": {\"tool\": \"book\", \"status\": \"ok\"}}")

  package static let unknownEnding = Rule(
    "FOH7308", "unknown-ending", .meaning, .warning,
    "an end of a conversation that says nothing of where in a policy it is",
    explanation: """
      `handoff_requested` says that a conversation was handed to a person, and is held against the policy. Other states \
      are the platform's own: `failed_visible` tells that something broke where the user saw it, not what the agent \
      should have done. They are left aside, and the conversation is followed as far as its turns go. Said once in a file \
      for each state.
      """,
    wrong: "\"terminal_state\": \"failed_visible\"", right: "\"terminal_state\": \"handoff_requested\"")

  package static let unknownSpeaker = Rule(
    "FOH7309", "unknown-speaker", .meaning, .warning,
    "words in a transcript of which nobody knows who said them",
    explanation: """
      In a `transcript_text` the words of each begin on a new line after who says them: `USER:`, `CUSTOMER:` or `LEAD:` \
      for the user, `ASSISTANT:` or `AGENT:` for the agent. What stands before the first of them, or after another name, \
      is left aside.
      """,
    wrong: "\"transcript_text\": \"Hello\\nUSER: Hello\"",
    right: "\"transcript_text\": \"ASSISTANT: Hello\\nUSER: Hello\"")

  package static let traceOrder = Rule(
    "FOH7310", "trace-order", .meaning, .warning, "traces of which a later one is older",
    explanation: """
      Traces are followed in the order in which they stand. By its `created_at` this one happened before one that stands \
      above it: should the conversation leave the policy, it may be for that reason alone.
      """,
    wrong: "the newest trace first", right: "the oldest trace first")
}

extension [Rule] {
  /// What replaying transcripts can find. Their cases are in `TranscriptCases`.
  package static let transcripts: [Rule] = [
    .leftTheGraph, .transcriptEvent, .transcriptSlot, .undecidedReplay, .nothingToFollow, .unknownTrace,
    .unreadRecording, .unknownEnding, .unknownSpeaker, .traceOrder,
  ]
}
