import Documents
import PolicyGraph

/// The shape of recorded conversations: the parts that fohc reads.
///
/// The platform's export is one packet of conversations, or JSON Lines of them without the packet. Of a conversation it
/// may hold traces, the text of what was said, and what the user said alone. `turns` is a form of our own, in which
/// everything that decides where a conversation goes can be said exactly. Keys that are not known are left alone (of a
/// turn those that are not slips): the export carries more than this. Its optional values may be null.
package enum TranscriptSchema {
  package static let version = "foh_transcript_export.v2"

  package static let document = DocumentSchema(
    name: version, title: "Recorded conversations: the parts that fohc reads",
    root: root(conversations: .reference("conversation")), definitions: definitions)

  /// The packet alone: its conversations are checked against the schema one by one, so that an invalid one takes no other
  /// with it.
  static let packet = DocumentSchema(
    name: version, title: document.title, root: root(conversations: .unread), definitions: definitions)

  private static let definitions: [(name: String, schema: ValueSchema)] = [
    ("conversation", .object(ObjectSchema("a conversation", unknownKeys: .ignored, conversation))),
    ("turn", .object(turn)), ("trace", .object(trace)),
  ]

  private static func root(conversations: ValueSchema) -> ObjectSchema {
    ObjectSchema(
      "a transcript", unknownKeys: .ignored,
      [
        .optional("schema_version", .choice([version]), "what this document is."),
        .optional(
          "conversations", .array(of: conversations),
          "the conversations of a packet; without it, the document is one conversation."),
      ] + conversation)
  }

  private static let conversation: [FieldSchema] = [
    .optional("id", .orNull(.text), "the conversation."),
    .optional("conversation_id", .orNull(.text), "the conversation, where there is no `id`."),
    .optional("agent_id", .orNull(.text), "the agent that had it."),
    .optional("channel", .orNull(.text), "the channel that it was held on."),
    .optional(
      "terminal_state", .orNull(.text), "how it ended; `\(handoffState)` says that it was handed to a person."
    ),
    .optional(
      "turns", .orNull(.array(of: .reference("turn"))),
      "who did what, in order, in fohc's own form; nothing else is then followed."),
    .optional(
      "traces", .orNull(.array(of: .reference("trace"))),
      "what the runtime recorded, in order; followed where there are no `turns`."),
    .optional(
      "transcript_text", .orNull(.text),
      "what was said, a line each, after `USER:` (also `CUSTOMER:`, `LEAD:`) or `ASSISTANT:` (also `AGENT:`); followed "
        + "where neither `turns` nor `traces` say anything."),
    .optional(
      "test_fixture", .orNull(.object(fixture)), "what the user said; followed where there is nothing else."),
  ]

  static let handoffState = "handoff_requested"

  private static let fixture = ObjectSchema(
    "a test fixture", unknownKeys: .ignored,
    [
      .optional("conversation_id", .orNull(.text), "the conversation that it was made from."),
      .optional("turns", .orNull(.array(of: .unread)), "the user's turns: objects with a `user` text."),
    ])

  private static let trace = ObjectSchema(
    "a trace", unknownKeys: .ignored,
    [
      .required(
        "trace_type", .text,
        "what it records: \(traceTypes.map { "`\($0.word)`" }.joined(separator: ", ")). Others are ignored, with a "
          + "warning."),
      .optional(
        "payload", .unread,
        "an object: what was said (`message`, `text`, `content` or `reply`); the tool (`tool`, `name`, `tool_id`, "
          + "`function.name` or `id`) and its `outcome` or `status`; what is known (`variables`, `extracted_variables`, "
          + "`context_variables` or `lead_data`); `terminal_state`."),
      .optional("created_at", .orNull(.text), "when, in RFC 3339."),
    ])

  private static let turn = ObjectSchema(
    "a turn", unknownKeys: .passed,
    [
      .required("role", .choice(roles.map(\.word)), "whose turn it is."),
      .optional("text", .text, "what was said."),
      .optional(
        "event", .text,
        "what happened, where it is known: of a user an event of the draft's; of an agent `handoff`, `close`, "
          + "`close:<outcome>` or `confirm`."),
      .optional(
        "values", .unread,
        "the slots that the user's turn filled: a list of them, or an object with their values."),
      .optional("asks", .array(of: .text), "slots that the agent's turn asks for."),
      .optional("tool", .text, "the tool that was called or answered, or that the agent asks leave for."),
      .optional("outcome", .choice(["ok", "error", "timeout"]), "what the tool answered."),
    ])

  enum Role {
    case user, agent, toolCall, toolAnswer
    /// Something inside the agent, which nobody heard.
    case inner
  }

  static let roles: [(word: String, role: Role)] =
    [("user", .user), ("agent", .agent), ("assistant", .agent), ("tool", .toolCall)]
    + traceTypes.filter { $0.word != "guardrail_triggered" }

  static func role(_ node: DocumentNode?) -> Role? {
    roles.first { node?.hasText($0.word) ?? false }?.role
  }

  static let traceTypes: [(word: String, role: Role)] = [
    ("agent_input", .user), ("agent_output", .agent), ("agent_step", .inner), ("tool_call", .toolCall),
    ("tool_response", .toolAnswer), ("guardrail_triggered", .inner),
  ]
}
