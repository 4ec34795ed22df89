import ArgumentParser
import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import PolicyProofs

/// How findings are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// The author's lines with carets, notes and help.
  case human
  /// One line a finding.
  case compact
  /// One JSON document.
  case json
  /// One JSON object a file and line.
  case ndjson
}

struct InputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Largest input that is read, in bytes.", valueName: "n"))
  var maxInputBytes = Limits.standard.inputBytes

  mutating func validate() throws {
    guard (1...Limits.maximumInputBytes).contains(maxInputBytes) else {
      throw ValidationError("--max-input-bytes is from 1 to \(Limits.maximumInputBytes)")
    }
  }

  var limits: Limits { Limits(inputBytes: maxInputBytes) }

  /// Reads a file; says on standard error why one cannot be read.
  func read(_ path: String) throws -> SourceText {
    do throws(FileFailure) {
      return try Files.read(path, limit: maxInputBytes)
    } catch {
      Terminal.complain("`\(error.name)` cannot be read: \(error.reason)")
      throw ExitStatus.inputNotReadable
    }
  }
}

/// Whether warnings refuse.
struct StrictnessOptions: ParsableArguments {
  @Flag(name: .customLong("strict"), help: "Refuse warnings too.")
  var isStrict = false
}

/// How much of a conversation is shown.
struct ReadingOptions: ParsableArguments {
  @Flag(
    name: .customLong("full"), help: "Show long conversations from their beginning, and every text whole.")
  var isFull = false
}

enum Output {
  /// Writes what was made from input files, and never over one of them. `replacing` false: over no file.
  static func write(
    _ text: String, to path: String, madeFrom inputs: [String], replacing: Bool = true
  ) throws {
    if let input = inputs.first(where: { $0 != "-" && Files.areSame($0, path) }) {
      Terminal.complain("`\(path)` would be written over `\(input)`, from which it is made")
      throw ExitStatus.usage
    }
    do throws(FileFailure) {
      if replacing {
        try Files.write(text, to: path)
      } else {
        try Files.create(path, containing: text, mode: 0o666)
      }
    } catch {
      Terminal.complain("`\(error.name)` cannot be written: \(error.reason)")
      throw ExitStatus.outputNotWritable
    }
  }
}

/// A file that was read and judged, or could not be.
enum FileReport {
  case compiled(Compilation)
  case validated(SourceText, DraftValidation)
  /// A proof of the draft with this hash, or a draft that was to be proved; with the draft's confidence, 0 if there are
  /// findings.
  case proof(SourceText, DraftHash, confidence: Double, [Diagnostic])
  /// A gate policy.
  case policy(SourceText, [Diagnostic])
  /// None of these, with what was found on the way.
  case unrecognized(SourceText, [Diagnostic])
  case unreadable(FileFailure)

  var name: String {
    switch self {
    case .compiled(let compilation): compilation.source.name
    case .validated(let source, _), .proof(let source, _, _, _), .policy(let source, _),
      .unrecognized(let source, _):
      source.name
    case .unreadable(let failure): failure.name
    }
  }

  var source: SourceText? {
    switch self {
    case .compiled(let compilation): compilation.source
    case .validated(let source, _), .proof(let source, _, _, _), .policy(let source, _),
      .unrecognized(let source, _):
      source
    case .unreadable: nil
    }
  }

  var diagnostics: [Diagnostic] {
    switch self {
    case .compiled(let compilation): compilation.diagnostics
    case .validated(_, let validation): validation.diagnostics
    case .proof(_, _, _, let diagnostics), .policy(_, let diagnostics), .unrecognized(_, let diagnostics):
      diagnostics
    case .unreadable: []
    }
  }

  /// What is wrong with the document itself; what the proofs find is found again by simulations and decisions.
  var errorsBesideProofs: [Diagnostic] {
    diagnostics.errors.filter { $0.rule.stage != .proof }
  }

  var draft: PreparedDraft? {
    switch self {
    case .compiled(let compilation): compilation.draft
    case .validated(_, let validation): validation.draft
    case .proof, .policy, .unrecognized, .unreadable: nil
    }
  }

  /// The confidence of the draft that it is about; nil if nothing has asked for it yet.
  var knownConfidence: Double? {
    if case .proof(_, _, let confidence, _) = self { confidence } else { nil }
  }

  /// The identity of the draft that it is about.
  var hash: DraftHash? {
    if case .proof(_, let hash, _, _) = self { hash } else { draft?.hash }
  }

  var isValid: Bool {
    switch self {
    case .compiled(let compilation): compilation.isValid
    case .validated(_, let validation): validation.isValid
    case .proof(_, _, _, let diagnostics): diagnostics.isEmpty
    case .policy(_, let diagnostics): diagnostics.errors.isEmpty
    case .unrecognized, .unreadable: false
    }
  }

  /// Whether nothing is wrong with it; under `--strict` a warning is wrong too.
  func isAccepted(isStrict: Bool) -> Bool { isValid && !(isStrict && !diagnostics.warnings.isEmpty) }

  /// The stages that wait for what was found to be fixed.
  var notRun: [Stage] {
    switch self {
    case .compiled(let compilation): compilation.notRun
    case .validated(_, let validation): validation.notRun
    // What could not be read is of no kind yet.
    case .unrecognized(_, let diagnostics):
      diagnostics.contains { $0.rule.stage == .syntax } ? Stage.afterSyntax : []
    case .proof, .policy, .unreadable: []
    }
  }

  var kind: DocumentKind? {
    switch self {
    case .compiled: .blueprint
    case .validated: .draft
    case .proof, .policy, .unrecognized, .unreadable: nil
    }
  }
}

extension FileReport {
  /// Reads a file and judges it as what it must be, or as what its content says it is.
  static func make(
    _ path: String, as expected: DocumentKind?, _ input: InputOptions, budget: ProofBudget = ProofBudget()
  ) -> FileReport {
    let source: SourceText
    do throws(FileFailure) {
      source = try Files.read(path, limit: input.maxInputBytes)
    } catch {
      return .unreadable(error)
    }
    var findings = Findings(limits: input.limits)
    guard let document = readDocument(source, limits: input.limits, findings: &findings) else {
      return .unrecognized(source, findings.sorted)
    }
    switch expected ?? DocumentKind(document) {
    case .blueprint: return .compiled(compile(document, limits: input.limits, findings: findings))
    case .draft: return .validated(source, validateDraft(document, budget: budget, findings: findings))
    case nil:
      if document.root.member("schema_version")?.hasText(GatePolicySchema.version) ?? false {
        _ = readGatePolicy(document, findings: &findings)
        return .policy(source, findings.sorted)
      }
      findings.report(
        .unknownDocument, "this is neither a blueprint, a flow draft nor a gate policy", at: document.root,
        span: SourceSpan(start: document.root.span.start, end: document.root.span.start),
        help: """
          say what it is: `schema_version: conversation_blueprint.v1`, `flow_draft.v1` or `gate_policy.v1`; keep a \
          file of another kind from a pre-commit hook with `exclude:`
          """)
      return .unrecognized(source, findings.sorted)
    }
  }

  /// The status that a run over these files ends with.
  static func exitStatus(of reports: [FileReport], isStrict: Bool = false) -> ExitCode {
    let isUnreadable = reports.contains { if case .unreadable = $0 { true } else { false } }
    if isUnreadable { return ExitStatus.inputNotReadable }
    return reports.allSatisfy { $0.isAccepted(isStrict: isStrict) } ? .success : ExitStatus.findings
  }
}
