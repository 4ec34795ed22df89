import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import TestSupport
import Testing
@testable import ConversationSimulator

struct CertificateTests {
  private let certificate = GateFixture.certificate(SimulationPlan(mode: .full, adaptiveRuns: 5))

  @Test func isReadAsItIsWritten() {
    let again = GateFixture.read(certificate.json)
    #expect(CanonicalJSON.text(of: again.json) == CanonicalJSON.text(of: certificate.json))
    #expect(
      again.isPassing && again.isConsistent && again.mode == .full && again.coverage == certificate.coverage)
  }

  /// The fields that clients read are always there, with the types that they expect.
  @Test func hasWhatClientsRead() {
    let json = certificate.json
    #expect(json["overall_pass"].map { CanonicalJSON.text(of: $0) } == "true")
    for key in ["journeys_covered", "blockers", "warnings", "recommendations"] {
      guard case .array? = json[key] else {
        Issue.record("\(key) is no list")
        continue
      }
    }
    for (object, keys) in [
      ("scenario_summary", ["passed", "failed", "total"]),
      ("adaptive_summary", ["runs", "failures", "fail_rate"]),
    ] {
      for key in keys {
        guard case .number? = json[object]?[key] else {
          Issue.record("\(object).\(key) is no number")
          continue
        }
      }
    }
  }

  @Test func aFailureIsABlockerWithAFix() throws {
    var draft = GateFixture.draft
    draft.scenarios?[0].mustNotDo = ["ask:budget"]
    let failed = GateFixture.certificate(of: draft)
    let blocker = try #require(failed.blockers.first)
    #expect(!failed.isPassing && failed.isConsistent)
    #expect(blocker.scenario == "books_at_once" && blocker.invariant == "must_not_do")
    #expect(blocker.journey == "visit" || blocker.journey == "brief" || blocker.journey.isEmpty)
    #expect(blocker.suggestedFix != nil && blocker.channel == "widget")
  }

  @Test func everyMemberIsUnderTheSignature() throws {
    let signed = certificate.signed(with: GateFixture.key)
    let key = GateFixture.key.verifyingKey
    let value = try #require(signed.signature.flatMap { Base64.decode($0.value) })
    #expect(key.verifies(value, of: signed.signedBytes))
    guard case .object(let members) = signed.json else { return }
    for index in members.indices where members[index].key != "signature" {
      var less = members
      less.remove(at: index)
      let bytes = CanonicalJSON.bytes(of: .object(less.filter { $0.key != "signature" }))
      #expect(!key.verifies(value, of: bytes), "without \(members[index].key)")
    }
  }

  @Test func aTrueOneHasNoFaults() {
    let review = GateFixture.review
    #expect(certificate.faults(as: review, engine: GateFixture.engine, trusted: nil).isEmpty)
    let forged = GateFixture.forged(certificate, [("journeys_covered", .strings(["elsewhere"]))])
    #expect(forged.faults(as: review, engine: GateFixture.engine, trusted: nil).count == 1)
    #expect(
      certificate.faults(as: review, engine: GateFixture.engine, trusted: GateFixture.key.verifyingKey).count
        == 1)
  }
}

/// The published schemas say what is read.
struct GateSchemaTests {
  @Test func schemasAreUpToDate() throws {
    for (schema, name) in [
      (CertificateSchema.document, "certificate"), (GatePolicySchema.document, "gate-policy"),
    ] {
      try Repository.expectGolden(
        PrettyJSON.text(of: JSONSchema.document(schema)), "Docs/\(name).schema.json")
    }
  }

  @Test func policyRulesFireAndStayQuiet() {
    func rules(_ waiver: String) -> [Rule] {
      let text = """
        {"schema_version": "gate_policy.v1", "waivers": [{"kind": "scenario_removed", "subject": "refund", \(waiver)}]}
        """
      var findings = Findings(limits: .standard)
      guard
        let document = readJSON(
          SourceText(name: "gates.json", text: text), limits: .standard, findings: &findings)
      else { return [] }
      _ = readGatePolicy(document, findings: &findings)
      return findings.sorted.map(\.rule)
    }
    let end = #""expires": "2026-12-24T00:00:00Z""#
    #expect(rules(#""owner": "Ana", "reason": "moved""#) == [.waiverWithoutExpiry])
    #expect(rules(#""owner": " ", "reason": "moved", \#(end)"#) == [.unaccountableWaiver])
    #expect(rules(#""owner": "Ana", "reason": "moved", "expires": "soon""#) == [.malformedValue])
    #expect(rules(#""owner": "Ana", "reason": "moved", \#(end)"#) == [])
  }
}
