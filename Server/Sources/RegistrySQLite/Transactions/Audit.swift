import Documents
import Gates
import PolicyGraph
import Registry

extension SQLiteReader {
  func auditTrail(of agent: AgentID) throws -> AuditTrail {
    let lines: Query = "SELECT line FROM audit_records WHERE agent = \(agent) ORDER BY sequence"
    return AuditTrail(log: try log(lines), end: try auditEnd(of: agent))
  }

  func auditEnd(of agent: AgentID) throws -> AuditCheckpoint? {
    try end("SELECT sequence, link FROM audit_ends WHERE agent = \(agent)", of: "agent \(agent)")
  }

  func auditTrail(in organisation: OrganisationID) throws -> AuditTrail {
    let lines: Query = """
      SELECT line FROM organisation_records WHERE organisation = \(organisation) ORDER BY sequence
      """
    return AuditTrail(log: try log(lines), end: try auditEnd(in: organisation))
  }

  func auditEnd(in organisation: OrganisationID) throws -> AuditCheckpoint? {
    try end(
      "SELECT sequence, link FROM organisation_ends WHERE organisation = \(organisation)",
      of: "organisation \(organisation)")
  }

  func auditLines(of organisation: OrganisationID, _ query: AuditQuery) throws -> [AuditLine] {
    var select: Query = "SELECT agent, line FROM audit_records WHERE organisation = \(organisation)"
    if let agent = query.agent { select = select + " AND agent = \(agent)" }
    if let actor = query.actor { select = select + " AND actor = \(actor)" }
    if let action = query.action { select = select + " AND action = \(action)" }
    if let from = query.from { select = select + " AND at >= \(from)" }
    if let to = query.to { select = select + " AND at <= \(to)" }
    // Of one agent the sequence is the same order, and has its own index.
    select = select + (query.agent == nil ? " ORDER BY place" : " ORDER BY sequence")
    select = select + " DESC LIMIT \(max(query.limit, 0))"
    return try all(select) { row in AuditLine(agent: try row.id(), line: try row.bytes()) }
  }

  private func log(_ lines: Query) throws -> [UInt8] {
    var log: [UInt8] = []
    _ = try all(lines) { row in
      try row.append(to: &log)
      log.append(UInt8(ascii: "\n"))
    }
    return log
  }

  private func end(_ query: Query, of owner: String) throws -> AuditCheckpoint? {
    try first(query) { row in
      let (sequence, link) = (try row.int(), AuditLink(try row.text()))
      guard sequence >= 1, let link else {
        throw RowDamage(what: "the end of the audit log of \(owner) cannot be read")
      }
      return AuditCheckpoint(sequence: sequence, link: link)
    }
  }
}

extension SQLiteWriter {
  func append(_ entry: AuditEntry, of agent: AgentID) throws {
    let organisation = try organisation(ofKnown: agent)
    let (line, end) = AuditLog.append(entry, after: try auditEnd(of: agent))
    try change(
      """
      INSERT INTO audit_records (agent, organisation, sequence, at, actor, action, line)
      VALUES (\(agent), \(organisation), \(end.sequence), \(entry.at), \(entry.actor), \(entry.action),
        \(Array(line.dropLast())))
      """, or: "the audit log of agent \(agent) does not end where its checkpoint says")
    try change(
      """
      INSERT INTO audit_ends (agent, sequence, link)
      VALUES (\(agent), \(end.sequence), \(end.link.text))
      ON CONFLICT (agent) DO UPDATE SET sequence = excluded.sequence, link = excluded.link
      """, or: "the checkpoint of agent \(agent) is not that of its audit log")
  }

  func append(_ entry: AuditEntry, in organisation: OrganisationID) throws {
    let (line, end) = AuditLog.append(entry, after: try auditEnd(in: organisation))
    try change(
      """
      INSERT INTO organisation_records (organisation, sequence, line)
      VALUES (\(organisation), \(end.sequence), \(Array(line.dropLast())))
      """,
      or: "there is no organisation \(organisation), or its audit log does not end where its checkpoint says")
    try change(
      """
      INSERT INTO organisation_ends (organisation, sequence, link)
      VALUES (\(organisation), \(end.sequence), \(end.link.text))
      ON CONFLICT (organisation) DO UPDATE SET sequence = excluded.sequence, link = excluded.link
      """, or: "the checkpoint of organisation \(organisation) is not that of its audit log")
  }
}
