import Documents
import Gates
import PolicyGraph
import Registry

/// Signing in, organisations and their members.
enum OrganisationEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/console/auth/service-token", "getServiceToken",
      "Exchange email and password for a bearer token",
      body: .required(OrganisationBodies.signIn.table), answer: .object(OrganisationBodies.token),
      statuses: [401, 429], .anyone(signIn)),
    Endpoint(
      .get, "/v1/console/auth/my-orgs", "listMyOrgs", "List the organisations of the caller",
      answer: .object(OrganisationBodies.memberships), .signedIn(mine)),
    Endpoint(
      .post, "/v1/console/org", "createOrg", "Create an organisation",
      body: .required(OrganisationBodies.create.table),
      answer: .object(OrganisationBodies.organisation), statuses: [201], .signedIn(create)),
    Endpoint(
      .get, "/v1/console/org/{id}/members", "listOrgMembers", "List members",
      answer: .object(OrganisationBodies.members), .organisation(.viewer, otherwise: 403, members)),
    Endpoint(
      .post, "/v1/console/org/{id}/invite", "inviteOrgMember", "Make a user a member",
      body: .required(OrganisationBodies.invite.table),
      answer: .object(OrganisationBodies.invited), statuses: [404],
      .organisation(.admin, otherwise: 403, invite)),
    Endpoint(
      .get, "/v1/console/org/{id}/onboarding", "getOrgOnboarding", "The onboarding steps of an organisation",
      answer: .object(OrganisationBodies.onboarding), .organisation(.viewer, otherwise: 404, onboarding)),
    Endpoint(
      .get, "/v1/console/org/{id}/audit/log", "getOrgAuditLog",
      "The organisation's own audit log (members, guardrails, gate policy) as JSON Lines, for `fohc audit verify`",
      answer: .text(AuditTrail.contentType), .organisation(.admin, otherwise: 404, auditLog)),
  ]

  private static func signIn(_ call: Call) async throws -> Reply {
    let (email, password) = try OrganisationBodies.signIn.read(call.body)
    let service = call.service
    try service.signIns.admit(email: email, address: call.remoteAddress, now: call.now)
    let user = try await call.read { try $0.user(email: email) }
    let isRight = try await service.workerPools.run(.large) {
      try Passwords.verify(password, against: user?.passwordHash)
    }
    guard let user, isRight else {
      throw Refusal(
        401, "wrong_email_or_password", "email or password is wrong",
        remediation: "check both, then try again"
      ).with(header: "WWW-Authenticate", "Bearer realm=\"fohc\"")
    }
    service.signIns.succeeded(email: email, address: call.remoteAddress)
    let issued = service.tokens.issue(
      to: user.id, now: call.now, hours: service.settings.tokenHours)
    return .object(
      JSONMember("token", .string(issued.token)), JSONMember("expires_at", .string(issued.expiresAt.text)))
  }

  private static func mine(_ call: Call, _ user: User) async throws -> Reply {
    let memberships = try await call.read { try $0.memberships(of: user.id) }
    return .object(
      JSONMember(
        "orgs",
        .array(
          memberships.map { membership, organisation in
            .object([
              JSONMember("org_id", .string(organisation.id.text)),
              JSONMember("org_name", .string(organisation.name)),
              JSONMember("plan", .string(organisation.plan.rawValue)),
              JSONMember("role", .string(membership.role.rawValue)),
            ])
          })))
  }

  private static func create(_ call: Call, _ user: User) async throws -> Reply {
    let (name, plan) = try OrganisationBodies.create.read(call.body)
    let id = OrganisationID.random()
    let organisation = Organisation(
      id: id, name: name, plan: .init(rawValue: plan.rawValue) ?? .bronze, createdAt: call.now)
    return try await call.service.store.write { store in
      if let known = try store.organisation(named: name, of: user.id) {
        return Reply(known.json.setting("note", to: .string("already_exists")))
      }
      try store.insert(organisation)
      try store.put(
        Membership(organisation: id, user: user.id, role: .admin, createdAt: call.now), by: user.email,
        at: call.now)
      return Reply(organisation.json, status: 201)
    }
  }

  /// Plans that one can ask for.
  enum Plan: String, CaseIterable { case bronze, silver, gold }

  private static func members(_ call: Call, _ member: Member) async throws -> Reply {
    let members = try await call.read { try $0.members(of: member.organisation.id) }
    return .object(
      JSONMember(
        "members",
        .array(
          members.map {
            .object([
              JSONMember("user_id", .string($0.user.text)), JSONMember("role", .string($0.role.rawValue)),
              JSONMember("created_at", .string($0.createdAt.text)),
            ])
          })))
  }

  /// Roles that can be given away.
  enum InvitedRole: String, CaseIterable { case admin, member, viewer }

  private static func invite(_ call: Call, _ member: Member) async throws -> Reply {
    let (email, role) = try OrganisationBodies.invite.read(call.body)
    return try await call.commit(in: member.organisation.id) { store in
      guard let user = try store.user(email: email) else {
        throw Refusal(
          404, "user_not_found", "no user has this address",
          remediation: "ask them to sign up first")
      }
      let known = try store.membership(of: user.id, in: member.organisation.id)
      guard known?.role != .owner || member.role == .owner else {
        throw Refusal.notAllowed("only an owner can change an owner's role")
      }
      try store.put(
        Membership(
          organisation: member.organisation.id, user: user.id, role: Role(rawValue: role.rawValue) ?? .viewer,
          createdAt: known?.createdAt ?? call.now), by: member.actor, at: call.now)
      return .object(
        JSONMember("status", .string("invited")), JSONMember("user_id", .string(user.id.text)),
        JSONMember("role", .string(role.rawValue)))
    }
  }

  private static func auditLog(_ call: Call, _ member: Member) async throws -> Reply {
    Reply(try await call.read { try $0.auditTrail(in: member.organisation.id) })
  }

  private static func onboarding(_ call: Call, _ member: Member) async throws -> Reply {
    let agents = try await call.read { try $0.agents(of: member.organisation.id) }
    let steps: [(key: String, label: String, isComplete: Bool)] = [
      ("organisation", "Create the organisation", true),
      ("agent", "Create an agent", !agents.isEmpty),
      ("certified", "Certify a draft", agents.contains { $0.certifiedAt != nil }),
      ("published", "Publish an agent", agents.contains { $0.liveVersion != nil }),
    ]
    let done = steps.count(where: \.isComplete)
    return .object(
      JSONMember("isLiveReady", .boolean(done == steps.count)),
      JSONMember("percent", .integer(100 * done / steps.count)), JSONMember("phone_number", .null),
      JSONMember("provisioning_status", .null),
      JSONMember(
        "steps",
        .array(
          steps.map {
            .object([
              JSONMember("key", .string($0.key)), JSONMember("label", .string($0.label)),
              JSONMember("complete", .boolean($0.isComplete)),
            ])
          })))
  }
}

extension Organisation {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("id", .string(id.text)), JSONMember("name", .string(name)),
      JSONMember("plan", .string(plan.rawValue)),
    ])
  }
}

extension String {
  /// Whether it has the look of an address of mail: something, an `@`, something, and nothing invisible.
  package var isAddress: Bool {
    let parts = split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
  }
}
