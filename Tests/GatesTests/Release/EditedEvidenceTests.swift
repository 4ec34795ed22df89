@testable import ConversationSimulator
import Documents
import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// No edit of a log, a checkpoint or a policy turns a refusal into a pass.
struct EditedEvidenceTests {
  /// `first` is live, its override by `second` has an open incident, and `extended` is certified: refused as long as the
  /// incident is open.
  private static let desk: ReleaseDesk = {
    var desk = ReleaseDesk()
    desk.policy.minimumMode = .quick
    _ = desk.release(.first)
    desk.override(.second)
    desk.certify(.extended)
    return desk
  }()

  private static let log = ReleaseDesk.log(desk.entries)

  /// How often everything is tried: more often in a soak.
  private static let times = max(
    1, (ProcessInfo.processInfo.environment["FOHC_SOAK"].flatMap { Int($0) } ?? 1) / 10)

  private static func text(_ ledger: ReleaseLedger) -> String {
    let parts =
      ["\(ledger.live?.number ?? 0)"] + ledger.versions.map { CanonicalJSON.text(of: $0.json) }
      + ledger.incidents.map { CanonicalJSON.text(of: $0.json) } + ledger.certificates.map(\.content)
    return parts.joined(separator: "\n")
  }

  /// The same ledger, or none.
  private func expectNothingGained(_ log: [UInt8], _ checkpoint: AuditCheckpoint?, _ what: String) {
    if case .sound(let ledger, _) = readLedger(log, against: checkpoint) {
      #expect(Self.text(ledger) == Self.text(Self.desk.ledger), "\(what)")
      #expect(ledger.openIncidents.count == 1, "\(what)")
    }
  }

  @Test func refusedAsItStands() {
    var desk = Self.desk
    #expect(desk.publish(.extended) == "incident_open")
    guard case .sound = readLedger(Self.log.bytes, against: Self.log.end) else {
      Issue.record("the log is not sound")
      return
    }
  }

  /// Bytes changed, inserted, taken away, repeated and moved, once or several times.
  @Test func bytesOfTheLog() {
    var random = SeededRandom(seed: 15)
    for round in 0..<1500 * Self.times {
      var bytes = Self.log.bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) { bytes = Self.edited(bytes, &random) }
      expectNothingGained(bytes, Self.log.end, "seed 15, round \(round)")
    }
  }

  /// Lines taken away, repeated and moved, with line ends of either kind.
  @Test func linesOfTheLog() {
    var random = SeededRandom(seed: 16)
    let lines = Self.log.bytes.split(separator: 0x0A).map(Array.init)
    for round in 0..<600 * Self.times {
      var changed = lines
      for _ in 0..<Int.random(in: 1...3, using: &random) where !changed.isEmpty {
        let (from, to) = (
          Int.random(in: 0..<changed.count, using: &random), Int.random(in: 0..<changed.count, using: &random)
        )
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed.remove(at: from)
        case 1: changed.insert(changed[from], at: to)
        default: changed.swapAt(from, to)
        }
      }
      let end: [UInt8] = random.chance(30) ? [0x0D, 0x0A] : [0x0A]
      expectNothingGained(changed.flatMap { $0 + end }, Self.log.end, "seed 16, round \(round)")
    }
  }

  /// Records written anew by somebody who computes the links too: the checkpoint shows it.
  @Test func fieldsOfTheLogWithLinksThatFit() {
    var random = SeededRandom(seed: 17)
    let entries = Self.desk.entries
    for round in 0..<600 * Self.times {
      var changed = entries
      let place = Int.random(in: 0..<entries.count, using: &random)
      if random.chance(30) {
        changed.remove(at: place)
      } else {
        let entry = entries[place]
        let json = Self.edited(JSONValue.object(entry.details), &random)
        guard case .object(let details) = json else { continue }
        changed[place] = AuditEntry(
          at: random.chance(20) ? entry.at.advanced(bySeconds: -86_400) : entry.at,
          actor: random.chance(20) ? "eve" : entry.actor, action: entry.action, draft: entry.draft,
          details: details)
      }
      expectNothingGained(ReleaseDesk.log(changed).bytes, Self.log.end, "seed 17, round \(round)")
    }
  }

  @Test func bytesOfTheCheckpoint() throws {
    var random = SeededRandom(seed: 18)
    let kept = Array(PrettyJSON.text(of: try #require(Self.log.end).json).utf8)
    let cut = Array(Self.log.bytes.split(separator: 0x0A).dropLast(2).joined(separator: [0x0A])) + [0x0A]
    for round in 0..<1500 * Self.times {
      var findings = Findings(limits: .standard)
      let source = SourceText(name: "", bytes: Self.edited(kept, &random))
      guard let document = readJSON(source, limits: .standard, findings: &findings),
        let checkpoint = AuditCheckpoint.decode(document, findings: &findings), !findings.hasErrors
      else { continue }
      expectNothingGained(Self.log.bytes, checkpoint, "seed 18, round \(round)")
      if case .sound(let ledger, _) = readLedger(cut, against: checkpoint) {
        Issue.record("a cut log of \(ledger.versions.count) versions is taken, seed 18, round \(round)")
      }
    }
  }

  /// Whatever becomes of the policy: the incident is open.
  @Test func bytesOfThePolicy() {
    var random = SeededRandom(seed: 19)
    let written = Array(PrettyJSON.text(of: Self.desk.policy.json).utf8)
    var readable = 0
    for round in 0..<250 * Self.times {
      let policy = Self.policy(Self.edited(written, &random))
      if case .present = policy { readable += 1 }
      var material = Self.desk.material(.extended)
      material.policy = policy
      if case .success = Self.desk.ledger.publish(material, Self.desk.actionContext()) {
        Issue.record("published, seed 19, round \(round)")
      }
    }
    #expect(readable > 10)
  }

  /// A rule that is in force is not edited away: what it refuses stays refused, unless a waiver says otherwise.
  @Test func rulesThatAreInForce() {
    var desk = ReleaseDesk()
    desk.policy.maximumAgeHours = 12
    desk.policy.coverageFloors = [.edges: 20]
    #expect(desk.release(.first) == nil)
    desk.certify(.second)
    desk.now = desk.now.advanced(bySeconds: 13 * 3600)
    #expect(desk.publish(.second) == "sim_cert_stale")
    var random = SeededRandom(seed: 20)
    for round in 0..<120 * Self.times {
      guard
        case .present(let policy) = Self.policy(
          CanonicalJSON.bytes(of: Self.edited(desk.policy.json, &random)))
      else { continue }
      var material = desk.material(.second)
      material.policy = .present(policy)
      if case .success = desk.ledger.publish(material, desk.actionContext()) {
        Issue.record("published, seed 20, round \(round): \(CanonicalJSON.text(of: policy.json))")
      }
    }
  }

  private static func policy(_ bytes: [UInt8]) -> Evidence<GatePolicy> {
    var findings = Findings(limits: .standard)
    let source = SourceText(name: "", bytes: bytes)
    guard let document = readDocument(source, limits: .standard, findings: &findings),
      let policy = readGatePolicy(document, findings: &findings)
    else { return .faulty(.init(.malformed, "no policy")) }
    return .present(policy)
  }

  // MARK: Edits

  private static func edited(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = UInt8.random(in: 0x30...0x39, using: &random)
    case 2: bytes.insert(random.pick([0x0A, 0x0D, 0x20, 0x30, 0x22, 0x2C]), at: place)
    case 3: bytes.remove(at: place)
    default:
      let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
      bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
    }
    return bytes
  }

  /// One value somewhere in it is another of its kind, or gone.
  private static func edited(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    value.edited(removingMembers: 15, &random) { leaf, random in
      switch leaf {
      case .boolean(let value): .boolean(!value)
      case .number(let number): .number(number + Double(random.pick([-1, 1, 12])))
      case .string(let text):
        .string(random.pick(["", "quick", "passed", "closed", "2027-01-01T00:00:00Z", text + "x"]))
      case .null, .object, .array: random.pick([.null, .boolean(true), .integer(1), .string("passed")])
      }
    }
  }
}
