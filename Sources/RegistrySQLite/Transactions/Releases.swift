import Gates
import PolicyGraph
import Registry

extension SQLiteReader {
  func auditTrail(of agent: AgentID) throws -> AuditTrail {
    var log: [UInt8] = []
    _ = try all("SELECT line FROM audit_records WHERE agent = \(agent) ORDER BY sequence") { row in
      try row.append(to: &log)
      log.append(Self.lineBreak)
    }
    return AuditTrail(log: log, end: try auditEnd(of: agent))
  }

  func auditEnd(of agent: AgentID) throws -> AuditCheckpoint? {
    try first("SELECT sequence, link FROM audit_ends WHERE agent = \(agent)") { row in
      let (sequence, link) = (try row.int(), AuditLink(try row.text()))
      guard sequence >= 1, let link else {
        throw RowDamage(what: "the end of the audit log of agent \(agent) cannot be read")
      }
      return AuditCheckpoint(sequence: sequence, link: link)
    }
  }

  func releasedDraft(sha256: String, of agent: AgentID) throws -> [UInt8]? {
    try first("SELECT document FROM released_drafts WHERE agent = \(agent) AND sha256 = \(sha256)") { row in
      try row.bytes()
    }
  }

  func certificate(_ id: String, of agent: AgentID) throws -> [UInt8]? {
    try first("SELECT document FROM certificates WHERE agent = \(agent) AND id = \(id)") { row in
      try row.bytes()
    }
  }

  func evaluations(of agent: AgentID) throws -> [UInt8] {
    var lines: [UInt8] = []
    _ = try all("SELECT lines FROM evaluations WHERE agent = \(agent) ORDER BY place") { row in
      try row.append(to: &lines)
    }
    return lines
  }

  func gatePolicy(of organisation: OrganisationID) throws -> [UInt8]? {
    try first("SELECT document FROM gate_policies WHERE organisation = \(organisation)") { row in
      try row.bytes()
    }
  }

  func auditLines(of organisation: OrganisationID, _ query: AuditQuery) throws -> [AuditLine] {
    var select: Query = "SELECT agent, line FROM audit_records WHERE organisation = \(organisation)"
    if let agent = query.agent { select = select + " AND agent = \(agent)" }
    if let actor = query.actor { select = select + " AND actor = \(actor)" }
    if let action = query.action { select = select + " AND action = \(action)" }
    if let from = query.from { select = select + " AND at >= \(from)" }
    if let to = query.to { select = select + " AND at <= \(to)" }
    // Of one agent the sequence is the same order, and has an index of its own.
    select = select + (query.agent == nil ? " ORDER BY place" : " ORDER BY sequence")
    select = select + " DESC LIMIT \(max(query.limit, 0))"
    return try all(select) { row in AuditLine(agent: try row.id(), line: try row.bytes()) }
  }

  fileprivate static var lineBreak: UInt8 { UInt8(ascii: "\n") }
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

  func keepReleasedDraft(_ draft: CanonicalDocument, of agent: AgentID) throws {
    try change(
      """
      INSERT INTO released_drafts (agent, sha256, document)
      VALUES (\(agent), \(draft.hash.sha256), \(draft.bytes))
      ON CONFLICT (agent, sha256) DO NOTHING
      """, or: "there is no agent \(agent)")
  }

  func keepCertificate(_ bytes: [UInt8], id: String, of agent: AgentID) throws {
    if try certificate(id, of: agent) == bytes { return }
    try change(
      "INSERT INTO certificates (agent, id, document) VALUES (\(agent), \(id), \(bytes))",
      or: "there is another certificate with this id, or no agent \(agent)")
  }

  func appendEvaluations(_ lines: [UInt8], of agent: AgentID) throws {
    _ = try organisation(ofKnown: agent)
    guard let last = lines.last else { return }
    guard last == Self.lineBreak else {
      throw StoreFailure.conflict("the last evaluation is not a whole line")
    }
    try change(
      "INSERT INTO evaluations (agent, lines) VALUES (\(agent), \(lines))", or: "there is no agent \(agent)")
  }

  func setGatePolicy(_ bytes: [UInt8]?, of organisation: OrganisationID) throws {
    guard try self.organisation(organisation) != nil else {
      throw StoreFailure.conflict("there is no organisation \(organisation)")
    }
    if let bytes {
      try change(
        """
        INSERT INTO gate_policies (organisation, document) VALUES (\(organisation), \(bytes))
        ON CONFLICT (organisation) DO UPDATE SET document = excluded.document
        """, or: "there is no organisation \(organisation)")
    } else {
      try change(
        "DELETE FROM gate_policies WHERE organisation = \(organisation)", or: "the gate policy has to stay")
    }
  }
}
