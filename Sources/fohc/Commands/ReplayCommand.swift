import ArgumentParser
import BlueprintCompiler
import PolicyGraph

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Replay a witness conversation on a draft, step by step.",
    discussion: """
      Reads a witness (`flow_witness.v1`, as `fohc validate --format json` prints it with a finding) and runs it \
      again. Exit status 0: it is a conversation of this draft, and breaks the guarantee as it says. 1: it is not.
      """)

  @Argument(help: "The witness; `-` for standard input.")
  var witness: String

  @Option(help: ArgumentHelp("The draft, or the blueprint that it is compiled from.", valueName: "file"))
  var draft: String

  @OptionGroup var input: InputOptions

  func run() throws {
    let compiled = try input.draft(at: draft)
    let source = try input.read(witness)
    let program = PolicyProgram(compiled.draft)
    var findings = Findings(limits: input.limits)
    let document = readDocument(source, limits: input.limits, findings: &findings)
    let read = document.flatMap { WitnessCoding.decode($0, program, findings: &findings) }
    guard let document, let read, !findings.hasErrors else {
      try HumanRenderer(usesColour: Terminal.usesColour).print(findings.sorted, in: source)
      throw ExitStatus.findings
    }
    let isOfThisDraft =
      document.root.member("draft_hash")?.hasText(compiled.hash.draftHash) == true
      && document.root.member("sha256")?.hasText(compiled.hash.sha256) == true
    guard program.replays(read) else {
      Terminal.complain(
        isOfThisDraft
          ? "the witness does not replay: it is not what happens on `\(draft)`"
          : "the witness was found in another draft, and does not replay on `\(draft)`")
      throw ExitStatus.findings
    }
    let conversation = Conversation(read, program, draftHash: compiled.hash)
    for line in ConversationText.lines(of: conversation) { try Terminal.print(line) }
    let rule = read.violation.rule
    Terminal.printError(
      "replayed: \(rule.code) \(rule.name)"
        + (isOfThisDraft ? "" : " (the witness was found in another draft)"))
  }
}

extension InputOptions {
  /// The draft in a file, or of the blueprint in it; says what is wrong where there is none.
  func draft(at path: String) throws -> CompiledDraft {
    let report = FileReport.make(path, as: nil, self)
    if let draft = report.draft { return draft }
    try ReportRenderer(format: .human, usesColour: Terminal.usesColour).print([report])
    throw FileReport.exitStatus(of: [report])
  }
}
