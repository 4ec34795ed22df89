import Documents
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// What can be done to releases, and what is refused under which code.
struct ReleaseLedgerTests {
  @Test func aDraftGoesLiveOnItsCertificate() throws {
    var desk = ReleaseDesk()
    #expect(desk.publish(.first) == "sim_cert_missing")
    #expect(desk.certify(.first) == nil)
    #expect(desk.publish(.second) == "sim_cert_other_draft")
    #expect(desk.publish(.first) == nil)
    let version = try #require(desk.ledger.liveVersion)
    #expect(version.number == 1 && version.outcome == .passed && version.draft == ReleaseSample.first.hash)
    #expect(version.certificateID == desk.ledger.certificates.last?.id && version.by == "ana")
    #expect(desk.publish(.first) == "already_live")
    // Refusals are on record beside what was done.
    #expect(desk.entries.map(\.action) == [.verdict, .certificate, .verdict, .release])
  }

  @Test func whatIsNoLongerFreshIsRefused() {
    var desk = ReleaseDesk()
    desk.certify(.first)
    desk.now = desk.now.advanced(bySeconds: 25 * 3600)
    #expect(desk.publish(.first) == "sim_cert_stale")
  }

  @Test func nobodyDoesNothing() {
    var desk = ReleaseDesk()
    desk.certify(.first)
    let nobody = ActionContext(actor: " ", at: desk.now, engine: ReleaseDesk.engine)
    #expect(desk.record(desk.ledger.publish(desk.material(.first), nobody)) == "actor_missing")
    #expect(desk.record(desk.ledger.activate(nil, draft: .absent, nobody)) == "actor_missing")
    #expect(desk.ledger.live == nil)
  }

  /// Nothing is certified of what has open warnings, unless a policy that can be read allows them.
  @Test func openWarningsAreRefusedUnlessThePolicyAllowsThem() {
    let ledger = ReleaseLedger()
    var strict = GatePolicy()
    strict.warnings = .refuse
    let open = ["a slot is never used", "a trigger is blank"]
    #expect(ledger.refusal(ofWarnings: open, under: .present(strict))?.code == "open_warnings")
    #expect(
      ledger.refusal(ofWarnings: open, under: .present(strict))?.sentence
        == "2 warnings are open: a slot is never used (and 1 more), and the policy refuses warnings")
    #expect(ledger.refusal(ofWarnings: [], under: .present(strict)) == nil)
    #expect(ledger.refusal(ofWarnings: open, under: .present(GatePolicy())) == nil)
    for missing in [Evidence<GatePolicy>.absent, .notNeeded, .faulty(.init(.unreadable, ""))] {
      #expect(ledger.refusal(ofWarnings: open, under: missing)?.code == "open_warnings")
      #expect(ledger.refusal(ofWarnings: [], under: missing) == nil)
    }
  }

  @Test func allowingWarningsAgainWeakensThePolicy() {
    var desk = ReleaseDesk()
    desk.policy.warnings = .refuse
    #expect(desk.release(.first) == nil)
    desk.policy.warnings = .report
    #expect(desk.release(.second) == "policy_weakened")
    desk.policy.warnings = .refuse
    #expect(desk.publish(.second) == nil)
  }

  // MARK: The live version and its policy

  @Test func whatIsLiveIsComparedWith() {
    var desk = ReleaseDesk()
    #expect(desk.release(.extended) == nil)
    #expect(desk.release(.first) == "scenario_removed")
    var other = ReleaseDesk()
    #expect(other.release(.first) == nil)
    #expect(other.release(.weakened) == "scenario_weakened")
  }

  @Test func aWeakerPolicyNeedsAWaiver() {
    var desk = ReleaseDesk()
    desk.policy.maximumAgeHours = 12
    #expect(desk.release(.first) == nil)
    desk.policy.maximumAgeHours = 24
    #expect(desk.release(.second) == "policy_weakened")
    desk.policy.waivers = [
      Waiver(
        kind: .policyWeakened, subject: "max_age_hours", owner: "ana", reason: "slow reviews",
        expires: desk.now.advanced(bySeconds: 60))
    ]
    #expect(desk.publish(.second) == nil)
    #expect(desk.ledger.waiversUsed.map(\.version) == [2])
    // The waiver has a separate record, before that of the release, and the log is read again with it.
    let actions = desk.entries.suffix(2).map(\.action)
    #expect(actions == [.waiver, .release])
    let log = ReleaseDesk.log(desk.entries)
    guard case .sound(let again, _) = readLedger(log.bytes, against: log.end) else {
      Issue.record("the log is not sound")
      return
    }
    #expect(again.liveVersion?.number == 2)
  }

  /// Neither going back to a version under a weaker policy nor an override under one loosens what is in force.
  @Test func thePolicyInForceIsThatOfTheLastThatPassed() {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    desk.policy.maximumAgeHours = 12
    #expect(desk.release(.second) == nil)
    #expect(desk.activate() == nil)
    #expect(desk.ledger.live?.number == 1)
    desk.policy.maximumAgeHours = 24
    #expect(desk.release(.extended) == "policy_weakened")
    #expect(desk.override(.extended) == nil)
    desk.now = desk.now.advanced(bySeconds: 60)
    desk.certify(.extended)
    #expect(desk.cover() == nil)
    #expect(desk.publish(.extended) == "policy_weakened")
    desk.policy.maximumAgeHours = 12
    #expect(desk.publish(.extended) == nil)
  }

  // MARK: Break-glass

  @Test func anOverrideIsNeverAPassAndBlocksUntilCovered() throws {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    #expect(desk.override(.second) == nil)
    let version = try #require(desk.ledger.liveVersion)
    #expect(version.outcome == .overridden && version.incident == "INC-7" && !version.decision.isPassed)
    #expect(desk.entries.last?.action == .override)
    #expect(desk.release(.extended) == "incident_open")
    // What passed before the incident did not keep it from happening.
    desk.now = desk.now.advanced(bySeconds: 60)
    #expect(desk.close() == "incident_not_covered")
    #expect(desk.cover("INC-7", "unknown") == "covering_scenario_missing")
    #expect(desk.cover("INC-8") == "unknown_incident")
    desk.certify(.extended)
    #expect(desk.cover() == nil)
    #expect(desk.publish(.extended) == nil)
    #expect(desk.close() == nil)
    #expect(desk.close() == "incident_already_closed")
    #expect(desk.cover() == "incident_closed")
    // The draft that was overridden can pass in its own right later.
    #expect(desk.ledger.live?.number == 3)
  }

  @Test func aCertificateFromBeforeTheIncidentDoesNotCover() {
    var desk = ReleaseDesk()
    desk.certify(.first)
    desk.now = desk.now.advanced(bySeconds: 1)
    #expect(desk.override(.second) == nil)
    #expect(desk.cover("INC-7", "books_at_once") == "certificate_older_than_incident")
  }

  @Test func aStaleCertificateDoesNotCover() {
    var desk = ReleaseDesk()
    #expect(desk.override(.second) == nil)
    desk.certify(.second)
    desk.now = desk.now.advanced(bySeconds: 25 * 3600)
    #expect(desk.cover("INC-7", "books_at_once") == "sim_cert_stale")
  }

  @Test func onlyTheRightPersonMayAndOnlyOnce() {
    var desk = ReleaseDesk()
    #expect(desk.override(.first, role: .member) == "break_glass_role_not_allowed")
    #expect(desk.override(.first, reason: "because") == "break_glass_reason_too_short")
    #expect(desk.override(.shapeless) == "draft_not_schema_valid")
    #expect(desk.override(.first) == nil)
    #expect(desk.override(.second) == "break_glass_incident_of_another_draft")
    #expect(desk.override(.first) == "break_glass_incident_already_used")
    #expect(desk.override(.first, "INC-8") == "already_live")
    #expect(desk.override(.second, "INC-8") == nil)
    #expect(desk.ledger.openIncidents.map(\.id) == ["INC-7", "INC-8"])
  }

  @Test func whatPassesNeedsNoOverride() {
    var desk = ReleaseDesk()
    desk.certify(.first)
    #expect(desk.override(.first) == "break_glass_not_needed")
  }

  /// Its refuted invariants are what is overridden; a draft without the shape of one is published by nobody.
  @Test func aRefutedDraftCanBeOverriddenAndNotPublished() {
    var desk = ReleaseDesk()
    desk.certify(.refuted)
    #expect(desk.publish(.refuted) == "invariant_refuted")
    #expect(desk.publish(.shapeless) == "draft_invalid")
    #expect(desk.override(.refuted) == nil)
  }

  // MARK: Going back

  @Test func goingBackIsTheWayOut() {
    var desk = ReleaseDesk()
    #expect(desk.activate() == "nothing_live")
    #expect(desk.release(.first) == nil)
    #expect(desk.activate() == "no_earlier_version")
    #expect(desk.release(.second) == nil)
    #expect(desk.override(.refuted) == nil)
    // No certificate is fresh by then, and the incident is open.
    desk.now = desk.now.advanced(bySeconds: 100 * 3600)
    #expect(desk.activate() == nil)
    #expect(desk.ledger.live == .init(number: 2, by: "ana", since: desk.now))
    #expect(desk.activate(3) == "version_was_overridden")
    #expect(desk.activate(2) == "already_live")
    #expect(desk.activate(4) == "unknown_version")
    #expect(desk.activate(0) == "unknown_version")
    #expect(desk.activate() == nil)
    #expect(desk.activate(2) == nil)
    #expect(desk.entries.suffix(3).map(\.action) == [.rollback, .rollback, .activate])
    #expect(desk.release(.extended) == "incident_open")
  }

  @Test func whatGoesLiveAgainIsProvedAgain() {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    #expect(desk.release(.second) == nil)
    let broken: [(Evidence<DraftUnderReview>, String)] = [
      (.absent, "version_draft_unusable"), (.notNeeded, "version_draft_unusable"),
      (.faulty(.init(.unreadable, "changed")), "version_draft_unusable"),
      (.present(ReleaseSample.extended.reviewed), "version_draft_unusable"),
      (.present(ReleaseSample.shapeless.reviewed), "version_draft_unusable"),
    ]
    for (draft, code) in broken {
      #expect(desk.record(desk.ledger.activate(1, draft: draft, desk.actionContext())) == code)
    }
    #expect(desk.ledger.live?.number == 2)
  }

  // MARK: Certificates

  @Test func aCertificateIsWhatIsOnRecord() throws {
    var desk = ReleaseDesk()
    desk.certify(.first)
    // The same once more is the same; with a signature it is another under the same id.
    #expect(desk.certify(.first) == nil)
    let certificate = try #require(desk.certificates.values.first)
    let signed = certificate.signed(keyID: "0011223344556677", value: "AAAA")
    let outcome = desk.ledger.certify(signed, of: ReleaseSample.first.hash, desk.actionContext())
    #expect(desk.record(outcome) == "certificate_already_recorded")
    let other = desk.ledger.certify(certificate, of: ReleaseSample.second.hash, desk.actionContext())
    #expect(desk.record(other) == "certificate_not_on_record")
    var material = desk.material(.first)
    material.certificate = .present(signed)
    #expect(desk.record(desk.ledger.publish(material, desk.actionContext())) == "sim_cert_malformed")
  }

  @Test func everyRuleSaysWhatToDo() {
    for rule in LedgerRule.allCases {
      #expect(rule.rawValue.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
      #expect(!rule.remediation.isEmpty && !rule.nextCommands.isEmpty)
    }
  }
}
