import Documents

/// What can be wrong with the items of a draft's scenarios.
extension Rule {
  package static let uncheckableScenarioItem = Rule(
    "FOH4017", "uncheckable-scenario-item", .graph, .warning,
    "a `must_not_do` item of a draft that looks checkable and is not",
    explanation: """
      `call:<tool>`, `call:<tool>:unconfirmed`, `ask:<slot>`, `handoff` and `close:<outcome>` (success, declined, \
      abandoned) are checked by machine, to the letter; all other items are words for a judge. This one is nearly of such \
      a form, or names nearly a tool or slot of the draft, so the check would always pass.
      """,
    wrong: "\"must_not_do\": [\"call: book_viewing:unconfirmed\"]",
    right: "\"must_not_do\": [\"call:book_viewing:unconfirmed\"]")

  package static let impossibleScenarioItem = Rule(
    "FOH4018", "impossible-scenario-item", .graph, .error,
    "a `must_do` item of a draft that can never be seen to happen",
    explanation: """
      What a scenario must do is checked by machine: `call:<tool>`, `ask:<slot>`, `handoff` and `close:<outcome>` \
      (success, declined, abandoned). A tool that is not declared is never called, a slot that no `ask` has is never \
      asked for, and free text is not checked.
      """,
    wrong: "\"tools\": [{\"id\": \"file_claim\", …}]\n…\n\"must_do\": [\"call:fileclaim\"]",
    right: "\"tools\": [{\"id\": \"file_claim\", …}]\n…\n\"must_do\": [\"call:file_claim\"]")

  package static let contradictoryDraftScenario = Rule(
    "FOH4019", "contradictory-draft-scenario", .graph, .error,
    "a scenario of a draft that no conversation can pass",
    explanation: """
      `must_do` names something that `must_not_do` of the same scenario forbids, or two endings: a conversation ends once.
      """,
    wrong: "\"must_do\": [\"handoff\"], \"must_not_do\": [\"handoff\"]",
    right: "\"must_do\": [\"handoff\"], \"must_not_do\": [\"close:success\"]")
}
