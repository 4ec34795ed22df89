import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing
@testable import ConversationSimulator

/// What holds of the gates whatever the evidence.
struct GatePropertyTests {
  private typealias Fixture = GateFixture

  /// Every way of taking one piece of evidence away, or damaging it.
  private static let losses: [(name: String, lose: @Sendable (inout ReleaseEvidence) -> Void)] = [
    ("no draft", { $0.draft = .absent }),
    ("damaged draft", { $0.draft = .faulty(.init(.unreadable, "")) }),
    ("no certificate", { $0.certificate = .absent }),
    ("certificate not needed", { $0.certificate = .notNeeded }),
    ("empty certificate", { $0.certificate = .faulty(.init(.empty, "")) }),
    ("damaged certificate", { $0.certificate = .faulty(.init(.malformed, "")) }),
    ("no live version", { $0.live = .absent }),
    ("damaged live version", { $0.live = .faulty(.init(.unreadable, "")) }),
    ("no incidents", { $0.incidents = .absent }),
    ("damaged incidents", { $0.incidents = .faulty(.init(.malformed, "")) }),
    ("no evaluations", { $0.evaluations = .absent }),
    ("damaged evaluations", { $0.evaluations = .faulty(.init(.unreadable, "")) }),
    ("no policy", { $0.policy = .absent }),
    ("damaged policy", { $0.policy = .faulty(.init(.malformed, "")) }),
  ]

  /// Whatever was decided before, with a piece of evidence less it is refused.
  @Test func nothingGoesLiveOnLessEvidence() {
    var random = SeededRandom(seed: 41)
    for _ in 0..<60 {
      var evidence = Fixture.everything
      evidence.certificate = random.pick(EvidenceStates.certificate).evidence
      evidence.live = random.pick(EvidenceStates.live).evidence
      if random.chance(50) {
        evidence.certificate = random.pick(UnsignedStates.all).evidence
        evidence.policy = .present(UnsignedStates.policy)
      }
      evidence.incidents = random.pick(EvidenceStates.incidents).evidence
      evidence.evaluations = random.pick(EvidenceStates.evaluations).evidence
      for loss in Self.losses {
        var less = evidence
        loss.lose(&less)
        #expect(!Fixture.decide(less).isPassed, "seed 41: \(loss.name)")
      }
    }
  }

  /// From every combination that passes, each of the losses alone leads to a refusal.
  @Test func eachPieceOfEvidenceIsNeeded() {
    let signed = EvidenceStates.certificate.filter(\.codes.isEmpty).map { certificate in
      var evidence = Fixture.everything
      evidence.certificate = certificate.evidence
      return evidence
    }
    let unsigned = UnsignedStates.all.filter(\.codes.isEmpty).map { certificate in
      var evidence = Fixture.everything
      evidence.certificate = certificate.evidence
      evidence.policy = .present(UnsignedStates.policy)
      evidence.live = .present(LiveVersion(Fixture.review, policies: [UnsignedStates.policy]))
      return evidence
    }
    #expect(signed.count >= 4 && unsigned.count >= 2)
    for evidence in signed + unsigned {
      #expect(Fixture.decide(evidence).isPassed)
      for loss in Self.losses {
        var less = evidence
        loss.lose(&less)
        #expect(!Fixture.decide(less).isPassed, "\(loss.name)")
      }
    }
  }

  /// A stricter policy never lets through what a laxer one refuses.
  @Test func tighteningThePolicyNeverOpensAGate() {
    let tightenings: [(String, @Sendable (inout GatePolicy) -> Void)] = [
      ("age", { $0.maximumAgeHours = 1 }),
      ("mode", { $0.minimumMode = .stress }),
      ("coverage", { $0.coverageFloors[.events] = 100 }),
      ("keys", { $0.trustedKeys = [.init(publicKey: Base64.encode(Fixture.stranger.verifyingKey.bytes))] }),
      ("runs", { $0.evaluations?.minimumRuns = 1000 }),
      ("rate", { $0.evaluations?.passRatePercent = 100 }),
      ("confidence", { $0.evaluations?.confidence = .percent999 }),
      ("critical", { $0.critical.append("another") }),
      ("warnings", { $0.warnings = .refuse }),
    ]
    let refused = EvidenceStates.certificate.filter { !$0.codes.isEmpty }
    #expect(refused.count > 15)
    for certificate in refused {
      for (name, tighten) in tightenings {
        var evidence = Fixture.everything
        evidence.certificate = certificate.evidence
        #expect(!Fixture.decide(evidence).isPassed, "\(certificate.name)")
        var policy = Fixture.strictest
        tighten(&policy)
        evidence.policy = .present(policy)
        #expect(!Fixture.decide(evidence).isPassed, "\(certificate.name), tightened \(name)")
      }
    }
  }

  // MARK: Codes of their own

  private func codes(_ edit: (inout ReleaseEvidence) -> Void) -> Set<ReasonCode> {
    var evidence = Fixture.everything
    edit(&evidence)
    return Set(Fixture.decide(evidence).gates.flatMap { $0.verdict.reasons.map(\.code) })
  }

  private func codes(policy edit: @escaping (inout GatePolicy) -> Void) -> Set<ReasonCode> {
    codes {
      var policy = Fixture.strictest
      edit(&policy)
      $0.policy = .present(policy)
    }
  }

  @Test func refusesABrokenDraftUnderItsOwnCode() {
    #expect(codes { $0.draft = .absent } == [.draftMissing])
    #expect(codes { $0.draft = .faulty(.init(.unreadable, "")) } == [.draftUnreadable])
    #expect(codes { $0.draft = .faulty(.init(.malformed, "")) } == [.draftInvalid])
    var shapeless = Fixture.draft
    shapeless.edges[0].to = "nowhere"
    #expect(codes { $0.draft = .present(reviewDraft(prepare(shapeless))) }.contains(.draftInvalid))
    var broken = Fixture.draft
    broken.edges.removeAll { $0.on == .escalate }
    #expect(codes { $0.draft = .present(reviewDraft(prepare(broken))) }.contains(.invariantRefuted))
  }

  @Test func refusesUnderAPolicyThatCannotBeDecidedBy() {
    #expect(codes { $0.policy = .absent }.contains(.policyMissing))
    #expect(codes { $0.policy = .faulty(.init(.empty, "")) }.contains(.policyUnreadable))
    #expect(codes { $0.policy = .faulty(.init(.malformed, "")) }.contains(.policyInvalid))
    #expect(codes(policy: { $0.waivers = [Self.waiver(expires: nil)] }) == [.waiverWithoutExpiry])
    #expect(codes(policy: { $0.trustedKeys.append(.init(publicKey: "AAAA")) }).contains(.policyInvalid))
  }

  /// By the guarantee's name, and no other.
  @Test func aLostGuaranteeIsWaivedByName() throws {
    let lost = try #require(EvidenceStates.live.first { $0.codes == [.guaranteeLost] }).evidence
    func codes(_ subject: String, expires: Instant) -> Set<ReasonCode> {
      self.codes {
        var policy = Fixture.strictest
        policy.waivers = [
          Waiver(
            kind: .guaranteeLost, subject: subject, owner: "Ana", reason: "it looks up only", expires: expires
          )
        ]
        $0.policy = .present(policy)
        $0.live = lost
      }
    }
    let later = Fixture.now.advanced(bySeconds: 1)
    #expect(codes("confirmation:find_homes", expires: later) == [])
    #expect(codes("confirmation:book_viewing", expires: later) == [.guaranteeLost])
    #expect(codes("confirmation:find_homes", expires: Fixture.now) == [.guaranteeLost, .waiverExpired])
  }

  private static func waiver(expires: Instant?, kind: Waiver.Kind = .scenarioRemoved) -> Waiver {
    Waiver(kind: kind, subject: "gone", owner: "Ana", reason: "moved to the other desk", expires: expires)
  }

  /// What can be waived is spelt as the code that is given.
  @Test func onlyReasonsAreWaived() {
    let unknown = Waiver.Kind.allCases.filter { ReasonCode(rawValue: $0.rawValue) == nil }
    #expect(unknown == [])
  }

  @Test func aWaiverHoldsUntilItsEnd() throws {
    let removed = try #require(EvidenceStates.live.first { $0.codes == [.scenarioRemoved] }).evidence
    func codes(_ waivers: [Waiver]) -> Set<ReasonCode> {
      self.codes {
        var policy = Fixture.strictest
        policy.waivers = waivers
        $0.policy = .present(policy)
        $0.live = removed
      }
    }
    #expect(codes([Self.waiver(expires: Fixture.now.advanced(bySeconds: 1))]) == [])
    #expect(codes([Self.waiver(expires: Fixture.now)]) == [.scenarioRemoved, .waiverExpired])
    #expect(
      codes([Self.waiver(expires: Fixture.now.advanced(bySeconds: 1), kind: .scenarioWeakened)])
        == [.scenarioRemoved])
  }

  @Test func refusesOpenWarningsWhereThePolicyDoes() {
    func codes(_ rule: WarningRule, _ warnings: [String]) -> Set<ReasonCode> {
      self.codes {
        var policy = Fixture.strictest
        policy.warnings = rule
        $0.policy = .present(policy)
        $0.draft = .present(reviewDraft(prepare(Fixture.draft), blueprintWarnings: warnings))
      }
    }
    #expect(codes(.refuse, ["a slot is never used"]) == [.openWarnings])
    #expect(codes(.refuse, []) == [])
    #expect(codes(.report, ["a slot is never used"]) == [])
  }

  @Test func asksForTheModeAndCoverageOfThePolicy() {
    #expect(codes(policy: { $0.minimumMode = .full }) == [.certificateWeakerMode])
    #expect(codes(policy: { $0.coverageFloors[.events] = 100 }) == [.coverageBelowFloor])
  }

  /// Without keys a certificate is believed only if simulating again gives it.
  @Test func anUnsignedForgeryIsNotReproduced() {
    let forgery = Fixture.forged(Fixture.certificate(), [("seed", .integer(5)), ("mode", .string("full"))])
    let codes = codes {
      var policy = Fixture.strictest
      policy.trustedKeys = []
      $0.policy = .present(policy)
      $0.live = .present(LiveVersion(Fixture.review))
      $0.certificate = .present(forgery)
    }
    #expect(codes == [.certificateNotReproduced])
  }

  @Test func aScenarioThatFailsNowIsARegression() {
    // The draft asks for `beds` no more, and the scenario still has to collect it.
    let live = BaseBlueprint.text.replacingOnce(
      "must_collect: [area, day]", with: "must_collect: [area, beds]")
    var draft = Fixture.draft(live)
    let before = reviewDraft(prepare(draft))
    for index in draft.nodes.indices where draft.nodes[index].slots != nil {
      draft.nodes[index].slots?.removeAll { $0 == "beds" }
    }
    let codes = codes {
      $0.draft = .present(reviewDraft(prepare(draft)))
      $0.live = .present(LiveVersion(before, policies: [Fixture.strictest]))
    }
    #expect(codes.contains(.scenarioRegressed))
  }
}
