import BlueprintCompiler
import Documents
import Gates
import PolicyGraph

/// Reads the files that a gate decides from. Whatever is wrong with one becomes evidence that blocks, never an error
/// that stops the others from being judged.
struct EvidenceFiles {
  let input: InputOptions

  /// A draft, or the draft of a blueprint.
  func draft(_ path: String) -> Evidence<DraftUnderReview> { draft(FileReport.make(path, as: nil, input)) }

  /// The draft in a file that was read.
  func draft(_ report: FileReport) -> Evidence<DraftUnderReview> {
    switch report {
    case .unreadable(let failure): return .unread(failure)
    case .unrecognized(let source, let diagnostics):
      return fault(source, diagnostics, default: .malformed)
    case .policy(let source, _):
      return .faulty(.init(.malformed, "`\(source.name)` is a gate policy, not a draft"))
    case .compiled, .validated, .proof: break
    }
    let errors = report.errorsBesideProofs
    guard let draft = report.draft, errors.isEmpty else {
      let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
      return .faulty(.init(.malformed, errors.first.map { "\($0.message)\(more)" } ?? "not a draft"))
    }
    return .present(reviewDraft(draft, blueprintWarnings: report.diagnostics.warnings.map(\.message)))
  }

  func certificate(_ path: String) -> Evidence<Certificate> {
    document(path) { readCertificate($0, findings: &$1) }
  }

  func policy(_ path: String) -> Evidence<GatePolicy> {
    document(path, keepsFaulty: true) { readGatePolicy($0, findings: &$1) }
  }

  func checkpoint(_ path: String) -> Evidence<AuditCheckpoint> {
    document(path) { AuditCheckpoint.decode($0, findings: &$1) }
  }

  func live(_ path: String, policy: String?) -> Evidence<LiveVersion> {
    var rules: GatePolicy?
    if let policy {
      switch self.policy(policy) {
      case .present(let read): rules = read
      case .faulty(let fault): return .faulty(.init(fault.kind, "its gate policy: \(fault.detail)"))
      case .absent, .notNeeded:
        return .faulty(.init(.unreadable, "its gate policy `\(policy)` does not exist"))
      }
    }
    return draft(path).flatMap { .present(LiveVersion($0, policies: rules.map { [$0] } ?? [])) }
  }

  func evaluations(_ path: String) -> Evidence<EvaluationFile> {
    source(path) { .present(readEvaluations($0, limits: input.limits)) }
  }

  func incidents(_ path: String) -> Evidence<[Incident]> {
    source(path) { source in
      let read = readIncidents(source, limits: input.limits)
      if let error = read.diagnostics.first(where: { $0.rule.severity == .error }) {
        return .faulty(.init(.malformed, error.message))
      }
      return .present(read.incidents)
    }
  }

  // MARK: -

  private func source<Value>(_ path: String, _ read: (SourceText) -> Evidence<Value>) -> Evidence<Value> {
    do throws(FileFailure) {
      let source = try Files.read(path, limit: input.maxInputBytes)
      return unusable(source).map { .faulty($0) } ?? read(source)
    } catch {
      return .unread(error)
    }
  }

  /// What makes any file no evidence: there is nothing to be seen in it, or git could not merge it.
  private func unusable(_ source: SourceText) -> EvidenceFault? {
    if source.bytes.isEmpty { return EvidenceFault(.empty, "it is empty") }
    if String(validating: source.bytes, as: UTF8.self)?.isBlank ?? false {
      return EvidenceFault(.empty, "it holds only white space")
    }
    return ConflictMarkers.firstLine(in: source.bytes).map {
      EvidenceFault(
        .unreadable, "it has git's conflict markers, from line \($0) on: finish the merge first")
    }
  }

  /// One document. `keepsFaulty`: a value beside errors is given on, because the gate names its faults itself.
  private func document<Value>(
    _ path: String, keepsFaulty: Bool = false, _ read: (Document, inout Findings) -> Value?
  ) -> Evidence<Value> {
    source(path) { source in
      var findings = Findings(limits: input.limits)
      guard let document = readDocument(source, limits: input.limits, findings: &findings) else {
        return fault(source, findings.sorted, default: .unreadable)
      }
      let value = read(document, &findings)
      if let value, keepsFaulty || !findings.hasErrors { return .present(value) }
      return fault(source, findings.sorted, default: .malformed)
    }
  }

  private func fault<Value>(
    _ source: SourceText, _ diagnostics: [Diagnostic], default kind: EvidenceFault.Kind
  ) -> Evidence<Value> {
    if let fault = unusable(source) { return .faulty(fault) }
    let error = diagnostics.first { $0.rule.severity == .error }
    let isSyntax = error?.rule.stage == .syntax
    return .faulty(.init(isSyntax ? .unreadable : kind, error?.message ?? "it is another kind of file"))
  }
}

extension Evidence {
  /// A file that could not be read: it is not there, or is of no use.
  static func unread(_ failure: FileFailure) -> Evidence {
    Files.exists(failure.name) ? .faulty(.init(.unreadable, failure.reason)) : .absent
  }
}
