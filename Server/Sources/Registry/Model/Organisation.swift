import Documents
import Gates

/// Whose agents are kept. Nothing of one organisation is ever shown to another.
public struct Organisation: Sendable, Equatable {
  /// Unique in the registry.
  public let id: OrganisationID
  /// How people know it; two organisations may share one.
  public let name: String
  /// Its plan on the platform. It is kept and shown; nothing here depends on it.
  public let plan: Plan
  /// When it was created.
  public let createdAt: Instant

  /// The platform's plans.
  public enum Plan: String, Sendable, CaseIterable {
    case bronze, silver, gold
    /// The operator's own; nobody can ask for it.
    case `internal`
  }

  /// Takes the values as they are.
  public init(id: OrganisationID, name: String, plan: Plan, createdAt: Instant) {
    self.id = id
    self.name = name
    self.plan = plan
    self.createdAt = createdAt
  }
}

/// Somebody who can sign in.
public struct User: Sendable, Equatable {
  /// Unique in the registry; what tokens name in `sub`.
  public let id: UserID
  /// Lower case; no two users share one.
  public let email: String
  /// What a password is held against; never the password, and never shown. Nil: nobody can sign in with one.
  public let passwordHash: String?
  /// When the user was created.
  public let createdAt: Instant

  /// `email` has to be in lower case; the store refuses one that another user has.
  public init(id: UserID, email: String, passwordHash: String?, createdAt: Instant) {
    self.id = id
    self.email = email
    self.passwordHash = passwordHash
    self.createdAt = createdAt
  }
}

/// What somebody is in an organisation.
public struct Membership: Sendable, Equatable {
  /// The organisation that the user belongs to.
  public let organisation: OrganisationID
  /// Who belongs to it. A user has at most one membership in an organisation.
  public let user: UserID
  /// What the user may do there.
  public let role: Role
  /// When the user first became a member; a change of role leaves it.
  public let createdAt: Instant

  /// Takes the values as they are.
  public init(organisation: OrganisationID, user: UserID, role: Role, createdAt: Instant) {
    self.organisation = organisation
    self.user = user
    self.role = role
    self.createdAt = createdAt
  }
}

/// Somebody, and an agent of an organisation that they belong to.
public struct AgentAccess: Sendable, Equatable {
  /// Who asks.
  public let user: User
  /// What they may do in ``organisation``.
  public let role: Role
  /// The organisation that the agent belongs to.
  public let organisation: Organisation
  /// The agent that is asked about.
  public let agent: Agent

  /// The caller has made sure that the parts belong together.
  public init(user: User, role: Role, organisation: Organisation, agent: Agent) {
    self.user = user
    self.role = role
    self.organisation = organisation
    self.agent = agent
  }
}
