import Documents
import PolicyGraph

/// What can be wrong with the items of a blueprint's scenarios.
extension Rule {
  package static let uncheckableItem = Rule(
    "FOH3022", "uncheckable-item", .meaning, .warning, "a `must_not_do` item that looks checkable and is not",
    explanation: """
      `call:<tool>`, `call:<tool>:unconfirmed`, `ask:<slot>`, `handoff` and `close:<outcome>` (success, declined, \
      abandoned) are checked by machine; all other items are words for a judge. This one is nearly of such a form, or \
      names nearly a tool or slot of the agent, so the check would always pass. (A tool that the agent \
      does not have may be forbidden by its exact name, with `call:<tool>`.)
      """,
    wrong: "must_not_do: [\"call:book_viewing:unconfirmd\"]",
    right: "must_not_do: [\"call:book_viewing:unconfirmed\"]")

  package static let impossibleItem = Rule(
    "FOH3024", "impossible-item", .meaning, .error, "a `must_do` item that can never be seen to happen",
    explanation: """
      What a scenario must do is checked by machine: `call:<tool>`, `ask:<slot>`, `handoff` and `close:<outcome>` \
      (success, declined, abandoned). A tool that is not allowed is never called, a slot that no phase collects is never \
      asked for, and free text is not checked: what a judge has to see belongs in `user_goal`.
      """,
    wrong: "allowed_tools: [file_claim]\n…\nmust_do: [\"call:fileclaim\", is friendly]",
    right: "allowed_tools: [file_claim]\n…\nmust_do: [\"call:file_claim\"]")

  package static let contradictoryScenario = Rule(
    "FOH3025", "contradictory-scenario", .meaning, .error, "a scenario that no conversation can pass",
    explanation: """
      `must_do` names something that `must_not_do` of the same scenario forbids, or two endings: a conversation ends \
      once, with a hand-off or a close.
      """,
    wrong: "must_do: [handoff]\nmust_not_do: [handoff]",
    right: "must_do: [handoff]\nmust_not_do: [\"close:success\"]")

  package static let unaskedCallForbidden = Rule(
    "FOH3026", "unasked-call-forbidden", .meaning, .warning,
    "a scenario forbids an unconfirmed call of a tool that needs no yes",
    explanation: """
      `call:<tool>:unconfirmed` happens whenever the tool is called without a yes to that very call. A tool that is not in \
      `require_confirmation_before` is called as soon as the user wants what it does, so that the scenario fails. \
      Either the tool needs a yes, or the scenario should not ask for one.
      """,
    wrong: """
      tool_policy:
        allowed_tools: [book_survey]
      …
      must_not_do: ["call:book_survey:unconfirmed"]
      """,
    right: """
      tool_policy:
        allowed_tools: [book_survey]
        require_confirmation_before: [book_survey]
      …
      must_not_do: ["call:book_survey:unconfirmed"]
      """)
}
