import ArgumentParser
import BlueprintCompiler
import PolicyGraph

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show how two drafts or blueprints differ in what they do.",
    discussion: """
      Runs both with the same events and shows where they answer differently, each with a conversation that leads \
      there; and what they declare and guarantee differently. Texts and ids do not count. Exit status 0: no \
      guarantee was lost. 1: one was.
      """)

  @Argument(help: "The draft or blueprint as it was.")
  var old: String

  @Argument(help: "The draft or blueprint as it is now.")
  var new: String

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json
  }

  @Option(help: "human or json.")
  var format = Format.human

  @OptionGroup var input: InputOptions
  @OptionGroup var proof: ProofOptions

  func run() throws {
    let before = ProofReport(PolicyProgram(try input.draft(at: old).draft), budget: proof.proofBudget)
    let after = ProofReport(PolicyProgram(try input.draft(at: new).draft), budget: proof.proofBudget)
    let diff = BehaviourDiff(from: before, to: after)
    switch format {
    case .human: try Terminal.print(DiffText.lines(of: diff))
    case .json: try Terminal.print(String(PrettyJSON.text(of: diff.json).dropLast()))
    }
    if diff.losesGuarantee { throw ExitStatus.findings }
  }
}
