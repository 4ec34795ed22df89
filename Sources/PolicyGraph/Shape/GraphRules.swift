import Documents

extension Rule {
  package static let unknownEvent = Rule(
    "FOH4001", "unknown-event", .graph, .error, "an edge on something that is not an event",
    explanation: "An edge names what happens: one of the fixed events, or `tool:` and the id of a tool.",
    wrong: "{\"from\": \"visit/ask/1\", \"on\": \"answer\", \"to\": \"visit/route\"}",
    right: "{\"from\": \"visit/ask/1\", \"on\": \"answered\", \"to\": \"visit/route\"}")

  package static let duplicateNode = Rule(
    "FOH4002", "duplicate-node", .graph, .error, "two nodes have the same id",
    explanation: "Edges find nodes by id. With two of one id it is unclear where an edge leads.",
    wrong: "{\"id\": \"open\", …}, {\"id\": \"open\", …}",
    right: "{\"id\": \"open\", …}, {\"id\": \"visit/route\", …}")

  package static let unknownNode = Rule(
    "FOH4003", "unknown-node", .graph, .error, "an edge, guard or entry names a node that does not exist",
    explanation: "The conversation would go nowhere. The help line names the nearest node that exists.",
    wrong: "{\"from\": \"visit/route\", \"on\": \"auto\", \"to\": \"visit/tlak\"}",
    right: "{\"from\": \"visit/route\", \"on\": \"auto\", \"to\": \"visit/talk\"}")

  package static let foreignEvent = Rule(
    "FOH4004", "foreign-event", .graph, .error, "an edge on an event that cannot happen at its node",
    explanation: """
      What can happen depends on the kind of the node: a call awaits `ok`, `error` and `timeout`; a talk awaits \
      the user; a route continues by `auto`. An edge on any other event would never be taken.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"affirm\", …}",
    right: "{\"from\": \"visit/talk\", \"on\": \"goal_met\", …}")

  package static let exitFromTerminal = Rule(
    "FOH4005", "exit-from-terminal", .graph, .error, "an edge out of a node that ends the conversation",
    explanation: "After `handoff` and `close` nothing comes.",
    wrong: "{\"from\": \"handoff\", \"on\": \"auto\", \"to\": \"open\"}", right: "no edge from `handoff`")

  package static let undeclaredName = Rule(
    "FOH4006", "undeclared-name", .graph, .error,
    "a node, edge or guard names a slot or tool that is not declared",
    explanation: "Slots are declared in `variables`, tools in `tools`.",
    wrong: "{\"filled\": \"dya\"}", right: "{\"filled\": \"day\"}")

  package static let duplicateDeclaration = Rule(
    "FOH4007", "duplicate-declaration", .graph, .error, "a variable, tool or scenario is declared twice",
    explanation: "Each is found by its name, so each needs its own.",
    wrong: "\"tools\": [{\"id\": \"book\", …}, {\"id\": \"book\", …}]",
    right: "\"tools\": [{\"id\": \"book\", …}]")

  package static let questionsMismatch = Rule(
    "FOH4008", "questions-mismatch", .graph, .error, "an ask whose questions are not those of its slots",
    explanation: "`say` of an ask holds one question, not blank, for each of its slots, and no other.",
    wrong: "{\"kind\": \"ask\", \"slots\": [\"day\"], \"say\": {}, …}",
    right: "{\"kind\": \"ask\", \"slots\": [\"day\"], \"say\": {\"day\": \"Which day?\"}, …}")

  package static let misplacedResume = Rule(
    "FOH4009", "misplaced-resume", .graph, .error, "`resume` into a node that cannot be taken up again",
    explanation: """
      Only a node that awaits the user can be taken up without speaking, and a `confirm` never: it is asked again, \
      so that what was confirmed is what will be called.
      """,
    wrong: "{\"to\": \"visit/tool:book/confirm\", \"resume\": true, …}",
    right: "{\"to\": \"visit/tool:book/confirm\", …}")

  package static let fillsMismatch = Rule(
    "FOH4010", "fills-mismatch", .graph, .error, "`fills` missing, misplaced, or not the ask's slots",
    explanation:
      "An `answered` edge carries `fills` with exactly the slots of its ask; no other edge has it.",
    wrong: "{\"on\": \"answered\", …}", right: "{\"on\": \"answered\", \"fills\": [\"day\"], …}")

  package static let misplacedFlag = Rule(
    "FOH4011", "misplaced-flag", .graph, .error, "`sets` or `clears` where it is not allowed",
    explanation: """
      A question is put off by an `interrupt`, and taken up where a `route` goes on into a `talk` that speaks.
      """,
    wrong: "{\"on\": \"answered\", \"sets\": \"deferred\", …}",
    right: "{\"on\": \"interrupt\", \"sets\": \"deferred\", …}")

  package static let sharedKey = Rule(
    "FOH4012", "shared-key", .graph, .error, "two first attempts with the same idempotency key",
    explanation: """
      Under one key a tool acts once. Two calls that are not a retry of each other need different keys, or the \
      second would silently not happen.
      """,
    wrong: "two calls with attempt 1 and \"idempotency_key\": \"book\"",
    right: "\"viewing/book\" for the one, \"offer/book\" for the other")

  package static let unreachableNode = Rule(
    "FOH4013", "unreachable-node", .graph, .warning, "a node that no conversation comes to",
    rank: .consequence,
    explanation: """
      Nobody will ever hear what it says: no edge leads there, or only such whose conditions cannot hold. Lead an \
      edge to it, or remove it.
      """,
    wrong: "a node that no edge leads to", right: "the same node with an edge into it")

  package static let unspokenText = Rule(
    "FOH4014", "unspoken-text", .graph, .warning, "text on a node that never speaks",
    explanation:
      "A `route` decides and a `call` waits; neither says anything. Move the text to a node that speaks.",
    wrong: "{\"kind\": \"route\", \"say\": \"One moment.\", …}", right: "{\"kind\": \"route\", …}")

  package static let deadEdge = Rule(
    "FOH4015", "dead-edge", .graph, .warning, "an edge that is never taken", rank: .consequence,
    explanation: """
      Its node is entered, but the condition of the edge contradicts what is known there: a slot that is surely \
      filled, a flag that is never set, a count that has just been set back.
      """,
    wrong: "an edge on `answered` of an ask for `day`, when {\"not\": {\"filled\": \"day\"}}",
    right: "the same edge without the condition")

  package static let successToTheSilent = Rule(
    "FOH4016", "success-to-the-silent", .graph, .warning,
    "an abandoned conversation closes with the words of success",
    explanation: """
      `close` with the outcome `abandoned` ends a conversation in which the user went silent: nothing has been settled. \
      The words that the author wrote for success would tell the user that it was.
      """,
    wrong: "{\"id\": \"close:abandoned\", \"say\": \"Your table is booked.\", \"verbatim\": true, …}",
    right: "{\"id\": \"close:abandoned\", \"say\": \"Follow up later: say what is still open.\", …}")

  package static let misplacedOpening = Rule(
    "FOH4022", "misplaced-opening", .graph, .error, "a conversation that does not start at its one `open`",
    explanation: """
      A conversation opens once: a draft has exactly one node of kind `open`, and it is the entry. A second one would \
      greet in the middle of a conversation, and another entry would leave the greeting out.
      """,
    wrong: "\"entry\": \"visit/route\"", right: "\"entry\": \"open\"")

  package static let unsaidHandoff = Rule(
    "FOH4021", "unsaid-handoff", .graph, .warning, "a hand-off message that no hand-off says",
    explanation: """
      `escalation.handoff_message` is kept for those who read the draft; what is spoken is the `say` of the hand-off \
      nodes. Here no node says the message, so that changing it changed nothing. Write the same text in both places.
      """,
    wrong:
      "\"escalation\": {\"handoff_message\": \"Ann takes over.\"}\n…\n{\"id\": \"handoff\", \"kind\": \"handoff\", \"say\": \"Bob takes over.\"}",
    right: "{\"id\": \"handoff\", \"kind\": \"handoff\", \"say\": \"Ann takes over.\", \"verbatim\": true}")
}

/// What the graph checks can find.
extension [Rule] {
  package static let graph: [Rule] = [
    .unknownEvent, .duplicateNode, .unknownNode, .foreignEvent, .exitFromTerminal, .undeclaredName,
    .duplicateDeclaration, .questionsMismatch, .misplacedResume, .fillsMismatch, .misplacedFlag, .sharedKey,
    .unreachableNode, .unspokenText, .deadEdge, .successToTheSilent, .uncheckableScenarioItem,
    .impossibleScenarioItem, .contradictoryDraftScenario, .unsaidHandoff, .misplacedOpening,
  ]
}
