import Documents
import PolicyGraph

extension Rule {
  package static let duplicatePhase = Rule(
    "FOH3001", "duplicate-phase", .meaning, .error, "two phases have the same id",
    explanation:
      "Phases are identified by their ids in the draft, in transcripts and in certificates. Give each its own.",
    wrong: "phases:\n  - id: booking\n    …\n  - id: booking\n    …",
    right: "phases:\n  - id: booking\n    …\n  - id: payment\n    …")

  package static let duplicateSlot = Rule(
    "FOH3002", "duplicate-slot", .meaning, .error, "two slots have the same key",
    explanation:
      "A slot holds one value, and its key says which. Two with one key would overwrite each other.",
    wrong: "slots:\n  - key: phone\n    …\n  - key: phone\n    …",
    right: "slots:\n  - key: phone_mobile\n    …\n  - key: phone_home\n    …")

  package static let duplicateScenario = Rule(
    "FOH3003", "duplicate-scenario", .meaning, .error, "two scenarios have the same id",
    explanation:
      "A certificate lists results by scenario id, and releases are compared by it: each needs its own.",
    wrong: "evaluation_scenarios:\n  - id: happy\n    …\n  - id: happy\n    …",
    right: "evaluation_scenarios:\n  - id: books_at_once\n    …\n  - id: asks_first\n    …")

  package static let duplicateTool = Rule(
    "FOH3004", "duplicate-tool", .meaning, .error, "a tool is allowed twice",
    explanation: "Each tool is offered once. Remove the repetition; perhaps another tool was meant.",
    wrong: "allowed_tools: [book_viewing, book_viewing]", right: "allowed_tools: [book_viewing]")

  package static let unknownSlot = Rule(
    "FOH3005", "unknown-slot", .meaning, .error, "a phase collects a slot that is not declared",
    explanation: """
      `required_slots` names slots by key, and the question for each stands in `slots`. Without a declaration the \
      agent would not know what to ask.
      """,
    wrong: "required_slots: [post_code]\n# slots: only `postcode` is declared",
    right: "required_slots: [postcode]")

  package static let unknownScenarioSlot = Rule(
    "FOH3006", "unknown-scenario-slot", .meaning, .error,
    "a scenario must collect a slot that is not declared",
    explanation: "A slot that does not exist is never filled, so the scenario could never pass.",
    wrong: "must_collect: [post_code]", right: "must_collect: [postcode]")

  package static let uncollectedSlot = Rule(
    "FOH3007", "uncollected-slot", .meaning, .error, "a required slot that no phase collects",
    explanation: """
      The slot is marked `required`, but no phase lists it in `required_slots`, so nothing decides when it is \
      asked. Until that is fixed the draft asks for it in the last phase.
      """,
    wrong: "slots:\n  - key: budget\n    required: true\n    …\n# no phase lists `budget`",
    right: "phases:\n  - id: brief\n    required_slots: [budget]\n    …")

  package static let unusedSlot = Rule(
    "FOH3008", "unused-slot", .meaning, .warning, "a slot that nothing asks for or collects",
    explanation: """
      The slot is kept if the user volunteers it, but the agent never asks. List it in a phase; or mark it \
      `required: false`, which says that this is what you want; or remove it.
      """,
    wrong: "slots:\n  - key: fax_number\n    …\n# no phase lists it",
    right: "slots:\n  - key: fax_number\n    required: false\n    …")

  package static let confirmationOfUnknownTool = Rule(
    "FOH3009", "confirmation-of-unknown-tool", .meaning, .error,
    "confirmation is required for a tool that is not allowed",
    explanation: """
      `require_confirmation_before` names tools out of `allowed_tools`. A name that is not there protects nothing: \
      a misspelt one leaves the real tool without its confirmation.
      """,
    wrong: "allowed_tools: [cancel_booking]\nrequire_confirmation_before: [cancel_bookings]",
    right: "allowed_tools: [cancel_booking]\nrequire_confirmation_before: [cancel_booking]")

  package static let unknownRequiredTool = Rule(
    "FOH3023", "unknown-required-tool", .meaning, .error, "success requires a tool that is not allowed",
    explanation: """
      `close_policy.success_requires` names tools each of which has to have answered `ok` before a conversation \
      succeeds. A tool that the agent may not call never answers, so that no conversation could succeed.
      """,
    wrong: "allowed_tools: [file_claim]\n…\nsuccess_requires: [fileclaim]",
    right: "allowed_tools: [file_claim]\n…\nsuccess_requires: [file_claim]")

  package static let primaryNotAllowed = Rule(
    "FOH3010", "primary-not-allowed", .meaning, .error, "the primary channel is not among the allowed ones",
    explanation: "`allowed` lists every channel, the primary one too.",
    wrong: "primary: voice\nallowed: [widget]", right: "primary: voice\nallowed: [voice, widget]")

  package static let scenarioChannelNotAllowed = Rule(
    "FOH3011", "scenario-channel-not-allowed", .meaning, .error,
    "a scenario takes place on a channel that is not allowed",
    explanation:
      "Nobody can talk to the agent there, so that the scenario shows nothing. Allow the channel or change the scenario.",
    wrong: "channel_policy:\n  allowed: [widget]\nevaluation_scenarios:\n  - channel: sms\n    …",
    right: "channel_policy:\n  allowed: [widget, sms]")

  package static let emptyID = Rule(
    "FOH3012", "empty-id", .meaning, .error, "an id or key that is empty",
    explanation:
      "Phases, slots, tools and scenarios are found by their names, so each needs one that can be read.",
    wrong: "- id: \"\"", right: "- id: booking")

  package static let blankText = Rule(
    "FOH3013", "blank-text", .meaning, .error, "nothing to say where the agent must speak",
    explanation: """
      The text is spoken unchanged, or the agent takes its words from it (`goal`, `success_signal`), and nothing of \
      it would be seen or heard: the user would be met with silence.
      """,
    wrong: "ask_when_missing: \" \"", right: "ask_when_missing: Which day suits you?")

  package static let defaultHandoffMessage = Rule(
    "FOH3014", "default-handoff-message", .meaning, .warning, "a hand-off without its own message",
    explanation: """
      The blueprint can hand over to a person and gives no `handoff_message`. The agent then says a plain default \
      sentence. Write one that says who takes over and when.
      """,
    wrong: "escalation_policy:\n  triggers: [complaint]",
    right: "escalation_policy:\n  triggers: [complaint]\n  handoff_message: Our duty manager takes over now.")

  package static let voiceStyleWithoutVoice = Rule(
    "FOH3015", "voice-style-without-voice", .meaning, .warning, "a voice style without a voice channel",
    explanation:
      "`voice_style` shapes speech on the phone, and `voice` is not among the channels, so that it does nothing. Allow `voice`, or remove the style.",
    wrong: "primary: widget\nallowed: [widget]\nvoice_style: concise",
    right: "primary: widget\nallowed: [widget]")

  package static let uncollectableScenario = Rule(
    "FOH3016", "uncollectable-scenario", .meaning, .error,
    "a scenario must collect a slot that no phase asks for",
    explanation: """
      The scenario passes only when the slot is filled, and no phase that it goes through asks for it. List the \
      slot in a phase, or take it out of `must_collect`.
      """,
    wrong: "must_collect: [budget]\n# no phase lists `budget`", right: "required_slots: [budget]")

  package static let indistinctIDs = Rule(
    "FOH3017", "indistinct-ids", .meaning, .warning, "two names that look the same and are not",
    explanation: """
      The names differ only in how an accented letter is encoded (Unicode normalization). fohc compares scalar by \
      scalar, so these are two names; most readers will take them for one. Write both the same way, or rename one.
      """,
    wrong: "caf\u{E9} and cafe\u{301}", right: "caf\u{E9} in both places")

  package static let repeatedEntry = Rule(
    "FOH3018", "repeated-entry", .meaning, .warning, "the same entry twice in one list",
    explanation: "The second mention does nothing. Perhaps another name was meant.",
    wrong: "required_slots: [name, name]", right: "required_slots: [name, phone]")

  package static let draftTooLarge = Rule(
    "FOH3019", "draft-too-large", .meaning, .error, "the compiled draft would be too large",
    explanation: """
      Every tool is offered in every phase, and each batch of questions has to know that all batches before it are \
      answered, so a draft grows with tools times phases and with the square of the slots in one phase. Past \
      250,000 nodes, edges and guard conditions nothing is compiled.
      """,
    wrong: "a phase with 2,000 required slots, asked one at a time",
    right: "several agents, each with its own task")

  package static let assumedChannel = Rule(
    "FOH3020", "assumed-channel", .meaning, .warning,
    "a scenario's channel is allowed only because it is named",
    explanation: """
      `channel_policy` has no `allowed` list, so the primary channel and those that scenarios name are taken to be \
      allowed. Write the list.
      """,
    wrong: "channel_policy:\n  primary: widget\nevaluation_scenarios:\n  - channel: sms\n    …",
    right: "channel_policy:\n  primary: widget\n  allowed: [widget, sms]")

  package static let optionalYetCollected = Rule(
    "FOH3021", "optional-yet-collected", .meaning, .warning, "a slot marked optional that a phase requires",
    explanation: """
      The slot says `required: false`, and a phase lists it in `required_slots`. A slot that a phase lists is \
      required: the agent asks until it is given or the phase is declined. What an optional slot can do today is to be \
      kept where the user volunteers it; the agent never asks for it, and no conversation succeeds or fails by it. A \
      question that is asked once and may stay open cannot be written yet.
      """,
    wrong: "slots:\n  - key: phone\n    required: false\n    …\nphases:\n  - required_slots: [phone]\n    …",
    right: "slots:\n  - key: phone\n    required: true\n    …")

  package static let blankField = Rule(
    "FOH3030", "blank-field", .meaning, .warning, "a text in which there is nothing",
    explanation: """
      The agent can do without this text, but nothing of it would be seen or heard. Write the text, or \
      leave it out if it is optional.
      """,
    wrong: "triggers: [asks for a person, \" \"]", right: "triggers: [asks for a person]")

  package static let placeholder = Rule(
    "FOH3031", "placeholder", .meaning, .warning, "a placeholder in a text that is spoken unchanged",
    explanation: """
      Questions, the hand-off message and the follow-up are spoken unchanged. Nothing replaces \
      `{{name}}`, `{name}` or `${name}`: the user would hear the braces. Write words that fit every conversation.
      """,
    wrong: "ask_when_missing: \"Hello {{first_name}}, which day?\"",
    right: "ask_when_missing: \"Hello, which day?\"")

  package static let uncallableTool = Rule(
    "FOH3032", "uncallable-tool", .meaning, .warning, "a tool by a name that no model can call",
    explanation: """
      Models call tools by names of letters, digits, `_` and `-`, at most 64 of them (`^[a-zA-Z0-9_-]{1,64}$`). A tool \
      by another name has to be renamed somewhere between the draft and the model, and then goes by two names.
      """,
    wrong: "allowed_tools: [\"Book a viewing\"]", right: "allowed_tools: [book_viewing]")
}

/// What the meaning checks can find.
extension [Rule] {
  package static let meaning: [Rule] = [
    .duplicatePhase, .duplicateSlot, .duplicateScenario, .duplicateTool, .unknownSlot, .unknownScenarioSlot,
    .uncollectedSlot, .unusedSlot, .confirmationOfUnknownTool, .primaryNotAllowed, .scenarioChannelNotAllowed,
    .emptyID, .blankText, .defaultHandoffMessage, .voiceStyleWithoutVoice, .uncollectableScenario,
    .indistinctIDs, .repeatedEntry, .draftTooLarge, .assumedChannel, .optionalYetCollected,
    .uncheckableItem, .unknownRequiredTool, .impossibleItem, .contradictoryScenario, .unaskedCallForbidden,
    .blankField, .placeholder, .uncallableTool,
  ]
}
