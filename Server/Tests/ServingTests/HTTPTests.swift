import Documents
import PolicyProofs
import BlueprintCompiler
import Foundation
import Gates
import HTTPTypes
import NIOPosix
import NIOCore
import PolicyGraph
import Registry
import Testing

@testable import Serving

/// What RFC 9110 and RFC 9112 ask of any server.
struct HTTPTests {
  // MARK: HEAD

  /// Of every endpoint that is there for GET: the same answer without its body.
  @Test(arguments: Endpoint.all.filter { $0.method == .get }.map(\.id))
  func headIsGetWithoutItsBody(_ id: String) async throws {
    let endpoint = try #require(Endpoint.all.first { $0.id == id })
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = client.path(of: endpoint, agent: try #require(AgentID(agent)))
      for role in [Role.owner, nil] {
        let get = try await client.send(.get, path, as: role)
        let head = try await client.send(.head, path, as: role)
        // Counts change with each request that is counted.
        Self.expect(head, isHeadOf: get, hasSameLength: id != "getMetrics")
      }
    }
  }

  private static func expect(
    _ head: TestClientOf.Answer, isHeadOf get: TestClientOf.Answer, hasSameLength: Bool
  ) {
    #expect(head.status == get.status && head.bytes.isEmpty)
    let changing = ["x-request-id", "date"] + (hasSameLength ? [] : ["content-length"])
    for field in get.headers {
      let other = head.headers[field.name]
      #expect(changing.contains(field.name.canonicalName) ? other != nil : other == field.value, "\(field)")
    }
    #expect(head.headers.count == get.headers.count)
  }

  @Test func headIsNowhereElse() async throws {
    try await TestServer().test { client in
      for (path, status, allow) in [
        ("/v1/console/org", 405, "POST"), ("/v1/nothing", 404, nil), ("/v1/health%", 400, nil),
      ] as [(String, Int, String?)] {
        let head = try await client.send(.head, path)
        #expect(head.status == status && head.headers[.allow] == allow && head.bytes.isEmpty)
        #expect(head.headers[.contentLength] != "0")
      }
    }
  }

  /// The next answer on the connection stands right behind the head.
  @Test func nothingFollowsAHead() async throws {
    let text = try await RawServer.conversation(
      .send(
        "HEAD /v1/health HTTP/1.1\r\nHost: x\r\n\r\nGET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      ))
    let answers = try RawServer.parsed(text, heads: 1)
    #expect(answers.map(\.status) == [200, 200])
    #expect(answers[0].headers["content-length"] == answers[1].headers["content-length"])
    #expect(answers[1].json["status"]?.text == "ok")
  }

  // MARK: Listening

  @Test func aPortThatIsInUseIsNamed() async throws {
    let other = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(other.localAddress?.port)
    for (host, words) in [
      ("127.0.0.1", "port \(port) of 127.0.0.1 is in use"), ("no.such.host.invalid", "--host"),
    ] {
      let server = try await TestServer(change: {
        $0.host = host
        $0.port = port
      })
      let failure = await #expect(throws: ListenFailure.self) { try await server.server.run { _ in } }
      #expect(failure?.message.contains(words) ?? false, "\(String(describing: failure))")
      try server.store.close()
    }
    try await other.close()
  }

  // MARK: Expectations

  private static let create =
    "POST /v1/console/agents HTTP/1.1\r\nHost: x\r\n{signed in}\r\nContent-Type: application/json\r\n"
  private static let body = #"{"name": "Reception"}"#

  @Test(arguments: ["100-continue", "100-Continue"])
  func aClientThatWaitsIsToldToGoOn(_ expectation: String) async throws {
    let text = try await RawServer.conversation(
      .send(
        "\(Self.create)Connection: close\r\nExpect: \(expectation)\r\nContent-Length: \(Self.body.utf8.count)\r\n\r\n"
      ),
      .waitFor("HTTP/1.1 100 Continue\r\n\r\n"), .send(Self.body))
    let answers = try RawServer.parsed(text)
    #expect(answers.map(\.status) == [100, 200], "\(text)")
    #expect(answers.last?.json["agent"]?["name"]?.text == "Reception")
  }

  @Test func chunksAreWaitedWithToo() async throws {
    let size = String(Self.body.utf8.count, radix: 16)
    let text = try await RawServer.conversation(
      .send("\(Self.create)Connection: close\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"),
      .waitFor("HTTP/1.1 100 Continue\r\n\r\n"), .send("\(size)\r\n\(Self.body)\r\n0\r\n\r\n"))
    #expect(try RawServer.parsed(text).map(\.status) == [100, 200], "\(text)")
  }

  /// Whoever is refused for the head of a request is not asked for its body, and the connection ends: nobody can tell
  /// whether the body still comes.
  @Test func whoIsRefusedIsNotAskedForABody() async throws {
    for (head, status) in [
      ("POST /v1/console/agents HTTP/1.1\r\nHost: x\r\nContent-Length: 10", 401),
      ("\(Self.create)Content-Length: 99999999", 413),
      ("\(Self.create)Content-Encoding: gzip\r\nContent-Length: 10", 415),
      ("POST /v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 10", 404),
      ("POST /v1/health HTTP/1.1\r\nHost: x\r\nContent-Length: 10", 405),
    ] {
      let text = try await RawServer.conversation(.send("\(head)\r\nExpect: 100-continue\r\n\r\n"))
      let answers = try RawServer.parsed(text)
      #expect(answers.map(\.status) == [status], "\(text)")
      #expect(answers.first?.headers["connection"] == "close")
    }
  }

  /// The body has arrived already, or is empty: then the client does not wait for anything.
  @Test func whoDoesNotWaitIsAnswered() async throws {
    let text = try await RawServer.conversation(
      .send(
        "POST /v1/console/agents HTTP/1.1\r\nHost: x\r\n{signed in}\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n"
          + "GET /v1/health HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"))
    #expect(try RawServer.parsed(text).map(\.status) == [400, 200], "\(text)")
  }

  @Test(arguments: ["200-ok", "100-continue, magic", "x", "100-continue;q=1"])
  func otherExpectationsAreNotMet(_ expectation: String) async throws {
    try await TestServer().test { client in
      let answer = try await client.send(
        .post, "/v1/console/agents", Self.body, headers: ["Expect": expectation])
      #expect(answer.status == 417 && answer["reason_code"]?.text == "expectation_failed")
    }
  }

  /// There was no `100` before HTTP/1.1, and connections ended with their answer unless somebody asked for more.
  @Test func oldVersionsAreSpokenToAsTheyExpect() async throws {
    let text = try await RawServer.conversation(
      .send(
        "POST /v1/console/agents HTTP/1.0\r\n{signed in}\r\nExpect: 100-continue\r\nContent-Length: \(Self.body.utf8.count)\r\n\r\n\(Self.body)"
      ))
    #expect(try RawServer.parsed(text).map(\.status) == [200], "\(text)")
  }

  @Test(arguments: ["close", "Close", "close, TE", "TE, close"])
  func theConnectionEndsWhereThatIsAskedFor(_ connection: String) async throws {
    let text = try await RawServer.conversation(
      .send("GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: \(connection)\r\n\r\n"))
    #expect(try RawServer.parsed(text).map(\.status) == [200])
  }

  // MARK: Encodings

  @Test(arguments: ["gzip", "GZIP", "deflate", "br", "zstd", "x", "identity, gzip", "gzip, identity"])
  func encodedBodiesAreNotRead(_ coding: String) async throws {
    try await TestServer().test { client in
      for (method, path) in [
        (HTTPRequest.Method.post, "/v1/console/agents"),
        (.put, "/v1/console/org/\(client.server.organisation)/gate-policy"),
      ] {
        let answer = try await client.send(method, path, Self.body, headers: ["Content-Encoding": coding])
        #expect(answer.status == 415 && answer["reason_code"]?.text == "content_encoding_not_supported")
        #expect(answer.headers[.acceptEncoding] == "identity")
      }
    }
  }

  @Test(arguments: ["identity", "Identity", " identity "])
  func identityIsNoEncoding(_ coding: String) async throws {
    try await TestServer().test { client in
      let answer = try await client.send(
        .post, "/v1/console/agents", Self.body, headers: ["Content-Encoding": coding])
      #expect(answer.status == 200)
    }
  }

  @Test func otherTransferEncodingsAreNotImplemented() async throws {
    let text = try await RawServer.conversation(
      .send("\(Self.create)Transfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n0\r\n\r\n"))
    #expect(try RawServer.parsed(text).map(\.status) == [501], "\(text)")
  }

  // MARK: Addresses

  @Test func everySpellingOfAnAddressIsTheAddress() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      for path in [
        "/v1/console/agents/\(agent)", "//v1/console/agents/\(agent)", "/v1/console/agents/\(agent)/",
        "/v1/%63onsole/%61gents/\(agent)", "/%76%31/console/agents/\(agent.replacing("-", with: "%2D"))",
        "/v1/console/agents/\(agent.replacing("-", with: "%2d"))", "http://x/v1/console/agents/\(agent)",
      ] {
        let answer = try await client.send(.get, path)
        #expect(answer.status == 200, "\(path): \(answer.text)")
      }
      for path in [
        "/v1%2Fconsole/agents", "/v1/console%2Fagents/\(agent)", "/V1/console/agents", "/v1/./console/agents",
        "/v1/x/../console/agents", "/v1/console/agents/\(agent)%2Fdraft", "/v1/console/agents%00",
        "/v1/console/agents%20",
      ] {
        let status = try await client.send(.get, path).status
        #expect(status == 404, "\(path)")
      }
      for path in [
        "/v1/console/agents/%", "/v1/console/agents/%2", "/v1/console/agents/%zz", "/v1/%ff", "/%C3/x",
        "/v1/%u0041",
      ] {
        for method in [HTTPRequest.Method.get, .post, .delete] {
          let answer = try await client.send(method, path)
          #expect(answer.status == 400 && answer["reason_code"]?.text == "path_malformed", "\(path)")
        }
      }
    }
  }

  /// A name with any characters is found again under its encoded form, and `%2F` does not end it.
  @Test(arguments: ["no silent/drop", "50% off", "a+b", "Zoë 🙂", "?x=1#y", "..", "%2F"])
  func namesAreDecodedOnce(_ name: String) async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = "/v1/console/agents/\(agent)/guardrails"
      let body = CanonicalJSON.text(
        of: .object([JSONMember("name", .string("x")), JSONMember("rule_id", .string(name))]))
      let added = try await client.send(.post, path, body).status
      #expect(added == 200)
      let encoded = try #require(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      let removed = try await client.send(.delete, "\(path)/\(encoded)")
      #expect(removed.status == 200 && removed["removed"]?.text == name, "\(removed.text)")
    }
  }

  // MARK: What is not known

  @Test func queriesAreReadWholeOrNotAtAll() async throws {
    try await TestServer().test { client in
      for (path, status) in [
        ("/v1/console/incidents?limit=5&state=open", 200), ("/v1/console/incidents?", 200),
        ("/v1/console/incidents?st%61te=%6Fpen", 200), ("/v1/console/incidents?agentid=x", 400),
        ("/v1/console/incidents?limit=5&limit=6", 400), ("/v1/console/incidents?limit=%zz", 400),
        ("/v1/console/incidents?state=%ff", 400), ("/v1/console/auth/my-orgs?page=2", 400),
        ("/v1/health?from=balancer", 200),
      ] {
        let answer = try await client.send(.get, path)
        #expect(answer.status == status, "\(path): \(answer.text)")
      }
    }
  }

  /// Each body with a member more than it takes, and a member misspelt: nothing is done, and the member is named.
  @Test func membersThatAreNotTakenAreNamed() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let path = "/v1/console/agents/\(agent)"
      let bodies: [(HTTPRequest.Method, String, String)] = [
        (.post, "/v1/console/agents", #"{"name": "x", "typ": "custom"}"#),
        (.post, "\(path)/duplicate", #"{"nme": "x"}"#),
        (.post, "\(path)/validate", #"{"flowDraft": {}, "draft": {}}"#),
        (.post, "\(path)/blueprint", #"{"blueprint": {}, "aply": true}"#),
        (.post, "\(path)/sim-certify", #"{"Mode": "full"}"#),
        (.post, "\(path)/sim-certify", #"{"mode": "quick", "max_improvement_rounds": 1}"#),
        (.post, "\(path)/sim-certify/loop", #"{"rounds": 1}"#),
        (.post, "\(path)/publish", #"{"breakGlass": {}}"#),
        (
          .post, "\(path)/publish",
          #"{"break_glass": {"reason": "it is on fire", "incident_id": "INC-1", "by": "me"}}"#
        ),
        (.post, "\(path)/rollback", #"{"version": 1}"#),
        (.post, "\(path)/versions/1/activate", #"{"force": true}"#),
        (.patch, "\(path)/draft", #"{"voice": {"tts": "azure"}}"#),
        (.post, "/v1/console/incidents", #"{"title": "x", "agent": "y"}"#),
        (.patch, "/v1/console/incidents/INC", #"{"status": "closed"}"#),
        (.post, "/v1/console/org", #"{"name": "x", "vertical": "food"}"#),
        (
          .post, "/v1/console/org/\(client.server.organisation)/invite",
          #"{"email": "a@b.c", "role": "viewer", "as": "x"}"#
        ),
        (.post, "/v1/console/auth/service-token", #"{"email": "a@b.c", "password": "12345678", "otp": "1"}"#),
      ]
      for (method, path, body) in bodies {
        let answer = try await client.send(method, path, body)
        #expect(answer.status == 400, "\(path) \(body): \(answer.text)")
        #expect(answer["error"]?.text?.contains("there is no member") ?? false, "\(answer.text)")
        #expect(answer["detail"]?["errors"] != nil && answer["remediation"] != nil)
      }
      let agents = try await client.send(.get, "/v1/console/agents")["agents"]?.elements.count
      #expect(agents == 1)
    }
  }

  /// What a client keeps there is kept: a draft and a guardrail have members of any name.
  @Test func openObjectsStayOpen() async throws {
    try await TestServer().test { client in
      let path = "/v1/console/agents/\(try await client.makeAgent())"
      let draft = try await client.send(.patch, "\(path)/draft", #"{"allowed_domains": ["a.example"]}"#)
      #expect(draft.status == 200 && draft["allowed_domains"] != nil)
      let rule = try await client.send(
        .post, "\(path)/guardrails", #"{"name": "x", "rule_id": "y", "condition": "always", "topics": ["z"]}"#
      )
      #expect(rule["guardrail"]?["topics"] != nil)
      let incident = try await client.send(
        .post, "/v1/console/incidents", #"{"title": "x", "metadata": {"any": 1}}"#)
      #expect(incident["incident"]?["metadata"]?["any"] != nil)
    }
  }

  /// No two endpoints can be meant by one address.
  @Test func addressesAreUnambiguous() {
    for (index, endpoint) in Endpoint.all.enumerated() {
      for other in Endpoint.all[..<index] where other.method == endpoint.method {
        let (one, two) = (endpoint.path.split(separator: "/"), other.path.split(separator: "/"))
        let same =
          one.count == two.count
          && zip(one, two).allSatisfy { $0 == $1 || $0.hasPrefix("{") || $1.hasPrefix("{") }
        #expect(!same, "\(endpoint.path) and \(other.path)")
      }
    }
  }
}
