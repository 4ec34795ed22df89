import Documents
import Foundation
import Gates
import HTTPTypes
import Registry
import Testing

@testable import Serving

/// Every endpoint with every role, in the own and in another organisation, and with every kind of bad token: made from
/// the table of endpoints, so that a new one cannot be forgotten.
struct AuthorizationTests {
  private static let guarded = Endpoint.all.filter { endpoint in
    if case .anyone = endpoint.action { false } else { true }
  }

  @Test(arguments: guarded.map(\.id))
  func badTokensAreRefused(_ id: String) async throws {
    let endpoint = try #require(Self.guarded.first { $0.id == id })
    try await TestServer().test { client in
      let tokens = try await Self.badTokens(client.server)
      for (kind, token) in tokens {
        let answer = try await client.send(
          endpoint, agent: try TestServer.id(99),
          headers: ["Authorization": token.map { "Bearer \($0)" } ?? ""])
        #expect(answer.status == 401, "\(kind): \(answer.text)")
        #expect(answer["reason_code"]?.text == "not_authenticated")
      }
    }
  }

  @Test(arguments: guarded.map(\.id))
  func rolesDecideAndOthersSeeNothing(_ id: String) async throws {
    let endpoint = try #require(Self.guarded.first { $0.id == id })
    try await TestServer().test { client in
      for role in Role.allCases {
        let agent = try #require(AgentID(try await client.makeAgent()))
        let answer = try await client.send(endpoint, agent: agent, as: role)
        let isAllowed = endpoint.role.map { role.isAtLeast($0) } ?? true
        #expect((answer.status != 403) == isAllowed, "\(role): \(answer.status) \(answer.text)")
        #expect(answer.status != 401 && answer.status != 500, "\(role): \(answer.text)")
      }
      // Somebody of another organisation, who owns that.
      let agent = try #require(AgentID(try await client.makeAgent()))
      let stranger = client.server.tokens.issue(
        to: client.server.stranger, now: client.server.clock.now, hours: 1)
      for named in ["", client.server.organisation.text, client.server.other.text] {
        let answer = try await client.send(
          endpoint, agent: agent,
          headers: ["Authorization": "Bearer \(stranger.token)", "x-org-id": named])
        #expect(
          Self.expected(of: endpoint, stranger: named, client.server).contains(answer.status),
          "`\(named)`: \(answer.status) \(answer.text)")
      }
    }
  }

  /// What a stranger may be answered: their own organisation's business, or a refusal; never ours.
  private static func expected(of endpoint: Endpoint, stranger named: String, _ server: TestServer) -> Set<
    Int
  > {
    switch endpoint.action {
    case .anyone, .signedIn: return [200, 201, 400]
    case .member:
      if named.isEmpty { return [403] }
      return named == server.other.text ? [200, 400, 404] : [403]
    case .organisation(_, let otherwise, _): return [otherwise]
    case .agent: return named == server.organisation.text ? [403] : [404]
    }
  }

  private static func badTokens(_ server: TestServer) async throws -> [(String, String?)] {
    let good = try await server.token(.owner)
    let parts = good.split(separator: ".").map(String.init)
    let none = Data(#"{"alg":"none","typ":"JWT"}"#.utf8).base64EncodedString().replacing("=", with: "")
    let user = try #require(server.users[.owner])
    let forged = try Tokens(secret: Data(repeating: 8, count: 32))
      .issue(to: user, now: server.clock.now, hours: 1).token
    let expired = server.tokens
      .issue(to: user, now: server.clock.now.advanced(bySeconds: -7200), hours: 1).token
    let future = server.tokens
      .issue(to: user, now: server.clock.now.advanced(bySeconds: 7200), hours: 1).token
    let nobody = server.tokens.issue(to: try TestServer.id(77), now: server.clock.now, hours: 1)
      .token
    let otherIssuer = try Tokens(secret: TestServer.secret, issuer: "somebody")
      .issue(to: user, now: server.clock.now, hours: 1).token
    return [
      ("none", nil), ("empty", " "), ("no JWT", "abc"), ("alg none", "\(none).\(parts[1])."),
      ("alg none, signature kept", "\(none).\(parts[1]).\(parts[2])"),
      ("cut", "\(parts[0]).\(parts[1])"), ("no signature", "\(parts[0]).\(parts[1])."),
      ("another key", forged), ("expired", expired), ("from the future", future), ("unknown user", nobody),
      ("another issuer", otherIssuer), ("other claims", "\(parts[0]).\(parts[1].dropLast())A.\(parts[2])"),
    ]
  }
}

extension TestClientOf {
  /// The endpoint's request, with a body that is well-formed where one is needed.
  func send(
    _ endpoint: Endpoint, agent: AgentID, as role: Role = .owner, headers: [String: String] = [:]
  ) async throws -> Answer {
    let body: String? =
      switch endpoint.body {
      case .none: nil
      case .optional, .unread: ""
      case .required(let table): Self.body(table)
      case .text: ""
      }
    return try await send(
      try #require(HTTPRequest.Method(endpoint.method.rawValue)), path(of: endpoint, agent: agent), body,
      as: role, headers: headers)
  }

  /// Where an endpoint is, with the agent or the first organisation in its place.
  func path(of endpoint: Endpoint, agent: AgentID) -> String {
    let isOrganisation = if case .organisation = endpoint.action { true } else { false }
    return endpoint.path
      .replacing("{id}", with: isOrganisation ? server.organisation.text : agent.text)
      .replacing("{version}", with: "1").replacing("{incident}", with: "INC").replacing(
        "{rule}", with: "rule")
  }

  /// What this table requires, in the form that each member has wherever it stands.
  static func body(_ table: BodyTable) -> String {
    let samples: [(String, JSONValue)] = [
      ("name", .string("x")), ("title", .string("x")), ("flowDraft", .object([])), ("blueprint", .object([])),
      ("email", .string("a@b")), ("password", .string("12345678")), ("role", .string("viewer")),
    ]
    let taken = samples.filter { sample in table.object.fields.contains { $0.key == sample.0 } }
    return CanonicalJSON.text(of: .object(taken.map { JSONMember($0.0, $0.1) }))
  }
}
