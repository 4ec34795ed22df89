import PolicyGraph

/// The `eval_loop` gate: compared with the live version, scenario by scenario, nothing was removed, weakened or made
/// worse; no incident is open; and recorded evaluations are what the policy asks for.
struct EvalLoopGate {
  let draft: DraftUnderReview
  let live: Evidence<LiveVersion>
  let incidents: Evidence<[Incident]>
  let evaluations: Evidence<EvaluationFile>
  let policy: GatePolicy
  let now: Instant

  /// Reasons to refuse, and what was set aside under a waiver.
  var findings: (reasons: [GateReason], notes: [String]) {
    var waivers = Waivers(policy.waivers, now)
    var reasons = liveReasons(&waivers)
    reasons += incidentReasons
    reasons += EvaluationReview(draft: draft, evaluations: evaluations, policy: policy, now: now).reasons
    return (reasons + waivers.expired, waivers.notes)
  }

  // MARK: The live version

  private func liveReasons(_ waivers: inout Waivers) -> [GateReason] {
    switch live {
    case .notNeeded where !policy.requires.contains(.live): return []
    case .notNeeded, .absent:
      return [GateReason(.liveMissing, "the live version is not given, so nothing can be compared with it")]
    case .faulty(let fault):
      return [GateReason(.liveUnreadable, "the live version cannot be read: \(fault.detail)")]
    case .present(let live):
      var found = waivers.setAside(scenarioReasons(against: live.draft))
      found += waivers.setAside(coverageReasons(against: live.draft))
      found += waivers.setAside(policyReasons(against: live.policy))
      return found
    }
  }

  private func scenarioReasons(against live: DraftUnderReview) -> [GateReason] {
    (live.draft.scenarios ?? []).flatMap { before -> [GateReason] in
      let id = before.id.text
      guard let now = draft.draft.scenarios?.first(where: { $0.id == before.id }) else {
        return [
          GateReason(.scenarioRemoved, "scenario `\(id)` of the live version is gone", subject: id)
        ]
      }
      var found = weakenings(of: before, in: live.draft, to: now).map {
        GateReason(.scenarioWeakened, "scenario `\(id)` \($0)", subject: id)
      }
      if live.quickSimulation.passed(before.id), !draft.quickSimulation.passed(before.id) {
        found.append(
          GateReason(
            .scenarioRegressed, "scenario `\(id)` passes in the live version and fails in this draft",
            subject: id))
      }
      return found
    }
  }

  private func weakenings(of before: Scenario, in live: Draft, to now: Scenario) -> [String] {
    let collected = (before.mustCollect ?? []).filter { !(now.mustCollect ?? []).contains($0) }
    let forbidden = Self.missing(before.mustNotDo, in: now.mustNotDo)
    let demanded = Self.missing(before.mustDo, in: now.mustDo)
    let channels = live.channels(of: before).filter { channel in
      !draft.draft.channels(of: now).contains { $0.hasSameScalars(as: channel) }
    }
    return collected.map { "no longer has to collect `\($0)`" }
      + demanded.map { "no longer has to do `\($0)`" }
      + forbidden.map { "no longer forbids `\($0)`" }
      + channels.map { "no longer takes place on `\($0)`" }
  }

  private static func missing(_ before: [String]?, in now: [String]?) -> [String] {
    (before ?? []).filter { item in !(now ?? []).contains { $0.hasSameScalars(as: item) } }
  }

  private func coverageReasons(against live: DraftUnderReview) -> [GateReason] {
    CoverageKind.allCases.compactMap { kind in
      let now = kind.share(of: draft.quickSimulation.coverage)
      let before = kind.share(of: live.quickSimulation.coverage)
      guard now.isLower(than: before) else { return nil }
      return GateReason(
        .coverageLower,
        "the scenarios touch \(now.covered) of \(now.total) \(kind.noun); in the live version it is "
          + "\(before.covered) of \(before.total)", subject: kind.rawValue)
    }
  }

  private func policyReasons(against before: GatePolicy?) -> [GateReason] {
    guard let before else { return [] }
    return policy.weakenings(since: before).map {
      GateReason(
        .policyWeakened,
        "the gate policy's `\($0.rule)` is weaker than at the live version's release: \($0.sentence)",
        subject: $0.rule)
    }
  }

  // MARK: Incidents

  private var incidentReasons: [GateReason] {
    switch incidents {
    case .notNeeded where !policy.requires.contains(.incidents): []
    case .notNeeded, .absent:
      [GateReason(.incidentsMissing, "the record of incidents is not given, so one may be open")]
    case .faulty(let fault):
      [GateReason(.incidentsUnreadable, "the record of incidents cannot be read: \(fault.detail)")]
    case .present(let incidents):
      incidents.filter(\.blocksPublishing).map {
        GateReason(
          .incidentOpen, "incident `\($0.id)` of a break-glass release is open: \($0.reason)",
          subject: $0.id.text)
      }
    }
  }
}

/// What is live now.
public struct LiveVersion: Sendable {
  public let draft: DraftUnderReview
  /// The policy under which it was released, where that is on record.
  public let policy: GatePolicy?

  public init(_ draft: DraftUnderReview, policy: GatePolicy? = nil) {
    self.draft = draft
    self.policy = policy
  }
}

extension Simulation {
  func passed(_ scenario: ScenarioID) -> Bool {
    scenarios.first { $0.id == scenario }?.isPassed ?? false
  }
}

/// Sets refusals aside for which there is a waiver that has not ended.
struct Waivers {
  private let waivers: [Waiver]
  private let now: Instant
  private(set) var notes: [String] = []
  /// Waivers that would have been needed, and are over.
  private(set) var expired: [GateReason] = []

  init(_ waivers: [Waiver], _ now: Instant) {
    self.waivers = waivers
    self.now = now
  }

  mutating func setAside(_ reasons: [GateReason]) -> [GateReason] { reasons.filter { !isSetAside($0) } }

  private mutating func isSetAside(_ reason: GateReason) -> Bool {
    let fitting = waivers.filter {
      $0.kind.rawValue == reason.code.rawValue && reason.subject.map($0.subject.hasSameScalars) ?? false
    }
    if let valid = fitting.first(where: { $0.expires.map { now < $0 } ?? false }) {
      notes.append(
        "set aside until \(valid.expires?.text ?? ""): \(reason.sentence) (\(valid.owner): \(valid.reason))")
      return true
    }
    for waiver in fitting {
      guard let end = waiver.expires else { continue }
      expired.append(
        GateReason(
          .waiverExpired, "the waiver of \(waiver.owner) for `\(waiver.subject)` ended at \(end.text)",
          subject: waiver.subject))
    }
    return false
  }
}
