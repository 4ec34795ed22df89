import ConversationSimulator
import Documents
import PolicyGraph

/// The `sim_cert` gate (definition 9.3): the certificate is for exactly this draft, passing, thorough and fresh
/// enough, signed where keys are configured, and both invariants are proved afresh.
struct SimCertGate {
  let draft: DraftUnderReview
  let certificate: Evidence<Certificate>
  let policy: GatePolicy
  let engine: Engine
  let now: Instant

  /// Certificates may be so much from the future: clocks differ.
  static let clockTolerance = 300

  /// Every reason to refuse. Total; O(proof + simulation).
  var reasons: [GateReason] {
    draft.reasons + (policy.reason(toRefuse: draft.warnings).map { [$0] } ?? []) + certificateReasons
  }

  private var certificateReasons: [GateReason] {
    switch certificate {
    // Nobody can say that a certificate is not needed.
    case .notNeeded, .absent:
      [GateReason(.certificateMissing, "there is no simulation certificate for this draft")]
    case .faulty(let fault):
      switch fault.kind {
      case .empty: [GateReason(.certificateEmpty, "the certificate is empty")]
      case .unreadable:
        [GateReason(.certificateUnreadable, "the certificate cannot be read: \(fault.detail)")]
      case .malformed: [GateReason(.certificateMalformed, "this is not a certificate: \(fault.detail)")]
      }
    case .present(let certificate): reasons(against: certificate)
    }
  }

  private func reasons(against certificate: Certificate) -> [GateReason] {
    let identity = identity(of: certificate)
    // What a certificate says of another draft is nothing about this one.
    guard identity.isEmpty else { return identity }
    let evidence = policy.trustedKeys.isEmpty ? played(certificate) : certificate
    return signature(of: certificate) + age(of: certificate) + strength(of: evidence)
      + result(of: certificate, seen: evidence)
  }

  /// What keeps a certificate from being a true one of the draft, whatever its age and result.
  func faults(of certificate: Certificate) -> [GateReason] {
    let identity = identity(of: certificate)
    guard identity.isEmpty else { return identity }
    var found = signature(of: certificate)
    if !certificate.isConsistent {
      found.append(GateReason(.certificateInconsistent, "the certificate contradicts itself"))
    }
    // Another release of the engine may say the same in other words; of what no trusted key signed, what the gate judges
    // has to be the same.
    if isOfThisEngine(certificate) {
      if !isReproduced(certificate, by: played(certificate)) { found.append(notReproduced) }
    } else if policy.trustedKeys.isEmpty, !certificate.says(what: played(certificate)) {
      found.append(notReproduced)
    }
    return found
  }

  // MARK: Whose it is

  private func identity(of certificate: Certificate) -> [GateReason] {
    let hash = draft.hash
    guard certificate.draftHash == hash.draftHash else {
      return [
        GateReason(
          .certificateOtherDraft,
          "the certificate is for \(certificate.draftHash), and this draft is \(hash.draftHash)",
          subject: certificate.draftHash)
      ]
    }
    guard certificate.sha256 == hash.sha256 else {
      return [
        GateReason(
          .certificateDigestMismatch,
          "the certificate has this draft's xxHash but SHA-256 \(certificate.sha256), not \(hash.sha256)",
          subject: certificate.sha256)
      ]
    }
    guard let mine = Engine.major(of: engine.version), Engine.major(of: certificate.engineVersion) == mine
    else {
      return [
        GateReason(
          .certificateOtherEngine,
          "the certificate was made by version \(certificate.engineVersion), and this is version \(engine.version)",
          subject: certificate.engineVersion)
      ]
    }
    return []
  }

  private func signature(of certificate: Certificate) -> [GateReason] {
    guard !policy.trustedKeys.isEmpty else { return [] }
    guard let signature = certificate.signature else {
      return [
        GateReason(
          .certificateUnsigned, "the certificate is not signed, and the policy trusts only signed ones")
      ]
    }
    guard
      let key = policy.trustedKeys.lazy.compactMap(\.verifyingKey).first(where: { $0.id == signature.keyID })
    else {
      return [
        GateReason(
          .certificateUnknownKey,
          "the certificate is signed with key \(signature.keyID), which is not a trusted key",
          subject: signature.keyID)
      ]
    }
    guard let bytes = Base64.decode(signature.value), key.verifies(bytes, of: certificate.signedBytes) else {
      return [
        GateReason(
          .certificateBadlySigned, "the signature of key \(signature.keyID) is not one over this certificate",
          subject: signature.keyID)
      ]
    }
    return []
  }

  // MARK: When

  private func age(of certificate: Certificate) -> [GateReason] {
    var found: [GateReason] = []
    let age = now.seconds(since: certificate.issuedAt)
    if age < -Self.clockTolerance {
      found.append(
        GateReason(
          .certificateFuture,
          "the certificate was issued at \(certificate.issuedAt.text), and it is \(now.text)"))
    }
    if age > policy.maximumAgeHours * 3600 {
      found.append(
        GateReason(
          .certificateStale,
          "the certificate was issued at \(certificate.issuedAt.text), more than \(policy.maximumAgeHours) hours ago"
        ))
    }
    if now >= certificate.expiresAt {
      found.append(
        GateReason(.certificateExpired, "the certificate expired at \(certificate.expiresAt.text)"))
    }
    return found
  }

  // MARK: How much

  private func strength(of certificate: Certificate) -> [GateReason] {
    var found = modeReasons(of: certificate)
    if let missing = missingScenario(in: certificate) {
      found.append(
        GateReason(
          .certificatePartial,
          missing.isEmpty
            ? "the certificate leaves out channels or scenarios"
            : "the certificate leaves out scenario `\(missing)`",
          subject: missing.isEmpty ? nil : missing))
    }
    for kind in CoverageKind.allCases {
      let (share, floor) = (kind.share(of: certificate.coverage), policy.coverageFloors[kind] ?? 0)
      if share.isBelow(percent: floor) {
        found.append(
          GateReason(
            .coverageBelowFloor,
            "\(share.covered) of \(share.total) \(kind.noun) are covered, less than \(floor) percent",
            subject: kind.rawValue))
      }
    }
    return found
  }

  /// Above `quick` there are random users: a certificate without any shows no more than `quick`.
  private func modeReasons(of certificate: Certificate) -> [GateReason] {
    let mode = certificate.playedAdaptiveRuns == 0 ? .quick : certificate.mode
    if mode < policy.minimumMode {
      let claim =
        mode == certificate.mode
        ? "the certificate is `\(mode.rawValue)`"
        : "the certificate is `\(certificate.mode.rawValue)` without random users, which shows no more than "
          + "`\(mode.rawValue)`"
      return [
        GateReason(
          .certificateWeakerMode, "\(claim), and the policy asks for `\(policy.minimumMode.rawValue)`",
          subject: certificate.mode.rawValue)
      ]
    }
    guard certificate.playedAdaptiveRuns < policy.minimumAdaptiveRuns else { return [] }
    return [
      GateReason(
        .certificateFewerUsers,
        "each scenario was played with \(certificate.playedAdaptiveRuns) random users, and the policy asks for "
          + "\(policy.minimumAdaptiveRuns)", subject: "\(certificate.playedAdaptiveRuns)")
    ]
  }

  /// A scenario of the draft that was not played wherever it may take place; empty for another difference.
  private func missingScenario(in certificate: Certificate) -> String? {
    let wanted = draft.draft.scenarios ?? []
    for scenario in wanted {
      let channels = draft.draft.channels(of: scenario)
      let played = certificate.scenarios.first { $0.id == scenario.id }
      if played?.channels != channels { return scenario.id.text }
    }
    return certificate.isComplete && certificate.scenarios.count == wanted.count ? nil : ""
  }

  // MARK: How it ended

  /// `seen`: the certificate itself where a trusted key signed it, otherwise that of playing its plan again.
  private func result(of certificate: Certificate, seen: Certificate) -> [GateReason] {
    for evidence in [certificate, seen] where !evidence.isPassing {
      let blocker = evidence.blockers.first
      return [
        GateReason(
          .certificateFailed,
          blocker.map { "the simulation did not pass: \($0.invariant) in `\($0.scenario)`: \($0.detail)" }
            ?? "the simulation did not pass", subject: blocker?.scenario)
      ]
    }
    guard certificate.isConsistent else {
      return [
        GateReason(
          .certificateInconsistent,
          "the certificate says that everything passed, and other parts of it say otherwise")
      ]
    }
    // Also where a trusted key signed: a draft that fails here and now does not go live.
    guard draft.quickSimulation.isPassed else { return [notReproduced] }
    let isPlayed = policy.trustedKeys.isEmpty
    return isPlayed && isOfThisEngine(certificate) && !isReproduced(certificate, by: seen)
      ? [notReproduced] : []
  }

  private var notReproduced: GateReason {
    GateReason(.certificateNotReproduced, "simulating this draft again does not give this certificate")
  }

  /// What no trusted key signed says only which plan was played. The gate plays that plan itself, on this engine and
  /// within its budget of turns, whatever engine the certificate names.
  private func played(_ certificate: Certificate) -> Certificate {
    let leftOut = certificate.leftOut
    let scenarios = (draft.draft.scenarios ?? []).map(\.id).filter { !leftOut.contains($0) }
    let plan = SimulationPlan(
      mode: certificate.mode, seed: certificate.seed, adaptiveRuns: certificate.adaptiveRuns,
      scenarios: leftOut.isEmpty ? nil : scenarios, channels: certificate.channels)
    return draft.certificate(
      playing: plan, engine: engine, issuedAt: certificate.issuedAt, validForHours: 1)
  }

  private func isOfThisEngine(_ certificate: Certificate) -> Bool {
    certificate.engineVersion == engine.version
  }

  /// To the byte, but for times and signature.
  private func isReproduced(_ certificate: Certificate, by seen: Certificate) -> Bool {
    certificate.reproducibleBytes == seen.reproducibleBytes
  }
}

extension Certificate {
  /// Whether it says of mode, coverage, completeness and result what another one says.
  fileprivate func says(what other: Certificate) -> Bool {
    mode == other.mode && playedAdaptiveRuns == other.playedAdaptiveRuns && coverage == other.coverage
      && isComplete == other.isComplete && isPassing == other.isPassing && scenarios == other.scenarios
  }
}

extension Coverage.Share {
  /// Whether it covers less than this of the whole. Exact for counts of any size.
  fileprivate func isBelow(percent floor: Int) -> Bool {
    let (covered, total) = (covered.multipliedFullWidth(by: 100), total.multipliedFullWidth(by: floor))
    return (covered.high, covered.low) < (total.high, total.low)
  }
}

extension GatePolicy.TrustedKey {
  /// Nil if the text is not a key.
  var verifyingKey: VerifyingKey? { Base64.decode(publicKey).flatMap { VerifyingKey(bytes: $0) } }
}
