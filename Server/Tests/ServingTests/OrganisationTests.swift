import Documents
import Gates
import HTTPTypes
import Registry
import Testing

@testable import Serving

/// Organisations, their members, and the rules that they release by.
struct OrganisationTests {
  @Test func anOrganisationIsMadeOnce() async throws {
    try await TestServer().test { client in
      let first = try await client.send(.post, "/v1/console/org", #"{"name": "Harbour", "plan": "silver"}"#)
      #expect(first.status == 201)
      let id = try #require(first["id"]?.text)
      let second = try await client.send(.post, "/v1/console/org", #"{"name": "Harbour"}"#)
      #expect(second.status == 200)
      #expect(second["id"]?.text == id)
      #expect(second["note"]?.text == "already_exists")
      #expect(second["plan"]?.text == "silver")
      let own = try await client.send(.get, "/v1/console/org/\(id)/members", headers: ["x-org-id": id])
      #expect(own["members"]?.elements.compactMap { $0["role"]?.text } == ["admin"])
      let refused = try await client.send(.post, "/v1/console/org", #"{"name": "Own", "plan": "internal"}"#)
      #expect(refused.status == 400)
    }
  }

  @Test func whoIsInvitedIsAMemberAtOnce() async throws {
    try await TestServer().test { client in
      let path = "/v1/console/org/\(client.server.organisation)/invite"
      let unknown = try await client.send(.post, path, #"{"email": "new@example.com", "role": "member"}"#)
      #expect(unknown.status == 404)
      let invited = try await client.send(
        .post, path, #"{"email": "Stranger@example.com", "role": "viewer"}"#)
      #expect(invited["status"]?.text == "invited")
      let stranger = client.server.tokens.issue(
        to: client.server.stranger, now: client.server.clock.now, hours: 1)
      let list = try await client.send(
        .get, "/v1/console/agents", headers: ["Authorization": "Bearer \(stranger.token)"])
      #expect(list.status == 200)
      // Nobody is made an owner this way, and no admin takes an owner's role away.
      let owner = try await client.send(.post, path, #"{"email": "stranger@example.com", "role": "owner"}"#)
      #expect(owner.status == 400)
      let demoted = try await client.send(
        .post, path, #"{"email": "owner@example.com", "role": "viewer"}"#, as: .admin)
      #expect(demoted.status == 403)
    }
  }

  @Test func onboardingGoesAsFarAsTheAgentsHaveCome() async throws {
    try await TestServer().test { client in
      let path = "/v1/console/org/\(client.server.organisation)/onboarding"
      let before = try await client.send(.get, path)
      #expect(before["percent"].map(CanonicalJSON.text) == "25")
      let agent = try await client.makeAgent()
      _ = try await client.certify(agent)
      _ = try await client.publish(agent)
      let after = try await client.send(.get, path)
      #expect(after["isLiveReady"]?.isTrue == true)
    }
  }

  @Test func anOrganisationCanAskForMoreThanTheServer() async throws {
    try await TestServer().test { client in
      let path = "/v1/console/org/\(client.server.organisation)/gate-policy"
      let agent = try await client.makeAgent()
      _ = try await client.certify(agent)
      let stricter = try await client.send(
        .put, path, "schema_version: gate_policy.v1\ncertificate:\n  min_mode: stress\n")
      #expect(stricter.status == 200, "\(stricter.text)")
      let refused = try await client.publish(agent)
      #expect(refused["reason_code"]?.text == "sim_cert_weaker_mode", "\(refused.text)")
      let member = try await client.send(.put, path, "schema_version: gate_policy.v1\n", as: .member)
      #expect(member.status == 403)
      let faulty = try await client.send(.put, path, "schema_version: gate_policy.v1\ncertificat: {}\n")
      #expect(faulty.status == 400)
      let shown = try await client.send(.get, path)
      #expect(shown["is_own"]?.isTrue == true)
    }
  }
}
