@testable import ConversationSimulator
import Documents
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// What earlier releases wrote reads for ever, and means what it meant.
struct OldReleaseTests {
  private static let folder = "Tests/Fixtures/releases/0.1.0"

  private func document<Value>(
    _ path: String, _ read: (Document, inout Findings) -> Value?
  ) throws -> Value {
    var findings = Findings(limits: .standard)
    let document = try #require(
      readJSON(try Repository.source("\(Self.folder)/\(path)"), limits: .standard, findings: &findings))
    return try #require(read(document, &findings), "\(findings.sorted.map(\.message))")
  }

  private func ledger() throws -> (ReleaseLedger, AuditCheckpoint) {
    let end = try document("checkpoint.json") { AuditCheckpoint.decode($0, findings: &$1) }
    let log = try Repository.bytes("\(Self.folder)/audit.jsonl")
    guard case .sound(let ledger, let read) = readLedger(log, against: end) else {
      throw Unreadable(detail: "\(readLedger(log, against: end))")
    }
    #expect(read == end)
    return (ledger, end)
  }

  private struct Unreadable: Error { let detail: String }

  @Test func theLogSaysWhatItSaid() throws {
    let (ledger, end) = try ledger()
    #expect(end.sequence == 14)
    #expect(ledger.versions.map(\.outcome) == [.passed, .passed, .overridden, .passed, .overridden])
    #expect(ledger.live == .init(number: 5, by: "eve", since: try #require(Instant("2026-11-24T14:00:00Z"))))
    #expect(ledger.certificates.map(\.mode) == [.full, .quick, .quick])
    #expect(ledger.waiversUsed.map(\.version) == [2, 2])
    let policy = try #require(ledger.versions[1].policy)
    #expect(policy.maximumAgeHours == 36 && policy.waivers.count == 2 && policy.minimumAdaptiveRuns == 0)
    #expect(ledger.incidents.count == 2)
    guard case .closed(let coverage, let closing) = ledger.incidents[0].state else {
      Issue.record("INC-7 was closed")
      return
    }
    #expect(coverage.scenario == "books_at_once" && closing.by == "ana")
    // Nothing can be seen of the reason of the other: it was enough then, and is not now.
    #expect(ledger.incidents[1].id == "INC\u{200B}8" && ledger.openIncidents.count == 1)
    #expect(ledger.incidents[1].reason.isBlank)
  }

  /// A refusal then is a refusal now, and a pass a pass.
  @Test func decisionsStayWhatTheyWere() throws {
    let log = try Repository.bytes("\(Self.folder)/audit.jsonl")
    var decisions: [(AuditAction, Bool)] = []
    _ = AuditLog.verify(log) { record in
      switch LedgerEvent(record.entry) {
      case .decided(let decision): decisions.append((record.entry.action, decision.isPassed))
      case .released(let version, _), .overridden(let version, _, _):
        decisions.append((record.entry.action, version.decision.isPassed))
      case .certified, .activated, .moved, .waived: break
      case nil: Issue.record("record \(record.sequence) cannot be read")
      }
    }
    #expect(decisions.map(\.0) == [.release, .verdict, .release, .override, .release, .override])
    for (action, isPassed) in decisions { #expect(isPassed == (action == .release)) }
  }

  /// Drafts keep their hash, and certificates what they say and who signed.
  @Test func draftsAndCertificatesAreTheOnesOnRecord() throws {
    let (ledger, _) = try ledger()
    for version in ledger.versions {
      let draft = try document("drafts/\(version.draft.sha256).json") { reviewDraft($0, findings: &$1) }
      #expect(draft.hash == version.draft && draft.reasons.isEmpty)
    }
    let key = try document("key.pub.json") { readKey($0, findings: &$1) }.verifyingKey
    for recorded in ledger.certificates {
      let certificate = try document("certificates/\(recorded.id).json") {
        readCertificate($0, findings: &$1)
      }
      #expect(certificate.contentDigest == recorded.content && certificate.engineVersion == "0.1.0")
      #expect(certificate.isConsistent && certificate.isPassing)
      let draft = try document("drafts/\(recorded.draft.sha256).json") {
        reviewDraft($0, findings: &$1)
      }
      let isSigned = certificate.signature != nil
      #expect(isSigned == (recorded.mode == .full))
      let faults = certificate.faults(as: draft, engine: .this, trusted: isSigned ? key : nil)
      #expect(faults.isEmpty, "\(faults)")
    }
  }

  @Test func evaluationsAreCounted() throws {
    let evaluations = readEvaluations(try Repository.source("\(Self.folder)/evaluations.jsonl"))
    #expect(evaluations.diagnostics.isEmpty && evaluations.results.map(\.verdict) == [.pass, .fail])
    #expect(evaluations.results.map(\.scenario) == ["books_at_once", "asks_by_phone"])
  }
}

/// The day on which there is a third gate, another reason and another field.
struct NewGateTests {
  private static let next = DecisionFormat(
    version: "release_decision.v2", gates: ["sim_cert", "eval_loop", "legal"])

  /// Whoever adds a gate has to add a format.
  @Test func theFormatIsThatOfTheGates() {
    #expect(DecisionFormat.current.gates == GateName.allCases.map(\.rawValue))
    #expect(Set(DecisionFormat.all.map(\.version)).count == DecisionFormat.all.count)
  }

  @Test func oldLogsDecideTheSame() {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    #expect(desk.publish(.second) == "sim_cert_other_draft")
    #expect(desk.override(.second) == nil)
    let (log, end) = ReleaseDesk.log(desk.entries)
    guard case .sound(let now, _) = readLedger(log, against: end),
      case .sound(let later, _) = readLedger(log, against: end, formats: DecisionFormat.all + [Self.next])
    else {
      Issue.record("the log cannot be read")
      return
    }
    #expect(now.versions.map(\.outcome) == [.passed, .overridden])
    #expect(later.versions.map(\.decision.isPassed) == now.versions.map(\.decision.isPassed))
    #expect(later.live == now.live && later.openIncidents.map(\.id) == now.openIncidents.map(\.id))
  }

  /// Written by that later release: read where it is known, refused with its name where it is not, never guessed.
  @Test func laterRecordsAreReadOrRefused() {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    var entries = desk.entries
    let last = entries.removeLast()
    let details = last.details.map { member in
      member.key == "decision" ? JSONMember("decision", Self.later(member.value)) : member
    }
    entries.append(
      AuditEntry(at: last.at, actor: last.actor, action: last.action, draft: last.draft, details: details))
    let (log, end) = ReleaseDesk.log(entries)
    guard
      case .sound(let ledger, _) = readLedger(log, against: end, formats: DecisionFormat.all + [Self.next])
    else {
      Issue.record("the later format cannot be read")
      return
    }
    #expect(ledger.versions.map(\.decision.isPassed) == [true])
    guard case .faulty(let faults) = readLedger(log, against: end) else {
      Issue.record("a format that is not known was read")
      return
    }
    #expect(faults.map { $0.message.contains("release_decision.v2") } == [true])
  }

  /// The decision as a release with a third gate writes it, with a member that is not known here.
  private static func later(_ decision: JSONValue) -> JSONValue {
    guard case .object(var members) = decision else { return decision }
    for position in members.indices {
      switch (members[position].key, members[position].value) {
      case ("schema_version", _): members[position].value = .string(next.version)
      case ("gates", .array(let gates)):
        let legal = JSONValue.object([
          JSONMember("gate", .string("legal")), JSONMember("verdict", .string("pass")),
          JSONMember("reasons", .array([])), JSONMember("notes", .array([])),
        ])
        members[position].value = .array(gates + [legal])
      default: break
      }
    }
    return .object(members + [JSONMember("signed_off_by", .string("ana"))])
  }
}
