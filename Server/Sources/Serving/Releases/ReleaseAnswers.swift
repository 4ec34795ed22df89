import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Registry

extension Refusal {
  /// A release that was refused: 409 with the gate, and at the top level what clients look for there.
  init(_ refusal: ReleaseRefusal, _ agent: AgentID) {
    switch refusal.cause {
    case .gates(let decision): self.init(decision, agent)
    case .breakGlass(let cause):
      let status =
        switch cause {
        case .roleNotAllowed: 403
        case .reasonTooShort, .incidentMissing, .incidentTooLong, .incidentHidden, .actorMissing: 400
        case .draftInvalid, .incidentOfAnotherDraft, .incidentUsed: 409
        }
      self.init(status, cause.rawValue, refusal.sentence, remediation: refusal.remediation)
      members = [
        JSONMember(
          "gate",
          .string((cause == .draftInvalid ? GateName.simulationCertificate : .evaluationLoop).rawValue))
      ]
      nextCommands = cause == .draftInvalid ? [FOHCommand.validate(agent)] : ["foh ops incidents list"]
    case .incident, .ledger:
      let isUnknown = ["unknown_version", "unknown_incident"].contains(refusal.code)
      let isDamage = ["audit_log_damaged", "recorded_content_damaged"].contains(refusal.code)
      self.init(
        isUnknown ? 404 : isDamage ? 500 : 409, refusal.code, refusal.sentence,
        remediation: refusal.remediation)
      members = [JSONMember("gate", .string(GateName.evaluationLoop.rawValue))]
      nextCommands = ["foh agent versions --agent \(agent)"]
    }
  }

  private init(_ decision: ReleaseDecision, _ agent: AgentID) {
    let gate = decision.gates.first { !$0.isPassed }?.gate ?? .simulationCertificate
    let reasons = decision.gates.flatMap(\.verdict.reasons)
    let reason = decision.reason ?? GateReason(.draftMissing, "there is no draft to release")
    let invariants = Self.failedInvariants(reasons)
    // Clients know refusals for a broken invariant by these words, and show all others as they are.
    let words = invariants.isEmpty ? "not published: " : "release gate blocked publish: "
    let commands = FOHCommand.next(after: reason.code, agent)
    self.init(
      409, reason.code.rawValue, words + reason.sentence,
      remediation: "\(reason.remediation) (\(commands.first ?? ""))")
    nextCommands = commands
    detail = [
      JSONMember("decision", decision.json), JSONMember("failed_invariants", .array(invariants)),
      JSONMember("reasons", .array(reasons.map(\.json))),
    ]
    members = [
      JSONMember("gate", .string(gate.rawValue)), JSONMember("failed_invariants", .array(invariants)),
      JSONMember("blockers", .array(reasons.map(\.json))),
      JSONMember(
        "top_blocker",
        .object([
          JSONMember("invariant", .string(invariants.first?["name"]?.text ?? gate.rawValue)),
          JSONMember("scenario_id", .string(reason.subject ?? "")),
          JSONMember("suggested_fix", .string(reason.remediation)),
        ])),
    ]
  }

  /// Each invariant that is not proved, once, with its clauses.
  private static func failedInvariants(_ reasons: [GateReason]) -> [JSONValue] {
    let clauses = reasons.filter { [.invariantRefuted, .invariantUnknown].contains($0.code) }
      .compactMap { $0.subject.flatMap { Clause(rawValue: $0) } }
    return Invariant.allCases.compactMap { invariant in
      let broken = Set(clauses.filter { $0.invariant == invariant })
      guard !broken.isEmpty else { return nil }
      return .object([
        JSONMember("name", .string(invariant.title)),
        JSONMember("clauses", .strings(Clause.allCases.filter(broken.contains).map(\.rawValue))),
      ])
    }
  }
}

extension GateReason {
  var json: JSONValue {
    .object([
      JSONMember("reason_code", .string(code.rawValue)), JSONMember("detail", .string(sentence)),
      JSONMember("subject", subject.map { .string($0) } ?? .null),
      JSONMember("suggested_fix", .string(remediation)),
    ])
  }
}

extension ReleaseVersion {
  /// A version in a list: `id` and `version` are the same number, as text and as number, because clients take either.
  func listed(_ ledger: ReleaseLedger) -> JSONValue {
    json.setting("id", to: .string("\(number)"))
      .setting("active", to: .boolean(number == ledger.live?.number))
      .setting("published_at", to: .string(at.text))
      .setting(
        "live_since", to: number == ledger.live?.number ? .string(ledger.live?.since.text ?? "") : .null)
  }

  /// What a successful release is answered with.
  func published(certificate: Certificate?, end: AuditCheckpoint?) -> JSONValue {
    var evidence = [
      JSONMember("source", .string(certificate == nil ? "none" : "sim_cert_latest")),
      JSONMember("outcome", .string(outcome.rawValue)),
    ]
    if let certificate {
      evidence += [
        JSONMember("certificate_id", .string(certificate.id)),
        JSONMember("draft_hash", .string(certificate.draftHash)),
        JSONMember("mode", .string(certificate.mode.rawValue)),
        JSONMember("certified_at", .string(certificate.issuedAt.text)),
        JSONMember("signed", .boolean(certificate.signature != nil)),
      ]
    }
    return JSONValue.object([JSONMember("ok", .boolean(true))])
      .setting("version", to: .integer(number)).setting("published_at", to: .string(at.text))
      .setting("outcome", to: .string(outcome.rawValue)).setting("draft_hash", to: .string(draft.draftHash))
      .setting("sha256", to: .string(draft.sha256))
      .setting("incident_id", to: incident.map { .string($0.text) } ?? .null)
      .setting("certification_evidence", to: .object(evidence))
      .setting("audit", to: end?.json ?? .null)
      .setting("notes", to: .strings(decision.notes))
  }
}
