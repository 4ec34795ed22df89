import Documents
import Gates

/// Whose agents are kept. Nothing of one organisation is ever shown to another.
public struct Organisation: Sendable, Equatable {
  public let id: OrganisationID
  public let name: String
  public let plan: Plan
  public let createdAt: Instant

  public enum Plan: String, Sendable, CaseIterable {
    case bronze, silver, gold
    /// The operator's own; nobody can ask for it.
    case `internal`
  }

  public init(id: OrganisationID, name: String, plan: Plan, createdAt: Instant) {
    self.id = id
    self.name = name
    self.plan = plan
    self.createdAt = createdAt
  }
}

/// Somebody who can sign in.
public struct User: Sendable, Equatable {
  public let id: UserID
  /// Lower case; no two users share one.
  public let email: String
  /// What a password is held against; never the password, and never shown. Nil: nobody can sign in with one.
  public let passwordHash: String?
  public let createdAt: Instant

  public init(id: UserID, email: String, passwordHash: String?, createdAt: Instant) {
    self.id = id
    self.email = email
    self.passwordHash = passwordHash
    self.createdAt = createdAt
  }
}

/// What somebody is in an organisation.
public struct Membership: Sendable, Equatable {
  public let organisation: OrganisationID
  public let user: UserID
  public let role: Role
  public let createdAt: Instant

  public init(organisation: OrganisationID, user: UserID, role: Role, createdAt: Instant) {
    self.organisation = organisation
    self.user = user
    self.role = role
    self.createdAt = createdAt
  }
}

/// Somebody, and an agent of an organisation that they belong to.
public struct Standing: Sendable, Equatable {
  public let user: User
  public let role: Role
  public let organisation: Organisation
  public let agent: Agent

  public init(user: User, role: Role, organisation: Organisation, agent: Agent) {
    self.user = user
    self.role = role
    self.organisation = organisation
    self.agent = agent
  }
}
