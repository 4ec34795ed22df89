import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs
import ProofChecker
import Rendering

struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Write a proof that a draft keeps both invariants.",
    discussion: """
      Takes a draft, or a blueprint, which is compiled first. The proof is for `fohc verify-proof`, which needs \
      only it and the draft; each proof is accepted by that checker before it is written.
      """)

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @Option(help: "human, compact, json or ndjson.")
  var format = OutputFormat.human

  @Option(name: [.short, .long], help: ArgumentHelp("Write the proof to this file.", valueName: "file"))
  var output: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var proof: ProofOptions

  func run() throws {
    let budget = proof.proofBudget
    let report = Progress.during("proving both invariants") { _ in
      FileReport.make(file, as: nil, input, budget: budget)
    }
    let renderer = ReportRenderer(
      format: format, usesColour: Terminal.usesColour, isFull: reading.isFull)
    guard report.isValid, let source = report.source, let draft = report.draft else {
      try renderer.print([report])
      throw FileReport.exitStatus(of: [report])
    }
    let found = Progress.during("writing the proof, and having it checked") { _ in
      Self.acceptedProof(of: draft)
    }
    guard let written = found else {
      var findings = Findings(limits: input.limits)
      findings.report(
        .noProofObject,
        "both invariants are proved, but only by trying every conversation, and there are too many to list",
        span: SourceSpan(start: 0, end: 0), help: "guards that say plainly what they depend on need no search"
      )
      let refused = FileReport.proof(source, draft.hash, confidence: 0, findings.sorted)
      try renderer.print([refused])
      throw FileReport.exitStatus(of: [refused])
    }
    OpenWarnings.tell(of: report)
    let text = PrettyJSON.text(of: written.json)
    if let output {
      try Output.write(text, to: output, madeFrom: [file])
      if format != .human {
        try renderer.print([.proof(source, draft.hash, confidence: confidence(of: draft), [])])
      }
    } else {
      try Terminal.print(String(text.dropLast()))
    }
    if format == .human {
      Terminal.tell("✓ proved: \(VerdictText.held)")
      Terminal.printError(
        "  of \(draft.hash.draftHash)" + (output.map { ", in \(Printable.line($0))" } ?? ""))
    }
  }

  /// A proof that the checker accepts: of facts where the analyses suffice, otherwise of every configuration.
  private static func acceptedProof(of draft: PreparedDraft) -> ProofObject? {
    for kind in ProofKind.allCases {
      guard let proof = writeProof(of: draft, kind: kind) else { continue }
      let text = SourceText(name: "proof", text: CanonicalJSON.text(of: proof.json))
      var findings = Findings(limits: .kept)
      guard let document = readJSON(text, limits: .kept, findings: &findings) else { continue }
      if verifyProof(document, of: draft.draft, findings: &findings) { return proof }
    }
    return nil
  }
}
