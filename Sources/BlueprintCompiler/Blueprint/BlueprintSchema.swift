import Documents
import PolicyGraph

/// The shape of a Conversation Blueprint v1, field by field: the platform's `ConversationBlueprintV1`.
package enum BlueprintSchema {
  package static let document = DocumentSchema(
    name: Blueprint.schemaVersion, title: "Conversation Blueprint v1: what an agent is to do", root: root)

  package static let channels = ["widget", "voice", "whatsapp", "instagram", "sms"]

  /// Every key that a blueprint can have somewhere.
  package static let keys = Set(root.fieldsByPath().map(\.field.key))

  private static let root = ObjectSchema(
    "the blueprint", unknownKeys: .warned,
    [
      .required("schema_version", .choice([Blueprint.schemaVersion]), "what this document is."),
      .required("name", .text, "the agent's name."),
      .required("objective", .text, "what the agent is for."),
      .required("audience", .text, "whom it talks to."),
      .required("persona", .object(persona), "who the agent is."),
      .required("channel_policy", .object(channelPolicy), "where it can be talked to."),
      .required("turn_taking_policy", .object(turnTakingPolicy), "how it takes turns."),
      .required("phases", .array(of: .object(phase), minimum: 1), "what it does, in order."),
      .optional("slots", .array(of: .object(slot)), "what it has to learn from the user.", absent: "none"),
      .required("tool_policy", .object(toolPolicy), "what it may call, and how."),
      .required("escalation_policy", .object(escalationPolicy), "when a person takes over."),
      .required("close_policy", .object(closePolicy), "how it ends."),
      .required(
        "evaluation_scenarios", .array(of: .object(scenario), minimum: 1),
        "the conversations that must go well."),
    ])

  private static let persona = ObjectSchema(
    "the persona", unknownKeys: .warned,
    [
      .required("role", .text, "what the agent is, such as \u{201C}front desk of a dental practice\u{201D}."),
      .required("brand_voice", .text, "how it phrases what it says."),
      .optional("boundaries", .array(of: .text), "what it never does.", absent: "none"),
    ])

  private static let channelPolicy = ObjectSchema(
    "the channel policy", unknownKeys: .warned,
    [
      .optional(
        "primary", .choice(channels), "the main channel.", absent: "the first allowed one, else `widget`"),
      .optional(
        "allowed", .array(of: .choice(channels)), "all channels.",
        absent: "the primary one and those that scenarios name"),
      .optional(
        "voice_style", .choice(["concise", "natural", "guided"]), "how it speaks on the phone.",
        absent: "`natural` where voice is allowed"),
      .optional(
        "async_follow_up", .boolean, "whether the follow-up is sent to a user who went silent.",
        absent: "false"),
    ])

  private static let turnTakingPolicy = ObjectSchema(
    "the turn-taking policy", unknownKeys: .warned,
    [
      .optional("max_questions_per_turn", .integer(1...3), "most questions asked at once.", absent: "1"),
      .optional(
        "interruption_style", .choice(InterruptionStyle.allCases.map(\.rawValue)),
        "what happens to a question out of turn.", absent: "`stop_and_answer`"),
      .optional(
        "repair_strategy", .choice(RepairStrategy.allCases.map(\.rawValue)),
        "what happens when the user was not understood.", absent: "`ask_clarifying_question`"),
    ])

  private static let phase = ObjectSchema(
    "a phase", unknownKeys: .warned,
    [
      .required("id", .text, "its name, unique among the phases."),
      .required("label", .text, "what people call it."),
      .required("goal", .text, "what the agent is after in it."),
      .required("success_signal", .text, "by what one sees that the goal is met."),
      .optional("required_slots", .array(of: .text), "the slots that it collects.", absent: "none"),
    ])

  private static let slot = ObjectSchema(
    "a slot", unknownKeys: .warned,
    [
      .required("key", .text, "its name, unique among the slots."),
      .required("label", .text, "what people call it."),
      .optional(
        "required", .boolean, "whether a conversation succeeds only with it.",
        absent: "true where a phase lists it, else false"),
      .required("ask_when_missing", .text, "the question that asks for it, spoken as it stands."),
    ])

  private static let toolPolicy = ObjectSchema(
    "the tool policy", unknownKeys: .warned,
    [
      .optional("allowed_tools", .array(of: .text), "what the agent may call.", absent: "none"),
      .optional(
        "require_confirmation_before", .array(of: .text), "those that need the user's yes each time.",
        absent: "none"),
      .optional(
        "failure_mode", .choice(FailureMode.allCases.map(\.rawValue)), "what follows when a tool fails.",
        absent: "`apologize_and_continue`"),
    ])

  private static let escalationPolicy = ObjectSchema(
    "the escalation policy", unknownKeys: .warned,
    [
      .optional("triggers", .array(of: .text), "what makes a person take over.", absent: "none"),
      .optional(
        "handoff_message", .text, "what the agent says when a person takes over, spoken as it stands.",
        absent: "a plain text (see the defaults)"),
    ])

  private static let closePolicy = ObjectSchema(
    "the close policy", unknownKeys: .warned,
    [
      .required("success_outcome", .text, "what has been achieved at the end."),
      .required("follow_up_message", .text, "the last words after success, spoken as they stand."),
      .optional(
        "success_requires", .array(of: .text),
        "tools each of which has to have answered `ok` before a conversation succeeds.", absent: "none"),
    ])

  private static let scenario = ObjectSchema(
    "a scenario", unknownKeys: .warned,
    [
      .required("id", .text, "its name, unique among the scenarios."),
      .optional("channel", .choice(channels), "where it takes place.", absent: "on every allowed channel"),
      .required("user_goal", .text, "what the user wants."),
      .optional("must_collect", .array(of: .text), "slots that must be filled at the end.", absent: "none"),
      .optional(
        "must_do", .array(of: .text),
        "what has to happen in every conversation of a user who cooperates: `call:<tool>` (the user wants what takes "
          + "the tool), `handoff` (the user asks for a person), `close:<outcome>` (with `success`, `declined` or "
          + "`abandoned`) or `ask:<slot>`.", absent: "none"),
      .optional(
        "must_not_do", .array(of: .text),
        "what must not happen: `call:<tool>`, `call:<tool>:unconfirmed` (without a yes to that call), `ask:<slot>`, "
          + "`handoff`, `close:<outcome>`, or words for a judge.", absent: "none"),
    ])
}
