import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import Registry

/// Compiles a blueprint, and makes it the agent's draft where that is asked for.
enum BlueprintEndpoint {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/console/agents/{id}/blueprint", "compileAgentBlueprint",
      "Compile or apply a Conversation Blueprint v1", body: .required(Schemas.compileBlueprint),
      answer: Answers.compilation, .agent(.viewer, compileBlueprint))
  ]

  private static func compileBlueprint(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    var fields = call.body.fields
    _ = fields.object("blueprint", isRequired: true)
    let isToApply = fields.boolean("apply") ?? false
    try fields.finish()
    if isToApply { try member.require(.member, "Applying a blueprint") }
    guard let document = call.body.part("blueprint") else {
      throw Refusal.malformed(["`blueprint` is missing"])
    }
    let result = try await call.service.workshop.run(
      document.source.bytes.count < Workshop.largeBody / 8 ? .small : .large
    ) { try Result(document) }
    guard isToApply, result.isValid else { return Reply(result.json(applied: nil)) }
    return try await call.commit(in: member.organisation.id) { store in
      let json = result.draft.keepingForeignKeys(
        of: try JSONValue(stored: try store.existingDraft(of: agent).bytes))
      let stored = CanonicalDocument(json)
      try store.store(stored, named: json["name"]?.text, of: agent, at: call.now)
      return Reply(result.json(applied: (json, stored.hash)))
    }
  }

  /// A blueprint that was compiled.
  private struct Result: Sendable {
    let draft: JSONValue
    let hash: DraftHash
    let isValid: Bool
    private let errors: [String]
    private let warnings: [String]
    private let issues: [JSONValue]
    private let confidence: Double

    /// Throws what breaks the schema: there is no draft to show then.
    init(_ document: Document) throws {
      let source = document.source
      let compilation = compile(document, findings: Findings(limits: .standard))
      let strings = compilation.diagnostics.strings(in: source)
      guard let compiled = compilation.draft else {
        var refusal = Refusal(
          400, "blueprint_malformed", "this is no Conversation Blueprint v1: \(strings.errors.first ?? "")",
          remediation: "correct what `detail.errors` lists; `fohc check` shows it in the file")
        refusal.detail = [
          JSONMember("errors", .strings(strings.errors)), JSONMember("warnings", .strings(strings.warnings)),
          JSONMember("issues", .array(compilation.diagnostics.json(in: source))),
        ]
        throw refusal
      }
      draft = compiled.json
      hash = compiled.hash
      isValid = compilation.isValid
      errors = strings.errors
      warnings = strings.warnings
      issues = compilation.diagnostics.json(in: source)
      confidence = compilation.isValid ? ConversationSimulator.confidence(of: compiled.draft) : 0
    }

    /// `applied`: the draft that was stored; nil where none was.
    func json(applied: (draft: JSONValue, hash: DraftHash)?) -> JSONValue {
      .object([
        JSONMember("ok", .boolean(isValid)), JSONMember("applied", .boolean(applied != nil)),
        JSONMember("authoring_model", .string("conversation_blueprint.v1")),
        JSONMember("draft_hash", .string((applied?.hash ?? hash).draftHash)),
        JSONMember("sha256", .string((applied?.hash ?? hash).sha256)),
        JSONMember(
          "validation",
          .object([
            JSONMember("valid", .boolean(isValid)), JSONMember("errors", .strings(errors)),
            JSONMember("warnings", .strings(warnings)), JSONMember("confidence", .number(confidence)),
            JSONMember("issues", .array(issues)),
          ])),
        JSONMember("draft", applied?.draft ?? draft),
      ])
    }
  }
}

extension JSONValue {
  /// A compiled draft with what clients have patched into the one that it replaces, such as `allowed_domains` and how the
  /// agent sounds: a blueprint has no words for it, and must not take it away.
  fileprivate func keepingForeignKeys(of old: JSONValue) -> JSONValue {
    let speech = (self["speech_settings"] ?? .object([])).adding(old["speech_settings"], but: ["voice_style"])
    let draft =
      self["speech_settings"] == nil && speech.keys.isEmpty ? self : setting("speech_settings", to: speech)
    return draft.adding(old, but: DraftSchema.topLevelOrder + draft.keys)
  }

  private func adding(_ other: JSONValue?, but keys: [String]) -> JSONValue {
    guard case .object(let members) = other else { return self }
    return members.reduce(self) { value, member in
      keys.contains { $0.hasSameScalars(as: member.key) }
        ? value : value.setting(member.key, to: member.value)
    }
  }

  private var keys: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map(\.key)
  }
}
