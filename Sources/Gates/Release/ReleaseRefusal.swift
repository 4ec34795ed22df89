import Documents
import PolicyGraph

/// Why something was not done to the releases.
public struct ReleaseRefusal: Error, Sendable {
  /// Who refuses, with what was decided.
  public let cause: Cause
  /// What is wrong, in a sentence.
  public let sentence: String
  /// What to append to the log although nothing was done: the gates' verdict.
  public let record: AuditEntry?
  /// Commands in place of those of the rule, where more is known.
  private let commands: [String]?

  /// What can refuse: the gates, break-glass, the state of an incident, or the ledger's own rules.
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
    commands = nil
  }

  /// A break-glass request that is not granted leaves no record.
  public init(_ refusal: BreakGlassRefusal) {
    cause = .breakGlass(refusal)
    sentence = refusal.sentence
    record = nil
    commands = nil
  }

  init(_ refusal: Incident.Refusal) {
    cause = .incident(refusal)
    sentence = refusal.sentence
    record = nil
    commands = nil
  }

  /// `commands` nil: the rule's own.
  public init(_ rule: LedgerRule, _ sentence: String, commands: [String]? = nil) {
    cause = .ledger(rule)
    self.sentence = sentence
    record = nil
    self.commands = commands
  }

  /// Of everything, because the log cannot be relied on.
  public init(_ faults: [LedgerFault]) {
    let sentences = faults.map { fault in
      (fault.line > 0 ? "line \(fault.line): " : "") + "\(fault.message) (\(fault.code))"
    }
    let isTorn = faults.contains { $0.kind == .chain(.cutLine) }
    let rule = LedgerFault.rule(of: faults)
    self.init(
      rule, sentences.joined(separator: "; "),
      commands: rule == .logDamaged && !isTorn
        ? ["git log -p -- FOLDER", "git checkout COMMIT -- FOLDER", "fohc release status"] : nil)
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

  /// What to do about it, in a sentence.
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
    case .ledger(let rule): commands ?? rule.nextCommands
    }
  }

  /// What `--json` prints and servers answer.
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
  case logLineEnds = "audit_log_line_ends_converted"
  case logConflict = "audit_log_merge_conflict"
  case logForked = "audit_log_forked"
  case contentDamaged = "recorded_content_damaged"
  case alreadyLive = "already_live"
  case breakGlassNotNeeded = "break_glass_not_needed"
  case nothingLive = "nothing_live"
  case noEarlierVersion = "no_earlier_version"
  case unknownVersion = "unknown_version"
  case versionOverridden = "version_was_overridden"
  case rollbackUnclear = "rollback_needs_a_version"
  case versionDraftUnusable = "version_draft_unusable"
  case versionNotProved = "version_no_longer_proved"
  case unknownIncident = "unknown_incident"
  case certificateNotOnRecord = "certificate_not_on_record"
  case certificateChanged = "certificate_already_recorded"
  case certificateOlderThanIncident = "certificate_older_than_incident"
  case coveringScenarioUnchanged = "covering_scenario_unchanged"
  case openWarnings = "open_warnings"
  case policyUnusable = "policy_unusable"

  /// What to do about it.
  public var remediation: String {
    switch self {
    case .actorMissing: "name the actor"
    case .logDamaged: "see what is wrong; restore the files, or repair an incomplete last line"
    case .logLineEnds:
      "keep a `.gitattributes` with `* -text` in the folder, and check the files out again"
    case .logConflict, .logForked:
      "keep the log and the checkpoint of one branch, both of the same one; then release the other branch's draft again"
    case .contentDamaged: "restore the files"
    case .alreadyLive: "nothing is left to do"
    case .breakGlassNotNeeded: "publish it without break-glass"
    case .nothingLive: "publish a version first"
    case .noEarlierVersion: "name a version, or publish a draft that passes the gates"
    case .rollbackUnclear: "name the version to go back to"
    case .unknownVersion: "name one of the versions that were released"
    case .versionOverridden: "name a version that passed, or release this draft again"
    case .versionDraftUnusable: "restore the draft's file, or go back to another version"
    case .versionNotProved: "go back to another version"
    case .unknownIncident: "name one of the incidents on record"
    case .certificateNotOnRecord: "certify the draft, so that its certificate is on record"
    case .certificateChanged: "certify once more, a second later"
    case .certificateOlderThanIncident:
      "certify a draft now: what passed before did not prevent it"
    case .coveringScenarioUnchanged:
      "add a scenario for what happened, or let one ask for more, then certify the draft and name that scenario"
    case .openWarnings: ReasonCode.openWarnings.remediation
    case .policyUnusable: "fix the gate policy, or say in which mode to certify"
    }
  }

  /// Commands to go on with; capitals stand for what to fill in.
  public var nextCommands: [String] {
    switch self {
    case .actorMissing: ["fohc release publish DRAFT --actor NAME"]
    case .logDamaged: ["fohc release status", "fohc release repair"]
    case .logLineEnds:
      [
        "echo '* -text' > FOLDER/.gitattributes", "rm FOLDER/audit.jsonl",
        "git checkout -- FOLDER/audit.jsonl",
        "fohc release status",
      ]
    case .logConflict:
      ["git checkout --ours -- FOLDER/audit.jsonl FOLDER/checkpoint.json", "fohc release status"]
    case .logForked:
      ["git checkout BRANCH -- FOLDER/audit.jsonl FOLDER/checkpoint.json", "fohc release status"]
    case .contentDamaged, .alreadyLive: ["fohc release status"]
    case .breakGlassNotNeeded, .nothingLive: ["fohc release publish DRAFT"]
    case .noEarlierVersion, .unknownVersion, .versionOverridden, .rollbackUnclear, .versionDraftUnusable,
      .versionNotProved:
      ["fohc release versions", "fohc release rollback --version VERSION"]
    case .unknownIncident: ["fohc incident list"]
    case .certificateNotOnRecord, .certificateChanged, .certificateOlderThanIncident,
      .coveringScenarioUnchanged:
      ["fohc release certify DRAFT"]
    case .openWarnings: ReasonCode.openWarnings.nextCommands
    case .policyUnusable: ["fohc check POLICY", "fohc release certify DRAFT --mode quick"]
    }
  }
}
