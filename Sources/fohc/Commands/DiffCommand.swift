import ArgumentParser
import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Rendering

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show how two drafts or blueprints differ in what they do.",
    discussion: """
      Runs both with the same events and shows where they answer differently: each change with all the \
      places where it is seen and a conversation that leads to the first; and what they declare, guarantee and say \
      differently, and how the scenarios changed. Ids do not count. Exit status 0: no guarantee was lost. 1: one was.
      """)

  @Argument(help: "The draft or blueprint as it was.")
  var old: String

  @Argument(help: "The draft or blueprint as it is now.")
  var new: String

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, markdown
  }

  @Option(help: "human, json, or markdown for a pull request.")
  var format = Format.human

  @Flag(help: "Only how much differs, section by section.")
  var summary = false

  @Option(help: ArgumentHelp("Maximum number of pairs of configurations to compare.", valueName: "n"))
  var maxPairs = 20_000

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var proof: ProofOptions

  mutating func validate() throws {
    guard (1...50_000_000).contains(maxPairs) else {
      throw ValidationError("--max-pairs is from 1 to 50000000")
    }
    if summary, format != .human { throw ValidationError("--summary needs --format human") }
  }

  func run() throws {
    let budget = proof.proofBudget
    let (before, after) = (
      try input.draft(at: old, budget: budget), try input.draft(at: new, budget: budget)
    )
    let diff = Progress.during("comparing what they do") { _ in
      compareBehaviour(
        from: before.prove(within: budget), to: after.prove(within: budget), maximumPairs: maxPairs)
    }
    switch format {
    case .human where summary:
      try Terminal.print(
        DiffCounts(diff).lines + (diff.isComplete ? [] : ["! \(DiffText.cutShort(diffAdvice))"]))
    case .human:
      let conversations = ConversationText(
        isFull: reading.isFull, columns: Terminal.columns(of: .output))
      try Terminal.print(DiffText(diff: diff, conversations: conversations, advice: diffAdvice).lines)
    case .markdown:
      let markdown = DiffMarkdown(
        diff: diff, isFull: reading.isFull, old: old, new: new, advice: diffAdvice)
      try Terminal.print(markdown.lines.joined(separator: "\n"))
    case .json: try Terminal.print(String(PrettyJSON.text(of: diff.json).dropLast()))
    }
    if diff.losesGuarantee { throw ExitStatus.findings }
  }
}
