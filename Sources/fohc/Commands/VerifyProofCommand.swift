import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs
import ProofChecker
import Rendering

struct VerifyProofCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-proof", abstract: "Check a proof that a draft keeps both invariants.",
    discussion: """
      The checker is small, shares no code with the analyses that found the proof, and accepts only what it can \
      check. The proof is about exactly this draft: both hashes are compared.
      """)

  @Argument(help: "The draft; `-` for standard input.")
  var draft: String

  @Argument(help: "The proof, as JSON; `-` for standard input.")
  var proof: String

  @Option(help: "human, compact, json or ndjson.")
  var format = OutputFormat.human

  @OptionGroup var input: InputOptions

  func run() throws {
    let renderer = ReportRenderer(format: format, usesColour: Terminal.usesColour)
    let source = try input.read(proof)
    let draftSource = try input.read(draft)
    var findings = Findings(limits: input.limits)
    guard let draft = Self.decode(draftSource, input.limits, &findings), !findings.hasErrors else {
      try renderer.print([.unrecognized(draftSource, findings.sorted)])
      throw ExitStatus.findings
    }
    findings = Findings(limits: input.limits)
    var isAccepted = false
    if let document = readJSON(source, limits: input.limits, findings: &findings), !findings.hasErrors {
      isAccepted = verifyProof(document, of: draft, findings: &findings)
    }
    precondition(isAccepted != findings.hasErrors, "what is refused has a reason, and what is accepted none")
    let hash = DraftHash(of: JSONValue(draft))
    // Only JSON tells the confidence, for which the analyses are needed: the verdict has to do without them.
    let tellsConfidence = isAccepted && (format == .json || format == .ndjson)
    let outcome = FileReport.proof(
      source, hash, confidence: tellsConfidence ? confidence(of: prepare(draft)) : 0, findings.sorted)
    if isAccepted, format == .human {
      Terminal.tell("✓ accepted: the proof shows that \(VerdictText.held)")
      Terminal.printError("  of \(hash.draftHash)")
    } else {
      try renderer.print([outcome])
    }
    throw FileReport.exitStatus(of: [outcome])
  }

  /// Reads a draft and checks its shape. Does not run the analyses: the proof has to do without them.
  private static func decode(_ source: SourceText, _ limits: Limits, _ findings: inout Findings) -> Draft? {
    guard let document = readDocument(source, limits: limits, findings: &findings) else { return nil }
    return readDraft(document, findings: &findings)?.draft
  }
}
