import Documents

/// How the releases stand, and what would keep a draft from being published now.
public struct ReleaseStatus: Sendable {
  /// The time that the status is of.
  public let at: Instant
  /// The live version and since when it is live; nil before the first release.
  public let live: (version: ReleaseVersion, now: ReleaseLedger.Live)?
  /// The latest certificate of the live draft, and until when a gate would take it.
  public let certificate: (recorded: RecordedCertificate, freshUntil: Instant)?
  /// Incidents that keep anything from being published in the ordinary way, oldest first.
  public let openIncidents: [Incident]
  /// Why a publish would be refused: of the draft that was asked about, or of any where none was.
  public let blockers: [GateReason]
  /// Whether `blockers` are about a draft that was asked about.
  public let isAboutDraft: Bool
  /// What is on record and was found missing or changed, in words.
  public let damage: [String]

  /// Whether the certificate of the live draft is still young enough for a gate; false where there is none.
  public var isFresh: Bool { certificate.map { at < $0.freshUntil } ?? false }
}

extension ReleaseLedger {
  /// How the releases stand. Where `material` has no draft, the live one stands for whatever is published next. Decides
  /// as ``publish(_:_:)`` does, and records nothing.
  public func status(_ material: ReleaseMaterial, _ actionContext: ActionContext) -> ReleaseStatus {
    let actionContext = forward(actionContext)
    var material = material
    var isAboutDraft = true
    if case .notNeeded = material.draft {
      isAboutDraft = false
      material.draft = material.live
    }
    let decision = decide(material, actionContext)
    let reasons = decision.gates.flatMap { gate in
      isAboutDraft || gate.gate == .evaluationLoop ? gate.verdict.reasons : []
    }
    var blockers: [GateReason] = []
    for reason in reasons where !blockers.contains(reason) {
      // What nobody asked about is not missing.
      if isAboutDraft || reason.code != .draftMissing { blockers.append(reason) }
    }
    return ReleaseStatus(
      at: actionContext.at,
      live: live.flatMap { live in version(live.number).map { ($0, live) } },
      certificate: liveVersion.flatMap { latestCertificate(of: $0.draft) }.map {
        ($0, freshUntil($0, material.policy))
      },
      openIncidents: openIncidents, blockers: blockers, isAboutDraft: isAboutDraft, damage: material.damage)
  }

  /// When the certificate ends, or is as old as the policy allows.
  private func freshUntil(_ certificate: RecordedCertificate, _ policy: Evidence<GatePolicy>) -> Instant {
    guard case .present(let policy) = policy else { return certificate.expiresAt }
    return min(
      certificate.expiresAt, certificate.issuedAt.advanced(bySeconds: policy.maximumAgeHours * 3600))
  }
}

extension ReleaseStatus {
  /// What `fohc release status --json` prints (`release_status.v1`).
  public var json: JSONValue {
    .object([
      JSONMember("schema_version", .string("release_status.v1")), JSONMember("at", .string(at.text)),
      JSONMember("live", live.map { Self.json(of: $0.version, $0.now) } ?? .null),
      JSONMember(
        "certificate",
        certificate.map { recorded, freshUntil in
          .object(
            recorded.members + [
              JSONMember("fresh_until", .string(freshUntil.text)), JSONMember("fresh", .boolean(isFresh)),
            ])
        } ?? .null),
      JSONMember("open_incidents", .array(openIncidents.map(\.json))),
      JSONMember("blockers", .array(blockers.map { .object($0.members) })),
      JSONMember("damage", .strings(damage)),
    ])
  }

  private static func json(of version: ReleaseVersion, _ live: ReleaseLedger.Live) -> JSONValue {
    guard case .object(let members) = version.json else { return version.json }
    return .object(
      members + [
        JSONMember("live_since", .string(live.since.text)), JSONMember("made_live_by", .string(live.by)),
      ])
  }
}
