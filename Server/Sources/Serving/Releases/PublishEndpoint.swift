import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import Registry

/// Makes the stored draft live, if both gates pass, or by break-glass.
enum PublishEndpoint {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/console/agents/{id}/publish", "publishAgent",
      "Publish an agent draft behind fail-closed gates",
      body: .optional(ReleaseBodies.publish.table), answer: .object(ReleaseBodies.published), statuses: [409],
      .agent(.member, publish))
  ]

  private static func publish(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let wish = try ReleaseBodies.publish.read(call.body)
    let sent = wish.flowDraft.map { DraftHash(of: $0) }
    if wish.breakGlass != nil, !member.role.mayBreakGlass {
      throw Refusal(ReleaseRefusal(BreakGlassRefusal.roleNotAllowed), agent.id)
    }
    let actionContext = call.actionContext(member)
    let (rules, reviews) = (call.service.settings.rules, call.service.reviews)
    let loop = LoopID.random()
    return try await call.decide(on: agent) { snapshot in
      if let sent, sent != snapshot.draft.hash {
        throw Refusal.otherDraft(sent, snapshot)
      }
      let material = snapshot.material(rules, reviews)
      let outcome =
        if let glass = wish.breakGlass {
          snapshot.ledger.override(
            material, reason: glass.reason, incident: glass.incident, role: member.role, actionContext)
        } else {
          snapshot.ledger.publish(material, actionContext)
        }
      return Outcome(outcome, material)
    } write: { store, snapshot, outcome in
      switch outcome.result {
      case .failure(let refusal):
        // A refusal by the gates is on record too.
        if let record = refusal.record { try store.append(record, of: agent.id) }
        return Refusal(refusal, agent.id).reply
      case .success(let entry):
        return try store.release(entry, snapshot, outcome.certificate, loop, member, call.now)
      }
    }
  }

  /// What was decided, and on which certificate.
  private struct Outcome: Sendable {
    let result: Result<AuditEntry, ReleaseRefusal>
    let certificate: Certificate?

    init(_ result: Result<AuditEntry, ReleaseRefusal>, _ material: ReleaseMaterial) {
      self.result = result
      if case .present(let certificate) = material.certificate {
        self.certificate = certificate
      } else {
        certificate = nil
      }
    }
  }
}

extension Refusal {
  fileprivate static func otherDraft(_ shown: DraftHash, _ snapshot: ReleaseSnapshot) -> Refusal {
    var refusal = Refusal(
      409, "flow_draft_differs",
      "the draft that was sent is not the one that is stored, so nothing was published",
      remediation: "store the draft first, certify it, then publish; or publish without `flowDraft`")
    refusal.members = [JSONMember("gate", .string(GateName.simulationCertificate.rawValue))]
    refusal.detail = [
      JSONMember("sent", .string(shown.draftHash)),
      JSONMember("stored", .string(snapshot.draft.hash.draftHash)),
    ]
    refusal.nextCommands = [
      FOHCommand.certify(snapshot.agent.id, .full), FOHCommand.publish(snapshot.agent.id),
    ]
    return refusal
  }
}

extension RegistryWriter {
  /// Writes a version: its draft, its record, its incident, the event, and what is live.
  fileprivate func release(
    _ entry: AuditEntry, _ snapshot: ReleaseSnapshot, _ certificate: Certificate?, _ loop: LoopID,
    _ member: Member, _ now: Instant
  ) throws -> Reply {
    var agent = snapshot.agent
    let ledger = snapshot.ledger.appending(entry)
    guard let version = ledger.liveVersion else { preconditionFailure("what was released is live") }
    try keepReleasedDraft(snapshot.draft, of: agent.id)
    for waiver in entry.waivers { try append(waiver, of: agent.id) }
    try append(entry, of: agent.id)
    agent.liveVersion = version.number
    agent.updatedAt = now
    try update(agent)
    if let id = version.incident, let incident = ledger.incident(id) {
      try insert(
        IncidentLoop(
          id: loop, organisation: agent.organisation, agent: agent.id, incident: id,
          title: "Break-glass release of version \(version.number): \(incident.reason)", severity: "high",
          errorClass: "break_glass", openedBy: member.actor, openedAt: now, updatedAt: now))
    }
    let answer = version.published(certificate: certificate, end: try auditEnd(of: agent.id))
    try append(
      OutboxEvent(
        organisation: agent.organisation, agent: agent.id, kind: .published,
        payload: CanonicalJSON.bytes(
          of: answer.setting("agent_id", to: .string(agent.id.text)).setting(
            "org_id", to: .string(agent.organisation.text))),
        at: now))
    return Reply(answer)
  }
}
