import Documents
@testable import ConversationSimulator
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// Logs whose chain is whole and whose records cannot all be so.
struct LedgerFaultTests {
  /// 1 certificate, 2 release, 3 override, 4 certificate, 5 incident covered, 6 incident closed, 7 release, 8 rollback.
  private static let entries: [AuditEntry] = {
    var desk = ReleaseDesk()
    _ = desk.release(.first)
    desk.override(.second)
    desk.now = desk.now.advanced(bySeconds: 60)
    desk.certify(.extended)
    desk.cover()
    desk.close()
    desk.publish(.extended)
    desk.activate(1)
    return desk.entries
  }()

  private func fault(_ entries: [AuditEntry]) -> LedgerFault? {
    let (bytes, end) = ReleaseDesk.log(entries)
    switch readLedger(bytes, against: end) {
    case .sound: return nil
    case .faulty(let faults): return faults.first
    }
  }

  @Test func theLogItselfIsSound() {
    let actions = Self.entries.map(\.action.rawValue)
    #expect(
      actions == [
        "certificate", "release", "override", "certificate", "incident", "incident", "release", "rollback",
      ])
    #expect(fault(Self.entries) == nil)
    #expect(fault([]) == nil)
  }

  /// The line, what stands there instead of what, and the code at that line.
  @Test(
    arguments: [
      (1, "content_sha256", .string("0"), "malformed_details"),
      (1, "overall_pass", .boolean(false), "released_without_passing"),
      (2, "version", .integer(2), "version_out_of_order"),
      (2, "outcome", .string("overridden"), "malformed_details"),
      (2, "replaces", .integer(1), "replaces_what_is_not_live"),
      (2, "certificate_id", .string("cert_0"), "unknown_certificate"),
      (2, "certificate_id", .null, "released_without_passing"),
      (2, "policy", .null, "released_without_passing"),
      (2, "policy", .object([]), "malformed_details"),
      (2, "decision", .object([]), "malformed_details"),
      (3, "version", .integer(1), "version_out_of_order"),
      (3, "outcome", .string("passed"), "malformed_details"),
      (3, "incident", .null, "malformed_details"),
      (3, "certificate_id", .null, nil),
      (7, "replaces", .integer(1), "replaces_what_is_not_live"),
      (8, "version", .integer(4), "malformed_details"),
      (8, "version", .integer(2), "evidence_of_another_release"),
      (8, "version", .integer(0), "unknown_version"),
      (8, "replaces", .integer(2), "replaces_what_is_not_live"),
    ] as [(Int, String, JSONValue, String?)])
  func aChangedDetailIsLocated(_ line: Int, _ key: String, _ value: JSONValue, _ code: String?) {
    var entries = Self.entries
    entries[line - 1] = entries[line - 1].with(key, value)
    let found = fault(entries)
    #expect(found?.code == code)
    // A certificate that did not pass is found where it was relied on.
    if code != nil { #expect(found?.line == (key == "overall_pass" ? 2 : line)) }
  }

  /// Records taken away, repeated or moved, with the chain made to fit.
  @Test(arguments: [
    ([2, 3, 4, 5, 6, 7, 8], 1, "unknown_certificate"),
    ([1, 3, 4, 5, 6, 7, 8], 2, "version_out_of_order"),
    ([1, 2, 2], 3, "version_out_of_order"), ([1, 2, 3, 3], 4, "version_out_of_order"),
    ([1, 2, 4, 5], 4, "unknown_incident"), ([1, 2, 3, 5], 4, "impossible_incident_change"),
    ([1, 2, 3, 4, 6], 5, "impossible_incident_change"),
    ([1, 2, 3, 4, 7], 5, "released_without_passing"),
    ([1, 2, 3, 4, 5, 5], 6, "impossible_incident_change"), ([1, 8], 2, "unknown_version"),
    ([1, 2, 8], 3, "replaces_what_is_not_live"),
  ])
  func aChangedOrderIsLocated(_ lines: [Int], _ line: Int, _ code: String) {
    let found = fault(lines.map { Self.entries[$0 - 1] })
    #expect(found?.code == code && found?.line == line)
  }

  /// What details alone cannot show: another draft, another time, an incident used twice.
  @Test func evidenceBelongsToItsRelease() throws {
    func code(_ line: Int, _ change: (AuditEntry) -> AuditEntry) -> String? {
      var entries = Self.entries
      entries[line - 1] = change(entries[line - 1])
      return fault(entries)?.code
    }
    let second = ReleaseSample.second.hash
    #expect(code(2) { $0.with(draft: second) } == "evidence_of_another_release")
    #expect(code(2) { $0.with(at: .noon.advanced(bySeconds: 1)) } == "evidence_of_another_release")
    #expect(code(3) { $0.with(actor: "eve") } == "evidence_of_another_release")
    #expect(code(5) { $0.with(draft: second) } == nil)
    #expect(code(5) { $0.with(draft: .first) } == "impossible_incident_change")
    #expect(code(8) { $0.with(draft: second) } == "evidence_of_another_release")
    #expect(code(8) { $0.with(draft: nil) } == "evidence_of_another_release")
    #expect(code(1) { $0.with(draft: nil) } == "malformed_details")
    #expect(code(1) { AuditEntry(at: $0.at, actor: "eve", action: .waiver) } == "malformed_details")
    #expect(
      code(4) { _ in Self.entries[0].with("content_sha256", .string(second.sha256)) } == "certificate_changed"
    )

    let again = Self.entries[2].with("version", .integer(3)).with("replaces", .integer(2))
    #expect(fault(Self.entries.prefix(3) + [again])?.code == "incident_already_used")
    // An overridden version does not become live again.
    let back = AuditEntry(
      at: .noon, actor: "eve", action: .rollback, draft: second,
      details: [JSONMember("version", .integer(2)), JSONMember("replaces", .integer(3))])
    #expect(fault(Self.entries.prefix(7) + [back])?.code == "version_may_not_be_live")
    #expect(fault([decided(.first, named: .second)])?.code == "evidence_of_another_release")
    #expect(fault([decided(.first, named: .first)]) == nil)
  }

  private func decided(_ sample: ReleaseSample, named other: ReleaseSample) -> AuditEntry {
    var desk = ReleaseDesk()
    desk.publish(sample)
    return desk.entries[0].with(draft: other.hash)
  }

  @Test func aBrokenChainIsNoLedger() throws {
    let (bytes, end) = ReleaseDesk.log(Self.entries)
    func codes(_ bytes: [UInt8], _ checkpoint: AuditCheckpoint?) -> [String] {
      switch readLedger(bytes, against: checkpoint) {
      case .sound: []
      case .faulty(let faults): faults.map(\.code)
      }
    }
    #expect(codes(bytes, end).isEmpty)
    #expect(codes(Array(bytes.dropLast()), end) == ["cut_last_line", "truncated"])
    // A crash leaves the checkpoint one record behind, and nothing leaves it further behind.
    for count in 0...Self.entries.count {
      let kept = ReleaseDesk.log(Array(Self.entries.prefix(count))).end
      #expect(codes(bytes, kept) == (count >= Self.entries.count - 1 ? [] : ["checkpoint_behind"]))
      let cut = ReleaseDesk.log(Array(Self.entries.prefix(count))).bytes
      #expect(codes(cut, end) == (count == Self.entries.count ? [] : ["truncated"]))
    }
    var edited = bytes
    let place = try #require(edited.firstIndex(of: UInt8(ascii: "a")))
    edited[place] = UInt8(ascii: "b")
    #expect(!codes(edited, end).isEmpty)
  }

  @Test func aPolicyIsReadAsItWasWritten() throws {
    var policy = GatePolicy()
    policy.maximumAgeHours = 7
    policy.minimumMode = .stress
    policy.minimumAdaptiveRuns = 3
    policy.warnings = .refuse
    policy.coverageFloors = [.edges: 30]
    policy.trustedKeys = [.init(publicKey: "AAAA", owner: "ana"), .init(publicKey: "BBBB")]
    policy.evaluations = .init()
    policy.evaluations?.confidence = .percent999
    policy.critical = ["gives advice"]
    policy.requires = [.incidents]
    policy.waivers = [
      Waiver(kind: .coverageLower, subject: "edges_percent", owner: "ana", reason: "why", expires: .noon)
    ]
    for policy in [GatePolicy(), policy] {
      let read = try #require(GatePolicy(record: policy.json))
      #expect(CanonicalJSON.text(of: read.json) == CanonicalJSON.text(of: policy.json))
      #expect(read.weakenings(since: policy).isEmpty && policy.weakenings(since: read).isEmpty)
    }
  }
}

extension AuditEntry {
  fileprivate func with(_ key: String, _ value: JSONValue) -> AuditEntry {
    AuditEntry(
      at: at, actor: actor, action: action, draft: draft,
      details: details.map { $0.key == key ? JSONMember(key, value) : $0 })
  }

  fileprivate func with(draft: DraftHash?) -> AuditEntry {
    AuditEntry(at: at, actor: actor, action: action, draft: draft, details: details)
  }

  fileprivate func with(at: Instant) -> AuditEntry {
    AuditEntry(at: at, actor: actor, action: action, draft: draft, details: details)
  }

  fileprivate func with(actor: String) -> AuditEntry {
    AuditEntry(at: at, actor: actor, action: action, draft: draft, details: details)
  }
}
