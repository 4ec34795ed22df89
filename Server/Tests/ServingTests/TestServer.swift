import Documents
import Foundation
import Gates
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import PolicyGraph
import Registry
import RegistrySQLite
import Synchronization
import Testing

@testable import Serving

/// A server on a database of its own, with two organisations and somebody of every role in the first.
struct TestServer: Sendable {
  let server: Server
  let store: any RegistryStore
  let tokens: Tokens
  let clock: TestClock
  let folder: URL
  let organisation: OrganisationID
  let other: OrganisationID
  let users: [Role: UserID]
  let stranger: UserID

  static let secret = Data(repeating: 7, count: 32)
  static let noon = Instant(seconds: 1_795_521_600)

  /// - Parameters:
  ///   - serving: what the server is given in place of the store.
  ///   - given: what it verifies tokens with; its secret is always the same.
  init(
    store serving: (any RegistryStore) -> any RegistryStore = { $0 }, tokens given: Tokens? = nil,
    change: (inout Settings) -> Void = { _ in }
  ) async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let store = try SQLiteRegistry(path: folder.appending(path: "registry.sqlite").path)
    self.store = store
    tokens = try given ?? Tokens(secret: Self.secret)
    let clock = TestClock(Self.noon)
    self.clock = clock
    var settings = Settings(rules: try EnvironmentRules { _ in nil }) { clock.now }
    change(&settings)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    server = Server(store: serving(store), settings: settings, tokens: tokens, logger: logger)
    organisation = try Self.id(1)
    other = try Self.id(2)
    var users: [Role: UserID] = [:]
    for (index, role) in Role.allCases.enumerated() { users[role] = try Self.id(10 + index) }
    self.users = users
    let stranger: UserID = try Self.id(20)
    self.stranger = stranger
    let (organisation, other, all) = (organisation, other, users)
    try await store.write { store in
      for (id, name) in [(organisation, "Ours"), (other, "Theirs")] {
        try store.insert(Organisation(id: id, name: name, plan: .bronze, createdAt: Self.noon))
      }
      for (role, id) in all.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        try store.insert(
          User(id: id, email: "\(role.rawValue)@example.com", passwordHash: nil, createdAt: Self.noon))
        try store.put(Membership(organisation: organisation, user: id, role: role, createdAt: Self.noon))
      }
      try store.insert(
        User(id: stranger, email: "stranger@example.com", passwordHash: nil, createdAt: Self.noon))
      try store.put(Membership(organisation: other, user: stranger, role: .owner, createdAt: Self.noon))
    }
  }

  /// Ids that are the same in every run.
  static func id<Entity>(_ number: Int) throws -> EntityID<Entity> {
    try #require(EntityID(String(format: "00000000-0000-4000-8000-%012d", number)))
  }

  func token(_ role: Role) async throws -> String {
    tokens.issue(to: try #require(users[role]), now: clock.now, hours: 1).token
  }

  /// Runs a test against the server, in process and without a network.
  func test<Value>(_ body: @Sendable (TestClientOf) async throws -> Value) async throws -> Value {
    let value = try await server.application().test(.router) { client in
      try await body(TestClientOf(server: self, client: client))
    }
    try store.close()
    try? FileManager.default.removeItem(at: folder)
    return value
  }
}

/// A clock that goes when it is told to.
final class TestClock: Sendable {
  private let instant: Mutex<Instant>

  init(_ instant: Instant) { self.instant = Mutex(instant) }

  var now: Instant { instant.withLock { $0 } }

  func advance(hours: Int) { instant.withLock { $0 = $0.advanced(bySeconds: hours * 3600) } }
  func advance(seconds: Int) { instant.withLock { $0 = $0.advanced(bySeconds: seconds) } }
}

/// Asks as somebody of a role, in the first organisation unless told otherwise. Every answer is held against the table of
/// its operation.
struct TestClientOf: Sendable {
  let server: TestServer
  let client: any TestClientProtocol

  struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONValue { (try? JSONValue(stored: bytes)) ?? .null }
    subscript(key: String) -> JSONValue? { json[key] }
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, as role: Role? = .owner,
    headers: [String: String] = [:]
  ) async throws -> Answer {
    var fields = HTTPFields()
    fields[.contentType] = "application/json"
    if let role {
      fields[.authorization] = "Bearer \(try await server.token(role))"
      fields[try #require(HTTPField.Name("x-org-id"))] = server.organisation.text
    }
    for (name, value) in headers {
      fields[try #require(HTTPField.Name(name))] = value.isEmpty ? nil : value
    }
    let answer = try await client.execute(
      uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) }
    ) { response in
      Answer(
        status: response.status.code, headers: response.headers, bytes: Array(response.body.readableBytesView)
      )
    }
    let problems = AnswerCheck.problems(
      method.rawValue, path, status: answer.status, contentType: answer.headers[.contentType],
      body: answer.bytes)
    #expect(problems == [], "\(method) \(path): \(answer.status) \(answer.text.prefix(2000))")
    return answer
  }

  /// A new agent's id.
  func makeAgent(_ name: String = "Reception", type: String = "custom") async throws -> String {
    let answer = try await send(.post, "/v1/console/agents", #"{"name": "\#(name)", "type": "\#(type)"}"#)
    return try #require(answer["agent"]?["id"]?.text, "\(answer.text)")
  }

  func certify(_ agent: String, _ body: String? = nil) async throws -> Answer {
    try await send(.post, "/v1/console/agents/\(agent)/sim-certify", body)
  }

  func publish(_ agent: String, _ body: String? = nil, as role: Role = .owner) async throws -> Answer {
    try await send(.post, "/v1/console/agents/\(agent)/publish", body, as: role)
  }
}
