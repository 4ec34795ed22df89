import Documents

/// The shape of a flow draft, field by field.
public enum DraftSchema {
  package static let document = DocumentSchema(
    name: Draft.schemaVersion, title: "Flow draft v1: a compiled conversation policy", root: root,
    definitions: [("guard", condition)])

  /// The order in which a draft's members are shown.
  public static let topLevelOrder = root.fields.map(\.key)

  private static let root = ObjectSchema(
    "the flow draft", unknownKeys: .kept,
    [
      .required("schema_version", .choice([Draft.schemaVersion]), "what this document is."),
      .optional("name", .text, "the agent's name."),
      .optional("greeting", .text, "what the agent says first."),
      .optional("goodbye", .text, "what the agent says where it closes without a follow-up."),
      .optional("objective", .text, "what the agent is for."),
      .optional("audience", .text, "whom it talks to."),
      .optional("success_outcome", .text, "what has been achieved where a conversation succeeds."),
      .optional("persona", persona, "who the agent is."),
      .optional(
        "speech_settings",
        .object(
          .init(
            "the speech settings", unknownKeys: .kept, [.optional("voice_style", .anything, "how it speaks.")]
          )),
        "how it sounds."),
      .optional("channels", channels, "where it can be talked to."),
      .optional("turn_taking", turnTaking, "how it takes turns."),
      .optional("variables", .array(of: variable), "the slots."),
      .optional("tools", .array(of: tool), "what it may call."),
      .optional(
        "success_requires", .array(of: .text),
        "the tools that have to be done before a conversation succeeds."),
      .optional(
        "escalation",
        .object(
          .init(
            "the escalation", unknownKeys: .kept,
            [
              .optional("triggers", .anything, "what makes a person take over."),
              .optional("handoff_message", .anything, "what the agent says then."),
            ])), "when a person takes over."),
      .required("entry", .text, "the id of the node where a conversation starts."),
      .required("nodes", .array(of: node), "the states of the conversation."),
      .required("edges", .array(of: edge), "what happens at a node on an event."),
      .optional("evaluation_scenarios", .array(of: scenario), "the conversations that must go well."),
      .optional("provenance", provenance, "which part of the blueprint made each node and edge."),
    ])

  private static let persona = ValueSchema.object(
    .init(
      "the persona", unknownKeys: .kept,
      [
        .optional("role", .text, "what the agent is."),
        .optional("brand_voice", .text, "how it phrases what it says."),
        .optional("boundaries", .array(of: .text), "what it never does."),
      ]))

  private static let channels = ValueSchema.object(
    .init(
      "the channels", unknownKeys: .kept,
      [
        .optional("primary", .text, "the main channel."),
        .optional("allowed", .array(of: .text), "all channels."),
        .optional("async_follow_up", .boolean, "whether it may write after the user has gone silent."),
      ]))

  private static let turnTaking = ValueSchema.object(
    .init(
      "the turn-taking", unknownKeys: .kept,
      [
        .optional("max_questions_per_turn", .integer(1...3), "most questions at once."),
        .optional(
          "interruption_style", .choice(["brief_acknowledge_then_continue", "stop_and_answer", "defer"]),
          "what happens to a question out of turn."),
        .optional(
          "repair_strategy", .choice(["ask_clarifying_question", "offer_menu", "handoff"]),
          "what happens when the user was not understood."),
      ]))

  private static let variable = ValueSchema.object(
    .init(
      "a variable", unknownKeys: .refused,
      [
        .required("key", .text, "the slot's name."),
        .required("label", .text, "what people call it."),
        .required("required", .boolean, "whether a conversation succeeds only with it."),
        .required("ask", .text, "the question that asks for it."),
      ]))

  private static let tool = ValueSchema.object(
    .init(
      "a tool", unknownKeys: .refused,
      [
        .required("id", .text, "the tool's name."),
        .required("requires_confirmation", .boolean, "whether the user has to agree to every call."),
        .required("failure_mode", .choice(FailureMode.allCases.map(\.rawValue)), "what follows a failure."),
        .optional("inputs", .array(of: .text), "the slots that must be filled at the call."),
      ]))

  private static let edge = ValueSchema.object(
    .init(
      "an edge", unknownKeys: .refused,
      [
        .required("from", .text, "the node that it leaves."),
        .required("on", .text, "the event."),
        .required("to", .text, "the node that it enters."),
        .optional("when", .reference("guard"), "the guard.", absent: "always"),
        .optional("resume", .boolean, "whether the target does not speak again.", absent: "false"),
        .optional("fills", .array(of: .text), "on `answered`: the slots that the answer fills."),
        .optional("sets", .choice(ConversationFlag.allCases.map(\.rawValue)), "the flag that it sets."),
        .optional("clears", .choice(ConversationFlag.allCases.map(\.rawValue)), "the flag that it clears."),
      ]))

  private static let condition = ValueSchema.oneMember(
    .init(
      "a guard", unknownKeys: .refused,
      [
        .optional("filled", .text, "the slot has a value."),
        .optional("done", .text, "some call of the tool has answered `ok` in this conversation."),
        .optional(
          "visits", visitCount(atLeast: 0, "the guard holds below this count."),
          "the node was entered fewer times since the user was last understood."),
        .optional("deferred", .onlyTrue, "a question was put off."),
        .optional("all", .array(of: .reference("guard")), "every part holds."),
        .optional("any", .array(of: .reference("guard")), "some part holds."),
        .optional("not", .reference("guard"), "the part does not hold."),
      ]))

  /// A node and a count that its entries are held against.
  static func visitCount(atLeast least: Int, _ meaning: String) -> ValueSchema {
    .object(
      .init(
        "a visit count", unknownKeys: .refused,
        [
          .required("node", .text, "the node whose entries count."),
          .required("below", .integer(least...1_000_000), meaning),
        ]))
  }

  private static let scenario = ValueSchema.object(
    .init(
      "a scenario", unknownKeys: .refused,
      [
        .required("id", .text, "its name."),
        .optional("channel", .text, "where it takes place.", absent: "on every allowed channel"),
        .required("user_goal", .text, "what the user wants."),
        .optional("must_collect", .array(of: .text), "slots that must be filled at the end."),
        .optional(
          "must_do", .array(of: .text),
          "what has to happen where the user cooperates: `call:<tool>`, `handoff`, `close:<outcome>`, `ask:<slot>`."
        ),
        .optional(
          "must_not_do", .array(of: .text),
          "what must not happen: the same, `call:<tool>:unconfirmed`, or words for a judge."),
      ]))

  private static let origin = ValueSchema.object(
    .init(
      "an origin", unknownKeys: .refused,
      [
        .required("pointer", .text, "JSON Pointer into the blueprint."),
        .required("rule", .text, "the lowering rule."),
      ]))

  private static let provenance = ValueSchema.object(
    .init(
      "the provenance", unknownKeys: .kept,
      [
        .optional("authoring_model", .text, "what the draft was compiled from."),
        .optional("nodes", .map(of: origin), "by node id."),
        .optional("edges", .map(of: origin), "by position in `edges`."),
        .optional(
          "faults", .array(of: fault),
          "what was wrong with the blueprint: a draft that has any is shown, and neither certified nor released.",
          absent: "none"),
      ]))

  private static let fault = ValueSchema.object(
    .init(
      "a fault", unknownKeys: .kept,
      [
        .required("code", .text, "the code of the rule."),
        .optional("pointer", .text, "JSON Pointer into the blueprint."),
        .required("message", .text, "what is wrong."),
      ]))

  // MARK: Nodes

  private static let node = ValueSchema.tagged(
    .init(
      "a node", by: "kind",
      NodeKind.allCases.map {
        ($0.rawValue, ObjectSchema("a node of kind `\($0.rawValue)`", unknownKeys: .refused, fields(of: $0)))
      }))

  private static func fields(of kind: NodeKind) -> [FieldSchema] {
    let common: [FieldSchema] = [
      .required("id", .text, "the node's name."),
      .required("kind", .choice([kind.rawValue]), "what the node does."),
      .optional("phase", .text, "the phase that it belongs to."),
      .optional("say", kind == .ask ? .map(of: .text) : .text, "what the agent has to convey here."),
      .optional("verbatim", .boolean, "whether that is spoken as it stands.", absent: "false"),
    ]
    let tool = FieldSchema.required("tool", .text, "the tool.")
    switch kind {
    case .ask: return common + [.required("slots", .array(of: .text, minimum: 1), "what it asks for.")]
    case .talk: return common + [.optional("tools", .array(of: .text), "what it offers.")]
    case .confirm, .report, .apologize: return common + [tool]
    case .call:
      return common + [
        tool, .required("attempt", .integer(1...2), "1, or 2 for the retry."),
        .required("idempotency_key", .text, "what keeps a retry from acting twice."),
      ]
    case .close:
      return common + [
        .required("outcome", .choice(CloseOutcome.allCases.map(\.rawValue)), "how the conversation ended.")
      ]
    case .open, .route, .clarify, .nudge, .interject, .handoff: return common
    }
  }
}
