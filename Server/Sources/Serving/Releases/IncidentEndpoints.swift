import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry

/// Incidents: those of break-glass releases, and those that people report.
enum IncidentEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/console/incidents", "listIncidents", "List incidents, newest first",
      query: [
        .init(name: "state", schema: .choice(IncidentLoop.State.self)),
        .init(name: "agentId", schema: .uuid), .init(name: "limit", schema: .integer(1...200)),
      ], answer: .object(EvidenceBodies.incidents), .member(.viewer, list)),
    Endpoint(
      .post, "/v1/console/incidents", "createIncident", "Report an incident",
      body: .required(EvidenceBodies.createIncident.table),
      answer: .object(EvidenceBodies.changedIncident), statuses: [404], .member(.member, create)),
    Endpoint(
      .patch, "/v1/console/incidents/{incident}", "updateIncident", "Cover or close an incident",
      body: .required(EvidenceBodies.updateIncident.table), answer: .object(EvidenceBodies.changedIncident),
      statuses: [404, 409],
      .member(.member, update)),
  ]

  private static func list(_ call: Call, _ member: Member) async throws -> Reply {
    let query = LoopQuery(
      agent: try call.id("agentId"), state: try call.choice("state"),
      limit: try call.limit(1...200, default: 50))
    let loops = try await call.read { try $0.loops(of: member.organisation.id, query) }
    return .object(JSONMember("incidents", .array(try loops.map { try $0.json })))
  }

  private static func create(_ call: Call, _ member: Member) async throws -> Reply {
    let report = try EvidenceBodies.createIncident.read(call.body)
    let loop = IncidentLoop(
      id: .random(), organisation: member.organisation.id, agent: report.agent, title: report.title,
      severity: report.severity, errorClass: report.errorClass, trace: report.trace,
      metadata: CanonicalJSON.bytes(of: report.metadata), openedBy: member.actor, openedAt: call.now,
      updatedAt: call.now)
    return try await call.commit(in: member.organisation.id) { store in
      if let agent = report.agent, try store.agent(agent)?.organisation != member.organisation.id {
        throw Refusal.noSuchAgent
      }
      try store.insert(loop)
      return .object(JSONMember("ok", .boolean(true)), JSONMember("incident", try loop.json))
    }
  }

  // MARK: Moving on

  private static func update(_ call: Call, _ member: Member) async throws -> Reply {
    let change = try EvidenceBodies.updateIncident.read(call.body)
    let named = call.parameters["incident"] ?? ""
    let loop = try await call.read { try $0.loop(named: named, of: member.organisation.id) }
    guard let loop else { throw Refusal.noSuchIncident }
    if let incident = loop.incident, let agent = loop.agent, let state = change.state, state != loop.state {
      return try await move(incident, of: agent, to: state, loop, change, call, member)
    }
    return try await call.commit(in: member.organisation.id) { store in
      guard let loop = try store.loop(loop.id, of: member.organisation.id) else {
        throw Refusal.noSuchIncident
      }
      let changed = try loop.changed(by: change, at: call.now)
      try store.update(changed)
      return .object(JSONMember("ok", .boolean(true)), JSONMember("incident", try changed.json))
    }
  }

  /// The incident of a break-glass release moves in the ledger, by the ledger's rules, and the loop with it.
  private static func move(
    _ incident: IncidentID, of agent: AgentID, to state: IncidentLoop.State, _ loop: IncidentLoop,
    _ change: IncidentChange,
    _ call: Call, _ member: Member
  ) async throws -> Reply {
    let (rules, reviews) = (call.service.settings.rules, call.service.reviews)
    let actionContext = call.actionContext(member)
    guard let known = try await call.read({ try $0.agent(agent) }) else { throw Refusal.noSuchAgent }
    let scenario = change.scenario ?? loop.regressionCase
    return try await call.decide(on: known, certificate: change.run) { snapshot in
      let ledger = snapshot.ledger
      let outcome: Result<AuditEntry, ReleaseRefusal>
      switch state {
      case .open:
        throw Refusal(
          409, "incident_step", "an incident is not opened again", remediation: "report another incident")
      case .closed: outcome = ledger.close(incident, actionContext)
      case .covered:
        guard let scenario else {
          throw Refusal.malformed(["`regression_case_ref` has to name the scenario that covers what happened"]
          )
        }
        let recorded =
          change.run.flatMap { ledger.certificate($0) } ?? ledger.certificate(toRelease: snapshot.draft.hash)
        outcome = ledger.cover(
          incident, scenario: ScenarioID(scenario),
          certificate: recorded.map { snapshot.certificate($0) } ?? .absent,
          draft: recorded.map { snapshot.released($0.draft, reviews) } ?? .absent,
          before: ledger.incident(incident).flatMap { ledger.versionLive(whenOpened: $0) }
            .map { snapshot.released($0.draft, reviews) } ?? .notNeeded,
          policy: snapshot.policy(rules), actionContext)
      }
      switch outcome {
      case .success(let entry): return entry
      case .failure(let refusal): throw Refusal(refusal, agent)
      }
    } write: { store, snapshot, entry in
      try store.append(entry, of: agent)
      guard let stored = try store.loop(loop.id, of: member.organisation.id) else {
        throw Refusal.noSuchIncident
      }
      var changed = try stored.changed(by: change.withoutState, at: call.now)
      changed.state = state
      changed.regressionCase = scenario
      try store.update(changed)
      return .object(JSONMember("ok", .boolean(true)), JSONMember("incident", try changed.json))
    }
  }
}

extension IncidentLoop {
  /// After a change; throws if the change is not allowed.
  fileprivate func changed(by change: IncidentChange, at now: Instant) throws -> IncidentLoop {
    var loop = self
    loop.regressionCase = change.scenario ?? regressionCase
    loop.evaluationRun = change.run ?? evaluationRun
    loop.metadata = change.metadata ?? metadata
    loop.updatedAt = now
    guard let state = change.state, state != self.state else { return loop }
    switch (self.state, state) {
    case (.open, .covered) where loop.regressionCase != nil, (.covered, .closed): loop.state = state
    case (.open, .covered):
      throw Refusal.nothingCovers
    default:
      throw Refusal(
        409, "incident_step",
        "an incident goes from open to covered to closed, and this one is \(self.state.rawValue)",
        remediation: "cover it first, with `regression_case_ref`")
    }
    return loop
  }

  var json: JSONValue {
    get throws {
      func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
      return .object([
        JSONMember("id", .string(id.text)), JSONMember("incident_id", .string(incident?.text ?? id.text)),
        JSONMember("kind", .string(incident == nil ? "reported" : "break_glass")),
        JSONMember("agent_id", text(agent?.text)), JSONMember("title", .string(title)),
        JSONMember("state", .string(state.rawValue)), JSONMember("severity", text(severity)),
        JSONMember("error_class", text(errorClass)), JSONMember("trace_id", text(trace)),
        JSONMember("regression_case_ref", text(regressionCase)),
        JSONMember("linked_eval_run_id", text(evaluationRun)),
        JSONMember("metadata", try JSONValue(stored: metadata)), JSONMember("opened_by", .string(openedBy)),
        JSONMember("created_at", .string(openedAt.text)), JSONMember("updated_at", .string(updatedAt.text)),
      ])
    }
  }
}

extension RegistryReader {
  /// By the loop's id, or the id that a break-glass release was given.
  fileprivate func loop(named name: String, of organisation: OrganisationID) throws -> IncidentLoop? {
    if let id = LoopID(name), let loop = try loop(id, of: organisation) { return loop }
    return try loop(incident: IncidentID(name), in: organisation)
  }
}

extension Refusal {
  fileprivate static let nothingCovers = Refusal(
    409, "regression_case_missing", "no scenario is named that covers the incident",
    remediation: "name the scenario that covers what happened in `regression_case_ref`")

  fileprivate static let noSuchIncident = Refusal(
    404, "incident_not_found", "there is no such incident",
    remediation: "see `GET /v1/console/incidents` (`foh ops incidents list`)")
}
