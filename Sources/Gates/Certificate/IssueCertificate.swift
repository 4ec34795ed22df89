import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs

/// Whose word a certificate is.
public struct Engine: Sendable, Hashable {
  /// `fohc`, unless somebody else's program simulates.
  public let name: String
  /// `major.minor.patch`.
  public let version: String

  /// `version` should be `major.minor.patch`: a gate blocks certificates of an engine whose major version it cannot
  /// read.
  public init(name: String = "fohc", version: String) {
    self.name = name
    self.version = version
  }

  /// This one. Its version is that of the command line and the server too.
  public static let this = Engine(version: "0.2.0")

  /// The first of the three numbers of a version; nil if it is not `major.minor.patch`.
  public static func major(of version: String) -> Int? {
    let numbers = version.split(separator: ".", omittingEmptySubsequences: false)
    let areNumbers = numbers.allSatisfy { number in
      !number.isEmpty && number.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    guard numbers.count == 3, areNumbers else { return nil }
    return Int(numbers[0])
  }
}

extension Certificate {
  /// What a simulation has shown of its draft, from now until it expires.
  ///
  /// `hours`: from 1 to 87,600; what lies beyond counts as the nearest of the two.
  public init(_ simulation: Simulation, engine: Engine, issuedAt: Instant, validForHours hours: Int) {
    self.init(
      simulation.members, of: simulation.draft.hash, engine: engine, issuedAt: issuedAt, validForHours: hours)
  }

  /// `members`: of a simulation of the draft with this hash.
  init(
    _ simulation: [JSONMember], of hash: DraftHash, engine: Engine, issuedAt: Instant,
    validForHours hours: Int
  ) {
    let expiresAt = issuedAt.advanced(bySeconds: min(max(hours, 1), 87_600) * 3600)
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
    members += simulation
    members.append(JSONMember("issued_at", .string(issuedAt.text)))
    members.append(JSONMember("expires_at", .string(expiresAt.text)))
    members.insert(JSONMember("certificate_id", .string(Self.id(of: .object(members)))), at: 1)
    self.init(.object(members), issuedAt: issuedAt, expiresAt: expiresAt)
  }
}
