import Documents
import Gates
import PolicyGraph
import Registry

/// A request as a handler sees it.
struct Call: Sendable {
  let service: Service
  let now: Instant
  /// From the path, as they were sent.
  let parameters: [String: String]
  /// The first of each name, decoded.
  let query: [String: String]
  let body: RequestBody
  let idempotency: IdempotencyKey?
  /// Whom rate limits count: the address that the request came from.
  let remoteAddress: String

  /// Where the first answer to this request is kept.
  struct IdempotencyKey: Sendable {
    let key: String
    /// SHA-256 over method, path, query and body.
    let fingerprint: String
  }

  func actionContext(_ member: Member) -> ActionContext {
    ActionContext(actor: member.actor, at: now, engine: Engine.this)
  }

  /// A whole number in the query.
  func limit(_ range: ClosedRange<Int>, default standard: Int) throws -> Int {
    guard let text = query["limit"] else { return standard }
    guard let limit = Int(text), range.contains(limit) else {
      throw Refusal.malformed(["`limit` is from \(range.lowerBound) to \(range.upperBound)"])
    }
    return limit
  }

  /// One of a few words in the query.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of choices: [Choice] = Array(Choice.allCases)
  ) throws -> Choice?
  where Choice.RawValue == String {
    guard let text = query[name] else { return nil }
    guard let choice = choices.first(where: { $0.rawValue == text }) else {
      let known = choices.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw Refusal.malformed(["`\(name)` is one of \(known)"])
    }
    return choice
  }

  func instant(_ name: String) throws -> Instant? {
    guard let text = query[name] else { return nil }
    guard let instant = Instant(text) else {
      throw Refusal.malformed(["`\(name)` is a time such as 2026-11-24T13:18:10Z"])
    }
    return instant
  }

  func id<Entity>(_ name: String) throws -> EntityID<Entity>? {
    guard let text = query[name] else { return nil }
    guard let id = EntityID<Entity>(text) else { throw Refusal.malformed(["`\(name)` is a UUID"]) }
    return id
  }

  // MARK: Transactions

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryReader) throws -> Value
  ) async throws -> Value {
    try await service.store.read(body)
  }

  /// Does what was asked and keeps the answer, in one transaction; a request whose answer is on record already is
  /// not done again. `body` may throw a ``Refusal``: then nothing was done.
  func commit(
    in organisation: OrganisationID, _ body: @escaping @Sendable (any RegistryWriter) throws -> Reply
  ) async throws -> Reply {
    guard let idempotency else { return try await service.store.write(body) }
    let now = now
    return try await service.store.write { transaction in
      if let kept = try idempotency.answer(transaction, organisation, now) { return kept }
      let reply = try body(transaction)
      try idempotency.keep(reply, transaction, organisation, now)
      return reply.kept
    }
  }
}

extension Call.IdempotencyKey {
  /// What was answered before; throws where the key was used for something else.
  func answer(
    _ transaction: any RegistryReader, _ organisation: OrganisationID, _ now: Instant
  ) throws -> Reply? {
    guard let kept = try transaction.answer(to: key, of: organisation, now: now) else { return nil }
    guard kept.fingerprint == fingerprint else {
      throw Refusal(
        400, "idempotency_key_reused", "this Idempotency-Key was used for another request",
        remediation: "use a new key for a new request")
    }
    var reply = Reply(status: kept.status, body: kept.body).kept
    reply.headers["Idempotent-Replayed"] = "true"
    return reply
  }

  func keep(
    _ reply: Reply, _ transaction: any RegistryWriter, _ organisation: OrganisationID, _ now: Instant
  ) throws {
    try transaction.keep(
      IdempotentAnswer(
        organisation: organisation, key: key, fingerprint: fingerprint, status: reply.status,
        body: reply.body, at: now))
  }
}

extension Reply {
  fileprivate var kept: Reply {
    var reply = self
    reply.isKept = true
    return reply
  }
}
