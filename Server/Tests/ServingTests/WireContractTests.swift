import Documents
import PolicyProofs
import BlueprintCompiler
import Gates
import HTTPTypes
import PolicyGraph
import Registry
import TestSupport
import Testing

@testable import Serving

/// What the platform's client does with a server, request by request, with the fields that it reads.
struct WireContractTests {
  @Test func aNewAgentValidatesCertifiesAndGoesLive() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let list = try await client.send(.get, "/v1/console/agents")
      #expect(list["agents"]?.elements.compactMap { $0["id"]?.text } == [agent])
      let show = try await client.send(.get, "/v1/console/agents/\(agent)")
      #expect(show["id"]?.text == agent)
      #expect(show["name"]?.text == "Reception")

      // POST with a JSON content type and no body is what the client sends.
      let validation = try await client.send(.post, "/v1/console/agents/\(agent)/validate")
      #expect(validation.status == 200)
      #expect(validation["issues"]?.elements.isEmpty == true)
      #expect(validation["ok"]?.isTrue == true)

      let uncertified = try await client.publish(agent, "{}")
      #expect(uncertified.status == 409)
      #expect(uncertified["gate"]?.text == "sim_cert")
      #expect(uncertified["reason_code"]?.text == "sim_cert_missing")
      #expect(
        uncertified["remediation"]?.text?.contains(
          "foh certify run --agent \(agent) --profile release --json") == true)
      #expect(uncertified["error"]?.text?.lowercased().contains("release gate blocked publish") == false)

      let certificate = try await client.certify(agent, #"{"mode": "full", "adaptive_runs": 5}"#)
      #expect(certificate.status == 200)
      #expect(certificate["certificate"]?["overall_pass"]?.isTrue == true)
      for key in ["journeys_covered", "blockers", "warnings", "recommendations"] {
        let value = try #require(certificate["certificate"]?[key], "\(key)")
        guard case .array = value else {
          Issue.record("\(key) is no list")
          continue
        }
      }

      // The client sends the draft back as it was given.
      let draft = try await client.send(.get, "/v1/console/agents/\(agent)/draft")
      let published = try await client.publish(agent, #"{"flowDraft": \#(draft.text)}"#)
      #expect(published.status == 200, "\(published.text)")
      #expect(published["version"]?.text == nil)
      #expect(published["certification_evidence"]?["source"]?.text == "sim_cert_latest")

      let versions = try await client.send(.get, "/v1/console/agents/\(agent)/versions")
      let active = versions["versions"]?.elements.filter { $0["active"]?.isTrue == true }
      #expect(active?.compactMap { $0["id"]?.text } == ["1"])
      let readiness = try await client.send(.get, "/v1/console/agents/\(agent)/readiness")
      #expect(readiness["level"]?.text == "live_ready", "\(readiness.text)")
    }
  }

  @Test func anEditAfterCertificationMakesTheCertificateWorthless() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      _ = try await client.certify(agent)
      let patched = try await client.send(
        .patch, "/v1/console/agents/\(agent)/draft", #"{"allowed_domains": ["example.com"]}"#)
      #expect(patched.status == 200)
      let refused = try await client.publish(agent)
      #expect(refused.status == 409)
      #expect(refused["reason_code"]?.text == "sim_cert_other_draft")
    }
  }

  @Test func aDraftThatIsNotTheStoredOneIsRefusedNeverReplaced() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      _ = try await client.certify(agent)
      let draft = try await client.send(.get, "/v1/console/agents/\(agent)/draft").json
      let other = CanonicalJSON.text(of: draft.setting("greeting", to: .string("Yes?")))
      let refused = try await client.publish(agent, #"{"flowDraft": \#(other)}"#)
      #expect(refused.status == 409)
      #expect(refused["reason_code"]?.text == "flow_draft_differs")
      let versions = try await client.send(.get, "/v1/console/agents/\(agent)/versions")
      #expect(versions["versions"]?.elements.isEmpty == true)
    }
  }

  @Test func blueprintsAreCompiledAndAppliedOrSayWhyNot() async throws {
    let yaml = try Repository.source("Examples/blueprints/dental_practice.yaml")
    var findings = Findings(limits: .standard)
    let document = try #require(readDocument(yaml, limits: .standard, findings: &findings))
    let blueprint = CanonicalJSON.text(of: JSONValue(document.root))
    let expected = try #require(compile(yaml).draft)
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = "/v1/console/agents/\(agent)/blueprint"
      let before = try await client.send(.get, "/v1/console/agents/\(agent)/draft")
      let dry = try await client.send(.post, path, #"{"blueprint": \#(blueprint), "apply": false}"#)
      #expect(dry.status == 200)
      #expect(dry["draft_hash"]?.text == expected.hash.draftHash)
      #expect(dry["applied"]?.isTrue == false)
      #expect(dry["validation"]?["valid"]?.isTrue == true)
      let untouched = try await client.send(.get, "/v1/console/agents/\(agent)/draft")
      #expect(untouched.bytes == before.bytes)

      let applied = try await client.send(.post, path, #"{"blueprint": \#(blueprint), "apply": true}"#)
      #expect(applied["applied"]?.isTrue == true)
      #expect(applied["draft_hash"]?.text == expected.hash.draftHash)
      let after = try await client.send(.get, "/v1/console/agents/\(agent)/draft")
      #expect(after.bytes == CanonicalJSON.bytes(of: expected.json))

      let malformed = try await client.send(.post, path, #"{"blueprint": {"name": 3}, "apply": true}"#)
      #expect(malformed.status == 400)
      #expect(malformed["detail"]?["errors"]?.elements.isEmpty == false)
      let senseless = blueprint.replacing(#""patient_name""#, with: #""nobody""#, maxReplacements: 1)
      let inconsistent = try await client.send(.post, path, #"{"blueprint": \#(senseless), "apply": true}"#)
      #expect(inconsistent.status == 200)
      #expect(inconsistent["validation"]?["valid"]?.isTrue == false)
      #expect(inconsistent["applied"]?.isTrue == false)
      let still = try await client.send(.get, "/v1/console/agents/\(agent)/draft")
      #expect(still.bytes == after.bytes)
    }
  }

  @Test func applyingKeepsWhatABlueprintHasNoWordsFor() async throws {
    let yaml = try Repository.source("Examples/blueprints/hotel_desk.yaml")
    var findings = Findings(limits: .standard)
    let document = try #require(readDocument(yaml, limits: .standard, findings: &findings))
    let blueprint = CanonicalJSON.text(of: JSONValue(document.root))
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let draft = "/v1/console/agents/\(agent)/draft"
      _ = try await client.send(
        .patch, draft, #"{"allowed_domains": ["a.example"], "voice": {"tts_provider": "azure"}}"#)
      _ = try await client.send(
        .post, "/v1/console/agents/\(agent)/blueprint", #"{"blueprint": \#(blueprint), "apply": true}"#)
      let kept = try await client.send(.get, draft)
      #expect(kept["allowed_domains"]?.elements.compactMap(\.text) == ["a.example"])
      #expect(kept["speech_settings"]?["tts_provider"]?.text == "azure")
      #expect(kept["voice"] == nil)
    }
  }

  @Test func aBrokenDraftIsRefusedByItsInvariant() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let draft = try await client.send(.get, "/v1/console/agents/\(agent)/draft").json
      let handoff = draft["edges"]?.elements.firstIndex { $0["on"]?.text == "escalate" }
      var edges = draft["edges"]?.elements ?? []
      edges.remove(at: try #require(handoff))
      let body = CanonicalJSON.text(of: .object([JSONMember("edges", .array(edges))]))
      _ = try await client.send(.patch, "/v1/console/agents/\(agent)/draft", body)
      let validation = try await client.send(.post, "/v1/console/agents/\(agent)/validate")
      #expect(validation.status == 200)
      #expect(validation["issues"]?.elements.isEmpty == false)
      let certificate = try await client.certify(agent)
      #expect(certificate.status == 200)
      #expect(certificate["certificate"]?["overall_pass"]?.isTrue == false)
      let refused = try await client.publish(agent)
      #expect(refused.status == 409)
      #expect(refused["error"]?.text?.contains("release gate blocked publish") == true)
      #expect(refused["failed_invariants"]?.elements.compactMap { $0["name"]?.text } == ["NoSilentDrop"])
    }
  }

  @Test func rollingBackAndActivatingMoveWhatIsLive() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = "/v1/console/agents/\(agent)"
      for greeting in ["Hello.", "Good day."] {
        _ = try await client.send(.patch, path + "/draft", #"{"greeting": "\#(greeting)"}"#)
        _ = try await client.certify(agent)
        let published = try await client.publish(agent)
        #expect(published.status == 200, "\(published.text)")
      }
      let back = try await client.send(.post, path + "/rollback", "{}")
      #expect(back.status == 200, "\(back.text)")
      #expect(back["version_id"]?.text == "1")
      let forward = try await client.send(.post, path + "/versions/2/activate", "{}")
      #expect(forward["version_id"]?.text == "2")
      let named = try await client.send(.post, path + "/rollback", #"{"version_id": 1}"#)
      #expect(named["version_id"]?.text == "1")
      let unknown = try await client.send(.post, path + "/rollback", #"{"version_id": "9"}"#)
      #expect(unknown.status == 404)
      let diff = try await client.send(.get, path + "/versions/2/diff?compareWith=1")
      #expect(diff.status == 200)
      let audit = try await client.send(.get, "/v1/console/audit?action=rollback")
      #expect(audit["records"]?.elements.count == 2)
    }
  }

  @Test func breakGlassIsForOwnersAndLeavesAnIncident() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let glass = #"{"break_glass": {"reason": "the phones are down", "incident_id": "INC-7"}}"#
      let member = try await client.publish(agent, glass, as: .member)
      #expect(member.status == 403)
      let short = try await client.publish(
        agent, #"{"break_glass": {"reason": "now", "incident_id": "INC-7"}}"#)
      #expect(short.status == 400)
      let owner = try await client.publish(agent, glass)
      #expect(owner.status == 200, "\(owner.text)")
      #expect(owner["outcome"]?.text == "overridden")
      let incidents = try await client.send(.get, "/v1/console/incidents?state=open&agentId=\(agent)")
      #expect(incidents["incidents"]?.elements.compactMap { $0["incident_id"]?.text } == ["INC-7"])

      // It blocks ordinary publishing until a passing scenario covers it.
      _ = try await client.send(
        .patch, "/v1/console/agents/\(agent)/draft", #"{"greeting": "Good morning."}"#)
      client.server.clock.advance(seconds: 5)
      let certificate = try await client.certify(agent)
      let blocked = try await client.publish(agent)
      #expect(blocked["reason_code"]?.text == "incident_open", "\(blocked.text)")
      let scenario = try #require(certificate["certificate"]?["scenarios"]?.elements.first?["id"]?.text)
      let covered = try await client.send(
        .patch, "/v1/console/incidents/INC-7", #"{"state": "covered", "regression_case_ref": "\#(scenario)"}"#
      )
      #expect(covered.status == 200, "\(covered.text)")
      #expect(covered["incident"]?["state"]?.text == "covered")
      let published = try await client.publish(agent)
      #expect(published.status == 200, "\(published.text)")
      let closed = try await client.send(.patch, "/v1/console/incidents/INC-7", #"{"state": "closed"}"#)
      #expect(closed["incident"]?["state"]?.text == "closed")
    }
  }

  @Test func guardrailsAndCopiesAreKept() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = "/v1/console/agents/\(agent)/guardrails"
      let rule =
        #"{"rule_id": "no-silent-drop", "type": "focus", "name": "NoSilentDrop", "mode": "log", "topics": []}"#
      let added = try await client.send(.post, path, rule)
      #expect(added.status == 200)
      let list = try await client.send(.get, path)
      #expect(list["guardrails"]?.elements.compactMap { $0["name"]?.text } == ["NoSilentDrop"])
      // A POST without a body copies under a name of its own.
      let copy = try await client.send(.post, "/v1/console/agents/\(agent)/duplicate")
      #expect(copy["agent"]?["name"]?.text == "Reception (copy)")
      #expect(copy["agent"]?["is_active"]?.isTrue == false)
      let copied = try #require(copy["agent"]?["id"]?.text)
      let rules = try await client.send(.get, "/v1/console/agents/\(copied)/guardrails")
      #expect(rules["guardrails"]?.elements.count == 1)
      let removed = try await client.send(.delete, path + "/no-silent-drop")
      #expect(removed.status == 200)
      #expect(removed["ok"]?.isTrue == true)
    }
  }

  @Test func theSameDraftValidatesToTheSameBytes() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let first = try await client.send(.post, "/v1/console/agents/\(agent)/validate")
      client.server.clock.advance(hours: 1)
      let second = try await client.send(.post, "/v1/console/agents/\(agent)/validate")
      #expect(first.bytes == second.bytes)
      let draft = try await client.send(.get, "/v1/console/agents/\(agent)/draft")
      let sent = try await client.send(
        .post, "/v1/console/agents/\(agent)/validate", #"{"flowDraft": \#(draft.text)}"#)
      #expect(sent.bytes == first.bytes)
    }
  }
}

extension JSONValue {
  var isTrue: Bool { if case .boolean(true) = self { true } else { false } }
}
