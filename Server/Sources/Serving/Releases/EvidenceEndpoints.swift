import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry

/// What shows how releases stand: readiness, evidence, the audit log, evaluations, the gate policy.
enum EvidenceEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/console/agents/{id}/readiness", "getAgentReadiness",
      "What an agent still needs before it can go live",
      answer: .object(EvidenceBodies.readiness), .agent(.viewer, readiness)),
    Endpoint(
      .get, "/v1/console/release-evidence", "getReleaseEvidence", "The evidence for the latest release",
      query: [
        .init(name: "environment", schema: .text), .init(name: "agentId", schema: .uuid),
      ], answer: .object(EvidenceBodies.release), statuses: [404], .member(.viewer, evidence)),
    Endpoint(
      .get, "/v1/console/audit", "listAudit", "The audit logs of the agents, newest first",
      query: [
        .init(name: "actor", schema: .text),
        .init(name: "action", schema: .choice(AuditAction.ofAgents.map(\.rawValue))),
        .init(name: "resource", schema: .uuid), .init(name: "from", schema: .time),
        .init(name: "to", schema: .time), .init(name: "limit", schema: .integer(1...500)),
      ], answer: .object(EvidenceBodies.audit), .member(.viewer, audit)),
    Endpoint(
      .get, "/v1/console/agents/{id}/audit/log", "getAuditLog",
      "The agent's whole audit log as JSON Lines, for `fohc audit verify`",
      answer: .text(AuditTrail.contentType),
      .agent(.viewer, auditLog)),
    Endpoint(
      .post, "/v1/console/agents/{id}/evaluations", "addEvaluations",
      "Record evaluations (eval_result.v1, JSON Lines)",
      body: .text, answer: .object(EvidenceBodies.evaluations), .agent(.member, addEvaluations)),
    Endpoint(
      .get, "/v1/console/org/{id}/gate-policy", "getGatePolicy", "The organisation's gate policy",
      answer: .object(EvidenceBodies.policy), .organisation(.viewer, otherwise: 404, policy)),
    Endpoint(
      .put, "/v1/console/org/{id}/gate-policy", "putGatePolicy",
      "Replace the organisation's gate policy (YAML or JSON)",
      body: .text, answer: .object(EvidenceBodies.replacedPolicy),
      .organisation(.admin, otherwise: 404, putPolicy)),
  ]

  // MARK: Readiness

  private static func readiness(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let snapshot = try await call.read { try ReleaseSnapshot(agent.id, $0) }
    let (rules, reviews) = (call.service.settings.rules, call.service.reviews)
    let actionContext = call.actionContext(member)
    return try await call.service.workerPools.run(.large) {
      let decision = snapshot.ledger.decide(snapshot.material(rules, reviews), actionContext)
      let live = snapshot.ledger.liveVersion
      let isCertified = decision.gates.first { $0.gate == .simulationCertificate }?.isPassed ?? false
      // A draft that is live cannot be published again, and does not have to be: the gates are asked all the same.
      let isLiveReady = decision.isPassed && live?.draft == snapshot.draft.hash && live?.outcome == .passed
      let level =
        isLiveReady ? "live_ready" : live != nil ? "published" : isCertified ? "sim_certified" : "not_ready"
      return .object(
        JSONMember("agent_id", .string(agent.id.text)), JSONMember("level", .string(level)),
        JSONMember("is_active", .boolean(live != nil)),
        JSONMember("sim_cert_at", agent.certifiedAt.map { .string($0.text) } ?? .null),
        JSONMember("live_version", live.map { .integer($0.number) } ?? .null),
        JSONMember("open_incidents", .strings(snapshot.ledger.openIncidents.map(\.id.text))),
        JSONMember(
          "gates",
          .object(
            decision.gates.map { gate in
              JSONMember(
                gate.gate.rawValue,
                .object([
                  JSONMember("ok", .boolean(gate.isPassed)),
                  JSONMember("reasons", .array(gate.verdict.reasons.map(\.json))),
                ]))
            })))
    }
  }

  // MARK: Release evidence

  private static func evidence(_ call: Call, _ member: Member) async throws -> Reply {
    let asked: AgentID? = try call.id("agentId")
    let environment = call.query["environment"]
    let found = try await call.read { store -> (Agent, ReleaseLedger, AuditCheckpoint?)? in
      let agents = try store.agents(of: member.organisation.id)
        .filter { $0.liveVersion != nil && (asked == nil || $0.id == asked) }
      let ledgers = try agents.map { agent in
        let (ledger, end) = try store.ledger(of: agent.id)
        return (agent, ledger, end)
      }
      return ledgers.max { ($0.1.live?.since.seconds ?? 0) < ($1.1.live?.since.seconds ?? 0) }
    }
    guard let (agent, ledger, end) = found, let version = ledger.liveVersion else {
      throw Refusal(
        404, "nothing_live", "nothing is live yet", remediation: "publish an agent first")
    }
    return .object(
      JSONMember("ok", .boolean(true)), JSONMember("environment", .string(environment ?? "production")),
      JSONMember("agent_id", .string(agent.id.text)), JSONMember("agent_name", .string(agent.name)),
      JSONMember("release", version.listed(ledger)), JSONMember("decision", version.decision.json),
      JSONMember("policy", version.policy?.json ?? .null), JSONMember("audit", end?.json ?? .null))
  }

  // MARK: Audit

  private static func audit(_ call: Call, _ member: Member) async throws -> Reply {
    let query = AuditQuery(
      agent: try call.id("resource"), actor: call.query["actor"],
      action: try call.choice("action", of: AuditAction.ofAgents),
      from: try call.instant("from"), to: try call.instant("to"), limit: try call.limit(1...500, default: 100)
    )
    let lines = try await call.read { try $0.auditLines(of: member.organisation.id, query) }
    return .object(
      JSONMember(
        "records",
        .array(
          try lines.map {
            try JSONValue(stored: $0.line).setting("resource", to: .string($0.agent.text))
          })))
  }

  private static func auditLog(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let trail = try await call.read { try $0.auditTrail(of: agent.id) }
    return Reply(trail)
  }

  // MARK: Evaluations

  private static func addEvaluations(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let added = call.body.bytes + (call.body.bytes.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")])
    return try await call.commit(in: member.organisation.id) { store in
      // With those that are there: a result that is on record already does not count as new.
      let known = try store.evaluations(of: agent.id)
      let source = SourceText(name: "evaluations", bytes: known + added)
      let read = readEvaluations(source, limits: .kept)
      let errors = read.diagnostics.errors
      guard errors.isEmpty, call.body.bytes.contains(where: { $0 > 0x20 }) else {
        throw Refusal.malformed(
          errors.isEmpty ? ["the body has no evaluations"] : errors.strings(in: source).errors)
      }
      try store.appendEvaluations(added, of: agent, by: member.actor, at: call.now)
      return .object(
        JSONMember("ok", .boolean(true)), JSONMember("on_record", .integer(read.results.count)))
    }
  }

  // MARK: Gate policy

  private static func policy(_ call: Call, _ member: Member) async throws -> Reply {
    let bytes = try await call.read { try $0.gatePolicy(of: member.organisation.id) }
    let policy = try policy(bytes, call.service.settings.rules)
    return .object(JSONMember("policy", policy.json), JSONMember("is_own", .boolean(bytes != nil)))
  }

  private static func putPolicy(_ call: Call, _ member: Member) async throws -> Reply {
    let bytes = call.body.bytes
    let policy = try policy(bytes, call.service.settings.rules)
    return try await call.commit(in: member.organisation.id) { store in
      try store.setGatePolicy(bytes, of: member.organisation.id, by: member.actor, at: call.now)
      return .object(JSONMember("ok", .boolean(true)), JSONMember("policy", policy.json))
    }
  }

  private static func policy(_ bytes: [UInt8]?, _ rules: EnvironmentRules) throws -> GatePolicy {
    guard let bytes else { return GatePolicy(rules) }
    let written = ParsedGatePolicy(bytes)
    guard let read = written.policy, !written.findings.hasErrors else {
      throw Refusal.malformed(written.findings.sorted.strings(in: written.source).errors)
    }
    return read.tightened(by: rules)
  }
}
