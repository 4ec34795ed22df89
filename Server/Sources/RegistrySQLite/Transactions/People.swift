import Registry

extension SQLiteReader {
  func organisation(_ id: OrganisationID) throws -> Organisation? {
    try first("SELECT id, name, plan, created_at FROM organisations WHERE id = \(id)", Self.organisation)
  }

  func organisation(named name: String, of user: UserID) throws -> Organisation? {
    try first(
      """
      SELECT o.id, o.name, o.plan, o.created_at
      FROM memberships JOIN organisations AS o ON o.id = memberships.organisation
      WHERE memberships.user = \(user) AND o.name = \(name) ORDER BY memberships.place
      """, Self.organisation)
  }

  func user(_ id: UserID) throws -> User? {
    try first("SELECT id, email, password_hash, created_at FROM users WHERE id = \(id)", Self.user)
  }

  func user(email: String) throws -> User? {
    try first("SELECT id, email, password_hash, created_at FROM users WHERE email = \(email)", Self.user)
  }

  func membership(of user: UserID, in organisation: OrganisationID) throws -> Membership? {
    try first(
      """
      SELECT organisation, user, role, created_at FROM memberships
      WHERE organisation = \(organisation) AND user = \(user)
      """, Self.membership)
  }

  func memberships(of user: UserID) throws -> [(membership: Membership, organisation: Organisation)] {
    try all(
      """
      SELECT m.organisation, m.user, m.role, m.created_at, o.id, o.name, o.plan, o.created_at
      FROM memberships AS m JOIN organisations AS o ON o.id = m.organisation
      WHERE m.user = \(user) ORDER BY m.place
      """
    ) { row in
      (membership: try Self.membership(&row), organisation: try Self.organisation(&row))
    }
  }

  func members(of organisation: OrganisationID) throws -> [Membership] {
    try all(
      """
      SELECT organisation, user, role, created_at FROM memberships
      WHERE organisation = \(organisation) ORDER BY place
      """, Self.membership)
  }

  func agentAccess(of user: UserID, with agent: AgentID) throws -> AgentAccess? {
    try first(
      """
      SELECT u.id, u.email, u.password_hash, u.created_at, m.role, o.id, o.name, o.plan, o.created_at,
        a.id, a.organisation, a.name, a.kind, a.created_at, a.updated_at, a.live_version, a.certified_at
      FROM agents AS a
      JOIN memberships AS m ON m.organisation = a.organisation AND m.user = \(user)
      JOIN users AS u ON u.id = m.user
      JOIN organisations AS o ON o.id = a.organisation
      WHERE a.id = \(agent)
      """
    ) { row in
      AgentAccess(
        user: try Self.user(&row), role: try row.choice(), organisation: try Self.organisation(&row),
        agent: try Self.agent(&row))
    }
  }

  // MARK: Rows

  private static func organisation(_ row: inout RowReader) throws -> Organisation {
    Organisation(
      id: try row.id(), name: try row.text(), plan: try row.choice(), createdAt: try row.instant())
  }

  private static func user(_ row: inout RowReader) throws -> User {
    User(
      id: try row.id(), email: try row.text(), passwordHash: try row.optionalText(),
      createdAt: try row.instant())
  }

  private static func membership(_ row: inout RowReader) throws -> Membership {
    Membership(
      organisation: try row.id(), user: try row.id(), role: try row.choice(), createdAt: try row.instant())
  }
}

extension SQLiteWriter {
  func insert(_ organisation: Organisation) throws {
    try change(
      """
      INSERT INTO organisations (id, name, plan, created_at)
      VALUES (\(organisation.id), \(organisation.name), \(organisation.plan), \(organisation.createdAt))
      """, or: "there is an organisation with this id already")
  }

  func insert(_ user: User) throws {
    try change(
      """
      INSERT INTO users (id, email, password_hash, created_at)
      VALUES (\(user.id), \(user.email), \(user.passwordHash), \(user.createdAt))
      """, or: "there is a user with this id or e-mail address already")
  }

  func setPasswordHash(_ hash: String, of user: UserID) throws {
    try changeOne(
      "UPDATE users SET password_hash = \(hash) WHERE id = \(user)", or: "there is no user \(user)")
  }

  func put(_ membership: Membership) throws {
    try change(
      """
      INSERT INTO memberships (organisation, user, role, created_at)
      VALUES (\(membership.organisation), \(membership.user), \(membership.role), \(membership.createdAt))
      ON CONFLICT (organisation, user) DO UPDATE SET role = excluded.role
      """, or: "there is no such organisation or user")
  }
}
