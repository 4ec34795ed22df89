import Documents
import PolicyGraph

/// Everything that a release is decided from.
public struct ReleaseEvidence: Sendable {
  /// What is to go live.
  public var draft: Evidence<DraftUnderReview>
  /// What a simulation of the draft has shown, earlier.
  public var certificate: Evidence<Certificate>
  /// What the release is compared with. `notNeeded`: nothing was ever live.
  public var live: Evidence<LiveVersion>
  /// The incidents of earlier overrides. `notNeeded`: nothing was ever overridden.
  public var incidents: Evidence<[Incident]>
  /// Judged runs; read only where the policy asks for them.
  public var evaluations: Evidence<EvaluationFile>
  /// `notNeeded`: the rules that hold where none are written.
  public var policy: Evidence<GatePolicy>

  /// What is not given counts as `notNeeded`, which passes only where the policy does not ask for it.
  public init(
    draft: Evidence<DraftUnderReview>, certificate: Evidence<Certificate>,
    live: Evidence<LiveVersion> = .notNeeded, incidents: Evidence<[Incident]> = .notNeeded,
    evaluations: Evidence<EvaluationFile> = .notNeeded, policy: Evidence<GatePolicy> = .notNeeded
  ) {
    self.draft = draft
    self.certificate = certificate
    self.live = live
    self.incidents = incidents
    self.evaluations = evaluations
    self.policy = policy
  }
}

/// Decides whether a draft may go live (definition 9.1). Pure and total: the same evidence at the same time gives the
/// same decision, every evidence has one, and taking evidence away or damaging it never turns a refusal into a pass.
///
/// O(proof + simulation of the draft and the live version).
public func decideRelease(_ evidence: ReleaseEvidence, engine: Engine, now: Instant) -> ReleaseDecision {
  let (policy, policyReasons) = rules(evidence.policy)
  guard case .present(let draft) = evidence.draft else {
    let reasons = [missingDraft(evidence.draft)] + policyReasons
    return ReleaseDecision(
      draftHash: "", sha256: "", decidedAt: now,
      gates: GateName.allCases.map { GateDecision(gate: $0, verdict: .blocked(reasons), notes: []) })
  }
  let certificate = SimCertGate(
    draft: draft, certificate: evidence.certificate, policy: policy, engine: engine, now: now)
  let loop = EvalLoopGate(
    draft: draft, live: evidence.live, incidents: evidence.incidents, evaluations: evidence.evaluations,
    policy: policy, now: now
  ).decision
  return ReleaseDecision(
    draftHash: draft.hash.draftHash, sha256: draft.hash.sha256, decidedAt: now,
    gates: [
      GateDecision(
        gate: .simulationCertificate, verdict: GateVerdict(policyReasons + certificate.reasons), notes: []),
      GateDecision(
        gate: .evaluationLoop, verdict: GateVerdict(policyReasons + loop.verdict.reasons), notes: loop.notes,
        notLookedAt: loop.notLookedAt),
    ])
}

/// The policy to decide by, and the reasons to refuse that follow from it alone.
private func rules(_ policy: Evidence<GatePolicy>) -> (GatePolicy, [GateReason]) {
  switch policy {
  case .notNeeded: (GatePolicy(), [])
  case .absent: (GatePolicy(), [GateReason(.policyMissing, "the gate policy is missing")])
  case .faulty(let fault):
    switch fault.kind {
    case .empty, .unreadable:
      (GatePolicy(), [GateReason(.policyUnreadable, "the gate policy cannot be read: \(fault.detail)")])
    case .malformed:
      (GatePolicy(), [GateReason(.policyInvalid, "the gate policy is not valid: \(fault.detail)")])
    }
  case .present(let policy): (policy, policy.reasons)
  }
}

private func missingDraft(_ draft: Evidence<DraftUnderReview>) -> GateReason {
  switch draft {
  case .faulty(let fault) where fault.kind == .malformed:
    GateReason(.draftInvalid, "the draft is not valid: \(fault.detail)")
  case .faulty(let fault): GateReason(.draftUnreadable, "the draft cannot be read: \(fault.detail)")
  case .notNeeded, .absent, .present: GateReason(.draftMissing, "there is no draft to release")
  }
}

extension GatePolicy {
  /// What keeps the policy itself from being decided by.
  fileprivate var reasons: [GateReason] {
    waivers.compactMap { waiver -> GateReason? in
      if waiver.expires == nil {
        return GateReason(
          .waiverWithoutExpiry, "the waiver of \(waiver.owner) for `\(waiver.subject)` has no expiry",
          subject: waiver.subject)
      }
      guard waiver.owner.isBlank || waiver.reason.isBlank || waiver.subject.isBlank else { return nil }
      return GateReason(
        .policyInvalid, "a waiver without an owner, a reason or a subject", subject: waiver.subject)
    }
      + trustedKeys.filter { $0.verifyingKey == nil }.map {
        GateReason(.policyInvalid, "`\($0.publicKey)` is not a public key", subject: "trusted_keys")
      }
  }
}
