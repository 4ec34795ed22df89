import Documents
@testable import ConversationSimulator
import BlueprintCompiler
import PolicyGraph
import PolicyProofs
import TestSupport

@testable import Gates

/// Drafts to release, judged once for all tests.
enum ReleaseSample: String, CaseIterable {
  case first, second, extended
  /// As `first`, with a scenario that asks for more.
  case changed
  /// As `first`, with a scenario under another name.
  case renamed
  /// Asks for less than the others.
  case weakened
  /// Breaks an invariant.
  case refuted
  /// Does not have the shape of a draft.
  case shapeless

  var reviewed: DraftUnderReview {
    guard let reviewed = Self.all[self] else { preconditionFailure("every sample was made") }
    return reviewed
  }

  var hash: DraftHash { reviewed.hash }
  var isReleasable: Bool { self != .refuted && self != .shapeless }

  private static let all = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, $0.make()) })

  private func make() -> DraftUnderReview {
    var draft = Self.compiled(
      self == .second || self == .refuted || self == .shapeless ? "\(rawValue) desk" : "Viewings desk")
    switch self {
    case .first, .second: break
    case .extended:
      draft = Self.compiled(
        "Viewings desk",
        moreScenarios: "  - {id: calls, channel: voice, user_goal: see a home, must_collect: [area]}\n")
    case .changed:
      draft.scenarios = draft.scenarios?.map { scenario in
        var changed = scenario
        changed.mustNotDo = (scenario.mustNotDo ?? []) + ["close:abandoned"]
        return changed
      }
    case .renamed:
      draft.scenarios = draft.scenarios?.map { scenario in
        var renamed = scenario
        renamed.id = ScenarioID("again_" + scenario.id.text)
        return renamed
      }
    case .weakened:
      draft.scenarios = draft.scenarios?.map { scenario in
        var weaker = scenario
        weaker.mustCollect = ["area"]
        return weaker
      }
    case .refuted: draft.edges.removeAll { $0.on == .escalate }
    case .shapeless: draft.edges[0].to = "nowhere"
    }
    return reviewDraft(prepare(draft))
  }

  private static func compiled(_ name: String, moreScenarios: String = "") -> Draft {
    let text = BaseBlueprint.with(("name: Viewings desk", "name: \(name)")) + moreScenarios
    guard let draft = compile(.yaml(text)).draft else { preconditionFailure("the sample compiles") }
    return draft.draft
  }
}

/// Keeps releases in memory, as a folder or a server would: a log, and the evidence that it names.
struct ReleaseDesk {
  static let engine = Engine(version: "0.1.0")

  private(set) var ledger = ReleaseLedger()
  private(set) var entries: [AuditEntry] = []
  private(set) var certificates: [String: Certificate] = [:]
  var policy = GatePolicy()
  var now = Instant.noon

  func actionContext(_ actor: String = "ana") -> ActionContext {
    ActionContext(actor: actor, at: now, engine: Self.engine)
  }

  /// What is decided from. `sample` nil: no draft is asked about.
  func material(_ sample: ReleaseSample?) -> ReleaseMaterial {
    let recorded = sample.flatMap { ledger.certificate(toRelease: $0.hash) }
    func review(_ version: ReleaseVersion?) -> Evidence<DraftUnderReview> {
      let sample = ReleaseSample.allCases.first { $0.hash == version?.draft }
      return sample.map { .present($0.reviewed) } ?? .notNeeded
    }
    return ReleaseMaterial(
      draft: sample.map { .present($0.reviewed) } ?? .notNeeded,
      certificate: recorded.flatMap { certificates[$0.id] }.map { .present($0) } ?? .absent,
      live: review(ledger.liveVersion), compared: review(ledger.comparedVersion), evaluations: .notNeeded,
      policy: .present(policy), damage: [])
  }

  /// Puts an outcome on record; the code of a refusal, or nil.
  @discardableResult
  mutating func record(_ outcome: Result<AuditEntry, ReleaseRefusal>) -> String? {
    switch outcome {
    case .success(let entry):
      for waiver in entry.waivers { append(waiver) }
      append(entry)
      return nil
    case .failure(let refusal):
      if let record = refusal.record { append(record) }
      return refusal.code
    }
  }

  private mutating func append(_ entry: AuditEntry) {
    entries.append(entry)
    ledger = ledger.appending(entry)
  }

  // MARK: What can be done

  @discardableResult
  mutating func certify(_ sample: ReleaseSample) -> String? {
    let simulation = simulate(sample.reviewed.prepared, SimulationPlan(mode: .quick))
    let certificate = Certificate(
      simulation, engine: Self.engine, issuedAt: ledger.time(now), validForHours: 24)
    certificates[certificate.id] = certificate
    return record(ledger.certify(certificate, of: sample.hash, actionContext()))
  }

  @discardableResult
  mutating func publish(_ sample: ReleaseSample) -> String? {
    record(ledger.publish(material(sample), actionContext()))
  }

  @discardableResult
  mutating func override(
    _ sample: ReleaseSample, _ incident: IncidentID = "INC-7", reason: String = "the line is down",
    role: Role = .owner
  ) -> String? {
    record(
      ledger.override(material(sample), reason: reason, incident: incident, role: role, actionContext("ben")))
  }

  @discardableResult
  mutating func activate(_ number: Int? = nil) -> String? {
    let target = try? ledger.versionToActivate(number).get().version
    let sample = ReleaseSample.allCases.first { $0.hash == target?.draft }
    return record(
      ledger.activate(number, draft: sample.map { .present($0.reviewed) } ?? .absent, actionContext()))
  }

  @discardableResult
  mutating func cover(_ incident: IncidentID = "INC-7", _ scenario: ScenarioID = "calls") -> String? {
    let recorded = ledger.certificates.last
    let before = ledger.incident(incident).flatMap { ledger.versionLive(whenOpened: $0) }
    return record(
      ledger.cover(
        incident, scenario: scenario,
        certificate: recorded.flatMap { certificates[$0.id] }.map { .present($0) } ?? .absent,
        draft: Self.reviewed(recorded?.draft), before: before.map { Self.reviewed($0.draft) } ?? .notNeeded,
        policy: .present(policy), actionContext()))
  }

  private static func reviewed(_ hash: DraftHash?) -> Evidence<DraftUnderReview> {
    ReleaseSample.allCases.first { $0.hash == hash }.map { .present($0.reviewed) } ?? .absent
  }

  @discardableResult
  mutating func close(_ incident: IncidentID = "INC-7") -> String? {
    record(ledger.close(incident, actionContext()))
  }

  /// Certifies and publishes; says so where it is refused.
  mutating func release(_ sample: ReleaseSample) -> String? {
    certify(sample) ?? publish(sample)
  }

  // MARK: The log

  /// The log of these entries, chained anew, and its end.
  static func log(_ entries: [AuditEntry]) -> (bytes: [UInt8], end: AuditCheckpoint?) {
    var bytes: [UInt8] = []
    var end: AuditCheckpoint?
    for entry in entries {
      let (line, newEnd) = AuditLog.append(entry, after: end)
      bytes += line
      end = newEnd
    }
    return (bytes, end)
  }
}
