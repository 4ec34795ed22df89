import BlueprintCompiler
import Gates
import Rendering

/// The agent of this server: what is live, and what may become live.
struct Agents {
  private let policy: GatePolicy
  private var live: Evidence<LiveVersion> = .notNeeded

  init() {
    var policy = GatePolicy()
    policy.minimumMode = .full
    policy.minimumAdaptiveRuns = 10
    policy.warnings = .refuse
    self.policy = policy
  }

  /// `now` comes from the caller: the libraries read no clock.
  mutating func answer(_ request: HTTPRequest, now: Instant) -> HTTPResponse {
    switch (request.method, request.path) {
    case ("POST", "/agents/compile"): compile(request.body)
    case ("POST", "/agents/release"): release(request.body, now: now)
    case (_, "/agents/compile"), (_, "/agents/release"): HTTPResponse(405, error: "POST a blueprint")
    default: HTTPResponse(404, error: "POST /agents/compile or /agents/release")
    }
  }

  /// The draft, its hash and all findings; 422 where the blueprint has errors.
  private func compile(_ body: [UInt8]) -> HTTPResponse {
    let compilation = BlueprintCompiler.compile(SourceText(name: "blueprint.yaml", bytes: body))
    return HTTPResponse(compilation.isValid ? 200 : 422, FindingsJSON(compilation).value)
  }

  /// Compiles, proves, certifies by simulation, and asks the gates; what they allow is live from then on.
  private mutating func release(_ body: [UInt8], now: Instant) -> HTTPResponse {
    let source = SourceText(name: "blueprint.yaml", bytes: body)
    let compilation = BlueprintCompiler.compile(source)
    guard compilation.isValid, let compiled = compilation.draft else {
      let lines = FindingsLines.lines(of: compilation.diagnostics, in: source)
      return HTTPResponse(
        422,
        .object([
          JSONMember("allowed", .boolean(false)), JSONMember("stage", .string("compile")),
          JSONMember("reasons", .strings(lines)),
        ]))
    }
    let warnings = compilation.diagnostics.filter { $0.rule.severity == .warning }
    let review = reviewDraft(compiled, blueprintWarnings: warnings.map(\.message))
    let certificate = review.certificate(
      playing: SimulationPlan(mode: .full, seed: 1, adaptiveRuns: 10), engine: .this, issuedAt: now,
      validForHours: 24)
    let decision = decideRelease(
      ReleaseEvidence(
        draft: .present(review), certificate: .present(certificate), live: live, policy: .present(policy)),
      engine: .this, now: now)
    if decision.isPassed { live = .present(LiveVersion(review, policies: [policy])) }
    let reasons = decision.gates.flatMap(\.verdict.reasons)
    return HTTPResponse(
      decision.isPassed ? 200 : 409,
      .object([
        JSONMember("allowed", .boolean(decision.isPassed)), JSONMember("stage", .string("gates")),
        JSONMember("draft_hash", .string(decision.draftHash)),
        JSONMember("certificate_id", .string(certificate.id)),
        JSONMember("reasons", .strings(reasons.map { "\($0.code.rawValue): \($0.sentence)" })),
      ]))
  }
}
