import Documents

/// A release decision as JSON: what `fohc gate --format json` prints and what servers answer from.
extension ReleaseDecision {
  /// In the current ``DecisionFormat``: the verdict, every reason of each gate, and what to do about them.
  public var json: JSONValue {
    var members: [JSONMember] = [
      JSONMember("schema_version", .string(DecisionFormat.current.version)),
      JSONMember("ok", .boolean(isPassed)),
      JSONMember("draft_hash", draftHash.isEmpty ? .null : .string(draftHash)),
      JSONMember("sha256", sha256.isEmpty ? .null : .string(sha256)),
      JSONMember("decided_at", .string(decidedAt.text)),
      JSONMember("gates", .array(gates.map(\.json))),
    ]
    if let reason { members += reason.members }
    return .object(members)
  }
}

extension GateDecision {
  var json: JSONValue {
    .object([
      JSONMember("gate", .string(gate.rawValue)),
      JSONMember("verdict", .string(isPassed ? "pass" : "blocked")),
      JSONMember("reasons", .array(verdict.reasons.map { .object($0.members) })),
      JSONMember("notes", .strings(notes)), JSONMember("not_looked_at", .strings(notLookedAt)),
    ])
  }
}

extension GateReason {
  var members: [JSONMember] {
    var members = [
      JSONMember("reason_code", .string(code.rawValue)), JSONMember("detail", .string(sentence)),
      JSONMember("remediation", .string(remediation)), JSONMember("next_commands", .strings(nextCommands)),
    ]
    if let subject { members.append(JSONMember("subject", .string(subject))) }
    if !conversation.isEmpty { members.append(JSONMember("conversation", .strings(conversation))) }
    return members
  }
}
