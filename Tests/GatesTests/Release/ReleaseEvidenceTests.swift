import Documents
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// Taking evidence away, or damaging it, never turns a refusal into a pass.
struct ReleaseEvidenceTests {
  private static let fault = EvidenceFault(.unreadable, "cut short")

  /// Everything that can be missing from or wrong with what a publish is decided from.
  private func corruptions(_ desk: ReleaseDesk, _ material: ReleaseMaterial) -> [ReleaseMaterial] {
    func with(_ change: (inout ReleaseMaterial) -> Void) -> ReleaseMaterial {
      var changed = material
      change(&changed)
      return changed
    }
    let others = ReleaseSample.allCases.map(\.reviewed)
    var found = others.map { other in with { $0.compared = .present(other) } }
    found += desk.certificates.values.sorted { $0.id < $1.id }.map { other in
      with { $0.certificate = .present(other) }
    }
    found += [Evidence<Certificate>.notNeeded, .absent, .faulty(Self.fault)].map { evidence in
      with { $0.certificate = evidence }
    }
    found += [Evidence<DraftUnderReview>.notNeeded, .absent, .faulty(Self.fault)].flatMap { evidence in
      [with { $0.compared = evidence }, with { $0.draft = evidence }]
    }
    found += [Evidence<GatePolicy>.notNeeded, .absent, .faulty(Self.fault)].map { evidence in
      with { $0.policy = evidence }
    }
    found += [Evidence<EvaluationFile>.absent, .faulty(Self.fault)].map { evidence in
      with { $0.evaluations = evidence }
    }
    return found + [with { $0.damage = ["the draft of version 1 is not there"] }]
  }

  private func isRefused(_ desk: ReleaseDesk, _ material: ReleaseMaterial) -> Bool {
    if case .failure = desk.ledger.publish(material, desk.actionContext()) { true } else { false }
  }

  /// Desks at which publishing is refused for one reason each.
  private static let refusing: [(String, ReleaseSample, @Sendable (inout ReleaseDesk) -> Void)] = [
    ("sim_cert_missing", .first, { _ in }),
    ("sim_cert_other_draft", .second, { desk in _ = desk.release(.first) }),
    (
      "scenario_removed", .first,
      { desk in
        _ = desk.release(.extended)
        desk.certify(.first)
      }
    ),
    (
      "incident_open", .first,
      { desk in
        desk.override(.second)
        desk.certify(.first)
      }
    ),
    (
      "policy_weakened", .second,
      { desk in
        desk.policy.maximumAgeHours = 12
        _ = desk.release(.first)
        desk.policy.maximumAgeHours = 24
        desk.certify(.second)
      }
    ),
    ("invariant_refuted", .refuted, { desk in desk.certify(.refuted) }),
    ("draft_invalid", .shapeless, { desk in desk.certify(.shapeless) }),
  ]

  @Test(arguments: refusing.indices)
  func noCorruptionOpensAGate(_ index: Int) {
    let (code, sample, prepare) = Self.refusing[index]
    var desk = ReleaseDesk()
    prepare(&desk)
    let material = desk.material(sample)
    guard case .failure(let refusal) = desk.ledger.publish(material, desk.actionContext()) else {
      Issue.record("\(code) is not refused")
      return
    }
    #expect(refusal.code == code)
    for corrupted in corruptions(desk, material) {
      #expect(isRefused(desk, corrupted))
    }
  }

  /// Where a release would pass, each piece of evidence is needed.
  @Test func everyPieceIsNeeded() {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    desk.now = desk.now.advanced(bySeconds: 1)
    desk.certify(.extended)
    let material = desk.material(.extended)
    #expect(!isRefused(desk, material))
    let accepted = corruptions(desk, material).filter { !isRefused(desk, $0) }
    // The draft that is compared with and the certificate as they are: two of the replacements change nothing.
    #expect(accepted.count == 2)
  }

  @Test func statusSaysWhatPublishWouldSay() {
    for (code, sample, prepare) in Self.refusing {
      var desk = ReleaseDesk()
      prepare(&desk)
      let status = desk.ledger.status(desk.material(sample), desk.actionContext())
      #expect(status.blockers.first?.code.rawValue == code)
      #expect(status.isAboutDraft)
    }
  }

  @Test func statusAloneSaysWhatBlocksAnyDraft() throws {
    var desk = ReleaseDesk()
    #expect(desk.ledger.status(desk.material(nil), desk.actionContext()).blockers.isEmpty)
    #expect(desk.release(.first) == nil)
    desk.now = desk.now.advanced(bySeconds: 25 * 3600)
    let stale = desk.ledger.status(desk.material(nil), desk.actionContext())
    // The live draft's certificate may be old: it is no other draft's.
    #expect(stale.blockers.isEmpty && !stale.isFresh)
    #expect(stale.certificate?.freshUntil == .noon.advanced(bySeconds: 24 * 3600))
    desk.override(.second)
    let open = desk.ledger.status(desk.material(nil), desk.actionContext())
    #expect(open.blockers.map(\.code) == [.incidentOpen] && open.openIncidents.count == 1)
    var material = desk.material(nil)
    material.policy = .absent
    #expect(desk.ledger.status(material, desk.actionContext()).blockers.map(\.code).contains(.policyMissing))
    material = desk.material(nil)
    material.compared = .faulty(Self.fault)
    #expect(!desk.ledger.status(material, desk.actionContext()).blockers.isEmpty)
  }
}
