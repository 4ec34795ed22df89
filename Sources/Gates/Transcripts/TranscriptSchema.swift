import PolicyGraph

/// The shape of a recorded conversation, as far as fohc reads it.
///
/// The platform's export carries more than this, and its exact schema is not public: the reading is ours, and tolerant.
/// Keys that it does not know are left alone; the runtime's trace words stand for roles.
package enum TranscriptSchema {
  package static let version = "foh_transcript_export.v2"

  package static let document = DocumentSchema(
    name: version, title: "A recorded conversation, as far as fohc reads it", root: root)

  private static let root = ObjectSchema(
    "a transcript", unknownKeys: .ignored,
    [
      .required("schema_version", .choice([version]), "what this document is."),
      .optional("conversation_id", .text, "the conversation."),
      .optional("channel", .text, "the channel that it was held on."),
      .required("turns", .array(of: turn), "who did what, in order."),
    ])

  private static let turn = Schema.object(
    .init(
      "a turn", unknownKeys: .ignored,
      [
        .required("role", .choice(roles.map(\.word)), "whose turn it is."),
        .optional("text", .text, "what was said."),
        .optional(
          "event", .text,
          "what happened, where it is known: of a user an event of the draft's; of an agent `handoff`, `close`, "
            + "`close:<outcome>` or `confirm`."),
        .optional(
          "values", .anything,
          "the slots that the user's turn filled: a list of them, or an object with their values."
        ),
        .optional("asks", .array(of: .text), "slots that the agent's turn asks for."),
        .optional("tool", .text, "the tool that was called or answered, or that the agent asks leave for."),
        .optional("outcome", .choice(["ok", "error", "timeout"]), "what the tool answered."),
      ]))

  enum Role {
    case user, agent, tool
    /// Something inside the agent, which nobody heard.
    case inner
  }

  static let roles: [(word: String, role: Role)] = [
    ("user", .user), ("agent", .agent), ("assistant", .agent), ("tool", .tool), ("agent_input", .user),
    ("agent_output", .agent), ("agent_step", .inner), ("tool_call", .tool), ("tool_response", .tool),
  ]
}
