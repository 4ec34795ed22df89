import Documents
import Gates
import PolicyGraph

/// Changes of who may do what and of what a release is decided by, each with its record in the organisation's audit log,
/// in one transaction. What changes nothing is not on record. Passwords, their hashes and tokens never are.
extension RegistryWriter {
  /// Makes somebody a member, or changes their role.
  public func put(_ membership: Membership, by actor: String, at now: Instant) throws {
    let known = try self.membership(of: membership.user, in: membership.organisation)
    guard known?.role != membership.role else { return }
    try put(membership)
    func role(_ role: Role?) -> JSONValue { role.map { .string($0.rawValue) } ?? .null }
    try append(
      AuditEntry(
        at: now, actor: actor, action: .member,
        details: try who(membership.user) + [
          JSONMember("before", role(known?.role)), JSONMember("after", role(membership.role)),
        ]), in: membership.organisation)
  }

  /// On record in every organisation of theirs.
  public func setPasswordHash(_ hash: String, of user: UserID, by actor: String, at now: Instant) throws {
    try setPasswordHash(hash, of: user)
    try appendToAll(
      of: user, AuditEntry(at: now, actor: actor, action: .password, details: try who(user)))
  }

  /// Says in every organisation of theirs that a token was issued for somebody, without their password.
  public func recordToken(for user: UserID, until end: Instant, by actor: String, at now: Instant) throws {
    let details = try who(user) + [JSONMember("expires_at", .string(end.text))]
    try appendToAll(of: user, AuditEntry(at: now, actor: actor, action: .token, details: details))
  }

  /// Adds a rule, or replaces the one with its id. The same rule again is not on record.
  public func put(_ guardrail: Guardrail, of agent: Agent, by actor: String, at now: Instant) throws {
    let known = try guardrails(of: agent.id).first { $0.rule.hasSameScalars(as: guardrail.rule) }
    guard known != guardrail else { return }
    try put(guardrail, of: agent.id)
    try record(guardrail.rule, of: agent, before: known?.bytes, after: guardrail.bytes, actor, now)
  }

  /// Whether there was one.
  public func removeGuardrail(
    _ rule: String, of agent: Agent, by actor: String, at now: Instant
  ) throws -> Bool {
    let known = try guardrails(of: agent.id).first { $0.rule.hasSameScalars(as: rule) }
    guard try removeGuardrail(rule, of: agent.id) else { return false }
    try record(rule, of: agent, before: known?.bytes, after: nil, actor, now)
    return true
  }

  /// Replaces the organisation's gate policy by the bytes of another; nil takes it away. The same bytes again are not
  /// on record.
  public func setGatePolicy(
    _ bytes: [UInt8]?, of organisation: OrganisationID, by actor: String, at now: Instant
  ) throws {
    let known = try gatePolicy(of: organisation)
    guard known != bytes else { return }
    try setGatePolicy(bytes, of: organisation)
    try append(
      AuditEntry(
        at: now, actor: actor, action: .gatePolicy,
        details: [JSONMember("before", document(known)), JSONMember("after", document(bytes))]),
      in: organisation)
  }

  /// The evaluations stay as they are, so that their digest is enough.
  public func appendEvaluations(
    _ lines: [UInt8], of agent: Agent, by actor: String, at now: Instant
  ) throws {
    try appendEvaluations(lines, of: agent.id)
    try append(
      AuditEntry(
        at: now, actor: actor, action: .evaluations,
        details: [
          JSONMember("agent_id", .string(agent.id.text)), JSONMember("added", .object(digest(lines))),
        ]), in: agent.organisation)
  }

  // MARK: Records

  private func record(
    _ rule: String, of agent: Agent, before: [UInt8]?, after: [UInt8]?, _ actor: String, _ now: Instant
  ) throws {
    try append(
      AuditEntry(
        at: now, actor: actor, action: .guardrail,
        details: [
          JSONMember("agent_id", .string(agent.id.text)), JSONMember("rule_id", .string(rule)),
          JSONMember("before", document(before)), JSONMember("after", document(after)),
        ]), in: agent.organisation)
  }

  private func appendToAll(of user: UserID, _ entry: AuditEntry) throws {
    for (membership, _) in try memberships(of: user) { try append(entry, in: membership.organisation) }
  }

  private func who(_ id: UserID) throws -> [JSONMember] {
    guard let user = try user(id) else { throw StoreFailure.conflict("there is no user \(id)") }
    return [JSONMember("user_id", .string(id.text)), JSONMember("email", .string(user.email))]
  }

  /// A document as it was written, as long as a record stays one that every reader of logs takes; a longer one, or one
  /// that is not UTF-8, is known by its digest alone.
  private func document(_ bytes: [UInt8]?) -> JSONValue {
    guard let bytes else { return .null }
    var members = digest(bytes)
    if bytes.count <= 64 << 10, let text = String(validating: bytes, as: UTF8.self) {
      members.append(JSONMember("text", .string(text)))
    }
    return .object(members)
  }

  private func digest(_ bytes: [UInt8]) -> [JSONMember] {
    [
      JSONMember("sha256", .string(DraftHash(canonicalBytes: bytes).sha256)),
      JSONMember("bytes", .integer(bytes.count)),
    ]
  }
}
