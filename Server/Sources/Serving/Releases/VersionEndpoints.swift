import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Registry

/// Versions: list, compare, make live, go back.
enum VersionEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/console/agents/{id}/versions", "listVersions", "List the versions of an agent",
      answer: .object(ReleaseBodies.versions), .agent(.viewer, list)),
    Endpoint(
      .get, "/v1/console/agents/{id}/versions/{version}/diff", "diffVersion",
      "How a version behaves differently from another",
      query: [.init(name: "compareWith", schema: Form.versionOrDraft.schema)],
      answer: .object(ReleaseBodies.difference),
      statuses: [400], .agent(.viewer, diff)),
    Endpoint(
      .post, "/v1/console/agents/{id}/versions/{version}/activate", "activateVersion",
      "Make a version live again",
      body: .optional(ReleaseBodies.activate.table), answer: .object(ReleaseBodies.activated),
      statuses: [409], .agent(.member, activate)),
    Endpoint(
      .post, "/v1/console/agents/{id}/rollback", "rollbackAgent",
      "Go back to the version before, or a named one",
      body: .optional(ReleaseBodies.rollback.table), answer: .object(ReleaseBodies.activated),
      statuses: [409], .agent(.member, rollback)
    ),
  ]

  private static func list(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let (ledger, _) = try await call.read { try $0.ledger(of: agent.id) }
    return .object(
      JSONMember("agent_id", .string(agent.id.text)),
      JSONMember("active_version", ledger.live.map { .integer($0.number) } ?? .null),
      JSONMember("versions", .array(ledger.versions.reversed().map { $0.listed(ledger) })))
  }

  // MARK: Comparing

  private static func diff(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let number = try version(call.parameters["version"] ?? "")
    let other = call.query["compareWith"]
    let (old, new, name) = try await call.read { store in
      let (ledger, _) = try store.ledger(of: agent.id)
      let new = try store.draft(of: ledger, number, agent)
      if other == "draft" { return (new, try store.existingDraft(of: agent).bytes, "draft") }
      let before = try other.map { try version($0) } ?? number - 1
      guard before > 0 else {
        throw Refusal(
          404, "nothing_to_compare_with", "there is no version before version \(number)",
          remediation:
            "name one: `compareWith=VERSION`, or `compareWith=draft` for the current draft")
      }
      return (try store.draft(of: ledger, before, agent), new, "\(before)")
    }
    return try await call.service.workerPools.run(.large) {
      guard let before = Self.prepared(old), let after = Self.prepared(new) else {
        throw Refusal(
          409, "draft_invalid", "one of the two is not a valid draft, so there is no behaviour to compare",
          remediation: "fix the draft, or compare other versions")
      }
      let diff = compareBehaviour(from: before, to: after)
      return Reply(
        diff.json.setting("version", to: .string("\(number)")).setting("compared_with", to: .string(name))
          .setting("guarantee_lost", to: .boolean(diff.losesGuarantee)))
    }
  }

  /// A stored draft; nil if its schema and shape are not in order.
  private static func prepared(_ bytes: [UInt8]) -> PreparedDraft? {
    var findings = Findings(limits: .standard)
    guard
      let document = readJSON(
        SourceText(name: "draft", bytes: bytes), limits: .standard, findings: &findings),
      let resolved = readDraft(document, findings: &findings), !findings.hasErrors
    else { return nil }
    return prepare(resolved, from: document)
  }

  // MARK: Making live

  private static func activate(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    try ReleaseBodies.activate.read(call.body)
    return try await activate(try version(call.parameters["version"] ?? ""), call, member, agent)
  }

  private static func rollback(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let number = try ReleaseBodies.rollback.read(call.body)
    return try await activate(number, call, member, agent)
  }

  /// `number` nil: the last one that passed before the one that is live.
  private static func activate(
    _ number: Int?, _ call: Call, _ member: Member, _ agent: Agent
  ) async throws -> Reply {
    let (actionContext, reviews) = (call.actionContext(member), call.service.reviews)
    return try await call.decide(on: agent, version: number) { snapshot in
      let chosen = number ?? snapshot.ledger.versionBefore?.number
      let draft =
        chosen.flatMap { snapshot.ledger.version($0) }.map { snapshot.released($0.draft, reviews) } ?? .absent
      switch snapshot.ledger.activate(number, draft: draft, actionContext) {
      case .success(let entry): return entry
      case .failure(let refusal): throw Refusal(refusal, agent.id)
      }
    } write: { store, snapshot, entry in
      var agent = snapshot.agent
      let ledger = snapshot.ledger.appending(entry)
      guard let version = ledger.liveVersion else { preconditionFailure("what was activated is live") }
      try store.append(entry, of: agent.id)
      agent.liveVersion = version.number
      agent.updatedAt = actionContext.at
      try store.update(agent)
      let answer = JSONValue.object([
        JSONMember("ok", .boolean(true)), JSONMember("version", .integer(version.number)),
        JSONMember("version_id", .string("\(version.number)")),
        JSONMember("replaced_version", snapshot.ledger.live.map { .integer($0.number) } ?? .null),
        JSONMember("action", .string(entry.action.rawValue)),
        JSONMember("activated_at", .string(actionContext.at.text)),
        JSONMember("draft_hash", .string(version.draft.draftHash)),
        JSONMember("sha256", .string(version.draft.sha256)),
      ])
      try store.append(
        OutboxEvent(
          organisation: agent.organisation, agent: agent.id,
          kind: entry.action == .rollback ? .rolledBack : .published,
          payload: CanonicalJSON.bytes(of: answer.setting("agent_id", to: .string(agent.id.text))),
          at: actionContext.at))
      return Reply(answer)
    }
  }

  private static func version(_ text: String) throws -> Int {
    guard let number = VersionNumber.parse(text) else {
      throw Refusal.malformed([VersionNumber.problem(text)])
    }
    return number
  }
}

extension RegistryReader {
  /// The draft of a version.
  fileprivate func draft(of ledger: ReleaseLedger, _ number: Int, _ agent: Agent) throws -> [UInt8] {
    guard let version = ledger.version(number) else {
      throw Refusal(
        404, "unknown_version", "there is no version \(number)",
        remediation: "see `GET /v1/console/agents/{id}/versions` (`foh agent versions --agent \(agent.id)`)")
    }
    guard let bytes = try releasedDraft(sha256: version.draft.sha256, of: agent.id),
      DraftHash(canonicalBytes: bytes) == version.draft
    else { throw StoreFailure.damaged("the draft of version \(number)") }
    return bytes
  }
}
