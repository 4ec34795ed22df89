import Documents
import Gates
import PolicyGraph
import PolicyProofs
import TestSupport

/// One state of the draft, of the policy, or of a draft beside its live version, and a code that it is refused under.
struct FurtherState: Sendable {
  let name: String
  let code: ReasonCode
  let evidence: ReleaseEvidence

  /// Every code that is really given, by either gate.
  var decided: Set<ReasonCode> {
    Set(GateFixture.decide(evidence).gates.flatMap { $0.verdict.reasons.map(\.code) })
  }

  private init(_ code: ReasonCode, _ name: String, _ edit: (inout ReleaseEvidence) -> Void) {
    var evidence = GateFixture.everything
    edit(&evidence)
    self.name = name
    self.code = code
    self.evidence = evidence
  }

  private init(_ code: ReasonCode, _ name: String, policy edit: (inout GatePolicy) -> Void) {
    self.init(code, name) {
      var policy = GateFixture.strictest
      edit(&policy)
      $0.policy = .present(policy)
    }
  }

  static let all: [FurtherState] = [
    .init(.draftMissing, "no draft") { $0.draft = .absent },
    .init(.draftUnreadable, "a draft that is cut short") { $0.draft = .faulty(.init(.unreadable, "")) },
    .init(.draftInvalid, "an edge that leads nowhere") {
      var draft = GateFixture.draft
      draft.edges[0].to = "nowhere"
      $0.draft = .present(reviewDraft(prepare(draft)))
    },
    .init(.invariantRefuted, "nobody can be reached") {
      var draft = GateFixture.draft
      draft.edges.removeAll { $0.on == .escalate }
      $0.draft = .present(reviewDraft(prepare(draft)))
    },
    .init(.policyMissing, "no policy") { $0.policy = .absent },
    .init(.policyUnreadable, "an empty policy") { $0.policy = .faulty(.init(.empty, "")) },
    .init(.policyInvalid, "a policy of another shape") { $0.policy = .faulty(.init(.malformed, "")) },
    .init(.waiverWithoutExpiry, "a waiver for ever", policy: { $0.waivers = [waiver(expires: nil)] }),
    .init(.waiverExpired, "a waiver at its end, for a scenario that was removed") {
      var policy = GateFixture.strictest
      policy.waivers = [waiver(expires: GateFixture.now)]
      $0.policy = .present(policy)
      $0.live = EvidenceStates.live.first { $0.codes == [.scenarioRemoved] }?.evidence ?? .absent
    },
    .init(
      .coverageBelowFloor, "a floor above what is covered", policy: { $0.coverageFloors[.events] = 100 }),
    .init(.scenarioRegressed, "the draft asks for a slot no more that a scenario collects") {
      let blueprint = BaseBlueprint.text.replacingOnce(
        "must_collect: [area, day]", with: "must_collect: [area, beds]")
      var draft = GateFixture.draft(blueprint)
      let live = reviewDraft(prepare(draft))
      for index in draft.nodes.indices where draft.nodes[index].slots != nil {
        draft.nodes[index].slots?.removeAll { $0 == "beds" }
      }
      $0.draft = .present(reviewDraft(prepare(draft)))
      $0.live = .present(LiveVersion(live, policies: [GateFixture.strictest]))
    },
    .init(.openWarnings, "a warning under a policy that refuses any") {
      var policy = GateFixture.strictest
      policy.warnings = .refuse
      $0.policy = .present(policy)
      $0.draft = .present(
        reviewDraft(prepare(GateFixture.draft), blueprintWarnings: ["a slot is never used"]))
    },
  ]

  private static func waiver(expires: Instant?) -> Waiver {
    Waiver(
      kind: .scenarioRemoved, subject: "gone", owner: "Ana", reason: "moved to the other desk",
      expires: expires)
  }
}
