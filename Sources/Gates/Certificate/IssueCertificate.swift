import PolicyGraph

/// Whose word a certificate is.
public struct Engine: Sendable, Equatable {
  public let name: String
  /// `major.minor.patch`.
  public let version: String

  public init(name: String = "fohc", version: String) {
    self.name = name
    self.version = version
  }

  /// This one. Its version is that of the command line and the server too.
  public static let this = Engine(version: "0.1.0")

  /// The number before the first point; nil where there is none.
  public static func major(of version: String) -> Int? {
    version.split(separator: ".").first.flatMap { Int($0) }
  }
}

extension Certificate {
  /// What a simulation has shown, from now until it expires.
  public init(
    _ simulation: Simulation, of hash: DraftHash, engine: Engine, issuedAt: Instant, validForHours hours: Int
  ) {
    let expiresAt = issuedAt.advanced(bySeconds: hours * 3600)
    var members: [JSONMember] = [
      JSONMember("schema_version", .string(CertificateSchema.version)),
      JSONMember("draft_hash", .string(hash.draftHash)),
      JSONMember("sha256", .string(hash.sha256)),
      JSONMember(
        "engine",
        .object([
          JSONMember("name", .string(engine.name)), JSONMember("version", .string(engine.version)),
        ])),
    ]
    members += simulation.members
    members.append(JSONMember("issued_at", .string(issuedAt.text)))
    members.append(JSONMember("expires_at", .string(expiresAt.text)))
    members.insert(JSONMember("certificate_id", .string(Self.id(of: .object(members)))), at: 1)
    self.init(.object(members), issuedAt: issuedAt, expiresAt: expiresAt)
  }
}
