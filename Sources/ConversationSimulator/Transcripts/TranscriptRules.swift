import Documents

extension Rule {
  package static let leftTheGraph = Rule(
    "FOH7301", "left-the-graph", .meaning, .error, "a recorded conversation that the policy does not allow",
    explanation: """
      The transcript was followed on the draft, turn by turn, with every reading of what it leaves open. At this turn \
      none is left: what was recorded cannot happen where the conversation then is. Either the agent that ran did not \
      follow the draft, or it ran another one, or the recording is wrong.
      """,
    wrong: "a tool was called, and the user had not said yes",
    right: "the user said yes, then the tool was called")

  package static let transcriptEvent = Rule(
    "FOH7302", "transcript-event", .meaning, .error, "an unknown event in a transcript",
    explanation: """
      A user's turn may name the event that it was, in the draft's words (`answered`, `unclear`, `tool:<id>`). An \
      agent's turn may say how it ended or what it asks (`handoff`, `close`, `close:<outcome>`, `confirm`). Leave the \
      event out if it is not known: it is then inferred.
      """,
    wrong: "{\"role\": \"user\", \"event\": \"agreed\"}", right: "{\"role\": \"user\", \"event\": \"affirm\"}"
  )

  package static let transcriptSlot = Rule(
    "FOH7303", "transcript-slot", .meaning, .warning,
    "a slot in a transcript that the draft does not declare",
    explanation: """
      What is not declared cannot decide where a conversation goes, so its value is ignored. Usually the \
      transcript is of another draft, or the slot has been renamed.
      """,
    wrong: "\"values\": {\"dya\": \"Tuesday\"}", right: "\"values\": {\"day\": \"Tuesday\"}")

  package static let undecidedReplay = Rule(
    "FOH7304", "undecided-replay", .meaning, .error, "a transcript that leaves too much open to be followed",
    explanation: """
      If a transcript does not say what a turn brought, every possibility is followed. If there are too many, only some \
      are: none of those agrees with the recording here, and one of the others might. Record \
      the slots that a turn filled, or its event.
      """,
    wrong: "{\"role\": \"user\", \"text\": \"Tuesday\"}",
    right: "{\"role\": \"user\", \"text\": \"Tuesday\", \"values\": {\"day\": \"Tuesday\"}}")

  package static let nothingToFollow = Rule(
    "FOH7305", "nothing-to-follow", .meaning, .error,
    "a recorded conversation without turns to follow",
    explanation: """
      A conversation is followed by its `turns`, by its `traces`, by the `transcript_text`, or by the user's turns in its \
      `test_fixture`: by the first of them that is not empty. Here all are empty. The conversation was not followed, \
      and counts as unreadable.
      """,
    wrong: "{\"id\": \"c1\", \"traces\": [], \"transcript_text\": null}",
    right: "{\"id\": \"c1\", \"transcript_text\": \"USER: Hello\"}")

  package static let unknownTrace = Rule(
    "FOH7306", "unknown-trace", .meaning, .warning, "a trace of a type that is not known",
    explanation: """
      The types of traces that are read are `agent_input`, `agent_output`, `agent_step`, `tool_call`, `tool_response` \
      and `guardrail_triggered`. Others are ignored, even if there is a call in one. Reported once in a \
      file for each type.
      """,
    wrong: "{\"trace_type\": \"tool_cal\", \"payload\": {\"tool\": \"book\"}}",
    right: "{\"trace_type\": \"tool_call\", \"payload\": {\"tool\": \"book\"}}")

  package static let unreadRecording = Rule(
    "FOH7307", "unread-recording", .meaning, .warning,
    "a part of a recorded conversation that cannot be read",
    explanation: """
      The value is not of the type that belongs here: a message that is not text, values that are not an object, an unknown \
      outcome, a call without its tool. The conversation is followed as if it had not been recorded, in every way that \
      it may have been.
      """,
    wrong: "{\"trace_type\": \"tool_response\", \"payload\": {\"tool\": \"book\", \"status\": 200}}",
    right: "{\"trace_type\": \"tool_response\", \"payload\": {\"tool\": \"book\", \"status\": \"ok\"}}")

  package static let unknownEnding = Rule(
    "FOH7308", "unknown-ending", .meaning, .warning,
    "an end of a conversation that does not say where in the policy it is",
    explanation: """
      `handoff_requested` says that a conversation was handed to a person, and is checked against the policy. Other states \
      are the platform's own: `failed_visible` tells that something broke where the user saw it, not what the agent \
      should have done. They are ignored, and the conversation is followed to its last turn. Reported once in a file \
      for each state.
      """,
    wrong: "\"terminal_state\": \"failed_visible\"", right: "\"terminal_state\": \"handoff_requested\"")

  package static let unknownSpeaker = Rule(
    "FOH7309", "unknown-speaker", .meaning, .warning,
    "words in a transcript without a known speaker",
    explanation: """
      In a `transcript_text` the words of each begin on a new line after who says them: `USER:`, `CUSTOMER:` or `LEAD:` \
      for the user, `ASSISTANT:` or `AGENT:` for the agent. What stands before the first of them, or after another name, \
      is ignored.
      """,
    wrong: "\"transcript_text\": \"Hello\\nUSER: Hello\"",
    right: "\"transcript_text\": \"ASSISTANT: Hello\\nUSER: Hello\"")

  package static let traceOrder = Rule(
    "FOH7310", "trace-order", .meaning, .warning, "a trace that is older than the one before it",
    explanation: """
      Traces are followed in the order of the file. By its `created_at` this one happened before one that comes before \
      it: if the conversation leaves the policy, that may be the reason.
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
