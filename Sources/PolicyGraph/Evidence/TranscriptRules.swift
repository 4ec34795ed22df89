extension Rule {
  public static let leftTheGraph = Rule(
    "FOH7301", "left-the-graph", .meaning, .error, "a recorded conversation that the policy does not allow",
    explanation: """
      The transcript was followed on the draft, turn by turn, with every reading of what it leaves open. At this turn \
      none is left: what was recorded cannot happen where the conversation then is. Either the agent that ran did not \
      keep to the draft, or it ran another one, or the recording is wrong.
      """,
    wrong: "a tool was called, and the user had not said yes",
    right: "the user said yes, then the tool was called")

  public static let transcriptEvent = Rule(
    "FOH7302", "transcript-event", .meaning, .error, "an event in a transcript that is none",
    explanation: """
      A user's turn may name the event that it was, in the draft's words (`answered`, `unclear`, `tool:<id>`). An \
      agent's turn may say how it ended or what it asks (`handoff`, `close`, `close:<outcome>`, `confirm`). Leave the \
      event away where it is not known: it is then inferred.
      """,
    wrong: "{\"role\": \"user\", \"event\": \"agreed\"}", right: "{\"role\": \"user\", \"event\": \"affirm\"}"
  )

  public static let transcriptSlot = Rule(
    "FOH7303", "transcript-slot", .meaning, .warning,
    "a slot in a transcript that the draft does not declare",
    explanation: """
      What is not declared cannot decide where a conversation goes, so that its value is left aside. Usually the \
      transcript is of another draft, or the slot has been renamed.
      """,
    wrong: "\"values\": {\"dya\": \"Tuesday\"}", right: "\"values\": {\"day\": \"Tuesday\"}")

  public static let undecidedReplay = Rule(
    "FOH7304", "undecided-replay", .meaning, .error, "a transcript that leaves too much open to be followed",
    explanation: """
      Where a transcript does not say what a turn brought, every possibility is followed. Here there are more than are \
      tried, so that nothing can be said of what comes after. Record the slots that a turn filled, or its event.
      """,
    wrong: "{\"role\": \"user\", \"text\": \"Tuesday\"}",
    right: "{\"role\": \"user\", \"text\": \"Tuesday\", \"values\": {\"day\": \"Tuesday\"}}")
}

extension [Rule] {
  /// What replaying transcripts can find. Their cases are in `TranscriptCases`.
  public static let transcripts: [Rule] = [
    .leftTheGraph, .transcriptEvent, .transcriptSlot, .undecidedReplay,
  ]
}
