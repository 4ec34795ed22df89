import ConversationSimulator
import Documents
import PolicyGraph

/// The `eval_loop` gate (definition 9.4): compared with the live version, scenario by scenario, nothing was removed,
/// weakened or made worse; no incident is open; and recorded evaluations are what the policy asks for.
struct EvalLoopGate {
  let draft: DraftUnderReview
  let live: Evidence<LiveVersion>
  let incidents: Evidence<[Incident]>
  let evaluations: Evidence<EvaluationFile>
  let policy: GatePolicy
  let now: Instant

  /// O(comparison of both drafts + evaluations).
  var decision: GateDecision {
    var waivers = Waivers(policy.waivers, now)
    var reasons = liveReasons(&waivers)
    reasons += incidentReasons
    reasons += EvaluationReview(draft: draft, evaluations: evaluations, policy: policy, now: now).reasons
    return GateDecision(
      gate: .evaluationLoop, verdict: GateVerdict(reasons + waivers.expired), notes: waivers.notes,
      notLookedAt: notLookedAt)
  }

  private var notLookedAt: [String] {
    guard case .present(let live) = live, !draft.guaranteesLost(since: live.draft).isComplete else {
      return []
    }
    return ["not every conversation was compared with the live version: there are too many"]
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
      found += waivers.setAside(guaranteeReasons(against: live.draft))
      found += waivers.setAside(policyReasons(against: live.policies))
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

  private func guaranteeReasons(against live: DraftUnderReview) -> [GateReason] {
    draft.guaranteesLost(since: live).losses.map { lost in
      GateReason(
        .guaranteeLost, "the live version guarantees, and this draft does not: \(lost.text)",
        subject: lost.name, conversation: lost.conversation)
    }
  }

  /// A policy that was weakened under a waiver is held against what it was before, too: a waiver that has ended leaves
  /// nothing behind.
  private func policyReasons(against earlier: [GatePolicy]) -> [GateReason] {
    var found: [GateReason] = []
    for before in earlier {
      for (rule, sentence) in policy.weakenings(since: before) {
        let reason = GateReason(
          .policyWeakened,
          "the gate policy's `\(rule)` is weaker than at the release of a version that passed: \(sentence)",
          subject: rule)
        if !found.contains(reason) { found.append(reason) }
      }
    }
    return found
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

/// What a release is compared with: the live version, or, where that is an override, the last one that passed.
public struct LiveVersion: Sendable {
  /// The draft of that version, proved and simulated by this engine.
  public let draft: DraftUnderReview
  /// The policies under which versions passed, the latest first. Empty if none is on record.
  public let policies: [GatePolicy]

  /// `policies`: those under which versions passed, the latest first.
  public init(_ draft: DraftUnderReview, policies: [GatePolicy] = []) {
    self.draft = draft
    self.policies = policies
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
          .waiverExpired, "the waiver of \(waiver.owner) for `\(waiver.subject)` expired at \(end.text)",
          subject: waiver.subject))
    }
    return false
  }
}
