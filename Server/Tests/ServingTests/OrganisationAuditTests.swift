import Documents
import Gates
import HTTPTypes
import PolicyGraph
import Registry
import Testing

@testable import Serving

/// Whatever changes who may do what, or what releases are decided by, is in the organisation's audit log.
struct OrganisationAuditTests {
  @Test func changesAreOnRecordWithBeforeAndAfter() async throws {
    try await TestServer().test { client in
      let organisation = "/v1/console/org/\(client.server.organisation)"
      let agent = try await client.makeAgent()
      for role in ["viewer", "viewer", "admin"] {
        _ = try await client.send(
          .post, organisation + "/invite", #"{"email": "stranger@example.com", "role": "\#(role)"}"#)
      }
      let rules = "/v1/console/agents/\(agent)/guardrails"
      _ = try await client.send(.post, rules, #"{"name": "No prices", "mode": "warn"}"#, as: .member)
      _ = try await client.send(.post, rules, #"{"name": "No prices", "mode": "block"}"#)
      _ = try await client.send(.delete, rules + "/no-prices")
      _ = try await client.send(.delete, rules + "/no-prices")
      let policy = "schema_version: gate_policy.v1\n"
      for _ in 0..<2 { _ = try await client.send(.put, organisation + "/gate-policy", policy, as: .admin) }

      let (records, log) = try await client.organisationRecords()
      #expect(
        records.map { $0["action"]?.text } == [
          "member", "member", "guardrail", "guardrail", "guardrail", "gate_policy",
        ], "\(log)")
      #expect(
        records.map { $0["actor"]?.text } == [
          "owner@example.com", "owner@example.com", "member@example.com", "owner@example.com",
          "owner@example.com", "admin@example.com",
        ])
      let details = records.compactMap { $0["details"] }
      #expect(details.allSatisfy { $0["before"] != nil && $0["after"] != nil })
      #expect(details[1]["email"]?.text == "stranger@example.com")
      #expect(details[1]["before"]?.text == "viewer" && details[1]["after"]?.text == "admin")
      #expect(details[3]["before"]?["text"]?.text?.contains("warn") == true)
      #expect(details[3]["after"]?["text"]?.text?.contains("block") == true)
      #expect(details[3]["agent_id"]?.text == agent)
      if case .null = details[4]["after"] {} else { Issue.record("\(details[4])") }
      #expect(details[5]["after"]?["text"]?.text == policy)
    }
  }

  /// A new organisation's log begins with who made it.
  @Test func beginsWithTheFounder() async throws {
    try await TestServer().test { client in
      let made = try await client.send(.post, "/v1/console/org", #"{"name": "Harbour"}"#)
      let id = try #require(made["id"]?.text)
      let log = try await client.send(
        .get, "/v1/console/org/\(id)/audit/log", headers: ["x-org-id": id])
      #expect(log.text.contains(#""after":"admin","before":null,"email":"owner@example.com""#), "\(log.text)")
    }
  }

  @Test func passwordsAndTokensAreOnRecordWithoutBeingTold() async throws {
    try await TestServer().test { client in
      let user = try #require(client.server.users[.member])
      let now = client.server.clock.now
      try await client.server.store.write { store in
        try store.setPasswordHash("$scrypt$secret", of: user, by: "operator:root", at: now)
        try store.recordToken(for: user, until: now.advanced(bySeconds: 3600), by: "operator:root", at: now)
      }
      let (records, log) = try await client.organisationRecords()
      #expect(records.map { $0["action"]?.text } == ["password", "token"])
      #expect(records.allSatisfy { $0["details"]?["email"]?.text == "member@example.com" })
      #expect(!log.contains("scrypt"))
    }
  }

  /// A record stays one that every reader of logs takes.
  @Test func longRulesAreKnownByDigest() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let long = String(repeating: "x", count: 100_000)
      let added = try await client.send(
        .post, "/v1/console/agents/\(agent)/guardrails", #"{"name": "Long", "text": "\#(long)"}"#)
      #expect(added.status == 200)
      let (records, _) = try await client.organisationRecords()
      let after = try #require(records.first?["details"]?["after"])
      #expect(after["text"] == nil && after["sha256"]?.text?.count == 64)
    }
  }

  /// A change that is refused leaves neither itself nor a record.
  @Test func whatIsRefusedIsNotOnRecord() async throws {
    try await TestServer().test { client in
      let invite = "/v1/console/org/\(client.server.organisation)/invite"
      let refused = try await client.send(
        .post, invite, #"{"email": "owner@example.com", "role": "viewer"}"#, as: .admin)
      #expect(refused.status == 403)
      let (records, _) = try await client.organisationRecords()
      #expect(records.isEmpty)
    }
  }
}

extension TestClientOf {
  /// The records of the organisation's log, which has to be whole, and the log.
  fileprivate func organisationRecords() async throws -> ([JSONValue], String) {
    let answer = try await send(.get, "/v1/console/org/\(server.organisation)/audit/log", as: .admin)
    #expect(answer.status == 200)
    var records: [JSONValue] = []
    let report = AuditLog.verify(answer.bytes) { records.append($0.json) }
    #expect(report.isIntact, "\(report.faults)")
    let checkpoint = answer.headers[named: "x-audit-checkpoint"]
    #expect(checkpoint == report.end.map { CanonicalJSON.text(of: $0.json) })
    return (records, answer.text)
  }
}
