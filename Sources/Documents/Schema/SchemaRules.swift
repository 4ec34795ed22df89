extension Rule {
  package static let missingField = Rule(
    "FOH2001", "missing-field", .schema, .error, "a required field is missing",
    explanation:
      "The document lacks a field without which it has no meaning. The help line says what belongs there.",
    wrong: "close_policy:\n  success_outcome: viewing booked",
    right: "close_policy:\n  success_outcome: viewing booked\n  follow_up_message: See you on Tuesday.")

  package static let wrongType = Rule(
    "FOH2002", "wrong-type", .schema, .error, "a value of the wrong type",
    explanation:
      "The field takes another kind of value: a list where there is text, an object where there is a number.",
    wrong: "allowed_tools: book_viewing", right: "allowed_tools: [book_viewing]")

  package static let unknownValue = Rule(
    "FOH2003", "unknown-value", .schema, .error, "a value that the field does not accept",
    explanation: "The field takes one of a few words. Case matters.",
    wrong: "repair_strategy: ask_again", right: "repair_strategy: ask_clarifying_question")

  package static let belowMinimum = Rule(
    "FOH2004", "below-minimum", .schema, .error, "a number that is too small",
    explanation: "The field has a minimum.",
    wrong: "max_questions_per_turn: 0", right: "max_questions_per_turn: 1")

  package static let aboveMaximum = Rule(
    "FOH2005", "above-maximum", .schema, .error, "a number that is too large",
    explanation: "The field has a maximum: users do not answer more than three questions at once.",
    wrong: "max_questions_per_turn: 7", right: "max_questions_per_turn: 3")

  package static let tooFewItems = Rule(
    "FOH2006", "too-few-items", .schema, .error, "a list with too few entries",
    explanation:
      "The list must not be empty: an agent has a phase at least, and a scenario that shows that it works.",
    wrong: "evaluation_scenarios: []",
    right: "evaluation_scenarios:\n  - id: books_a_table\n    user_goal: Book a table for two")

  package static let unknownKey = Rule(
    "FOH2007", "unknown-key", .schema, .warning, "a key that does nothing",
    explanation: """
      The blueprint schema allows further keys, but nothing reads them: the agent will behave as if the line \
      were not there. It may belong in another part of the document. Write a note for people as a comment, or under \
      a key that begins with `x-` or `x_`, which is not reported. (A slip in a known key is an error: FOH2014.)
      """,
    wrong: "name: Front desk\nteam: sales", right: "name: Front desk\nx-team: sales")

  package static let unquotedText = Rule(
    "FOH2008", "unquoted-text", .schema, .error, "a number, true, false or nothing where text belongs",
    explanation: """
      YAML does not read a bare `3` or `true` as text: quotes make it text. `null`, or nothing after \
      the colon, is not text: write the text, or leave the line out if the field is optional.
      """,
    wrong: "name: 24", right: "name: \"24\"")

  package static let unknownDocument = Rule(
    "FOH2009", "unknown-document", .schema, .error, "neither a blueprint, a flow draft nor a gate policy",
    explanation: """
      `schema_version` says what a document is: `conversation_blueprint.v1` for a blueprint, `flow_draft.v1` for a \
      compiled draft, `gate_policy.v1` for the rules of the gates. Where another kind of file lies among them, exclude it in the hook's configuration (`exclude:`).
      """,
    wrong: "version: 1", right: "schema_version: conversation_blueprint.v1")

  package static let unexpectedKey = Rule(
    "FOH2010", "unexpected-key", .schema, .error, "an unknown key in a draft",
    explanation: """
      A draft is what runs. An unknown key on a node, an edge, a tool, a variable or a guard would silently do \
      nothing, so it is refused. (At the top level a draft may carry further keys; they are kept and hashed.)
      """,
    wrong: "{\"from\": \"a\", \"to\": \"b\", \"on\": \"auto\", \"if\": {\"deferred\": true}}",
    right: "{\"from\": \"a\", \"to\": \"b\", \"on\": \"auto\", \"when\": {\"deferred\": true}}")

  package static let inexactNumber = Rule(
    "FOH2011", "inexact-number", .schema, .error, "a number that would change when it is stored",
    explanation: """
      Numbers in a draft are hashed as IEEE double numbers (RFC 8785). One with more digits than a double holds \
      would become another number, and two different drafts would share a hash.
      """,
    wrong: "\"account\": 12345678901234567890", right: "\"account\": \"12345678901234567890\"")

  package static let notOneMember = Rule(
    "FOH2012", "not-one-member", .schema, .error, "a guard with no key, or more than one",
    explanation:
      "A guard is one of `filled`, `visits`, `deferred`, `all`, `any`, `not`. Combine several with `all` or `any`.",
    wrong: "{\"filled\": \"day\", \"deferred\": true}",
    right: "{\"all\": [{\"filled\": \"day\"}, {\"deferred\": true}]}")

  package static let otherDocument = Rule(
    "FOH2013", "other-document", .schema, .error, "a draft where a blueprint belongs, or the other way round",
    explanation: """
      `schema_version` says that the document is of the other kind, so nothing in it is checked against the \
      wrong schema. `fohc compile` takes blueprints, `fohc validate` takes drafts, and `fohc check` takes both.
      """,
    wrong: "fohc compile agent.draft.json", right: "fohc validate agent.draft.json")

  package static let misspeltKey = Rule(
    "FOH2014", "misspelt-key", .schema, .error, "a key that is nearly a known one",
    explanation: """
      Nothing reads the value of a misspelt key: a confirmation is not asked for, triggers do not \
      trigger. A key counts as misspelt where only case, `_`, `-`, spaces or a plural tell it from a known one, or a \
      letter or two, or where its words are some of the known key's, in their order. Rename it, or choose a name that \
      is not so near.
      """,
    wrong: "require_confirmation_befor: [book_viewing]", right: "require_confirmation_before: [book_viewing]")

  package static let hiddenInName = Rule(
    "FOH2015", "hidden-in-name", .schema, .warning, "a name with an invisible character in it",
    explanation: """
      A zero-width space, a soft hyphen, a no-break space or a mark that turns the direction of text makes another name \
      that looks the same: what refers to it finds nothing. Such characters come with text that was copied from a web \
      page or a chat. Remove it.
      """,
    wrong: "- key: \"day\\u200B\"", right: "- key: day")

  package static let bidirectionalControl = Rule(
    "FOH2016", "bidirectional-control", .schema, .warning, "text that shows in another order than it is read",
    explanation: """
      U+202A to U+202E and U+2066 to U+2069 change the order in which a line is shown, so that a reviewer sees another \
      text than the agent says. Text in Hebrew or Arabic needs none of them. Remove it.
      """,
    wrong: "handoff_message: \"One moment\\u202E.\"", right: "handoff_message: \"One moment.\"")
}

/// What the schema check can find.
extension [Rule] {
  package static let schema: [Rule] = [
    .missingField, .wrongType, .unknownValue, .belowMinimum, .aboveMaximum, .tooFewItems, .unknownKey,
    .unquotedText, .unknownDocument, .unexpectedKey, .inexactNumber, .notOneMember,
    .otherDocument, .misspeltKey, .hiddenInName, .bidirectionalControl,
  ]
}
