import Documents
import Gates
import PolicyGraph
import Registry

extension SQLiteReader {
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

  func evaluationBytes(of agent: AgentID) throws -> Int {
    // The length of a BLOB stands in its row's header: nothing of it is read.
    try first("SELECT coalesce(sum(length(lines)), 0) FROM evaluations WHERE agent = \(agent)") { row in
      try row.int()
    } ?? 0
  }

  func gatePolicy(of organisation: OrganisationID) throws -> [UInt8]? {
    try first("SELECT document FROM gate_policies WHERE organisation = \(organisation)") { row in
      try row.bytes()
    }
  }
}

extension SQLiteWriter {
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
    guard last == UInt8(ascii: "\n") else {
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
