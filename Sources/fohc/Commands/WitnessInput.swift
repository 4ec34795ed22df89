import ArgumentParser
import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Rendering

/// A witness in a file: alone (`flow_witness.v1`), or with a finding of what `fohc validate --format json` prints.
struct WitnessInput {
  let witness: Witness
  let program: PolicyProgram
  let hash: DraftHash
  /// Whether it was found in this draft, and not in another one in which it happens too.
  let isOfThisDraft: Bool

  var conversation: Conversation { Conversation(witness, program, draftHash: hash) }

  /// Reads and replays a witness; says why not if it is not one, or does not replay. `number` counts the witnesses in
  /// the file from 1.
  static func read(
    _ path: String, number: Int, on draft: PreparedDraft, in draftPath: String, _ input: InputOptions
  ) throws -> WitnessInput {
    let source = try input.read(path)
    var findings = Findings(limits: input.limits)
    let read = readDocument(source, limits: input.limits, findings: &findings)
    guard let read else { throw try refusal(findings, in: source) }
    let (document, spelled) = try only(number, in: read, source, input)
    let program = draft.program
    guard let witness = WitnessCoding.decode(document, program, findings: &findings), !findings.hasErrors
    else { throw try refusal(findings, in: spelled) }
    let isOfThisDraft =
      document.root.member("draft_hash")?.hasText(draft.hash.draftHash) == true
      && document.root.member("sha256")?.hasText(draft.hash.sha256) == true
    guard program.replays(witness) else {
      Terminal.complain(
        isOfThisDraft
          ? "the witness does not replay: it is not what happens on `\(draftPath)`"
          : "the witness was found in another draft, and does not replay on `\(draftPath)`")
      throw ExitStatus.findings
    }
    return WitnessInput(
      witness: program.retold(witness), program: program, hash: draft.hash, isOfThisDraft: isOfThisDraft)
  }

  /// The witness of the file. Of a validation result the wanted one, as a separate document.
  private static func only(
    _ number: Int, in document: Document, _ source: SourceText, _ input: InputOptions
  ) throws -> (Document, SourceText) {
    guard let diagnostics = document.root.list("diagnostics") else { return (document, source) }
    let witnesses = diagnostics.compactMap { $0.member("witness") }
    guard witnesses.indices.contains(number - 1) else {
      Terminal.complain(
        witnesses.isEmpty
          ? "no finding in `\(source.name)` has a witness"
          : "`\(source.name)` has \(witnesses.count) witness\(witnesses.count == 1 ? "" : "es"), and no number \(number)"
      )
      throw ExitStatus.findings
    }
    let own = SourceText(name: source.name, bytes: DocumentJSON.bytes(of: witnesses[number - 1]))
    var findings = Findings(limits: input.limits)
    guard let document = readDocument(own, limits: input.limits, findings: &findings) else {
      throw try refusal(findings, in: own)
    }
    return (document, own)
  }

  private static func refusal(_ findings: Findings, in source: SourceText) throws -> ExitCode {
    try FindingsText.ofCommandLine(usesColour: Terminal.usesColour).print(findings.sorted, in: source)
    return ExitStatus.findings
  }
}

/// Which witness of a file.
struct WitnessNumber: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which witness, from 1, in the output of `fohc validate --format json`.",
      valueName: "n"))
  var number = 1
}
