import Foundation
import Gates
import Registry
import RegistrySQLite
import Serving

/// Everything that it takes to try the server, in one folder.
struct DevelopmentFolder: Sendable {
  let path: String

  var database: String { path + "/registry.sqlite" }
  var secret: String { path + "/secret" }
  var environmentFile: String { path + "/environment" }

  /// Keeps the folder to this process, until it ends; false where another has it.
  func lock() throws -> Bool {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
    let descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path + "/lock") }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  /// What the server that runs for the folder has written.
  func environment() throws -> String {
    // A server that has just started writes it once it listens.
    for _ in 0..<100 where !FileManager.default.fileExists(atPath: environmentFile) { usleep(50_000) }
    return try SecretFiles.text(at: environmentFile)
  }

  func write(_ environment: String) throws { try SecretFiles.write(environment, to: environmentFile) }

  /// Who lives there.
  struct DevelopmentAccount: Sendable {
    let organisation: Organisation
    let email: String
    let password: String
    let token: String

    func environment(url: String) -> String {
      "export FOH_API_URL=\(url)\nexport FOH_SERVICE_TOKEN=\(token)\nexport FOH_ORG_ID=\(organisation.id)\n"
    }

    func welcome(url: String) -> String {
      let headers = "-H \"Authorization: Bearer $FOH_SERVICE_TOKEN\" -H \"x-org-id: $FOH_ORG_ID\""
      return """
        fohc listens on \(url)

        organisation  \(organisation.name), \(organisation.id)
        user          \(email), password \(password)

        \(environment(url: url))
        Try:

            curl -s \(headers) $FOH_API_URL/v1/console/agents
            curl -s \(headers) -H 'Content-Type: application/json' -d '{"name": "Reception"}' $FOH_API_URL/v1/console/agents
            curl -s $FOH_API_URL/v1/health

        """
    }
  }

  /// Makes the organisation and its owner where they are not there, gives the owner a new password, and issues a token.
  func account(of store: any RegistryStore, _ tokens: Tokens) async throws -> DevelopmentAccount {
    let now = WallClock.now
    let email = "owner@example.com"
    let password = SystemRandomNumberGenerator.bytes(12).base64EncodedString()
    let hash = try Passwords.hash(password)
    let (organisation, user) = try await store.write { store in
      if let user = try store.user(email: email), let first = try store.memberships(of: user.id).first {
        try store.setPasswordHash(hash, of: user.id, by: Operator.name, at: now)
        return (first.organisation, user.id)
      }
      let (id, userID) = (OrganisationID.random(), UserID.random())
      let organisation = Organisation(id: id, name: "Development", plan: .bronze, createdAt: now)
      try store.insert(organisation)
      try store.insert(User(id: userID, email: email, passwordHash: hash, createdAt: now))
      try store.put(
        Membership(organisation: id, user: userID, role: .owner, createdAt: now), by: Operator.name, at: now)
      return (organisation, userID)
    }
    let issued = tokens.issue(to: user, now: now, hours: 30 * 24)
    try await store.write { store in
      try store.recordToken(for: user, until: issued.expiresAt, by: Operator.name, at: now)
    }
    return DevelopmentAccount(
      organisation: organisation, email: email, password: password, token: issued.token)
  }

  private func failure(_ path: String) -> ServerFailure {
    ServerFailure("`\(path)` cannot be used: \(String(cString: strerror(errno)))", .unwritable)
  }
}
