import Documents
import Gates
import PolicyGraph
import Registry

/// One thing that can be asked of the server. The table of all of them is what is routed, what `/openapi.json` says,
/// and what the tests hold against every role.
struct Endpoint: Sendable {
  let method: Method
  /// With `{name}` for what varies.
  let path: String
  /// `operationId` in the OpenAPI document.
  let id: String
  let summary: String
  let body: BodyRule
  /// Query parameters that are read.
  let query: [QueryParameter]
  /// What is answered when it is done.
  let answer: Answer
  /// Statuses it answers with beside those that every endpoint of its kind has.
  let statuses: [Int]
  let action: Action

  enum Method: String, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  enum BodyRule: Sendable {
    case none
    /// An empty body is as good as `{}`.
    case optional(BodyTable)
    case required(BodyTable)
    /// As `optional`, and read by the handler itself.
    case unread(BodyTable)
    /// Any content type: JSON Lines or YAML, which is read as what it has to be.
    case text

    /// What the body's members are; nil where it has none.
    var table: BodyTable? {
      switch self {
      case .none, .text: nil
      case .optional(let table), .required(let table), .unread(let table): table
      }
    }
  }

  struct QueryParameter: Sendable {
    let name: String
    let schema: ValueSchema
  }

  /// Who may ask, and what is done: a handler is given exactly what has been established of the caller.
  enum Action: Sendable {
    case anyone(@Sendable (Call) async throws -> Reply)
    case signedIn(@Sendable (Call, User) async throws -> Reply)
    /// Of the organisation in `x-org-id`, with at least this role.
    case member(Role, @Sendable (Call, Member) async throws -> Reply)
    /// Of the organisation in the path; `otherwise` is answered to everybody else.
    case organisation(Role, otherwise: Int, @Sendable (Call, Member) async throws -> Reply)
    /// Of the organisation whose agent is in the path; to all others there is no such agent.
    case agent(Role, @Sendable (Call, Member, Agent) async throws -> Reply)
  }

  init(
    _ method: Method, _ path: String, _ id: String, _ summary: String, body: BodyRule = .none,
    query: [QueryParameter] = [], answer: Answer, statuses: [Int] = [], _ action: Action
  ) {
    self.method = method
    self.path = path
    self.id = id
    self.summary = summary
    self.body = body
    self.query = query
    self.answer = answer
    self.statuses = statuses
    self.action = action
  }

  /// The least role that may ask; nil where none is needed.
  var role: Role? {
    switch action {
    case .anyone, .signedIn: nil
    case .member(let role, _), .organisation(let role, _, _), .agent(let role, _): role
    }
  }
}

/// Somebody in an organisation.
struct Member: Sendable {
  let user: User
  let organisation: Organisation
  let role: Role

  /// How records name them.
  var actor: String { user.email }

  func require(_ least: Role, _ what: String) throws {
    if !role.isAtLeast(least) {
      throw Refusal.notAllowed("\(what) takes the role \(least.rawValue) or higher")
    }
  }
}

extension Role {
  /// viewer, member, admin, owner: each may do what the one before may.
  func isAtLeast(_ other: Role) -> Bool { rank >= other.rank }

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .member: 1
    case .admin: 2
    case .owner: 3
    }
  }
}
