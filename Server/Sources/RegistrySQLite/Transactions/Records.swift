import Documents
import Gates
import PolicyGraph
import Registry

extension SQLiteReader {
  func loops(of organisation: OrganisationID, _ query: LoopQuery) throws -> [IncidentLoop] {
    var select = Self.loops + "WHERE organisation = \(organisation)"
    if let agent = query.agent { select = select + " AND agent = \(agent)" }
    if let state = query.state { select = select + " AND state = \(state)" }
    return try all(select + " ORDER BY place DESC LIMIT \(max(query.limit, 0))", Self.loop)
  }

  func loop(_ id: LoopID, of organisation: OrganisationID) throws -> IncidentLoop? {
    try first(Self.loops + "WHERE id = \(id) AND organisation = \(organisation)", Self.loop)
  }

  func loop(incident: IncidentID, of agent: AgentID) throws -> IncidentLoop? {
    try first(Self.loops + "WHERE agent = \(agent) AND incident = \(incident.text)", Self.loop)
  }

  func loop(incident: IncidentID, in organisation: OrganisationID) throws -> IncidentLoop? {
    let named: Query = "WHERE organisation = \(organisation) AND incident = \(incident.text) ORDER BY place"
    return try first(Self.loops + named, Self.loop)
  }

  func answer(to key: String, of organisation: OrganisationID, now: Instant) throws -> IdempotentAnswer? {
    try first(
      """
      SELECT organisation, key, fingerprint, status, body, at FROM answers
      WHERE organisation = \(organisation) AND key = \(key)
        AND \(now) - at <= \(IdempotentAnswer.lifetime)
      """
    ) { row in
      IdempotentAnswer(
        organisation: try row.id(), key: try row.text(), fingerprint: try row.text(), status: try row.int(),
        body: try row.bytes(), at: try row.instant())
    }
  }

  func outbox(after position: Int, limit: Int) throws -> [(position: Int, event: OutboxEvent)] {
    try all(
      """
      SELECT position, organisation, agent, kind, payload, at FROM outbox
      WHERE position > \(position) ORDER BY position LIMIT \(max(limit, 0))
      """
    ) { row in
      let position = try row.int()
      let event = OutboxEvent(
        organisation: try row.id(), agent: try row.id(), kind: try row.choice(), payload: try row.bytes(),
        at: try row.instant())
      return (position: position, event: event)
    }
  }

  private static var loops: Query {
    """
    SELECT id, organisation, agent, incident, title, state, severity, error_class, trace, regression_case,
      evaluation_run, metadata, opened_by, opened_at, updated_at
    FROM incident_loops

    """
  }

  private static func loop(_ row: inout RowReader) throws -> IncidentLoop {
    IncidentLoop(
      id: try row.id(), organisation: try row.id(), agent: try row.optionalID(),
      incident: try row.optionalText().map { IncidentID($0) }, title: try row.text(),
      state: try row.choice(), severity: try row.optionalText(), errorClass: try row.optionalText(),
      trace: try row.optionalText(), regressionCase: try row.optionalText(),
      evaluationRun: try row.optionalText(), metadata: try row.bytes(), openedBy: try row.text(),
      openedAt: try row.instant(), updatedAt: try row.instant())
  }
}

extension SQLiteWriter {
  func insert(_ loop: IncidentLoop) throws {
    try change(
      """
      INSERT INTO incident_loops
        (id, organisation, agent, incident, title, state, severity, error_class, trace, regression_case,
         evaluation_run, metadata, opened_by, opened_at, updated_at)
      VALUES (\(loop.id), \(loop.organisation), \(loop.agent), \(loop.incident?.text), \(loop.title),
        \(loop.state), \(loop.severity), \(loop.errorClass), \(loop.trace), \(loop.regressionCase),
        \(loop.evaluationRun), \(loop.metadata), \(loop.openedBy), \(loop.openedAt), \(loop.updatedAt))
      """,
      or: "there is a loop with this id or for this incident already, or no such organisation or agent")
  }

  func update(_ loop: IncidentLoop) throws {
    try changeOne(
      """
      UPDATE incident_loops SET state = \(loop.state), regression_case = \(loop.regressionCase),
        evaluation_run = \(loop.evaluationRun), metadata = \(loop.metadata), updated_at = \(loop.updatedAt)
      WHERE id = \(loop.id) AND organisation = \(loop.organisation) AND agent IS \(loop.agent)
        AND incident IS \(loop.incident?.text) AND title = \(loop.title) AND severity IS \(loop.severity)
        AND error_class IS \(loop.errorClass) AND trace IS \(loop.trace) AND opened_by = \(loop.openedBy)
        AND opened_at = \(loop.openedAt)
      """, or: "there is no loop \(loop.id) that was opened with these words")
  }

  func keep(_ answer: IdempotentAnswer) throws {
    try change(
      """
      DELETE FROM answers WHERE organisation = \(answer.organisation) AND key = \(answer.key)
        AND \(answer.at) - at > \(IdempotentAnswer.lifetime)
      """, or: "the answer has to stay")
    try change(
      """
      INSERT INTO answers (organisation, key, fingerprint, status, body, at)
      VALUES (\(answer.organisation), \(answer.key), \(answer.fingerprint), \(answer.status),
        \(answer.body), \(answer.at))
      """, or: "the key has an answer already, or there is no such organisation")
  }

  func append(_ event: OutboxEvent) throws {
    try change(
      """
      INSERT INTO outbox (organisation, agent, kind, payload, at)
      VALUES (\(event.organisation), \(event.agent), \(event.kind), \(event.payload), \(event.at))
      """, or: "there is no such agent in this organisation")
  }

  func removeAnswers(before moment: Instant) throws -> Int {
    try change("DELETE FROM answers WHERE at < \(moment)", or: "the answers have to stay")
  }
}
