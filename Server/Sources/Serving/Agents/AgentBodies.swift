import Documents
import Registry

/// The bodies of requests about agents, drafts and guardrails, and of the answers.
enum AgentBodies {
  // MARK: Agents

  static let create = RequestTable(
    "CreateAgentRequest", "an agent to create",
    .required("name", .text(.name), "what it is called."),
    .optional("type", .choice(Agent.Kind.self), "which draft it begins with.", absent: "`custom`")
  ) { (name: $0, kind: $1 ?? .custom) }

  /// The name of the copy.
  static let duplicate = RequestTable(
    "DuplicateAgentRequest", "a copy to make",
    .optional("name", .text(.name), "what it is called.", absent: "the agent's name and `(copy)`")
  ) { $0 }

  static let agent = BodyTable(
    "Agent", "an agent",
    [
      .required("id", .uuid, "the agent."),
      .required("org_id", .uuid, "the organisation that it belongs to."),
      .required("name", .text, "what it is called."),
      .required("type", .choice(Agent.Kind.self), "which draft it began with."),
      .required("template_id", .text, "the same, for clients that look here."),
      .required("is_active", .boolean, "whether a version is live."),
      .required("live_version", .orNull(.count), "the version that is live."),
      .required("sim_cert_at", .orNull(.time), "when it last had a certificate that passes."),
      .required("created_at", .time, "when it was created."),
      .required("updated_at", .time, "when it was last changed."),
    ])

  static let agents = BodyTable(
    "Agents", "agents", [.required("agents", .array(of: .object(agent.object)), "those of the segment.")])

  static let created = BodyTable(
    "CreatedAgent", "an agent that was created",
    [
      .required("ok", .onlyTrue, "it was created."),
      .required("agent", .object(agent.object), "the agent."),
      .required("draft_hash", .hash, "its draft."),
    ])

  // MARK: Drafts

  /// The short hand `voice` of a patch: members of the draft's `speech_settings`.
  private static let voice = ObjectSchema(
    "voice settings", unknownKeys: .refused,
    [
      .optional("tts_provider", .choice(DraftPatch.Provider.self), "who speaks."),
      .optional("tts_voice_id", Form.text.schema, "the voice."),
      .optional("stt_provider", Form.text.schema, "who listens."),
    ])

  /// The members of `voice`. Every other member takes the place of the one in the draft.
  static let patch = RequestTable(
    "UpdateDraftRequest", "changes of a draft", others: .kept(numbersUpTo: .infinity),
    .optional("name", .text(.name), "what the agent is called."),
    .optional("greeting", .text(.speech), "what it says first."),
    .optional("goodbye", .text(.speech), "what it says last."),
    .optional(DraftPatch.voiceKey, .members(of: voice), "how it sounds: members of `speech_settings`.")
  ) { _, _, _, voice in voice ?? [] }

  static let validate = RequestTable(
    "ValidateDraftRequest", "a draft to validate",
    .required("flowDraft", .document(.anyObject), "the draft.")
  ) { $0 }

  static let validation = BodyTable(
    "Validation", "what a validation found",
    [
      .required("ok", .boolean, "whether the draft is valid and every clause is proved."),
      .required("errors", .texts, "every error, as text."),
      .required("warnings", .texts, "every warning, as text."),
      .required("issues", .array(of: .object(BodyTable.finding)), "the errors."),
      .required("draft_hash", .orNull(.hash), "the draft; null if it could not be read."),
      .required("sha256", .orNull(.digest), "the same draft, by SHA-256."),
      .required("proof", .orNull(.anyObject), "the verdict on each clause."),
    ])

  // MARK: Blueprints

  static let compile = RequestTable(
    "CompileBlueprintRequest", "a blueprint to compile",
    .required("blueprint", .document(.blueprint), "the blueprint."),
    .optional("apply", .boolean, "whether its draft takes the place of the stored one.", absent: "`false`")
  ) { (blueprint: $0, isToApply: $1 ?? false) }

  static let compilation = BodyTable(
    "Compilation", "a blueprint that was compiled",
    [
      .required("ok", .boolean, "whether the draft is valid and every clause is proved."),
      .required("applied", .boolean, "whether the draft was stored."),
      .required("authoring_model", .choice(["conversation_blueprint.v1"]), "what was compiled."),
      .required("draft_hash", .hash, "the draft."),
      .required("sha256", .digest, "the same draft, by SHA-256."),
      .required("validation", .object(compiledValidation), "what was found."),
      .required("draft", .anyObject, "the draft."),
    ])

  private static let compiledValidation = ObjectSchema(
    "what a compilation found", unknownKeys: .refused,
    [
      .required("valid", .boolean, "whether the draft is valid and every clause is proved."),
      .required("errors", .texts, "every error, as text."),
      .required("warnings", .texts, "every warning, as text."),
      .required(
        "confidence", .share, "how much of the draft short simulations came to; 0 if it is not valid."),
      .required("issues", .array(of: .object(BodyTable.finding)), "errors and warnings."),
    ])

  // MARK: Guardrails

  static let guardrail = RequestTable(
    "GuardrailRequest", "a guardrail", others: .kept(numbersUpTo: Form.largestSafeNumber),
    .required("name", .text(.name), "what it is called."),
    .optional(
      "rule_id", .text(.name), "its id; one with the same id is replaced.", absent: "made from the name"),
    .optional("mode", .text(.word), "what happens when it is broken."),
    .optional("type", .text(.word), "what kind of rule it is.")
  ) { name, rule, _, _ in (name: name, rule: rule) }

  static let guardrails = BodyTable(
    "Guardrails", "guardrails",
    [.required("guardrails", .array(of: .anyObject), "as they were sent, each with its `rule_id`.")])

  static let addedGuardrail = BodyTable(
    "AddedGuardrail", "a guardrail that was stored",
    [
      .required("ok", .onlyTrue, "it was stored."),
      .required("guardrail", .anyObject, "the guardrail, with its `rule_id`."),
    ])

  static let removedGuardrail = BodyTable(
    "RemovedGuardrail", "a guardrail that was removed",
    [
      .required("ok", .onlyTrue, "it was removed."),
      .required("removed", .text, "its `rule_id`."),
    ])
}
