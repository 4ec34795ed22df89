import BlueprintCompiler
import Gates
import Rendering

/// Compiles a blueprint; returns its draft, or what is wrong with it.
func draft(of yaml: String) -> Result<PreparedDraft, BlueprintErrors> {
  let source = SourceText(name: "agent.blueprint.yaml", text: yaml)
  let compilation = compile(source)
  guard compilation.isValid, let draft = compilation.draft else {
    return .failure(BlueprintErrors(text: FindingsText().text(of: compilation.diagnostics, in: source)))
  }
  return .success(draft)
}

struct BlueprintErrors: Error {
  let text: String
}

/// What editors underline: the place, the code, the sentence.
func markers(for compilation: Compilation) -> [(line: Int, column: Int, text: String)] {
  let table = LineTable(compilation.source)
  return compilation.diagnostics.map { finding in
    let place = table.position(of: finding.span.start)
    return (place.line, place.column, "\(finding.rule.code) \(finding.message)")
  }
}

/// Compiles a blueprint that is larger than the standard limits allow, from a source that is trusted.
func compileLarge(_ source: SourceText) -> Compilation {
  var limits = Limits.standard
  limits.inputBytes = 64 << 20
  return compile(source, limits: limits)
}

/// The clauses that are not proved, with what they promise.
func openClauses(of draft: PreparedDraft) -> [String] {
  prove(draft.draft, budget: ProofBudget(perSuspicion: 100_000, total: 500_000))
    .clauses.filter { $0.verdict != .proved }
    .map { "\($0.clause.rawValue): \($0.clause.promise)" }
}

/// Reads a draft that was compiled elsewhere, or written by hand, and proves it.
func review(_ json: [UInt8]) -> DraftValidation {
  validateDraft(SourceText(name: "agent.draft.json", bytes: json))
}

/// Plays the draft's scenarios with ten random users each, and certifies the result for a day.
func certificate(for review: DraftUnderReview, now: Instant) -> Certificate {
  review.certificate(
    playing: SimulationPlan(mode: .full, seed: 1, adaptiveRuns: 10), engine: .this, issuedAt: now,
    validForHours: 24)
}

/// Asks both gates; `live` is what users talk to now, nil if nothing was ever live.
func decision(
  on review: DraftUnderReview, _ certificate: Certificate, live: LiveVersion?, now: Instant
) -> ReleaseDecision {
  var policy = GatePolicy()
  policy.minimumMode = .full
  let evidence = ReleaseEvidence(
    draft: .present(review), certificate: .present(certificate),
    live: live.map { .present($0) } ?? .notNeeded, policy: .present(policy))
  return decideRelease(evidence, engine: .this, now: now)
}

/// Why a release is refused, for people; empty if it is allowed.
func reasons(for decision: ReleaseDecision) -> [String] {
  decision.gates.flatMap(\.verdict.reasons).map { "\($0.sentence). \($0.remediation)" }
}

/// What a reviewer reads: the graph, and what the new draft does differently.
func reviewPage(from old: PreparedDraft, to new: PreparedDraft) -> String {
  let comparison = DraftComparison(compareBehaviour(from: old, to: new))
  return """
    \(comparison.markdown(old: "live", new: "proposed"))

    ```mermaid
    \(MermaidRenderer.text(of: .overview(of: new.draft)))
    ```
    """
}
