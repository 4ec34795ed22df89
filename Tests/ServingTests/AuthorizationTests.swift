import Foundation
import Gates
import HTTPTypes
import PolicyGraph
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
      let stranger = try await client.server.tokens.issue(
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
    let forged = try await Tokens(secret: Data(repeating: 8, count: 32))
      .issue(to: user, now: server.clock.now, hours: 1).token
    let expired = try await server.tokens
      .issue(to: user, now: server.clock.now.advanced(bySeconds: -7200), hours: 1).token
    let future = try await server.tokens
      .issue(to: user, now: server.clock.now.advanced(bySeconds: 7200), hours: 1).token
    let nobody = try await server.tokens.issue(to: try TestServer.id(77), now: server.clock.now, hours: 1)
      .token
    let otherIssuer = try await Tokens(secret: TestServer.secret, issuer: "somebody")
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
    let isOrganisation = if case .organisation = endpoint.action { true } else { false }
    let path = endpoint.path
      .replacing("{id}", with: isOrganisation ? server.organisation.text : agent.text)
      .replacing("{version}", with: "1").replacing("{incident}", with: "INC").replacing(
        "{rule}", with: "rule")
    let body: String? =
      switch endpoint.body {
      case .none: nil
      case .optional, .unread: ""
      case .required:
        #"{"name": "x", "title": "x", "flowDraft": {}, "blueprint": {}, "email": "a@b", "role": "viewer"}"#
      case .text: ""
      }
    return try await send(
      try #require(HTTPRequest.Method(endpoint.method.rawValue)), path, body, as: role, headers: headers)
  }
}
