import Documents
import Gates
import HTTPTypes
import Hummingbird
import Logging
import Registry

extension Dispatch {
  /// Who may call, as the endpoint requires it, and what to do with the call.
  struct Access: Sendable {
    /// Within which idempotency keys count.
    let organisation: OrganisationID?
    let handle: @Sendable (Call) async throws -> Reply
  }

  /// Throws where the caller may not ask this.
  func access(_ request: Request, _ parameters: [String: String], _ now: Instant) async throws -> Access {
    if case .anyone(let handle) = endpoint.action { return Access(organisation: nil, handle: handle) }
    let caller = try caller(request, now)
    let header = request.headers[named: "x-org-id"]
    let path = parameters["id"] ?? ""
    let endpoint = endpoint
    return try await service.store.read { store in
      guard let id = try Self.id(of: caller, store) else { throw Refusal.invalidToken }
      // Nearly every request, in one query; callers that this does not admit learn why below.
      if case .agent(let role, let handle) = endpoint.action, let agent = AgentID(path),
        let agentAccess = try store.agentAccess(of: id, with: agent),
        header.map({ OrganisationID($0) == agentAccess.organisation.id }) ?? true
      {
        let member = Member(
          user: agentAccess.user, organisation: agentAccess.organisation, role: agentAccess.role)
        try member.require(role, endpoint.summary)
        return Access(organisation: member.organisation.id) {
          try await handle($0, member, agentAccess.agent)
        }
      }
      guard let user = try store.user(id) else { throw Refusal.invalidToken }
      switch endpoint.action {
      case .anyone(let handle): return Access(organisation: nil, handle: handle)
      case .signedIn(let handle): return Access(organisation: nil) { try await handle($0, user) }
      case .member(let role, let handle):
        let member = try Self.member(user, named: header, store)
        try member.require(role, endpoint.summary)
        return Access(organisation: member.organisation.id) { try await handle($0, member) }
      case .organisation(let role, let otherwise, let handle):
        guard let member = try OrganisationID(path).flatMap({ try Self.member(user, of: $0, store) }) else {
          throw Refusal(
            otherwise, "organisation_not_found", "you do not belong to such an organisation",
            remediation: "check the id with `GET /v1/console/auth/my-orgs` (`foh org list`)")
        }
        try Self.check(header, is: member.organisation.id, otherwise)
        try member.require(role, endpoint.summary)
        return Access(organisation: member.organisation.id) { try await handle($0, member) }
      case .agent(let role, let handle):
        if endpoint.method != .get, AgentID(path) == nil {
          throw Refusal.malformed(["the agent's id has to be a UUID"])
        }
        let (member, agent) = try Self.agent(path, user, header, store)
        try member.require(role, endpoint.summary)
        return Access(organisation: member.organisation.id) { try await handle($0, member, agent) }
      }
    }
  }

  private func caller(_ request: Request, _ now: Instant) throws -> Caller {
    switch Credentials(request.headers[.authorization]) {
    case .none: throw Refusal.notSignedIn
    case .malformed: throw Refusal.invalidToken
    case .bearer(let token):
      switch service.tokens.caller(of: token, now: now) {
      case .success(let caller): return caller
      case .failure(let reason):
        service.logger.info("token refused", metadata: ["reason": "\(reason.rawValue)"])
        throw Refusal.invalidToken
      }
    }
  }

  /// Nil if no user has this address.
  private static func id(of caller: Caller, _ store: any RegistryReader) throws -> UserID? {
    switch caller {
    case .id(let id): id
    case .email(let email): try store.user(email: email)?.id
    }
  }

  private static func member(_ user: User, named header: String?, _ store: any RegistryReader) throws
    -> Member
  {
    // 403 for all of it: the platform's API knows no 400 where only the header can be malformed.
    guard let header else {
      throw Refusal(
        403, "organisation_missing", "no organisation is named",
        remediation: "send its id in `x-org-id`; `GET /v1/console/auth/my-orgs` lists yours")
    }
    guard let id = OrganisationID(header) else {
      throw Refusal.notAllowed("`x-org-id` is not a UUID, so it is not one of your organisations")
    }
    guard let member = try member(user, of: id, store) else {
      throw Refusal.notAllowed("you do not belong to the organisation in `x-org-id`")
    }
    return member
  }

  private static func member(
    _ user: User, of id: OrganisationID, _ store: any RegistryReader
  ) throws -> Member? {
    guard let membership = try store.membership(of: user.id, in: id),
      let organisation = try store.organisation(id)
    else { return nil }
    return Member(user: user, organisation: organisation, role: membership.role)
  }

  /// A header that names another organisation than the path does is a mistake that must not pass unseen.
  private static func check(_ header: String?, is id: OrganisationID, _ otherwise: Int) throws {
    guard let header, OrganisationID(header) != id else { return }
    throw Refusal(
      otherwise, "organisation_mismatch", "`x-org-id` does not name the organisation in the path",
      remediation: "name the same organisation in both, or leave the header out")
  }

  /// The agent, if it is of the organisation that the header names; without a header of any that the user is in.
  private static func agent(
    _ path: String, _ user: User, _ header: String?, _ store: any RegistryReader
  ) throws -> (Member, Agent) {
    let named = try header.map { try member(user, named: $0, store) }
    guard let agent = try AgentID(path).flatMap({ try store.agent($0) }),
      named.map({ $0.organisation.id == agent.organisation }) ?? true,
      let member = try named ?? member(user, of: agent.organisation, store)
    else { throw Refusal.noSuchAgent }
    return (member, agent)
  }
}
