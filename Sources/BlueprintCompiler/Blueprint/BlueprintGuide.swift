/// What each field of a blueprint becomes in the draft, beside ``BlueprintSchema``, which says what the fields mean.
/// `Docs/blueprint.md` is made from both, and its test fails for a field that has no entry here.
package enum BlueprintGuide {
  /// One field.
  package struct Entry: Sendable {
    /// As `slots[].key`: `[]` stands for each element of a list.
    package let path: String
    /// What is made of it, one sentence or more in Markdown.
    package let lowersTo: String
    /// The top-level members of the draft that change if only this field changes; empty for an object or a list of
    /// objects, whose fields have separate entries.
    package let members: [String]
    /// Why no other value of the field changes the draft; nil if one does.
    package let unchangedBecause: String?

    fileprivate init(_ path: String, _ lowersTo: String, members: [String] = []) {
      self.path = path
      self.lowersTo = lowersTo
      self.members = members
      unchangedBecause = nil
    }

    fileprivate init(_ path: String, _ lowersTo: String, unchangedBecause reason: String) {
      self.path = path
      self.lowersTo = lowersTo
      members = []
      unchangedBecause = reason
    }
  }

  /// In the order of the schema.
  package static let entries: [Entry] =
    whoItIs + whereItTalks + howItTakesTurns + whatItDoes + whatItLearns + whatItCalls + howItEnds
    + howItIsTried

  private static let graph = ["nodes", "edges", "provenance"]

  private static let whoItIs: [Entry] = [
    Entry(
      "schema_version", "`provenance.authoring_model`.",
      unchangedBecause: "there is only one version so far"),
    Entry("name", "`name`, and the brief in `greeting`.", members: ["name", "greeting"]),
    Entry("objective", "`objective`, and the brief in `greeting`.", members: ["greeting", "objective"]),
    Entry("audience", "`audience`.", members: ["audience"]),
    Entry("persona", "`persona`, and the node `open`, which speaks `greeting`."),
    Entry("persona.role", "`persona.role`, and the brief in `greeting`.", members: ["greeting", "persona"]),
    Entry(
      "persona.brand_voice",
      "`persona.brand_voice`: the voice in which a runtime phrases every `say` that is not `verbatim`.",
      members: ["persona"]),
    Entry("persona.boundaries", "`persona.boundaries`.", members: ["persona"]),
  ]

  private static let whereItTalks: [Entry] = [
    Entry("channel_policy", "`channels` and `speech_settings`."),
    Entry("channel_policy.primary", "`channels.primary`.", members: ["channels"]),
    Entry(
      "channel_policy.allowed",
      "`channels.allowed`: a scenario without a `channel` is simulated on each of them.",
      members: ["channels"]),
    Entry(
      "channel_policy.voice_style",
      "`speech_settings.voice_style`. It is left out if the field is absent and voice is not allowed.",
      members: ["speech_settings"]),
    Entry(
      "channel_policy.async_follow_up",
      "`channels.async_follow_up`. With `true` the brief of `close:abandoned` is to follow up later, otherwise to say "
        + "goodbye.", members: ["channels", "nodes"]),
  ]

  private static let howItTakesTurns: [Entry] = [
    Entry(
      "turn_taking_policy",
      "`turn_taking`, and the nodes beside every node that awaits the user: `<node>/clarify`, `<node>/nudge`, "
        + "`<node>/interrupted`, `<node>/corrected`."),
    Entry(
      "turn_taking_policy.max_questions_per_turn",
      "`turn_taking.max_questions_per_turn`. The slots of a phase are split into batches of this size, and each batch "
        + "is one node `<phase>/ask/<n>`.", members: ["turn_taking"] + graph),
    Entry(
      "turn_taking_policy.interruption_style",
      "`turn_taking.interruption_style`, and the brief of every node `<node>/interrupted`. With `defer` the edges on "
        + "`interrupt` set the flag `deferred`, the node `deferred` takes the question up before the end, and "
        + "`escalation.carries_deferred` is true.", members: ["turn_taking", "escalation"] + graph),
    Entry(
      "turn_taking_policy.repair_strategy",
      "`turn_taking.repair_strategy`, and where `unclear` leads: to `<node>/clarify` twice at most and then to "
        + "`handoff`. With `offer_menu` its brief names what can be done there; with `handoff` the edge leads to "
        + "`handoff` at once.", members: ["turn_taking"] + graph),
  ]

  private static let whatItDoes: [Entry] = [
    Entry(
      "phases",
      "For each phase, in order: `<phase>/route`, which looks for what is missing, `<phase>/ask/<n>`, and "
        + "`<phase>/talk`. `goal_met` and `deny` lead to the next phase, after the last one to `end`."),
    Entry(
      "phases[].id",
      "The first part of the id of every node of the phase, their `phase`, and the `idempotency_key` of their calls.",
      members: graph),
    Entry(
      "phases[].label",
      "The name of the phase in the briefs of `<node>/declined` and `<node>/clarify`.", members: ["nodes"]),
    Entry("phases[].goal", "The brief of `<phase>/talk`.", members: ["nodes"]),
    Entry("phases[].success_signal", "The brief of `<phase>/talk`.", members: ["nodes"]),
    Entry(
      "phases[].required_slots",
      "The nodes `<phase>/ask/<n>`, the guards that decide between them and `<phase>/talk`, `required` of the "
        + "variable, and the guards before `close:success` and `close:declined`.",
      members: ["variables"] + graph),
  ]

  private static let whatItLearns: [Entry] = [
    Entry("slots", "`variables`."),
    Entry(
      "slots[].key",
      "`variables[].key`. The asks and guards take the name from `required_slots`, and look up label and question here. "
        + "The guards before the end name the required slots in the order of this list.",
      members: ["variables", "nodes", "edges"]),
    Entry(
      "slots[].label", "`variables[].label`, and the brief of the `clarify` at the ask of the slot.",
      members: ["variables", "nodes"]),
    Entry(
      "slots[].required", "`variables[].required`, together with `required_slots` of the phases.",
      unchangedBecause:
        "a slot that a phase lists is required whatever stands here (`false` gives a warning), and `true` for one that no "
        + "phase lists is an error"),
    Entry(
      "slots[].ask_when_missing", "`variables[].ask`, and what the ask of the slot says, `verbatim`.",
      members: ["variables", "nodes"]),
  ]

  private static let whatItCalls: [Entry] = [
    Entry("tool_policy", "`tools`, `tool_policy`, and the nodes `<phase>/tool:<id>/…`."),
    Entry(
      "tool_policy.allowed_tools",
      "`tools`, what every `<phase>/talk` offers, the edge on `tool:<id>` there, and the nodes "
        + "`<phase>/tool:<id>/…`: `call/1`, `report`, and what the two fields below add.",
      members: ["tools"] + graph),
    Entry(
      "tool_policy.require_confirmation_before",
      "`tools[].requires_confirmation`, and a node `<phase>/tool:<id>/confirm` before the call.",
      members: ["tools"] + graph),
    Entry(
      "tool_policy.failure_mode",
      "`tool_policy.failure_mode`, `tools[].failure_mode`, and where `error` and `timeout` of a call lead: to "
        + "`apologize/error` and `apologize/timeout` and on with the phase; with `handoff` to `handoff`; with "
        + "`retry_once` first to `call/2`.", members: ["tool_policy", "tools"] + graph),
    Entry(
      "escalation_policy",
      "`escalation`, the node `handoff`, and an edge on `escalate` to it from every node that awaits the user."
    ),
    Entry("escalation_policy.triggers", "`escalation.triggers`.", members: ["escalation"]),
    Entry(
      "escalation_policy.handoff_message",
      "`escalation.handoff_message`, and what `handoff` says, `verbatim`.", members: ["escalation", "nodes"]),
  ]

  private static let howItEnds: [Entry] = [
    Entry(
      "close_policy",
      "The node `end`, which decides, and the nodes `close:success`, `close:declined` (if there is something that "
        + "success needs) and `close:abandoned`."),
    Entry("close_policy.success_outcome", "`success_outcome`.", members: ["success_outcome"]),
    Entry(
      "close_policy.follow_up_message", "What `close:success` says, `verbatim`.", members: ["nodes"]),
    Entry(
      "close_policy.success_requires",
      "`success_requires`, the guard before `close:success`, and the talk `end/unfinished`, which offers these tools "
        + "while one of them is not done.", members: ["success_requires"] + graph),
  ]

  private static let howItIsTried: [Entry] =
    [
      Entry(
        "evaluation_scenarios",
        "`evaluation_scenarios`. They change nothing in a conversation; `fohc simulate` plays them.")
    ]
    + [
      "id", "channel", "user_goal", "must_collect", "must_do", "must_not_do",
    ].map {
      Entry(
        "evaluation_scenarios[].\($0)", "`evaluation_scenarios[].\($0)`.", members: ["evaluation_scenarios"])
    }

  /// A blueprint that has every field and gives no finding.
  package static let example = """
    schema_version: conversation_blueprint.v1
    name: Repair desk
    objective: book bicycle repairs
    audience: customers of a bicycle shop
    persona:
      role: front desk of a bicycle shop
      brand_voice: friendly and brief
      boundaries: [no promises about prices]
    channel_policy:
      primary: widget
      allowed: [widget, voice]
      voice_style: concise
      async_follow_up: true
    turn_taking_policy:
      max_questions_per_turn: 2
      interruption_style: defer
      repair_strategy: offer_menu
    phases:
      - id: fault
        label: What is wrong
        goal: learn what has to be repaired
        success_signal: it is clear what has to be repaired
        required_slots: [bicycle, problem]
      - id: visit
        label: The visit
        goal: agree on a day and book the repair
        success_signal: the repair is booked
        required_slots: [day]
    slots:
      - {key: bicycle, label: Bicycle, required: true, ask_when_missing: Which bicycle is it?}
      - {key: problem, label: Problem, ask_when_missing: What is wrong with it?}
      - {key: day, label: Day, required: true, ask_when_missing: Which day suits you?}
      # No phase asks for it. It is kept if the user says it.
      - {key: remarks, label: Remarks, required: false, ask_when_missing: Is there anything else?}
    tool_policy:
      allowed_tools: [find_day, book_repair]
      require_confirmation_before: [book_repair]
      failure_mode: retry_once
    escalation_policy:
      triggers: [the customer had an accident]
      handoff_message: A mechanic will take it from here.
    close_policy:
      success_outcome: a repair is booked
      follow_up_message: Your repair is booked. See you then.
      success_requires: [book_repair]
    evaluation_scenarios:
      - id: books_a_repair
        channel: widget
        user_goal: have a flat tyre repaired
        must_collect: [bicycle, day]
        must_do: ["call:book_repair", "close:success"]
        must_not_do: ["call:book_repair:unconfirmed", "promises a price"]

    """
}
