import Documents

// The ways in which NoSilentDrop can be broken, clause by clause (definition 5).

// MARK: 1. Total

extension Rule {
  package static let unansweredEvent = Rule(
    "FOH5101", "unanswered-event", .proof, .error, "something can happen that nothing answers",
    explanation: """
      Each node has to answer everything that can happen there: what the user may do, or each of a tool's three \
      outcomes. Here an event has no edge at all, so the conversation would stop with the user left hanging.
      """,
    wrong: "a call with edges on `ok` and `error`, and none on `timeout`",
    right: "{\"from\": \"visit/call\", \"on\": \"timeout\", \"to\": \"visit/apologize\"}")

  package static let unansweredCase = Rule(
    "FOH5102", "unanswered-case", .proof, .error, "in some situation none of an event's edges applies",
    explanation: """
      The event has edges, but each has a condition, and there is a situation in which none of them holds. \
      Together the conditions of one event have to cover every case; the last one is often `not` the others.
      """,
    wrong: "one edge on `unclear`, when {\"visits\": {\"node\": \"clarify\", \"below\": 2}}, and no other",
    right:
      "a second edge on `unclear`, when {\"not\": {\"visits\": {\"node\": \"clarify\", \"below\": 2}}}, to `handoff`"
  )

  // MARK: 2. Voiced

  package static let silentTurn = Rule(
    "FOH5201", "silent-turn", .proof, .error, "the agent waits or ends without having said anything",
    explanation: """
      After every event the agent has to say something before it waits for the user again or ends. Here it takes \
      a path on which nothing is said: the texts are blank, or the node is taken up again by `resume` with \
      nothing said on the way.
      """,
    wrong: "{\"from\": \"talk\", \"on\": \"unclear\", \"to\": \"talk\", \"resume\": true}",
    right:
      "{\"from\": \"talk\", \"on\": \"unclear\", \"to\": \"talk/clarify\"}, which speaks, then resumes the talk"
  )

  package static let resumedUnspoken = Rule(
    "FOH5202", "resumed-unspoken", .proof, .error, "a node is taken up again that was never spoken before",
    explanation: """
      `resume` enters a node without its words, because the user has heard them already. Here the node can be \
      resumed before it has ever been spoken, so the user would not know what is being asked.
      """,
    wrong: "{\"from\": \"greeting\", \"on\": \"auto\", \"to\": \"visit/ask\", \"resume\": true}",
    right: "{\"from\": \"greeting\", \"on\": \"auto\", \"to\": \"visit/ask\"}")

  package static let silentCycle = Rule(
    "FOH5203", "silent-cycle", .proof, .error,
    "the policy runs in a circle without saying or awaiting anything",
    explanation: """
      Nodes without a voice, usually routes, lead back to one another while nothing is said and nobody is waited \
      for. The user would hear nothing, for ever.
      """,
    wrong: "route a goes on to route b, and route b back to route a",
    right: "let one of them lead to a node that speaks or waits")

  package static let nothingToAsk = Rule(
    "FOH5204", "nothing-to-ask", .proof, .error, "an ask waits although all of its slots are filled",
    explanation: """
      An `ask` speaks only the questions that are still open. Entered or resumed with all of its slots filled, it \
      asks nothing and waits for an answer to nothing. Lead to it only while a slot is missing.
      """,
    wrong: "{\"from\": \"visit/route\", \"on\": \"auto\", \"to\": \"visit/ask\"}",
    right:
      "{…, \"to\": \"visit/ask\", \"when\": {\"not\": {\"filled\": \"day\"}}}, beside an edge for the other case"
  )

  // MARK: 3. Ends

  package static let noWayOut = Rule(
    "FOH5301", "no-way-out", .proof, .error, "a point from which the conversation can never end",
    explanation: """
      From here no `close` and no `handoff` can be reached any more, whatever the user does. The user could only \
      hang up.
      """,
    wrong: "a talk all of whose edges lead back to itself",
    right: "{\"from\": \"talk\", \"on\": \"escalate\", \"to\": \"handoff\"}")

  package static let endlessLoop = Rule(
    "FOH5302", "endless-loop", .proof, .error, "the conversation can go in circles without getting anywhere",
    explanation: """
      A circle in which the user is silent or not understood, or tools answer, and nothing that is counted ever \
      ends it. Count the entries with `visits` and lead somewhere else once they are used up.
      """,
    wrong: "`unclear` leads to a clarification, and that back to the question, without an end",
    right: "\"when\": {\"visits\": {\"node\": \"ask/clarify\", \"below\": 2}}, and `handoff` otherwise")

  package static let refusalIgnored = Rule(
    "FOH5303", "refusal-ignored", .proof, .error, "a question that was refused is asked again at once",
    explanation: """
      The user does not want to answer (`deny` at an `ask`), and within the same turn the agent asks the same \
      thing again. Acknowledge the no and go on to what comes next.
      """,
    wrong:
      "{\"from\": \"visit/ask\", \"on\": \"deny\", \"to\": \"visit/route\"}, which leads back to the ask",
    right:
      "{\"from\": \"visit/ask\", \"on\": \"deny\", \"to\": \"visit/ask/declined\"}, which leads to the next phase"
  )

  // MARK: 4. Last words

  package static let silentEnding = Rule(
    "FOH5401", "silent-ending", .proof, .error, "the conversation ends without a last word",
    explanation: "A `close` and a `handoff` have to say something: this one's text is blank or missing.",
    wrong: "{\"id\": \"handoff\", \"kind\": \"handoff\", \"say\": \"\"}",
    right: "{\"id\": \"handoff\", \"kind\": \"handoff\", \"say\": \"A colleague takes over.\"}")

  package static let lostEscalation = Rule(
    "FOH5402", "lost-escalation", .proof, .error, "asking for a person does not lead to one",
    explanation: """
      Wherever the agent waits for the user, `escalate` has to reach a `handoff` within that turn. Here it ends \
      somewhere else.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"escalate\", \"to\": \"visit/talk/clarify\"}",
    right: "{\"from\": \"visit/talk\", \"on\": \"escalate\", \"to\": \"handoff\"}")

  // MARK: 5. Custody

  package static let incompleteSuccess = Rule(
    "FOH5501", "incomplete-success", .proof, .error, "success is declared with a required slot missing",
    explanation: """
      `close` with the outcome `success` can be reached although a required slot was never given. Put the slots \
      into the condition of the edge that leads there, or ask for them on every way.
      """,
    wrong: "{\"from\": \"end\", \"on\": \"auto\", \"to\": \"close:success\"}",
    right: "{…, \"when\": {\"all\": [{\"filled\": \"name\"}, {\"filled\": \"phone\"}]}}")

  package static let forgottenQuestion = Rule(
    "FOH5502", "forgotten-question", .proof, .error, "an interrupting question is not noted",
    explanation: """
      `interruption_style` is `defer`: a question out of turn is put off and taken up later. The edge on \
      `interrupt` has to set the flag that remembers it.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"interrupt\", \"to\": \"visit/talk/interrupted\"}",
    right: "{…, \"sets\": \"deferred\"}")

  package static let questionDropped = Rule(
    "FOH5503", "question-dropped", .proof, .error, "a question that was put off is struck off without a word",
    explanation: """
      The flag may be cleared only where a `talk` is entered and speaks, because only there the question can be \
      taken up.
      """,
    wrong: "an edge that clears `deferred` and leads to a node that says nothing",
    right:
      "{\"from\": \"end\", \"on\": \"auto\", \"to\": \"deferred\", \"clears\": \"deferred\"}, where `deferred` is a talk with words"
  )

  package static let questionOpenAtSuccess = Rule(
    "FOH5504", "question-open-at-success", .proof, .error,
    "success is declared with a question still put off",
    explanation: """
      The user asked something, was told that it would be taken up later, and the conversation closes with \
      success before it was.
      """,
    wrong: "{\"from\": \"end\", \"on\": \"auto\", \"to\": \"close:success\"}",
    right: "{…, \"when\": {\"not\": {\"deferred\": true}}}")

  package static let declinedUnasked = Rule(
    "FOH5505", "declined-unasked", .proof, .error,
    "the conversation closes as declined although nobody declined",
    explanation: """
      `close` with the outcome `declined` says that the user did not want to go on. It may be reached only after \
      a `deny` at an `ask` or a `talk`.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"goal_met\", \"to\": \"close:declined\"}",
    right: "{\"from\": \"visit/talk\", \"on\": \"deny\", \"to\": \"close:declined\"}")

  package static let declinedComplete = Rule(
    "FOH5506", "declined-complete", .proof, .error,
    "the conversation closes as declined with nothing missing",
    explanation: """
      All required slots are filled, and the outcome still is `declined`: what the user gave would be thrown \
      away. Such a conversation has succeeded.
      """,
    wrong: "{\"from\": \"end\", \"on\": \"auto\", \"to\": \"close:declined\"}",
    right: "{…, \"when\": {\"not\": {\"filled\": \"day\"}}}")
}
