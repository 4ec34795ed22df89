import ArgumentParser
import BlueprintCompiler
import PolicyGraph
import ProofChecker

struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Write a proof that a draft keeps both invariants.",
    discussion: """
      Takes a draft, or a blueprint, which is compiled first. The proof is for `fohc verify-proof`, which needs \
      nothing but it and the draft; every proof has been accepted by that checker before it is written.
      """)

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @Option(help: "human, compact, json or ndjson.")
  var format = OutputFormat.human

  @Option(name: [.short, .long], help: ArgumentHelp("Write the proof to this file.", valueName: "file"))
  var output: String?

  @OptionGroup var input: InputOptions

  func run() throws {
    let report = FileReport.make(file, as: nil, input)
    let renderer = ReportRenderer(format: format, usesColour: Terminal.usesColour)
    guard report.isValid, let source = report.source, let draft = report.draft else {
      try renderer.print([report])
      throw FileReport.exitStatus(of: [report])
    }
    guard let proof = Self.proof(of: draft.draft) else {
      var findings = Findings(limits: input.limits)
      findings.report(
        .noProofObject,
        "both invariants are proved, but only by trying every conversation, and there are too many to list",
        span: SourceSpan(start: 0, end: 0), help: "guards that say plainly what they depend on need no search"
      )
      let refused = FileReport.proof(source, draft, findings.sorted)
      try renderer.print([refused])
      throw FileReport.exitStatus(of: [refused])
    }
    let text = PrettyJSON.text(of: proof.json)
    if let output {
      try Output.write(text, to: output, madeFrom: [file])
      try renderer.print([.proof(source, draft, [])])
    } else {
      try Terminal.print(String(text.dropLast()))
    }
  }

  /// A proof that the checker accepts: of facts where the analyses suffice, otherwise of every configuration.
  private static func proof(of draft: Draft) -> ProofObject? {
    let report = ProofReport(PolicyProgram(draft))
    for kind in ProofKind.allCases {
      guard let proof = ProofObject(report, kind: kind) else { continue }
      let text = SourceText(name: "proof", text: CanonicalJSON.text(of: proof.json))
      var findings = Findings(limits: .kept)
      guard let document = readJSON(text, limits: .kept, findings: &findings) else { continue }
      if verifyProof(document, of: draft, findings: &findings) { return proof }
    }
    return nil
  }
}
