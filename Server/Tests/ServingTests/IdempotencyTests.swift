import Documents
import Gates
import HTTPTypes
import Registry
import Testing

@testable import Serving

/// A request with a key is done once, whatever happens on the way.
struct IdempotencyTests {
  private let key = ["Idempotency-Key": "create-agent-001"]
  private let body = #"{"name": "Reception"}"#

  @Test func theFirstAnswerIsGivenAgain() async throws {
    try await TestServer().test { client in
      let first = try await client.send(.post, "/v1/console/agents", body, headers: key)
      client.server.clock.advance(hours: 23)
      let second = try await client.send(.post, "/v1/console/agents", body, headers: key)
      #expect(first.status == 200)
      #expect(second.status == first.status)
      #expect(second.bytes == first.bytes)
      let count = try await client.count
      #expect(count == 1)
      client.server.clock.advance(hours: 2)
      let third = try await client.send(.post, "/v1/console/agents", body, headers: key)
      #expect(third.bytes != first.bytes)
      let more = try await client.count
      #expect(more == 2)
    }
  }

  @Test func anotherRequestUnderTheKeyIsRefused() async throws {
    try await TestServer().test { client in
      _ = try await client.send(.post, "/v1/console/agents", body, headers: key)
      let other = try await client.send(.post, "/v1/console/agents", #"{"name": "Other"}"#, headers: key)
      #expect(other.status == 400)
      #expect(other["reason_code"]?.text == "idempotency_key_reused")
      let count = try await client.count
      #expect(count == 1)
    }
  }

  @Test func refusalsAreGivenAgainToo() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = "/v1/console/agents/\(agent)/publish"
      let refused = try await client.send(.post, path, "{}", headers: key)
      #expect(refused.status == 409)
      // The reason has gone, and the answer to this request has been given.
      _ = try await client.certify(agent)
      let again = try await client.send(.post, path, "{}", headers: key)
      #expect(again.bytes == refused.bytes)
      let published = try await client.publish(agent, "{}")
      #expect(published.status == 200)
    }
  }

  @Test func fiftyAtOnceMakeOne() async throws {
    try await TestServer().test { client in
      let answers = try await withThrowingTaskGroup(of: TestClientOf.Answer.self) { group in
        for _ in 0..<50 {
          group.addTask { try await client.send(.post, "/v1/console/agents", body, headers: key) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(answers.map(\.bytes)).count == 1)
      #expect(answers.allSatisfy { $0.status == 200 })
      let count = try await client.count
      #expect(count == 1)
    }
  }

  @Test func keysOfOneOrganisationAreNotThoseOfAnother() async throws {
    try await TestServer().test { client in
      let first = try await client.send(.post, "/v1/console/agents", body, headers: key)
      let stranger = client.server.tokens.issue(
        to: client.server.stranger, now: client.server.clock.now, hours: 1)
      let second = try await client.send(
        .post, "/v1/console/agents", body,
        headers: [
          "Idempotency-Key": "create-agent-001", "Authorization": "Bearer \(stranger.token)",
          "x-org-id": client.server.other.text,
        ])
      #expect(second.status == 200)
      #expect(second["agent"]?["id"]?.text != first["agent"]?["id"]?.text)
    }
  }

  @Test func twoPublishesAtOnceMakeOneVersionOrARefusal() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      _ = try await client.certify(agent)
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { try await client.publish(agent, "{}").status } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.filter { $0 == 200 }.count == 1)
      #expect(statuses.filter { $0 == 409 }.count == 7)
      let versions = try await client.send(.get, "/v1/console/agents/\(agent)/versions")
      #expect(versions["versions"]?.elements.count == 1)
    }
  }
}

extension TestClientOf {
  /// How many agents there are.
  fileprivate var count: Int {
    get async throws { try await send(.get, "/v1/console/agents")["agents"]?.elements.count ?? -1 }
  }
}
