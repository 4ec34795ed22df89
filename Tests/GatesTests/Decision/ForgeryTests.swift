import BlueprintCompiler
import Documents
import Foundation
import Gates
import PolicyGraph
import TestSupport
import Testing
@testable import ConversationSimulator

/// No edit of an unsigned certificate makes more of it than playing its plan shows.
struct ForgeryTests {
  private typealias Fixture = GateFixture

  /// More than the draft's scenarios reach, so that no plan can pass.
  private static let outOfReach: GatePolicy = {
    var policy = UnsignedStates.policy
    policy.minimumMode = .stress
    policy.coverageFloors = [.nodes: 100, .edges: 100, .events: 100, .toolOutcomes: 100]
    return policy
  }()

  private static func decide(_ certificate: Evidence<Certificate>, _ policy: GatePolicy) -> Bool {
    var evidence = Fixture.everything
    evidence.certificate = certificate
    evidence.policy = .present(policy)
    evidence.live = .present(LiveVersion(Fixture.review, policies: [policy]))
    return Fixture.decide(evidence).isPassed
  }

  /// Whoever edits fields, whichever engine they name: a policy that nothing satisfies is satisfied by nothing.
  @Test func editedFieldsNeverSatisfyWhatNoPlanSatisfies() {
    let rounds = 400 * soak
    var random = SeededRandom(seed: 1502)
    let bases = [
      Fixture.certificate(engine: Engine(version: "1.9.0")),
      Fixture.certificate(SimulationPlan(mode: .full, adaptiveRuns: 1), engine: Engine(version: "1.0.0")),
      Fixture.certificate(),
    ]
    var read = 0
    for round in 0..<rounds {
      var json = random.pick(bases).json
      for _ in 0...Int.random(in: 0..<4, using: &random) { json = edited(json, &random) }
      let evidence = Self.evidence(CanonicalJSON.bytes(of: Fixture.withFittingID(json)))
      if case .present = evidence { read += 1 }
      #expect(!Self.decide(evidence, Self.outOfReach), "seed 1502, round \(round)")
    }
    // Enough of the forgeries have the shape of a certificate, or the test would show nothing.
    #expect(read * 4 > rounds)
  }

  /// An edit that passes is one whose plan, played honestly, passes too.
  @Test func whatPassesIsWhatItsPlanShows() throws {
    let rounds = 200 * soak
    var random = SeededRandom(seed: 1503)
    let base = Fixture.certificate(
      SimulationPlan(mode: .full, adaptiveRuns: 2), engine: Engine(version: "1.9.0"))
    var passed = 0
    for round in 0..<rounds {
      let json = Fixture.withFittingID(edited(base.json, &random))
      let evidence = Self.evidence(CanonicalJSON.bytes(of: json))
      guard case .present(let certificate) = evidence, Self.decide(evidence, UnsignedStates.policy) else {
        continue
      }
      passed += 1
      let plan = SimulationPlan(
        mode: certificate.mode, seed: certificate.seed, adaptiveRuns: certificate.adaptiveRuns,
        scenarios: certificate.leftOut.isEmpty
          ? nil : Fixture.draft.scenarios?.map(\.id).filter { !certificate.leftOut.contains($0) },
        channels: certificate.channels)
      let honest = Fixture.certificate(plan, at: certificate.issuedAt)
      #expect(Self.decide(.present(honest), UnsignedStates.policy), "seed 1503, round \(round)")
    }
    #expect(passed > 0)
  }

  /// Bytes that were changed at random are no certificate, or one that says the same.
  @Test func changedBytesOpenNothing() {
    let rounds = 400 * soak
    var random = SeededRandom(seed: 1504)
    let signed = Fixture.certificate().signed(with: Fixture.key)
    let bytes = CanonicalJSON.bytes(of: signed.json)
    for round in 0..<rounds {
      var changed = bytes
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let position = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed[position] = UInt8(Int.random(in: 0..<256, using: &random))
        case 1: changed.remove(at: position)
        default: changed.insert(UInt8(Int.random(in: 0..<256, using: &random)), at: position)
        }
      }
      guard case .present(let certificate) = Self.evidence(changed) else { continue }
      // White space changes nothing; every other change is under the signature.
      guard CanonicalJSON.bytes(of: certificate.json) != bytes else { continue }
      #expect(!Self.decide(.present(certificate), Fixture.strictest), "seed 1504, round \(round)")
    }
  }

  // MARK: -

  /// `FOHC_SOAK` times as many rounds.
  private var soak: Int {
    ProcessInfo.processInfo.environment["FOHC_SOAK"].flatMap { Int($0) } ?? 1
  }

  private static func evidence(_ bytes: [UInt8]) -> Evidence<Certificate> {
    .kept(SourceText(name: "certificate.json", bytes: bytes), as: "it") { readCertificate($0, findings: &$1) }
  }

  /// The certificate with one leaf changed, anywhere in it.
  private func edited(_ json: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    json.edited(removingMembers: 5, &random) { leaf, random in
      switch leaf {
      case .boolean(let value): .boolean(!value)
      case .number(let number): .number(random.pick([0, 1, number + 1, number * 2, 9_007_199_254_740_991]))
      case .string:
        .string(
          random.pick([
            "quick", "full", "stress", "mixed", "chat", "proved", "1.9.1", "0.1.0", "2027-01-01T00:00:00Z",
            "2026-11-24T12:00:00Z", "books_at_once", "",
          ]))
      case .null, .object, .array: random.pick([.null, .object([]), .array([]), .array([.string("x")])])
      }
    }
  }
}
