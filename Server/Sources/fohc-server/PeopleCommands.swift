import ArgumentParser
import Documents
import Foundation
import Gates
import Registry
import RegistrySQLite
import Serving

extension Role: @retroactive ExpressibleByArgument {}

struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Manage who can sign in.", subcommands: [Add.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Create a user, or change a password or role.",
      discussion: """
        The password is the first line of standard input, so that no process list and no shell history shows \
        it. Prints the ids of the user and the organisation.
        """)

    @Argument(help: "The email address that the user signs in with.")
    var email: String

    @Option(help: "The name of the user's organisation; created if missing.")
    var org: String

    @Option(help: "owner, admin, member or viewer.")
    var role = Role.member

    @OptionGroup var storage: StorageOptions

    func run() async throws {
      try await reportingFailures {
        let email = email.lowercased()
        guard email.isAddress else {
          throw ServerFailure("`\(email)` is not an email address", .usage)
        }
        guard let password = readLine(), Passwords.lengths.contains(password.utf8.count) else {
          throw ServerFailure(
            "the password has to be the first line of standard input, of \(Passwords.lengths.lowerBound) to "
              + "\(Passwords.lengths.upperBound) bytes", .usage)
        }
        let store = try SQLiteRegistry(path: try storage.requiredDatabase)
        let hash = try Passwords.hash(password)
        let (name, role, now) = (org, role, WallClock.now)
        let (user, organisation) = try await store.write { store in
          try store.add(email: email, hash: hash, to: name, as: role, at: now)
        }
        try store.close()
        print("user \(user)\norganisation \(organisation)")
      }
    }
  }
}

extension RegistryWriter {
  /// An organisation is known by its name among those of the user; of another user's it is another one.
  fileprivate func add(
    email: String, hash: String, to name: String, as role: Role, at now: Instant
  ) throws -> (UserID, OrganisationID) {
    let (newUser, newOrganisation) = (UserID.random(), OrganisationID.random())
    let known = try user(email: email)
    if let known {
      try setPasswordHash(hash, of: known.id, by: Operator.name, at: now)
    } else {
      try insert(User(id: newUser, email: email, passwordHash: hash, createdAt: now))
    }
    let id = known?.id ?? newUser
    if let organisation = try OrganisationID(name).flatMap({ try organisation($0) })
      ?? organisation(named: name, of: id)
    {
      try put(
        Membership(organisation: organisation.id, user: id, role: role, createdAt: now), by: Operator.name,
        at: now)
      return (id, organisation.id)
    }
    try insert(Organisation(id: newOrganisation, name: name, plan: .bronze, createdAt: now))
    try put(
      Membership(organisation: newOrganisation, user: id, role: role, createdAt: now), by: Operator.name,
      at: now)
    return (id, newOrganisation)
  }
}

/// Whoever runs commands on the server's machine. No address of mail begins like this.
enum Operator {
  static var name: String { "operator:\(NSUserName())" }
}

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Issue a bearer token for a user.")

  @Argument(help: "The user's email address.")
  var email: String

  @Option(help: ArgumentHelp("Hours until it expires.", valueName: "n"))
  var hours = 12

  @OptionGroup var storage: StorageOptions

  mutating func validate() throws {
    guard (1...8760).contains(hours) else { throw ValidationError("--hours is from 1 to 8760") }
  }

  func run() async throws {
    try await reportingFailures {
      let tokens = try Tokens(secret: try storage.secretBytes)
      let store = try SQLiteRegistry(path: try storage.requiredDatabase)
      let (email, now) = (email.lowercased(), WallClock.now)
      guard let user = try await store.read({ try $0.user(email: email) }) else {
        throw ServerFailure("there is no user `\(email)`; `fohc user add` makes one", .unreadable)
      }
      let issued = tokens.issue(to: user.id, now: now, hours: hours)
      // Before anybody has it: no token without its record.
      try await store.write { store in
        try store.recordToken(for: user.id, until: issued.expiresAt, by: Operator.name, at: now)
      }
      try store.close()
      print(issued.token)
    }
  }
}
