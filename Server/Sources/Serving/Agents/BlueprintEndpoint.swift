import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Registry

/// Compiles a blueprint, and makes it the agent's draft where that is asked for.
enum BlueprintEndpoint {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/console/agents/{id}/blueprint", "compileAgentBlueprint",
      "Compile or apply a Conversation Blueprint v1", body: .required(AgentBodies.compile.table),
      answer: .object(AgentBodies.compilation), .agent(.viewer, compileBlueprint))
  ]

  private static func compileBlueprint(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let (document, isToApply) = try AgentBodies.compile.read(call.body)
    if isToApply { try member.require(.member, "Applying a blueprint") }
    let result = try await call.service.workerPools.run(
      document.source.bytes.count < WorkerPools.largeBody / 8 ? .small : .large
    ) { try Result.compile(document) }
    guard isToApply, result.isValid else { return Reply(result.answer(applied: nil)) }
    return try await call.commit(in: member.organisation.id) { store in
      let replaced = try JSONValue(stored: try store.existingDraft(of: agent).bytes)
      let foreign = result.json.keepingForeignKeys(of: replaced)
      let stored = foreign.map { CanonicalDocument($0) } ?? CanonicalDocument(result.draft)
      let json = foreign ?? result.json
      try store.store(stored, named: json["name"]?.text, of: agent, at: call.now)
      return Reply(result.answer(applied: (json, stored.hash)))
    }
  }

  /// A blueprint that was compiled.
  private struct Result: Sendable {
    let draft: PreparedDraft
    let json: JSONValue
    let isValid: Bool
    let errors: [String]
    let warnings: [String]
    let issues: [JSONValue]
    let confidence: Double

    /// Compiles; throws what breaks the schema: there is no draft to show then.
    static func compile(_ document: Document) throws -> Result {
      let source = document.source
      let compilation = BlueprintCompiler.compile(document, findings: Findings(limits: .standard))
      let strings = compilation.diagnostics.strings(in: source)
      guard let compiled = compilation.draft else {
        var refusal = Refusal(
          400, "blueprint_malformed",
          "this is not a Conversation Blueprint v1: \(strings.errors.first ?? "")",
          remediation: "correct what `detail.errors` lists; `fohc check` shows it in the file")
        refusal.detail = [
          JSONMember("errors", .strings(strings.errors)), JSONMember("warnings", .strings(strings.warnings)),
          JSONMember("issues", .array(compilation.diagnostics.json(in: source))),
        ]
        throw refusal
      }
      return Result(
        draft: compiled, json: compiled.json, isValid: compilation.isValid, errors: strings.errors,
        warnings: strings.warnings, issues: compilation.diagnostics.json(in: source),
        confidence: compilation.isValid ? ConversationSimulator.confidence(of: compiled) : 0)
    }

    /// `applied`: the draft that was stored; nil if none was.
    func answer(applied: (draft: JSONValue, hash: DraftHash)?) -> JSONValue {
      .object([
        JSONMember("ok", .boolean(isValid)), JSONMember("applied", .boolean(applied != nil)),
        JSONMember("authoring_model", .string("conversation_blueprint.v1")),
        JSONMember("draft_hash", .string((applied?.hash ?? draft.hash).draftHash)),
        JSONMember("sha256", .string((applied?.hash ?? draft.hash).sha256)),
        JSONMember(
          "validation",
          .object([
            JSONMember("valid", .boolean(isValid)), JSONMember("errors", .strings(errors)),
            JSONMember("warnings", .strings(warnings)), JSONMember("confidence", .number(confidence)),
            JSONMember("issues", .array(issues)),
          ])),
        JSONMember("draft", applied?.draft ?? json),
      ])
    }
  }
}

extension JSONValue {
  /// A compiled draft with what clients have patched into the one that it replaces, such as `allowed_domains` and how the
  /// agent sounds: a blueprint has no words for it, and must not take it away. Nil if there is nothing of that kind.
  fileprivate func keepingForeignKeys(of old: JSONValue) -> JSONValue? {
    let sound = old["speech_settings"]?.members(but: ["voice_style"]) ?? []
    let draft =
      sound.isEmpty
      ? self : setting("speech_settings", to: (self["speech_settings"] ?? .object([])).setting(sound))
    let others = old.members(but: DraftSchema.topLevelOrder + draft.members(but: []).map(\.key))
    return sound.isEmpty && others.isEmpty ? nil : draft.setting(others)
  }

  private func setting(_ members: [JSONMember]) -> JSONValue {
    members.reduce(self) { $0.setting($1.key, to: $1.value) }
  }

  private func members(but keys: [String]) -> [JSONMember] {
    guard case .object(let members) = self else { return [] }
    return members.filter { member in !keys.contains { $0.hasSameScalars(as: member.key) } }
  }
}
