/// Why a gate refuses: stable codes that clients act on. Never renamed.
public enum ReasonCode: String, Sendable, CaseIterable {
  // The draft itself.
  case draftMissing = "draft_missing"
  case draftUnreadable = "draft_unreadable"
  case draftInvalid = "draft_invalid"
  case openWarnings = "open_warnings"
  case invariantRefuted = "invariant_refuted"
  case invariantUnknown = "invariant_unknown"

  // The certificate.
  case certificateMissing = "sim_cert_missing"
  case certificateEmpty = "sim_cert_empty"
  case certificateUnreadable = "sim_cert_unreadable"
  case certificateMalformed = "sim_cert_malformed"
  case certificateOtherDraft = "sim_cert_other_draft"
  case certificateDigestMismatch = "sim_cert_digest_mismatch"
  case certificateOtherEngine = "sim_cert_other_engine"
  case certificateUnsigned = "sim_cert_unsigned"
  case certificateUnknownKey = "sim_cert_unknown_key"
  case certificateBadlySigned = "sim_cert_badly_signed"
  case certificateFuture = "sim_cert_future"
  case certificateStale = "sim_cert_stale"
  case certificateExpired = "sim_cert_expired"
  case certificateWeakerMode = "sim_cert_weaker_mode"
  case certificateFewerUsers = "sim_cert_fewer_users"
  case certificatePartial = "sim_cert_partial"
  case certificateFailed = "sim_cert_failed"
  case certificateInconsistent = "sim_cert_inconsistent"
  case certificateNotReproduced = "sim_cert_not_reproduced"
  case coverageBelowFloor = "coverage_below_floor"

  // The policy.
  case policyMissing = "policy_missing"
  case policyUnreadable = "policy_unreadable"
  case policyInvalid = "policy_invalid"
  case policyWeakened = "policy_weakened"
  case waiverWithoutExpiry = "waiver_without_expiry"
  case waiverExpired = "waiver_expired"

  // Against the live version.
  case liveMissing = "live_missing"
  case liveUnreadable = "live_unreadable"
  case scenarioRemoved = "scenario_removed"
  case scenarioWeakened = "scenario_weakened"
  case scenarioRegressed = "scenario_regressed"
  case coverageLower = "coverage_lower"
  case guaranteeLost = "guarantee_lost"

  // Incidents.
  case incidentsMissing = "incidents_missing"
  case incidentsUnreadable = "incidents_unreadable"
  case incidentOpen = "incident_open"

  // Recorded evaluations.
  case evaluationsMissing = "evaluations_missing"
  case evaluationsEmpty = "evaluations_empty"
  case evaluationsUnreadable = "evaluations_unreadable"
  case evaluationsOtherDraft = "evaluations_other_draft"
  case evaluationsDigestMismatch = "evaluations_digest_mismatch"
  case evaluationsStale = "evaluations_stale"
  case evaluationsFuture = "evaluations_future"
  case tooFewRuns = "evaluation_runs_too_few"
  case passRateTooLow = "evaluation_pass_rate_too_low"
  case criticalViolation = "critical_obligation_violated"
  case obligationUnjudged = "obligation_unjudged"
}

extension ReasonCode {
  /// When it is given.
  public var meaning: String {
    switch self {
    case .draftMissing: "there is no draft"
    case .draftUnreadable: "the draft cannot be read"
    case .draftInvalid: "the draft breaks its schema or its shape"
    case .openWarnings: "the blueprint or draft has open warnings, and the policy refuses them"
    case .invariantRefuted: "a conversation breaks an invariant"
    case .invariantUnknown: "an invariant could not be decided within its budget"
    case .certificateMissing: "there is no certificate"
    case .certificateEmpty: "the certificate's file is empty"
    case .certificateUnreadable: "the certificate is not JSON, or is cut short"
    case .certificateMalformed: "the certificate does not match its schema"
    case .certificateOtherDraft: "the certificate is for a draft with another hash"
    case .certificateDigestMismatch: "the certificate has the draft's xxHash and another SHA-256"
    case .certificateOtherEngine: "the certificate is of another major version of the engine"
    case .certificateUnsigned: "the policy names keys, and the certificate is not signed"
    case .certificateUnknownKey: "the certificate is signed with a key that the policy does not name"
    case .certificateBadlySigned: "the signature is not one over this certificate"
    case .certificateFuture: "the certificate was issued more than five minutes from now"
    case .certificateStale: "the certificate is older than the policy allows"
    case .certificateExpired: "the certificate has expired"
    case .certificateWeakerMode: "less was simulated than the policy asks for"
    case .certificateFewerUsers: "fewer random users were simulated than the policy asks for"
    case .certificatePartial: "not every scenario was simulated on every channel where it may take place"
    case .certificateFailed: "the certificate says that the simulation did not pass"
    case .certificateInconsistent: "the certificate contradicts itself"
    case .certificateNotReproduced: "simulating again does not give what the certificate says"
    case .coverageBelowFloor: "the scenarios touch less of the policy than is asked for"
    case .policyMissing: "the gate policy that was named does not exist"
    case .policyUnreadable: "the gate policy cannot be read"
    case .policyInvalid: "the gate policy breaks its schema or contradicts itself"
    case .policyWeakened: "a rule of the gate policy is weaker than when the live version was released"
    case .waiverWithoutExpiry: "a waiver has no expiry"
    case .waiverExpired: "a waiver that would be needed has expired"
    case .liveMissing: "the live version to compare with is missing"
    case .liveUnreadable: "the live version cannot be read"
    case .scenarioRemoved: "a scenario of the live version is gone"
    case .scenarioWeakened: "a scenario asks for less than in the live version"
    case .scenarioRegressed: "a scenario that passes in the live version fails"
    case .coverageLower: "the scenarios touch less of the policy than in the live version"
    case .guaranteeLost: "the live version guarantees something that the draft does not"
    case .incidentsMissing: "the record of incidents is missing"
    case .incidentsUnreadable: "the record of incidents cannot be read"
    case .incidentOpen: "an incident of a break-glass release is still open"
    case .evaluationsMissing: "the policy asks for recorded evaluations, and there are none"
    case .evaluationsEmpty: "the file of evaluations has no results"
    case .evaluationsUnreadable: "the evaluations cannot be read"
    case .evaluationsOtherDraft: "the evaluations are of other drafts"
    case .evaluationsDigestMismatch:
      "an evaluation names this draft by one hash and another draft by the other"
    case .evaluationsStale: "the evaluations are older than the policy allows"
    case .evaluationsFuture: "an evaluation is from more than five minutes in the future"
    case .tooFewRuns: "a scenario was judged less often than the policy asks for"
    case .passRateTooLow: "the evidence does not show the required pass rate of a scenario"
    case .criticalViolation: "something happened that must never happen"
    case .obligationUnjudged: "an open obligation was judged in no run"
    }
  }

  /// What to do about it.
  public var remediation: String {
    switch self {
    case .draftMissing, .draftUnreadable, .draftInvalid:
      "fix the draft, or compile it from its blueprint again"
    case .openWarnings:
      "fix what `fohc check` warns of; a policy that allows warnings says `blueprint: {warnings: report}`"
    case .invariantRefuted, .invariantUnknown:
      "fix what `fohc validate` finds; it shows a conversation for each"
    case .certificateMissing, .certificateEmpty, .certificateUnreadable, .certificateMalformed,
      .certificateOtherDraft, .certificateDigestMismatch, .certificateOtherEngine, .certificateFuture,
      .certificateStale, .certificateExpired, .certificateInconsistent, .certificateNotReproduced:
      "certify this draft again, and use the new certificate"
    case .certificateUnsigned, .certificateUnknownKey, .certificateBadlySigned:
      "certify again, signing with a key that the policy trusts"
    case .certificateWeakerMode: "certify again in the mode that the policy asks for"
    case .certificateFewerUsers: "certify again with as many random users as the policy asks for"
    case .certificatePartial: "certify again without leaving out scenarios or channels"
    case .certificateFailed: "fix what the certificate's blockers name, then certify again"
    case .coverageBelowFloor, .coverageLower:
      "add scenarios that touch the rest; `fohc scenarios suggest` proposes some"
    case .policyMissing, .policyUnreadable, .policyInvalid: "fix the gate policy"
    case .policyWeakened: "restore the rule, or record a waiver for it with an owner, a reason and an end"
    case .waiverWithoutExpiry: "give the waiver an `expires`"
    case .waiverExpired: "fix what was waived, or have a new waiver recorded"
    case .liveMissing, .liveUnreadable: "give the draft of the version that is live"
    case .scenarioRemoved:
      "restore the scenario, or record a waiver for it with an owner, a reason and an end"
    case .scenarioWeakened:
      "restore what the scenario asked for, or record a waiver with an owner, a reason and an end"
    case .guaranteeLost:
      "restore the guarantee, or record a waiver for it with an owner, a reason and an end"
    case .scenarioRegressed: "fix the policy until the scenario passes again"
    case .incidentsMissing, .incidentsUnreadable: "give the record of incidents"
    case .incidentOpen: "cover the incident with a scenario that passes"
    case .evaluationsMissing, .evaluationsEmpty, .evaluationsUnreadable, .evaluationsOtherDraft,
      .evaluationsDigestMismatch, .evaluationsStale, .evaluationsFuture:
      "run the evaluations on this draft, and import their results"
    case .tooFewRuns: "run the scenario more often"
    case .passRateTooLow: "find out why runs fail, fix it, and run the scenario again"
    case .criticalViolation: "fix the agent; this is never averaged away"
    case .obligationUnjudged: "have the obligation judged in at least one run of its scenario"
    }
  }

  /// Commands to go on with; capitals stand for what to fill in.
  public var nextCommands: [String] {
    switch self {
    case .draftMissing, .draftUnreadable, .draftInvalid, .invariantRefuted, .invariantUnknown:
      ["fohc validate DRAFT"]
    case .openWarnings: ["fohc check DRAFT"]
    case .certificateMissing, .certificateEmpty, .certificateUnreadable, .certificateMalformed,
      .certificateOtherDraft, .certificateDigestMismatch, .certificateOtherEngine, .certificateFuture,
      .certificateStale, .certificateExpired, .certificateInconsistent, .certificateNotReproduced,
      .certificatePartial:
      ["fohc certify DRAFT -o CERTIFICATE"]
    case .certificateUnsigned, .certificateUnknownKey, .certificateBadlySigned:
      ["fohc certify DRAFT --key KEY -o CERTIFICATE"]
    case .certificateWeakerMode: ["fohc certify DRAFT --mode MODE -o CERTIFICATE"]
    case .certificateFewerUsers: ["fohc certify DRAFT --mode full --adaptive-runs NUMBER -o CERTIFICATE"]
    case .certificateFailed, .scenarioRegressed:
      ["fohc simulate DRAFT --transcript", "fohc certify DRAFT -o CERTIFICATE"]
    case .coverageBelowFloor, .coverageLower: ["fohc scenarios suggest DRAFT"]
    case .policyMissing, .policyUnreadable, .policyInvalid, .policyWeakened, .waiverWithoutExpiry,
      .waiverExpired:
      ["fohc check POLICY", "fohc schema gate-policy"]
    case .liveMissing, .liveUnreadable: ["fohc gate DRAFT --certificate CERTIFICATE --live LIVE"]
    case .scenarioRemoved, .scenarioWeakened, .guaranteeLost: ["fohc diff LIVE DRAFT"]
    case .incidentsMissing, .incidentsUnreadable:
      ["fohc gate DRAFT --certificate CERTIFICATE --incidents INCIDENTS"]
    case .incidentOpen: ["fohc incident list", "fohc incident cover ID --scenario SCENARIO"]
    case .evaluationsMissing, .evaluationsEmpty, .evaluationsUnreadable, .evaluationsOtherDraft,
      .evaluationsDigestMismatch, .evaluationsStale, .evaluationsFuture, .tooFewRuns, .passRateTooLow,
      .criticalViolation,
      .obligationUnjudged:
      [
        "fohc evals import RESULTS --from FORMAT --draft DRAFT -o EVALUATIONS",
        "fohc evals show EVALUATIONS --draft DRAFT",
      ]
    }
  }
}
