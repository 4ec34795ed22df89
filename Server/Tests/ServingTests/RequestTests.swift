import BlueprintCompiler
import Documents
import Foundation
import Gates
import HTTPTypes
import PolicyGraph
import Registry
import Testing

@testable import Serving

/// Requests that are no good, and what every answer has.
struct RequestTests {
  @Test(arguments: [
    ("not JSON", "{"), ("a list", "[]"), ("no name", "{}"), ("a number for a name", #"{"name": 3}"#),
    ("an empty name", #"{"name": ""}"#), ("an unknown type", #"{"name": "x", "type": "robot"}"#),
    ("a key twice", #"{"name": "x", "name": "y"}"#), ("a lone surrogate", #"{"name": "\ud800"}"#),
    ("a body that is empty", ""), ("deep JSON", String(repeating: #"{"a":"#, count: 5000)),
  ])
  func malformedRequestsSayWhy(_ what: String, _ body: String) async throws {
    try await TestServer().test { client in
      let answer = try await client.send(.post, "/v1/console/agents", body)
      #expect(answer.status == 400, "\(what)")
      #expect(answer["error"]?.text?.isEmpty == false)
      #expect(answer["remediation"]?.text?.isEmpty == false)
    }
  }

  @Test(arguments: [
    "not-a-uuid", "00000000-0000-4000-8000-00000000000", "%00", "..%2F..%2Fetc", "'; DROP TABLE agent; --",
    "%F0%9F%92%A5",
  ])
  func idsThatAreNoneAreRefused(_ id: String) async throws {
    try await TestServer().test { client in
      _ = try await client.makeAgent()
      let path = id.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.union(["%"])) ?? id
      let answer = try await client.send(.get, "/v1/console/agents/\(path)")
      #expect(answer.status == 404)
      let count = try await client.send(.get, "/v1/console/agents")["agents"]?.elements.count
      #expect(count == 1)
    }
  }

  @Test func everyAnswerHasTheVersionAndAnID() async throws {
    try await TestServer().test { client in
      for (method, path, status) in [
        (HTTPRequest.Method.get, "/v1/health", 200), (.get, "/nothing", 404), (.delete, "/v1/health", 405),
        (.get, "/v1/console/agents?segment=nowhere", 403), (.get, "/v1/console/incidents?state=lost", 400),
      ] {
        let answer = try await client.send(method, path)
        #expect(answer.status == status, "\(path): \(answer.text)")
        #expect(answer.headers[try #require(HTTPField.Name("API-Version"))] == "2026-04-14")
        #expect(answer.headers[try #require(HTTPField.Name("x-request-id"))] != nil)
        #expect(answer.headers[.contentType] == "application/json")
      }
      let refused = try await client.send(.delete, "/v1/console/agents")
      #expect(refused.headers[.allow] == "GET, HEAD, POST")
    }
  }

  @Test func bodiesThatAreTooLargeAreRefused() async throws {
    try await TestServer(change: { $0.bodyBytes = 2000 }).test { client in
      let long = #"{"name": "x", "more": "\#(String(repeating: "a", count: 3000))"}"#
      let refused = try await client.send(.post, "/v1/console/agents", long).status
      #expect(refused == 413)
      let taken = try await client.send(.post, "/v1/console/agents", #"{"name": "x"}"#).status
      #expect(taken == 200)
    }
  }

  @Test func onlyJSONIsTaken() async throws {
    try await TestServer().test { client in
      let form = try await client.send(
        .post, "/v1/console/agents", "name=x", headers: ["Content-Type": "application/x-www-form-urlencoded"])
      #expect(form.status == 415)
      let utf8 = try await client.send(
        .post, "/v1/console/agents", #"{"name": "x"}"#,
        headers: ["Content-Type": "application/json; charset=utf-8"])
      #expect(utf8.status == 200)
    }
  }

  @Test func numbersThatWouldChangeAreNotKept() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = "/v1/console/agents/\(agent)/draft"
      let refused = try await client.send(.patch, path, #"{"limit": 9007199254740993}"#)
      #expect(refused.status == 400)
      let kept = try await client.send(.patch, path, #"{"limit": 9007199254740992, "name": "Zoë 🙂"}"#)
      #expect(kept.status == 200)
      let name = try await client.send(.get, "/v1/console/agents/\(agent)")["name"]?.text
      #expect(name == "Zoë 🙂")
    }
  }

  /// Nor are they written: what is larger than any double has no text in JSON.
  @Test(arguments: ["1e999", "-1e999", "9007199254740993", "0.1000000000000000055511151231257827"])
  func numbersThatWouldChangeAreKeptNowhere(_ number: String) async throws {
    try await TestServer().test { client in
      let path = "/v1/console/agents/\(try await client.makeAgent())"
      for (method, path, body) in [
        (HTTPRequest.Method.post, "\(path)/guardrails", #"{"name": "x", "limit": \#(number)}"#),
        (.post, "\(path)/guardrails", #"{"name": "x", "topics": [{"limit": \#(number)}]}"#),
        (.post, "/v1/console/incidents", #"{"title": "x", "metadata": {"limit": \#(number)}}"#),
        (.patch, "/v1/console/incidents/INC", #"{"metadata": {"limit": \#(number)}}"#),
        (.post, "\(path)/publish", #"{"flowDraft": {"limit": \#(number)}}"#),
        (.patch, "\(path)/draft", #"{"limit": \#(number)}"#),
      ] {
        let answer = try await client.send(method, path, body)
        #expect(answer.status == 400, "\(path) \(body): \(answer.text)")
      }
    }
  }

  /// What is kept for others to read has the numbers that every reader has, and the description says which.
  @Test(arguments: [
    ("9007199254740991", true), ("-9007199254740991", true), ("1e15", true), ("5e-324", true),
    ("9007199254740992", false), ("-1e300", false), ("5624916683919879546339328", false),
  ])
  func numbersOfKeptValuesAreAsDescribed(_ number: String, _ isKept: Bool) async throws {
    try await TestServer().test { client in
      let schema = try await client.send(.get, "/openapi.json")["components"]?["schemas"]?["KeptValue"]
      guard case .number(let least) = schema?["minimum"], case .number(let most) = schema?["maximum"] else {
        Issue.record("the description has no bounds")
        return
      }
      let value = try #require(Double(number))
      #expect((least...most).contains(value) == isKept)
      let path = "/v1/console/agents/\(try await client.makeAgent())/guardrails"
      for (path, body) in [
        (path, #"{"name": "x", "topics": [{"limit": \#(number)}]}"#),
        ("/v1/console/incidents", #"{"title": "x", "metadata": {"limit": \#(number)}}"#),
      ] {
        let answer = try await client.send(.post, path, body)
        #expect(answer.status == (isKept ? 200 : 400), "\(path) \(body): \(answer.text)")
      }
    }
  }

  @Test func theDocumentSaysWhatIsServed() async throws {
    try await TestServer().test { client in
      let document = try await client.send(.get, "/openapi.json")
      for endpoint in Endpoint.all {
        let operation = document["paths"]?[endpoint.path]?[endpoint.method.rawValue.lowercased()]
        #expect(operation?["operationId"]?.text == endpoint.id)
      }
      #expect(Set(Endpoint.all.map(\.id)).count == Endpoint.all.count)
      // And what it says is routed: nothing in it is answered as an address where there is nothing.
      for endpoint in Endpoint.all {
        let answer = try await client.send(endpoint, agent: try TestServer.id(99))
        #expect(answer["reason_code"]?.text != "route_not_found", "\(endpoint.path)")
      }
    }
  }

  @Test func signingInTakesThePasswordAndIsLimited() async throws {
    try await TestServer().test { client in
      let hash = try Passwords.hash("correct horse")
      let owner = try #require(client.server.users[.owner])
      try await client.server.store.write { try $0.setPasswordHash(hash, of: owner) }
      func signIn(_ email: String, _ password: String) async throws -> TestClientOf.Answer {
        try await client.send(
          .post, "/v1/console/auth/service-token", #"{"email": "\#(email)", "password": "\#(password)"}"#,
          as: nil)
      }
      let right = try await signIn("Owner@example.com", "correct horse")
      #expect(right.status == 200, "\(right.text)")
      let token = try #require(right["token"]?.text)
      let mine = try await client.send(
        .get, "/v1/console/auth/my-orgs", as: nil, headers: ["Authorization": "Bearer \(token)"])
      #expect(mine["orgs"]?.elements.compactMap { $0["role"]?.text } == ["owner"])
      let wrong = try await signIn("owner@example.com", "wrong horse!").status
      #expect(wrong == 401)
      let other = try await signIn("member@example.com", "correct horse").status
      #expect(other == 401)
      let nobody = try await signIn("nobody@example.com", "correct horse").status
      #expect(nobody == 401)
      var last = 0
      for _ in 0..<10 { last = try await signIn("owner@example.com", "wrong horse!").status }
      #expect(last == 429)
      client.server.clock.advance(seconds: 61)
      let later = try await signIn("owner@example.com", "correct horse").status
      #expect(later == 200)
    }
  }

  @Test func metricsCountWithoutSayingWhatWasAsked() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent("Secret name")
      let text = try await client.send(.get, "/metrics").text
      #expect(
        text.contains(#"fohc_http_requests_total{route="/v1/console/agents",method="POST",status="200"} 1"#))
      #expect(!text.contains("Secret") && !text.contains(agent))
    }
  }
}
