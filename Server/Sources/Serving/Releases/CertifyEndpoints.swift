import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import Registry

/// Simulates the stored draft, and keeps and shows the certificates of that.
enum CertifyEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .post, "/v1/console/agents/{id}/sim-certify", "certifyAgent",
      "Simulate the stored draft and certify it",
      body: .optional(ReleaseBodies.certify.table), answer: .object(ReleaseBodies.certified), statuses: [409],
      .agent(.member, certify)),
    Endpoint(
      .post, "/v1/console/agents/{id}/sim-certify/loop", "certifyAgentLoop",
      "Certify, fixing what can be fixed mechanically and safely",
      body: .optional(ReleaseBodies.certifyLoop.table),
      answer: .object(ReleaseBodies.certifiedLoop), statuses: [409], .agent(.member, certifyLoop)),
    Endpoint(
      .get, "/v1/console/agents/{id}/sim-cert/latest", "getLatestCertificate",
      "The latest certificate of the agent", answer: .object(ReleaseBodies.latestCertificate),
      .agent(.viewer, latest)),
  ]

  private static func certify(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let request = try ReleaseBodies.certify.read(call.body)
    return try await certify(request, correctionRounds: 0, call, member, agent) { certificate, _ in
      .object(JSONMember("ok", .boolean(true)), JSONMember("certificate", certificate.json))
    }
  }

  /// Certifies; where the draft's shape stands in the way and its findings name safe corrections, makes those first. What
  /// the agent does or says is never changed: that takes an author.
  private static func certifyLoop(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let (request, rounds) = try ReleaseBodies.certifyLoop.read(call.body)
    return try await certify(request, correctionRounds: rounds, call, member, agent) {
      certificate, corrected in
      let summary = certificate.json["scenario_summary"]
      let attempt: [JSONMember] = [
        JSONMember("attempt", .integer(1)),
        JSONMember("scenarios_failed", summary?["failed"] ?? .integer(0)),
        JSONMember("scenarios_total", summary?["total"] ?? .integer(0)),
        JSONMember("blockers", .integer(certificate.blockers.count)),
        JSONMember("improvement_applied", .boolean(corrected.rounds > 0)),
      ]
      return .object(
        JSONMember("ok", .boolean(true)), JSONMember("overall_pass", .boolean(certificate.isPassing)),
        JSONMember("mode", .string(certificate.mode.rawValue)),
        JSONMember("attempts", .array([.object(attempt)])),
        JSONMember("improvement_runs", .integer(corrected.rounds)),
        JSONMember("improvement_note", .string(Self.note)), JSONMember("certificate", certificate.json))
    }
  }

  private static let note = """
    only corrections that do not change what the agent does or says are made automatically, such as a misspelt key; \
    everything else takes an author
    """

  /// Certifies the draft as it stands, or as it is after its corrections, puts the certificate on record, and answers.
  private static func certify(
    _ request: CertificationRequest, correctionRounds: Int, _ call: Call, _ member: Member, _ agent: Agent,
    answer: @escaping @Sendable (Certificate, CorrectedDraft) -> Reply
  ) async throws -> Reply {
    let (settings, reviews) = (call.service.settings, call.service.reviews)
    let actionContext = call.actionContext(member)
    return try await call.decide(on: agent) { snapshot in
      let corrected = CorrectedDraft.correct(snapshot.draft, rounds: correctionRounds)
      let draft = try reviews.reviewCertifiable(corrected.draft)
      let certificate = draft.certificate(
        playing: try request.plan(for: draft.draft), engine: actionContext.engine,
        issuedAt: snapshot.ledger.time(actionContext.at), validForHours: settings.certificateHours)
      let signed = settings.signingKey.map { certificate.signed(with: $0) } ?? certificate
      switch snapshot.ledger.certify(signed, of: draft.hash, actionContext) {
      case .success(let entry): return (corrected, signed, entry)
      case .failure(let refusal): throw Refusal(refusal, agent.id)
      }
    } write: { store, snapshot, decision in
      let (corrected, certificate, entry) = decision
      if corrected.rounds > 0 {
        try store.store(corrected.draft, named: corrected.name, of: snapshot.agent, at: call.now)
      }
      try store.keepReleasedDraft(corrected.draft, of: agent.id)
      try store.keepCertificate(
        CanonicalJSON.bytes(of: certificate.json), id: certificate.id, of: agent.id)
      try store.append(entry, of: agent.id)
      if certificate.isPassing, var agent = try store.agent(agent.id) {
        agent.certifiedAt = certificate.issuedAt
        try store.update(agent)
      }
      return answer(certificate, corrected)
    }
  }

  // MARK: The latest

  private static func latest(_ call: Call, _ member: Member, _ agent: Agent) async throws -> Reply {
    let snapshot = try await call.read { try ReleaseSnapshot(agent.id, $0) }
    guard let recorded = snapshot.ledger.certificate(toRelease: snapshot.draft.hash) else {
      var refusal = Refusal(
        404, "sim_cert_missing", "the agent was never certified",
        remediation: "certify it: \(FOHCommand.certify(agent.id, .full))")
      refusal.nextCommands = [FOHCommand.certify(agent.id, .full)]
      throw refusal
    }
    guard case .present(let certificate) = snapshot.certificate(recorded) else {
      throw StoreFailure.damaged("certificate \(recorded.id)")
    }
    return .object(
      JSONMember("ok", .boolean(true)), JSONMember("certificate", certificate.json),
      JSONMember("certificate_id", .string(recorded.id)),
      JSONMember("certified_at", .string(recorded.issuedAt.text)),
      JSONMember("draft_hash", .string(recorded.draft.draftHash)),
      JSONMember("is_current_draft", .boolean(recorded.draft == snapshot.draft.hash)))
  }
}

/// What is to be simulated, as clients say it.
struct CertificationRequest: Sendable {
  private let mode: SimulationMode
  private let runs: Int
  private let channel: Channel
  private let scenarios: [String]?
  private let journeys: [String]?

  enum Channel: String, CaseIterable { case chat, voice, mixed }

  /// Nil is what a client leaves out.
  init(
    _ mode: SimulationMode?, _ runs: Int?, _ channel: Channel?, _ scenarios: [String]?, _ journeys: [String]?
  ) {
    self.mode = mode ?? .quick
    self.runs = runs ?? SimulationPlan.defaultAdaptiveRuns
    self.channel = channel ?? .mixed
    self.scenarios = scenarios
    self.journeys = journeys
  }

  /// Throws where something is named that the draft does not have: a certificate of less than was asked for would be
  /// taken for one of all of it.
  func plan(for draft: Draft) throws -> SimulationPlan {
    var problems = draft.missingScenarios(scenarios ?? [])
    let phases = Set(draft.nodes.compactMap(\.phase))
    for name in journeys ?? [] where !phases.contains(PhaseID(name)) {
      problems.append("there is no journey `\(name)`: the draft's journeys are its phases")
    }
    if let problem = problems.first {
      var refusal = Refusal(
        404, "scenario_not_found", problem,
        remediation: "name scenarios and journeys of the draft, or leave them out")
      refusal.detail = [JSONMember("errors", .strings(problems))]
      throw refusal
    }
    return SimulationPlan(
      mode: mode, adaptiveRuns: runs,
      scenarios: scenarios?.isEmpty ?? true ? nil : scenarios?.map { ScenarioID($0) },
      channels: ChannelSelection(channel.rawValue))
  }
}

extension ReviewCache {
  /// The review of a draft whose schema and shape are in order: only such a one can be simulated. Throws the refusal
  /// otherwise.
  fileprivate func reviewCertifiable(_ stored: CanonicalDocument) throws -> DraftUnderReview {
    guard case .present(let review) = review(stored), review.errors.isEmpty else {
      let (source, diagnostics) = stored.checkedShape()
      var refusal = Refusal(
        409, "draft_invalid", "the draft is not valid, so there is nothing to simulate",
        remediation: "validate it and fix what is reported")
      refusal.detail = [JSONMember("errors", .strings(diagnostics.errors.strings(in: source).errors))]
      refusal.nextCommands = ["foh agent validate --agent AGENT"]
      throw refusal
    }
    return review
  }
}

/// A draft after the safe corrections that its own findings name.
private struct CorrectedDraft: Sendable {
  private(set) var draft: CanonicalDocument
  private(set) var rounds = 0
  /// What the draft is called, where anything was corrected.
  private(set) var name: String?

  private init(_ draft: CanonicalDocument) { self.draft = draft }

  static func correct(_ draft: CanonicalDocument, rounds limit: Int) -> CorrectedDraft {
    var result = CorrectedDraft(draft)
    while result.rounds < limit, let next = corrected(result.draft) {
      result.draft = CanonicalDocument(next)
      result.name = next["name"]?.text
      result.rounds += 1
    }
    return result
  }

  /// Nil if nothing can be corrected, or it would not be JSON any more.
  private static func corrected(_ draft: CanonicalDocument) -> JSONValue? {
    let (source, diagnostics) = draft.checkedShape()
    let fixes = diagnostics.compactMap(\.fix).filter(\.isSafe)
    var edits = fixes.flatMap(\.edits).sorted { $0.span.start > $1.span.start }
    edits = edits.enumerated().filter { index, edit in
      index == 0 || edit.span.end <= edits[index - 1].span.start
    }.map(\.element)
    guard !edits.isEmpty else { return nil }
    return try? JSONValue(stored: source.applying(edits).bytes)
  }
}

extension CanonicalDocument {
  /// What is found of its schema and shape. No fix comes from a proof: nothing is proved here.
  fileprivate func checkedShape() -> (source: SourceText, diagnostics: [Diagnostic]) {
    let source = SourceText(name: "draft", bytes: bytes)
    var findings = Findings(limits: .standard)
    if let document = readJSON(source, limits: .standard, findings: &findings) {
      _ = checkDraft(document, findings: &findings)
    }
    return (source, findings.sorted)
  }
}
