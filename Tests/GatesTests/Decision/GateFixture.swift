import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing
@testable import ConversationSimulator

/// A draft with everything that it needs to go live, to be taken away or spoilt piece by piece.
enum GateFixture {
  static let now = Instant(seconds: 1_795_521_600)
  static let engine = Engine(version: "1.4.2")
  static let key = key(of: 7)
  static let stranger = key(of: 8)

  private static func key(of byte: UInt8) -> SigningKey {
    guard let key = SigningKey(bytes: Array(repeating: byte, count: 32)) else {
      preconditionFailure("any 32 bytes are a key")
    }
    return key
  }

  static let openItem = "says that the price will fall"

  static let draft = draft(
    BaseBlueprint.text.replacingOnce(
      "\"call:book_viewing:unconfirmed\"", with: "\"call:book_viewing:unconfirmed\", \(openItem)"))
  static let review = reviewDraft(prepare(draft))

  static func draft(_ blueprint: String) -> Draft {
    let compilation = compile(SourceText(name: "fixture.yaml", text: blueprint))
    guard let compiled = compilation.draft, compilation.isValid else {
      preconditionFailure("the fixture compiles: \(compilation.diagnostics.map(\.message))")
    }
    return compiled.draft
  }

  static func certificate(
    of draft: Draft = draft, _ plan: SimulationPlan = SimulationPlan(), engine: Engine = engine,
    at: Instant = now, validForHours: Int = 1000
  ) -> Certificate {
    Certificate(
      simulate(prepare(draft), plan), engine: engine, issuedAt: at, validForHours: validForHours)
  }

  /// The certificate with members replaced, under an id of its new content: the work of a careful forger.
  static func forged(_ certificate: Certificate, _ edits: [(key: String, value: JSONValue)]) -> Certificate {
    guard case .object(var members) = certificate.json else { preconditionFailure("an object") }
    for edit in edits {
      guard let position = members.firstIndex(where: { $0.key == edit.key }) else {
        preconditionFailure("no \(edit.key)")
      }
      members[position].value = edit.value
    }
    return read(withFittingID(.object(members)))
  }

  /// Under an id of its content.
  static func withFittingID(_ json: JSONValue) -> JSONValue {
    guard case .object(var members) = json else { return json }
    let id = Certificate.id(of: json)
    for position in members.indices where members[position].key == "certificate_id" {
      members[position].value = .string(id)
    }
    return .object(members)
  }

  static func read(_ json: JSONValue) -> Certificate {
    var findings = Findings(limits: .standard)
    let source = SourceText(name: "certificate.json", text: CanonicalJSON.text(of: json))
    guard let document = readJSON(source, limits: .standard, findings: &findings),
      let certificate = readCertificate(document, findings: &findings)
    else { preconditionFailure("\(findings.sorted.map(\.message))") }
    return certificate
  }

  /// As many passing runs as are asked for, with the open obligation judged in each.
  static func results(
    _ count: Int = 20, passing: Int? = nil, draft: DraftHash = review.hash, at: Instant = now,
    item: EvaluationResult.Obligation.Verdict = .kept,
    edit: (inout EvaluationResult, Int) -> Void = { _, _ in }
  ) -> EvaluationFile {
    let lines = (0..<count).map { run in
      var result = EvaluationResult(
        scenario: "books_at_once", run: "run-\(run)", verdict: run < passing ?? count ? .pass : .fail,
        obligations: [.init(openItem, item)], judge: .init(.model, "judge"), at: at,
        draftHash: draft.draftHash, sha256: draft.sha256)
      edit(&result, run)
      return CanonicalJSON.text(of: JSONValue(result))
    }
    return readEvaluations(SourceText(name: "evals.jsonl", text: lines.joined(separator: "\n")))
  }

  static func incident() -> Incident {
    let request = BreakGlassRequest(
      reason: "the old version refunds twice", incident: "INC-7", actor: "ana", role: .owner,
      draft: review.hash, at: now)
    guard case .success(let incident) = Incident.breakGlass(request, isDraftSchemaValid: true, incidents: [])
    else { preconditionFailure("an owner may") }
    return incident
  }

  /// What lets the draft go live under every rule that there is.
  static let everything = ReleaseEvidence(
    draft: .present(review), certificate: .present(certificate().signed(with: key)),
    live: .present(LiveVersion(review, policies: [strictest])), incidents: .present([]),
    evaluations: .present(results()), policy: .present(strictest))

  /// A policy that asks for everything.
  static let strictest: GatePolicy = {
    var policy = GatePolicy()
    policy.trustedKeys = [.init(publicKey: Base64.encode(key.verifyingKey.bytes))]
    policy.evaluations = .init()
    policy.requires = Set(EvidenceKind.allCases)
    policy.coverageFloors = [.nodes: 10, .edges: 10, .events: 10, .toolOutcomes: 10]
    policy.critical = [openItem]
    return policy
  }()

  static func decide(_ evidence: ReleaseEvidence, now: Instant = now) -> ReleaseDecision {
    decideRelease(evidence, engine: engine, now: now)
  }
}

extension ReleaseDecision {
  /// Every code that was given, by gate.
  func codes(_ gate: GateName) -> Set<ReasonCode> {
    Set(gates.first { $0.gate == gate }?.verdict.reasons.map(\.code) ?? [])
  }
}
