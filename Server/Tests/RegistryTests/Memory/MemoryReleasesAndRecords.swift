import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry

extension MemoryTransaction {
  func auditTrail(of agent: AgentID) -> AuditTrail {
    let lines = state.audit.filter { $0.agent == agent }.map(\.line)
    return AuditTrail(log: lines.flatMap { $0 + Array("\n".utf8) }, end: state.ends[agent])
  }

  func auditEnd(of agent: AgentID) -> AuditCheckpoint? { state.ends[agent] }

  func auditTrail(in organisation: OrganisationID) -> AuditTrail {
    state.organisationLogs[organisation] ?? AuditTrail(log: [], end: nil)
  }

  func auditEnd(in organisation: OrganisationID) -> AuditCheckpoint? {
    auditTrail(in: organisation).end
  }

  func append(_ entry: AuditEntry, in organisation: OrganisationID) throws {
    try require(organisation)
    let known = auditTrail(in: organisation)
    let (line, end) = AuditLog.append(entry, after: known.end)
    state.organisationLogs[organisation] = AuditTrail(log: known.log + line, end: end)
  }

  func releasedDraft(sha256: String, of agent: AgentID) -> [UInt8]? {
    state.releasedDrafts.first {
      $0.agent == agent && $0.document.hash.sha256.hasSameScalars(as: sha256)
    }?.document.bytes
  }

  func certificate(_ id: String, of agent: AgentID) -> [UInt8]? {
    state.certificates.first { $0.agent == agent && $0.id.hasSameScalars(as: id) }?.bytes
  }

  func evaluations(of agent: AgentID) -> [UInt8] { state.evaluations[agent] ?? [] }

  func evaluationBytes(of agent: AgentID) -> Int { evaluations(of: agent).count }

  func gatePolicy(of organisation: OrganisationID) -> [UInt8]? { state.policies[organisation] }

  func auditLines(of organisation: OrganisationID, _ query: AuditQuery) -> [AuditLine] {
    let found = state.audit.reversed().filter { record in
      agent(record.agent)?.organisation == organisation
        && (query.agent ?? record.agent) == record.agent
        && (query.actor ?? record.entry.actor).hasSameScalars(as: record.entry.actor)
        && (query.action ?? record.entry.action) == record.entry.action
        && (query.from ?? record.entry.at) <= record.entry.at
        && (query.to ?? record.entry.at) >= record.entry.at
    }
    return found.prefix(max(query.limit, 0)).map { AuditLine(agent: $0.agent, line: $0.line) }
  }

  func append(_ entry: AuditEntry, of agent: AgentID) throws {
    try require(agent)
    let (line, end) = AuditLog.append(entry, after: state.ends[agent])
    state.audit.append((agent: agent, entry: entry, line: Array(line.dropLast())))
    state.ends[agent] = end
  }

  func keepReleasedDraft(_ draft: CanonicalDocument, of agent: AgentID) throws {
    try require(agent)
    if releasedDraft(sha256: draft.hash.sha256, of: agent) == nil {
      state.releasedDrafts.append((agent: agent, document: draft))
    }
  }

  func keepCertificate(_ bytes: [UInt8], id: String, of agent: AgentID) throws {
    try require(agent)
    let known = certificate(id, of: agent)
    try refuse(if: known != nil && known != bytes, "another certificate")
    if known == nil { state.certificates.append((agent: agent, id: id, bytes: bytes)) }
  }

  func appendEvaluations(_ lines: [UInt8], of agent: AgentID) throws {
    try require(agent)
    try refuse(if: !lines.isEmpty && lines.last != UInt8(ascii: "\n"), "no whole lines")
    state.evaluations[agent, default: []] += lines
  }

  func setGatePolicy(_ bytes: [UInt8]?, of organisation: OrganisationID) throws {
    try require(organisation)
    state.policies[organisation] = bytes
  }

  // MARK: Loops

  func loops(of organisation: OrganisationID, _ query: LoopQuery) -> [IncidentLoop] {
    let found = state.loops.reversed().filter { loop in
      loop.organisation == organisation && (query.agent == nil || query.agent == loop.agent)
        && (query.state ?? loop.state) == loop.state
    }
    return Array(found.prefix(max(query.limit, 0)))
  }

  func loop(_ id: LoopID, of organisation: OrganisationID) -> IncidentLoop? {
    state.loops.first { $0.id == id && $0.organisation == organisation }
  }

  func loop(incident: IncidentID, of agent: AgentID) -> IncidentLoop? {
    state.loops.first { $0.agent == agent && $0.incident == incident }
  }

  func loop(incident: IncidentID, in organisation: OrganisationID) -> IncidentLoop? {
    state.loops.first { $0.organisation == organisation && $0.incident == incident }
  }

  func insert(_ loop: IncidentLoop) throws {
    try require(loop.organisation)
    if let agent = loop.agent {
      try refuse(if: try require(agent).organisation != loop.organisation, "another's agent")
      if let incident = loop.incident {
        try refuse(if: self.loop(incident: incident, of: agent) != nil, "known incident")
      }
    } else {
      try refuse(if: loop.incident != nil, "an incident of no agent")
    }
    try refuse(if: state.loops.contains { $0.id == loop.id }, "known loop")
    state.loops.append(loop)
  }

  func update(_ loop: IncidentLoop) throws {
    guard let place = state.loops.firstIndex(where: { $0.id == loop.id }) else {
      throw StoreFailure.conflict("no such loop")
    }
    var known = state.loops[place]
    known.state = loop.state
    known.regressionCase = loop.regressionCase
    known.evaluationRun = loop.evaluationRun
    known.metadata = loop.metadata
    known.updatedAt = loop.updatedAt
    // By their texts, since two strings are equal in Swift that are written in other scalars.
    try refuse(if: !"\(known)".hasSameScalars(as: "\(loop)"), "another loop")
    state.loops[place] = loop
  }

  // MARK: Answers and events

  func answer(to key: String, of organisation: OrganisationID, now: Instant) -> IdempotentAnswer? {
    state.answers.first {
      $0.isFor(key, organisation) && now.seconds(since: $0.at) <= IdempotentAnswer.lifetime
    }
  }

  func keep(_ answer: IdempotentAnswer) throws {
    try require(answer.organisation)
    try refuse(
      if: self.answer(to: answer.key, of: answer.organisation, now: answer.at) != nil, "known answer")
    state.answers.removeAll { $0.isFor(answer.key, answer.organisation) }
    state.answers.append(answer)
  }

  func removeAnswers(before moment: Instant) -> Int {
    let count = state.answers.count
    state.answers.removeAll { $0.at < moment }
    return count - state.answers.count
  }

  func append(_ event: OutboxEvent) throws {
    try refuse(if: try require(event.agent).organisation != event.organisation, "another's agent")
    state.outbox.append(event)
  }

  func outbox(after position: Int, limit: Int) -> [(position: Int, event: OutboxEvent)] {
    let numbered = state.outbox.enumerated().map { (position: $0.offset + 1, event: $0.element) }
    return Array(numbered.filter { $0.position > position }.prefix(max(limit, 0)))
  }
}

extension IdempotentAnswer {
  fileprivate func isFor(_ key: String, _ organisation: OrganisationID) -> Bool {
    self.organisation == organisation && self.key.hasSameScalars(as: key)
  }
}
