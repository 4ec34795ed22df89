import PolicyGraph

/// Why something was not done to the releases.
public struct ReleaseRefusal: Error, Sendable {
  public let cause: Cause
  /// What is wrong, in a sentence.
  public let sentence: String
  /// What to append to the log although nothing was done: the gates' verdict.
  public let record: AuditEntry?

  public enum Cause: Sendable {
    case gates(ReleaseDecision)
    case breakGlass(BreakGlassRefusal)
    case incident(Incident.Refusal)
    case ledger(LedgerRule)
  }

  init(_ decision: ReleaseDecision, record: AuditEntry?) {
    cause = .gates(decision)
    sentence = decision.reason?.sentence ?? "the gates refuse"
    self.record = record
  }

  public init(_ refusal: BreakGlassRefusal) {
    cause = .breakGlass(refusal)
    sentence = refusal.sentence
    record = nil
  }

  init(_ refusal: Incident.Refusal) {
    cause = .incident(refusal)
    sentence = refusal.sentence
    record = nil
  }

  public init(_ rule: LedgerRule, _ sentence: String) {
    cause = .ledger(rule)
    self.sentence = sentence
    record = nil
  }

  /// Of everything, because the log cannot be relied on.
  public init(_ faults: [LedgerFault]) {
    self.init(
      .logDamaged, faults.map { "line \($0.line): \($0.message) (\($0.code))" }.joined(separator: "; "))
  }

  /// Stable.
  public var code: String {
    switch cause {
    case .gates(let decision): decision.reason?.code.rawValue ?? ReasonCode.draftMissing.rawValue
    case .breakGlass(let refusal): refusal.rawValue
    case .incident(let refusal): refusal.rawValue
    case .ledger(let rule): rule.rawValue
    }
  }

  public var remediation: String {
    switch cause {
    case .gates(let decision): decision.reason?.remediation ?? ""
    case .breakGlass(let refusal): refusal.remediation
    case .incident(let refusal): refusal.remediation
    case .ledger(let rule): rule.remediation
    }
  }

  /// Commands to go on with; capitals stand for what to fill in.
  public var nextCommands: [String] {
    switch cause {
    case .gates(let decision): decision.reason?.releaseCommands ?? []
    case .breakGlass(let refusal):
      refusal == .draftInvalid ? ["fohc validate DRAFT"] : ["fohc incident list"]
    case .incident: ["fohc incident show ID"]
    case .ledger(let rule): rule.nextCommands
    }
  }

  public var json: JSONValue {
    var members = [
      JSONMember("ok", .boolean(false)), JSONMember("reason_code", .string(code)),
      JSONMember("detail", .string(sentence)), JSONMember("remediation", .string(remediation)),
      JSONMember("next_commands", .strings(nextCommands)),
    ]
    if case .gates(let decision) = cause { members.append(JSONMember("decision", decision.json)) }
    return .object(members)
  }
}

extension GateReason {
  /// ``nextCommands``, for those who keep a record: a certificate helps only once it is on record.
  public var releaseCommands: [String] {
    nextCommands.map { command in
      command.replacing("fohc certify DRAFT", with: "fohc release certify DRAFT")
        .replacing(" -o CERTIFICATE", with: "")
    }
  }
}

/// Rules of the ledger itself. Stable codes.
public enum LedgerRule: String, Sendable, CaseIterable {
  case actorMissing = "actor_missing"
  case logDamaged = "audit_log_damaged"
  case contentDamaged = "recorded_content_damaged"
  case alreadyLive = "already_live"
  case breakGlassNotNeeded = "break_glass_not_needed"
  case nothingLive = "nothing_live"
  case noEarlierVersion = "no_earlier_version"
  case unknownVersion = "unknown_version"
  case versionOverridden = "version_was_overridden"
  case versionDraftUnusable = "version_draft_unusable"
  case versionNotProved = "version_no_longer_proved"
  case unknownIncident = "unknown_incident"
  case certificateNotOnRecord = "certificate_not_on_record"
  case certificateChanged = "certificate_already_recorded"
  case certificateOlderThanIncident = "certificate_older_than_incident"
  case openWarnings = "open_warnings"

  /// What to do about it.
  public var remediation: String {
    switch self {
    case .actorMissing: "say who does it"
    case .logDamaged: "see what is wrong; put back the files as they were, or repair a torn last line"
    case .contentDamaged: "put back the files as they were"
    case .alreadyLive: "nothing is left to do"
    case .breakGlassNotNeeded: "publish it without break-glass"
    case .nothingLive: "publish a version first"
    case .noEarlierVersion: "name a version, or publish a draft that is in order"
    case .unknownVersion: "name one of the versions that were released"
    case .versionOverridden: "go back to a version that passed, or release this draft anew"
    case .versionDraftUnusable: "put back the draft's file as it was, or go back to another version"
    case .versionNotProved: "go back to another version"
    case .unknownIncident: "name one of the incidents on record"
    case .certificateNotOnRecord: "certify the draft, so that its certificate is on record"
    case .certificateChanged: "certify once more, a second later"
    case .certificateOlderThanIncident:
      "certify a draft now: what passed before did not keep it from happening"
    case .openWarnings: ReasonCode.openWarnings.remediation
    }
  }

  /// Commands to go on with; capitals stand for what to fill in.
  public var nextCommands: [String] {
    switch self {
    case .actorMissing: ["fohc release publish DRAFT --actor NAME"]
    case .logDamaged: ["fohc release status", "fohc release repair"]
    case .contentDamaged, .alreadyLive: ["fohc release status"]
    case .breakGlassNotNeeded, .nothingLive: ["fohc release publish DRAFT"]
    case .noEarlierVersion, .unknownVersion, .versionOverridden, .versionDraftUnusable, .versionNotProved:
      ["fohc release versions", "fohc release rollback --version VERSION"]
    case .unknownIncident: ["fohc incident list"]
    case .certificateNotOnRecord, .certificateChanged, .certificateOlderThanIncident:
      ["fohc release certify DRAFT"]
    case .openWarnings: ReasonCode.openWarnings.nextCommands
    }
  }
}
