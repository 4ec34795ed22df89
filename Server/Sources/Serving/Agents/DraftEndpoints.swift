import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Registry

/// The draft that is worked on: show, patch, validate.
enum DraftEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/console/agents/{id}/draft", "getAgentDraft", "Get an agent's current draft",
      answer: .form(.anyObject), .agent(.viewer, show)),
    Endpoint(
      .patch, "/v1/console/agents/{id}/draft", "updateAgentDraft", "Patch an agent's draft",
      body: .required(AgentBodies.patch.table), answer: .form(.anyObject), .agent(.member, patch)),
    Endpoint(
      .post, "/v1/console/agents/{id}/validate", "validateAgentDraft",
      "Validate a flow draft, or the stored one",
      body: .unread(AgentBodies.validate.table), answer: .object(AgentBodies.validation),
      .agent(.viewer, validate)),
  ]

  /// The answer is the draft, and nothing around it: clients send it back as it came.
  private static func show(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    Reply(body: try await call.read { try $0.existingDraft(of: agent).bytes })
  }

  // MARK: Patching

  /// Top-level keys of the body take the place of those in the draft.
  private static func patch(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let changes = try DraftPatch(call.body)
    @Sendable func patched(_ draft: CanonicalDocument) throws -> (CanonicalDocument, name: String?) {
      let json = changes.applied(to: try JSONValue(stored: draft.bytes))
      return (CanonicalDocument(json), json["name"]?.text)
    }
    // Beforehand, since a writing transaction keeps all others waiting; again only where somebody came in between.
    let base = try await call.read { try $0.existingDraft(of: agent) }
    let expected = try patched(base)
    return try await call.commit(in: member.organisation.id) { store in
      let stored = try store.existingDraft(of: agent)
      let (draft, name) = stored == base ? expected : try patched(stored)
      try store.store(draft, named: name, of: agent, at: call.now)
      return Reply(body: draft.bytes)
    }
  }

  // MARK: Validating

  /// The same bytes have the same answer: it is remembered for those that were asked about lately.
  private static func validate(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let service = call.service
    if call.body.bytes.isEmpty {
      let stored = try await call.read { try $0.existingDraft(of: agent).bytes }
      return try await service.validations.reply(to: stored, of: .draft) {
        try await service.workerPools.run(.of(stored)) {
          Reply(DraftCheck.run(SourceText(name: "draft", bytes: stored)).json)
        }
      }
    }
    let bytes = call.body.bytes
    return try await service.validations.reply(to: bytes, of: .request) {
      try await service.workerPools.run(.of(bytes)) {
        Reply(DraftCheck.run(try AgentBodies.validate.read(RequestBody(json: bytes))).json)
      }
    }
  }
}

/// What a validation finds: a function of the draft's bytes alone.
struct DraftCheck {
  let source: SourceText
  let validation: DraftValidation

  static func run(_ document: Document) -> DraftCheck {
    DraftCheck(
      source: document.source, validation: validateDraft(document, findings: Findings(limits: .standard)))
  }

  static func run(_ source: SourceText) -> DraftCheck {
    var findings = Findings(limits: .standard)
    guard let document = readJSON(source, limits: .standard, findings: &findings) else {
      return DraftCheck(source: source, validation: DraftValidation(unreadable: findings.sorted))
    }
    return DraftCheck(source: source, validation: validateDraft(document, findings: findings))
  }

  /// `issues` are the errors: clients take any issue for a failure.
  var json: JSONValue {
    let strings = validation.diagnostics.strings(in: source)
    let issues = validation.diagnostics.errors
    // A clause that could not be decided is not a finding of the draft, and not a pass either.
    let undecided = validation.isValid || !issues.isEmpty ? [] : [Self.undecided(validation)]
    return .object([
      JSONMember("ok", .boolean(validation.isValid)),
      JSONMember("errors", .strings(strings.errors + undecided.compactMap { $0["message"]?.text })),
      JSONMember("warnings", .strings(strings.warnings)),
      JSONMember("issues", .array(issues.json(in: source) + undecided)),
      JSONMember("draft_hash", validation.draft.map { .string($0.hash.draftHash) } ?? .null),
      JSONMember("sha256", validation.draft.map { .string($0.hash.sha256) } ?? .null),
      JSONMember("proof", validation.draft?.verdicts.json ?? .null),
    ])
  }

  private static func undecided(_ validation: DraftValidation) -> JSONValue {
    let clauses =
      validation.draft?.verdicts.clauses.filter { $0.verdict != .proved }.map(\.clause.rawValue) ?? []
    return .object([
      JSONMember("code", .string("undecided")), JSONMember("name", .string("undecided")),
      JSONMember("severity", .string("error")),
      JSONMember(
        "message",
        .string("it could not be decided whether these clauses hold: \(clauses.joined(separator: ", "))")),
    ])
  }
}

extension RegistryWriter {
  /// Makes this the agent's draft. `name`: the draft's, which is the agent's.
  func store(
    _ draft: CanonicalDocument, named name: String?, of agent: Agent, at now: Instant
  ) throws {
    guard draft.bytes.count <= Limits.standard.inputBytes else { throw Refusal.tooLarge }
    guard var agent = try self.agent(agent.id) else { throw Refusal.noSuchAgent }
    if let name { agent.name = name }
    agent.updatedAt = now
    try setDraft(draft, of: agent.id)
    try update(agent)
  }
}
