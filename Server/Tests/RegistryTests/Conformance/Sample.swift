import BlueprintCompiler
import Documents
import Foundation
import Gates
import Registry

/// Things to keep. What is made of the same number is the same.
enum Sample {
  static func id<Entity>(_ number: Int) -> EntityID<Entity> {
    let digits = String(number, radix: 16)
    let text = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    guard let id = EntityID<Entity>(text) else { preconditionFailure("\(text) is a UUID") }
    return id
  }

  static func time(_ seconds: Int) -> Instant { Instant(seconds: 1_800_000_000 + seconds) }

  static func organisation(_ number: Int, name: String? = nil) -> Organisation {
    Organisation(
      id: id(number), name: name ?? "Organisation \(number)", plan: .silver, createdAt: time(number))
  }

  static func user(_ number: Int, email: String? = nil, hash: String? = "a hash") -> User {
    User(
      id: id(number), email: email ?? "user\(number)@example.com", passwordHash: hash, createdAt: time(number)
    )
  }

  static func agent(_ number: Int, of organisation: Int = 1, name: String? = nil) -> Agent {
    Agent(
      id: id(number), organisation: id(organisation), name: name ?? "Agent \(number)", kind: .custom,
      createdAt: time(number), updatedAt: time(number))
  }

  static func document(_ text: String) -> CanonicalDocument {
    CanonicalDocument(.object([JSONMember("text", .string(text))]))
  }

  static func entry(
    _ number: Int, actor: String = "ana", action: AuditAction = .certificate
  ) -> AuditEntry {
    AuditEntry(
      at: time(number), actor: actor, action: action, draft: document("\(number)").hash,
      details: [JSONMember("number", .integer(number))])
  }

  /// The number of the entry that a line was made of.
  static func number(of line: AuditLine) throws -> Int? {
    let record = try JSONSerialization.jsonObject(with: Data(line.line)) as? [String: Any]
    return (record?["details"] as? [String: Any])?["number"] as? Int
  }

  static func loop(
    _ number: Int, of organisation: Int = 1, agent: Int? = nil, incident: IncidentID? = nil,
    state: IncidentLoop.State = .open
  ) -> IncidentLoop {
    IncidentLoop(
      id: id(number), organisation: id(organisation), agent: agent.map { id($0) }, incident: incident,
      title: "Loop \(number)", state: state, openedBy: "ana", openedAt: time(number), updatedAt: time(number))
  }

  static func answer(_ key: String, of organisation: Int = 1, at seconds: Int = 0, body: String = "{}")
    -> IdempotentAnswer
  {
    IdempotentAnswer(
      organisation: id(organisation), key: key, fingerprint: String(repeating: "f", count: 64), status: 201,
      body: Array(body.utf8), at: time(seconds))
  }

  static func event(_ number: Int, agent: Int = 1, of organisation: Int = 1) -> OutboxEvent {
    OutboxEvent(
      organisation: id(organisation), agent: id(agent), kind: number % 2 == 0 ? .published : .rolledBack,
      payload: Array("{\"number\":\(number)}".utf8), at: time(number))
  }
}
