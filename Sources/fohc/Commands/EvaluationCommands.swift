import ArgumentParser
import BlueprintCompiler
import Documents
import EvaluationImport
import Gates
import PolicyGraph
import PolicyProofs
import Rendering

struct EvaluationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evals", abstract: "Import and show judged runs of a draft's scenarios.",
    subcommands: [ImportEvaluationsCommand.self, ShowEvaluationsCommand.self])
}

struct ImportEvaluationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Convert another tool's test results into evaluation results.",
    discussion: """
      Reads what `promptfoo eval -o results.json`, DeepEval (`.deepeval/.latest_test_run.json`) or a JUnit reporter \
      wrote, and writes `eval_result.v1` as JSON Lines. A test counts for the scenario that its metadata or property \
      `scenario` (or `scenario_id`) names, or whose id is its name; the labels `channel`, `draft_hash`, `sha256`, `kept`, \
      `violated`, `unjudged` and `critical` are read too.

      A result is evidence only where its report says that the test ran, when, and how it ended, and nothing in the \
      report contradicts it. Other results are reported and not imported, except failures, which are imported. A time \
      without an offset counts as the earliest moment that it can mean. Ids of runs follow from the content: a report \
      imported twice is the same runs.
      """)

  @Option(help: "promptfoo, deepeval or junit.")
  var from: EvaluationSource

  @Argument(help: "The test results; `-` for standard input.")
  var file: String

  @Option(help: ArgumentHelp("The draft that was tested, or its blueprint.", valueName: "file"))
  var draft: String

  @Option(name: [.short, .long], help: ArgumentHelp("Write to this file.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "When it was judged, where the report has no time: a pass without one is not imported.",
      valueName: "time"))
  var at: Instant?

  @OptionGroup var input: InputOptions

  func run() throws {
    let compiled = try input.draft(at: draft)
    let source = try input.read(file)
    let options = ImportOptions(
      draft: compiled.hash, scenarios: compiled.draft.scenarios ?? [], at: at)
    let imported = importEvaluations(source, from: from, options, limits: input.limits)
    let stream: Terminal.Stream = output == nil ? .error : .output
    if !imported.diagnostics.isEmpty {
      try FindingsText.ofCommandLine(usesColour: Terminal.usesColour(on: stream))
        .print(imported.diagnostics, in: source, to: stream)
    }
    guard imported.isComplete else { throw ExitStatus.findings }
    if let output {
      try Output.write(imported.text, to: output, madeFrom: [file, draft])
    } else {
      try Terminal.print(String(imported.text.dropLast()))
    }
    let passed = imported.results.count { $0.verdict == .pass }
    Terminal.printError("judged runs imported: \(imported.results.count) (\(passed) passed)")
  }
}

struct ShowEvaluationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the judged runs of a draft, scenario by scenario.",
    discussion: """
      The lower bound is Wilson's, one-sided: the least share of passes at the confidence asked for. \
      Scenarios are never averaged. Exit status 0: the file could be read whole. 1: it could not, or holds nothing \
      about this draft.
      """)

  @Argument(help: "Evaluation results (`eval_result.v1`), as JSON Lines; `-` for standard input.")
  var file: String

  @Option(help: ArgumentHelp("The draft, or its blueprint.", valueName: "file"))
  var draft: String

  @Option(help: "0.90, 0.95, 0.975, 0.99, 0.995 or 0.999.")
  var confidence = Confidence.percent95

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var input: InputOptions

  func run() throws {
    let compiled = try input.draft(at: draft)
    let source = try input.read(file)
    let read = readEvaluations(source, limits: input.limits)
    let set = EvaluationSet(read, for: compiled.hash)
    let text = EvaluationText(set, compiled.draft.scenarios ?? [], confidence)
    if !read.diagnostics.isEmpty {
      let stream: Terminal.Stream = json ? .error : .output
      try FindingsText.ofCommandLine(usesColour: Terminal.usesColour(on: stream)).print(
        read.diagnostics, in: source, to: stream)
    }
    if json {
      try Terminal.print(CanonicalJSON.text(of: text.json))
    } else {
      try Terminal.print(text.lines)
    }
    if set.usability != .present { throw ExitStatus.findings }
  }
}

extension EvaluationSource: ExpressibleByArgument {}
extension Confidence: ExpressibleByArgument {}

extension Instant: ExpressibleByArgument {
  /// RFC 3339.
  public init?(argument: String) { self.init(argument) }
}
