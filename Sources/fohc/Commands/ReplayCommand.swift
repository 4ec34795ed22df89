import ArgumentParser
import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Rendering

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Replay a witness conversation on a draft, step by step.",
    discussion: """
      Reads a witness (`flow_witness.v1`), or what `fohc validate --format json` prints, with a witness beside each \
      finding, and runs the conversation again. Exit status 0: it is a conversation of this draft, and breaks the \
      guarantee as it says. 1: it is not.

        fohc validate draft.json --format json > result.json
        fohc replay result.json --draft draft.json
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, mermaid
  }

  @Argument(help: "The witness, or a validation result; `-` for standard input.")
  var witness: String

  @Option(help: ArgumentHelp("The draft, or the blueprint that it is compiled from.", valueName: "file"))
  var draft: String

  @Option(help: "human, json, or mermaid for a sequence diagram.")
  var format = Format.human

  @OptionGroup var choice: WitnessNumber
  @OptionGroup var reading: ReadingOptions

  @OptionGroup var input: InputOptions

  func run() throws {
    let compiled = try input.draft(at: draft)
    let replayed = try WitnessInput.read(witness, number: choice.number, on: compiled, in: draft, input)
    let conversation = replayed.conversation
    switch format {
    case .human:
      let text = ConversationText(
        isFull: reading.isFull, folds: false, columns: Terminal.columns(of: .output))
      try Terminal.print(text.lines(of: conversation.lines))
    case .json: try Terminal.print(String(PrettyJSON.text(of: conversation.replayJSON).dropLast()))
    case .mermaid: try Terminal.print(SequenceDiagram.text(of: conversation))
    }
    let rule = replayed.witness.violation.rule
    Terminal.printError(
      "replayed: \(rule.code) \(rule.name)"
        + (replayed.isOfThisDraft ? "" : " (the witness was found in another draft)"))
  }
}

extension Conversation {
  /// The witness with its conversation in words.
  fileprivate var replayJSON: JSONValue {
    .object([
      JSONMember("replayed", .boolean(true)), JSONMember("witness", json),
      JSONMember(
        "conversation",
        .array(
          lines.map { line in
            .object(
              [
                JSONMember("speaker", .string(line.speaker.rawValue)),
                JSONMember("text", .string(line.text)), JSONMember("node", .string(line.node)),
              ] + (line.origin.map { [JSONMember("origin", .string($0))] } ?? []))
          })),
    ])
  }
}

extension InputOptions {
  /// The draft in a file, or of the blueprint in it; says what is wrong if there is none.
  func draft(at path: String, budget: ProofBudget = ProofBudget()) throws -> PreparedDraft {
    let report = FileReport.make(path, as: nil, self, budget: budget)
    if let draft = report.draft { return draft }
    try ReportRenderer(format: .human, usesColour: Terminal.usesColour).print([report])
    throw FileReport.exitStatus(of: [report])
  }
}
