import Documents
import PolicyGraph

/// Who does something, when, and with which engine.
public struct ActionContext: Sendable {
  /// Who acts, as the caller knows them; recorded, not verified.
  public let actor: String
  /// The time of the caller's clock. In a log the later of it and the last record's time counts.
  public let at: Instant
  /// The engine that decides.
  public let engine: Engine

  /// Takes the values as they are.
  public init(actor: String, at: Instant, engine: Engine) {
    self.actor = actor
    self.at = at
    self.engine = engine
  }
}

/// What the keeper of a ledger found where its records point, and what is brought along for a release.
public struct ReleaseMaterial: Sendable {
  /// `notNeeded`: none is asked about.
  public var draft: Evidence<DraftUnderReview>
  /// The one that ``ReleaseLedger/certificate(toRelease:)`` names.
  public var certificate: Evidence<Certificate>
  /// The draft of the live version.
  public var live: Evidence<DraftUnderReview>
  /// The draft of ``ReleaseLedger/comparedVersion``.
  public var compared: Evidence<DraftUnderReview>
  /// Judged runs, where the policy asks for them.
  public var evaluations: Evidence<EvaluationFile>
  /// The rules in force. `notNeeded`: those that hold where none are written.
  public var policy: Evidence<GatePolicy>
  /// What is on record and was found missing or changed, in words.
  public var damage: [String]

  /// Takes the parts as they are; the ledger adds what it knows itself, such as incidents.
  public init(
    draft: Evidence<DraftUnderReview>, certificate: Evidence<Certificate>, live: Evidence<DraftUnderReview>,
    compared: Evidence<DraftUnderReview>, evaluations: Evidence<EvaluationFile>, policy: Evidence<GatePolicy>,
    damage: [String]
  ) {
    self.draft = draft
    self.certificate = certificate
    self.live = live
    self.compared = compared
    self.evaluations = evaluations
    self.policy = policy
    self.damage = damage
  }
}

extension ReleaseLedger {
  /// What both gates say, with the live version, the incidents and the policy in force as the ledger has them: nobody
  /// can bring others along.
  ///
  /// At the later of the action's time and the last record: see ``time(_:)``.
  public func decide(_ material: ReleaseMaterial, _ actionContext: ActionContext) -> ReleaseDecision {
    decideRelease(
      ReleaseEvidence(
        draft: material.draft, certificate: onRecord(material.certificate),
        live: comparison(material.compared),
        incidents: .present(incidents), evaluations: material.evaluations,
        policy: material.policy.isNotNeeded ? .absent : material.policy),
      engine: actionContext.engine, now: time(actionContext.at))
  }

  /// Releases a draft that both gates pass (definition 10.4): the record that makes it live, or why there is none. A
  /// refusal by the gates is put on record too.
  public func publish(
    _ material: ReleaseMaterial, _ actionContext: ActionContext
  ) -> Result<AuditEntry, ReleaseRefusal> {
    if let refusal = refusal(of: actionContext) { return .failure(refusal) }
    let actionContext = forward(actionContext)
    if let refusal = refusalOfLive(material, .passed) { return .failure(refusal) }
    let decision = decide(material, actionContext)
    guard decision.isPassed, case .present(let draft) = material.draft,
      case .present(let policy) = material.policy, case .present(let certificate) = material.certificate
    else { return .failure(refusal(decision, draft: material.draft, actionContext)) }
    if let damage = material.damage.first {
      return .failure(ReleaseRefusal(.contentDamaged, damage))
    }
    let version = ReleaseVersion(
      number: versions.count + 1, draft: draft.hash, outcome: .passed, certificateID: certificate.id,
      policy: policy, decision: RecordedDecision(decision), incident: nil, by: actionContext.actor,
      at: actionContext.at
    )
    return .success(entry(.released(version, replaces: live?.number), actionContext, draft.hash))
  }

  /// Releases a draft past the gates, by break-glass: one record with the version and its incident, so that there is
  /// never one without the other.
  public func override(
    _ material: ReleaseMaterial, reason: String, incident id: IncidentID, role: Role,
    _ actionContext: ActionContext
  ) -> Result<AuditEntry, ReleaseRefusal> {
    guard case .present(let draft) = material.draft, draft.errors.isEmpty else {
      return .failure(ReleaseRefusal(.draftInvalid))
    }
    let actionContext = forward(actionContext)
    let request = BreakGlassRequest(
      reason: reason, incident: id, actor: actionContext.actor, role: role, draft: draft.hash,
      at: actionContext.at)
    let incident: Incident
    switch Incident.breakGlass(request, isDraftSchemaValid: true, incidents: incidents) {
    case .success(let opened): incident = opened
    case .failure(let refusal): return .failure(ReleaseRefusal(refusal))
    }
    if let refusal = refusalOfLive(material, nil) { return .failure(refusal) }
    let decision = decide(material, actionContext)
    if decision.isPassed, material.damage.isEmpty {
      return .failure(
        ReleaseRefusal(.breakGlassNotNeeded, "both gates pass, so there is nothing to override"))
    }
    let version = ReleaseVersion(
      number: versions.count + 1, draft: draft.hash, outcome: .overridden,
      certificateID: latestCertificate(of: draft.hash)?.id, policy: material.policy.usable,
      decision: RecordedDecision(decision), incident: incident.id, by: actionContext.actor,
      at: actionContext.at)
    return .success(entry(.overridden(version, incident, replaces: live?.number), actionContext, draft.hash))
  }

  // MARK: What every transition needs

  /// The entry for an event that the ledger can take.
  func entry(_ event: LedgerEvent, _ actionContext: ActionContext, _ draft: DraftHash) -> AuditEntry {
    let entry = event.entry(by: actionContext.actor, at: actionContext.at, about: draft)
    _ = appending(entry)
    return entry
  }

  func refusal(of actionContext: ActionContext) -> ReleaseRefusal? {
    actionContext.actor.isBlank ? ReleaseRefusal(.actorMissing, "the actor is missing") : nil
  }

  /// Whether the draft is live already, with this outcome or with any.
  private func refusalOfLive(
    _ material: ReleaseMaterial, _ outcome: ReleaseVersion.Outcome?
  ) -> ReleaseRefusal? {
    guard case .present(let draft) = material.draft, let live = liveVersion, live.draft == draft.hash,
      outcome == nil || live.outcome == outcome
    else { return nil }
    return ReleaseRefusal(.alreadyLive, "this draft is live already, as version \(live.number)")
  }

  private func refusal(
    _ decision: ReleaseDecision, draft: Evidence<DraftUnderReview>, _ actionContext: ActionContext
  ) -> ReleaseRefusal {
    let event = LedgerEvent.decided(RecordedDecision(decision))
    var hash: DraftHash?
    if case .present(let draft) = draft { hash = draft.hash }
    return ReleaseRefusal(
      decision, record: event.entry(by: actionContext.actor, at: actionContext.at, about: hash))
  }

  // MARK: Evidence

  /// A certificate is evidence only as the ledger has it.
  func onRecord(_ certificate: Evidence<Certificate>) -> Evidence<Certificate> {
    guard case .present(let shown) = certificate else { return certificate }
    guard let recorded = self.certificate(shown.id), recorded.content == shown.contentDigest else {
      return .faulty(.init(.malformed, "it is not the certificate that is on record"))
    }
    return certificate
  }

  private func comparison(_ draft: Evidence<DraftUnderReview>) -> Evidence<LiveVersion> {
    guard let version = comparedVersion else { return .notNeeded }
    switch draft {
    case .present(let draft) where draft.hash == version.draft:
      return .present(LiveVersion(draft, policies: policiesInForce))
    case .present:
      return .faulty(.init(.malformed, "it is another draft than version \(version.number)"))
    case .faulty(let fault): return .faulty(fault)
    case .absent, .notNeeded: return .absent
    }
  }
}

extension Evidence {
  fileprivate var isNotNeeded: Bool {
    if case .notNeeded = self { true } else { false }
  }
}

extension Evidence<GatePolicy> {
  /// The policy, if it can be written into a record and read again.
  fileprivate var usable: GatePolicy? {
    guard case .present(let policy) = self else { return nil }
    var findings = Findings(limits: .standard)
    let source = SourceText(name: "", bytes: CanonicalJSON.bytes(of: policy.json))
    let read = readJSON(source, limits: .standard, findings: &findings).flatMap {
      readGatePolicy($0, findings: &findings)
    }
    return findings.hasErrors ? nil : read
  }
}
