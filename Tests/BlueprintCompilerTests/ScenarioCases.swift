import BlueprintCompiler
import Documents
import PolicyGraph
import TestSupport

private let forbidden = "    must_not_do: [\"call:book_viewing:unconfirmed\"]"
private let confirmed = "require_confirmation_before: [book_viewing]"

/// The base blueprint with this list of what has to happen.
private func mustDo(_ items: String, beside other: String = forbidden) -> SourceText {
  .blueprint((forbidden, "    must_do: [\(items)]\n\(other)"))
}

private func mustNotDo(_ items: String) -> SourceText {
  .blueprint((forbidden, "    must_not_do: [\(items)]"))
}

/// The same of the draft, where all texts are quoted.
private func draftMustDo(_ items: String, beside other: String = "\"must_not_do\": [") -> SourceText {
  .draft(("\"must_not_do\": [", "\"must_do\": [\(items)], \(other)"))
}

private func draftMustNotDo(_ item: String) -> SourceText {
  .draft(("\"call:book_viewing:unconfirmed\"", item))
}

private func quoted(_ text: String) -> String { "\"\(text)\"" }

/// What can never be seen to happen, with what can.
private let impossible: [(wrong: String, right: String)] = [
  ("call:book_veiwing", "call:book_viewing"), ("call:send_letter", "call:find_homes"),
  ("call: find_homes", "call:find_homes"), ("Call:find_homes", "call:find_homes"),
  ("call:FIND_HOMES", "call:find_homes"), ("call:find-homes", "call:find_homes"), ("call:", "handoff"),
  ("call:book_viewing:unconfirmed", "call:book_viewing"), ("ask:aera", "ask:area"),
  ("ask:garden", "ask:day"), ("ask:area ", "ask:area"), ("ask", "ask:beds"),
  ("close:succes", "close:success"), ("close: declined", "close:declined"), ("close:won", "close:abandoned"),
  ("hand_off", "handoff"), ("Handoff", "handoff"), ("handoff ", "handoff"), ("is friendly", "handoff"),
  ("success", "close:success"), ("find_homes", "call:find_homes"), ("", "handoff"),
]

/// What looks checkable and is not, with what is, or is words for a judge.
private let uncheckable: [(wrong: String, right: String)] = [
  ("call: find_homes", "call:find_homes"), ("call: send_letter", "call:send_letter"),
  ("call:BOOK_VIEWING", "call:book_viewing"), ("ASK:area", "ask: the user for a favour"),
  ("ask:Area", "ask:card_pin"), ("handoff ", "handoff"), ("Close:success", "close:success"),
  ("close:SUCCESS", "close to tears"), ("call:book:unconfirmed", "call:book"),
  ("call:book_viewing: unconfirmed", "call: them back, unconfirmed"),
]

let scenarioCases: [RuleCase] =
  impossible.map { wrong, right in
    RuleCase(.impossibleItem, mustDo(quoted(wrong)), marks: quoted(wrong), quiet: mustDo(quoted(right)))
  }
  + impossible.map { wrong, right in
    RuleCase(
      .impossibleScenarioItem, draftMustDo(quoted(wrong)), marks: quoted(wrong),
      quiet: draftMustDo(quoted(right)))
  }
  + uncheckable.map { wrong, right in
    RuleCase(
      .uncheckableItem, mustNotDo(quoted(wrong)), marks: quoted(wrong), quiet: mustNotDo(quoted(right)))
  }
  + uncheckable.map { wrong, right in
    RuleCase(
      .uncheckableScenarioItem, draftMustNotDo(quoted(wrong)), marks: quoted(wrong),
      quiet: draftMustNotDo(quoted(right)))
  } + [
    // A slot that is declared and that nothing asks for.
    RuleCase(
      .impossibleItem,
      .blueprint(
        ("[area, budget, beds]", "[area, beds]"),
        ("budget, label: Budget, required: true", "budget, label: Budget, required: false"),
        (forbidden, "    must_do: [\"ask:budget\"]\n\(forbidden)")),
      marks: "\"ask:budget\"", quiet: mustDo("\"ask:budget\"")),
    RuleCase(
      .contradictoryScenario, mustDo("handoff", beside: "    must_not_do: [\"handoff\"]"), marks: "handoff",
      quiet: mustDo("handoff", beside: "    must_not_do: [\"close:success\"]")),
    RuleCase(
      .contradictoryScenario,
      mustDo("\"call:find_homes\"", beside: "    must_not_do: [\"call:find_homes\"]"),
      marks: "\"call:find_homes\"",
      quiet: mustDo("\"call:find_homes\"", beside: "    must_not_do: [\"call:find_flats\"]")),
    RuleCase(
      .contradictoryScenario, mustDo("handoff, \"close:success\""), marks: "\"close:success\"",
      quiet: mustDo("handoff, \"call:find_homes\", handoff")),
    RuleCase(
      .contradictoryDraftScenario, draftMustDo("\"handoff\"", beside: "\"must_not_do\": [\"handoff\", "),
      marks: "\"handoff\"",
      quiet: draftMustDo("\"handoff\"", beside: "\"must_not_do\": [\"close:success\", ")),
    RuleCase(
      .contradictoryDraftScenario, draftMustDo("\"close:success\", \"close:declined\""),
      marks: "\"close:declined\"", quiet: draftMustDo("\"close:success\", \"call:find_homes\"")),
    RuleCase(
      .unaskedCallForbidden, .blueprint(("before: [book_viewing]", "before: []")),
      marks: "\"call:book_viewing:unconfirmed\"",
      quiet: .blueprint(("before: [book_viewing]", "before: [find_homes, book_viewing]"))),
    // Each way in which a tool can be added to the list.
    RuleCase(
      .unaskedCallForbidden, mustNotDo("\"call:find_homes:unconfirmed\""),
      marks: "\"call:find_homes:unconfirmed\"", quiet: mustNotDo("\"call:find_flats:unconfirmed\"")),
    RuleCase(
      .unaskedCallForbidden,
      .blueprint(("  \(confirmed)\n", ""), ("  failure_mode: retry_once\n", "")),
      marks: "\"call:book_viewing:unconfirmed\"",
      quiet: .blueprint(("  \(confirmed)\n", ""), (forbidden, "    must_not_do: [\"call:book_viewing\"]"))),
    RuleCase(
      .unaskedCallForbidden,
      .blueprint(
        (
          confirmed,
          "require_confirmation_before:\n    # It cannot be undone.\n    - book_viewing   # a visit"
        ),
        (forbidden, "    must_not_do: [\"call:find_homes:unconfirmed\"]")),
      marks: "\"call:find_homes:unconfirmed\"",
      quiet: .blueprint((confirmed, "require_confirmation_before:\n    - find_homes\n    - book_viewing"))),
    RuleCase(
      .unknownRequiredTool,
      .blueprint(("See you then.", "See you then.\n  success_requires: [book_veiwing]")),
      marks: "book_veiwing",
      quiet: .blueprint(("See you then.", "See you then.\n  success_requires: [book_viewing]"))),
  ]
