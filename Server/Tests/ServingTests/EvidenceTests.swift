import Documents
import BlueprintCompiler
import Gates
import HTTPTypes
import PolicyGraph
import Registry
import Testing

@testable import Serving

/// What can be shown of releases afterwards.
struct EvidenceTests {
  @Test func theAuditLogVerifiesAndCanBeAskedAbout() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let other = try await client.makeAgent("Other")
      _ = try await client.publish(agent)
      _ = try await client.certify(agent)
      _ = try await client.publish(agent, as: .member)
      _ = try await client.certify(other)
      let log = try await client.send(.get, "/v1/console/agents/\(agent)/audit/log")
      let report = AuditLog.verify(log.bytes)
      #expect(report.isIntact)
      #expect(report.lines == 3)
      let end = try #require(report.end)
      #expect(log.headers[named: "x-audit-checkpoint"]?.contains(end.link.text) == true)

      func actions(_ query: String) async throws -> [String] {
        try await client.send(.get, "/v1/console/audit?\(query)")["records"]?.elements
          .compactMap { $0["action"]?.text } ?? []
      }
      // Newest first.
      let all = try await actions("limit=500")
      #expect(all == ["certificate", "release", "certificate", "verdict"])
      let ofAgent = try await actions("resource=\(agent)")
      #expect(ofAgent == ["release", "certificate", "verdict"])
      let ofMember = try await actions("actor=member@example.com")
      #expect(ofMember == ["release"])
      let ofKind = try await actions("action=certificate&limit=1")
      #expect(ofKind == ["certificate"])
      let later = try await actions("from=2036-01-01T00:00:00Z")
      #expect(later.isEmpty)
    }
  }

  @Test func releaseEvidenceIsOfTheLatestRelease() async throws {
    try await TestServer().test { client in
      let nothing = try await client.send(.get, "/v1/console/release-evidence")
      #expect(nothing.status == 404)
      let agent = try await client.makeAgent()
      let certificate = try await client.certify(agent)
      _ = try await client.publish(agent)
      let evidence = try await client.send(.get, "/v1/console/release-evidence?environment=staging")
      #expect(evidence["agent_id"]?.text == agent)
      #expect(evidence["environment"]?.text == "staging")
      #expect(
        evidence["release"]?["certificate_id"]?.text == certificate["certificate"]?["certificate_id"]?.text)
      #expect(evidence["decision"]?["ok"]?.isTrue == true)
    }
  }

  @Test func everyReleaseIsToldOnce() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      for greeting in ["Hello.", "Good day."] {
        _ = try await client.send(
          .patch, "/v1/console/agents/\(agent)/draft", #"{"greeting": "\#(greeting)"}"#)
        _ = try await client.certify(agent)
        _ = try await client.publish(agent)
      }
      _ = try await client.publish(agent)
      _ = try await client.send(.post, "/v1/console/agents/\(agent)/rollback")
      let events = try await client.server.store.read { store in
        try store.outbox(after: 0, limit: 10).map { $0.event.kind }
      }
      #expect(events == [.published, .published, .rolledBack])
    }
  }

  @Test func evaluationsAreKeptAndNotTwice() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let draft = try await client.send(.post, "/v1/console/agents/\(agent)/validate")
      let hash = try #require(draft["draft_hash"]?.text)
      let sha256 = try #require(draft["sha256"]?.text)
      let path = "/v1/console/agents/\(agent)/evaluations"
      let line = """
        {"schema_version":"eval_result.v1","scenario":"leaves_a_message","run":"1","channel":"widget",\
        "verdict":"pass","obligations":[],"judge":{"name":"ana","kind":"human"},"at":"2026-11-24T11:00:00Z",\
        "draft_hash":"\(hash)","sha256":"\(sha256)"}
        """
      let first = try await client.send(.post, path, line)
      #expect(first.status == 200, "\(first.text)")
      let again = try await client.send(.post, path, line)
      #expect(again.status == 400)
      let none = try await client.send(.post, path, " ")
      #expect(none.status == 400)
      let id = try #require(AgentID(agent))
      let kept = try await client.server.store.read { store in
        try store.evaluations(of: id).count { $0 == UInt8(ascii: "\n") }
      }
      #expect(kept == 1)
      // What releases are decided by is on record, once.
      let log = try await client.send(.get, "/v1/console/org/\(client.server.organisation)/audit/log")
      #expect(log.text.count { $0 == "\n" } == 1 && log.text.contains(#""action":"evaluations""#))
    }
  }

  @Test func staleCertificatesAreRefused() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      _ = try await client.certify(agent)
      client.server.clock.advance(hours: 25)
      let refused = try await client.publish(agent)
      #expect(refused.status == 409)
      #expect(["sim_cert_stale", "sim_cert_expired"].contains(refused["reason_code"]?.text))
    }
  }

  @Test func theLoopMendsWhatIsSafeAndSaysSo() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = "/v1/console/agents/\(agent)/sim-certify/loop"
      let loop = try await client.send(.post, path, #"{"mode": "quick", "max_improvement_rounds": 2}"#)
      #expect(loop["overall_pass"]?.isTrue == true)
      #expect(loop["attempts"]?.elements.count == 1)
      #expect(loop["improvement_runs"].map(CanonicalJSON.text) == "0")
      #expect(loop["improvement_note"]?.text?.contains("takes an author") == true)
    }
  }
}
