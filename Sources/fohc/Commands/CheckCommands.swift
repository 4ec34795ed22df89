import ArgumentParser
import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Rendering

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Validate a flow draft, compiled or hand-written.",
    discussion: """
      A guarantee that does not hold comes with a conversation that shows it. To see one again, as text, as a sequence \
      diagram or in the graph:

        fohc validate draft.json --format json > result.json
        fohc replay result.json --draft draft.json
        fohc graph draft.json --witness result.json --format svg -o draft.svg
      """)

  @Argument(help: "A flow draft, as JSON or YAML; `-` for standard input.")
  var file: String

  @Option(help: "human, compact, json or ndjson.")
  var format = OutputFormat.human

  @OptionGroup var strictness: StrictnessOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var proof: ProofOptions

  func run() throws {
    let report = Progress.during("proving both invariants") { _ in
      FileReport.make(file, as: .draft, input, budget: proof.proofBudget)
    }
    try ReportRenderer(
      format: format, usesColour: Terminal.usesColour, isStrict: strictness.isStrict,
      isFull: reading.isFull
    ).print([report])
    if format == .human, let verdicts = report.draft?.verdicts {
      VerdictText.lines(of: verdicts).forEach(Terminal.tell)
    }
    throw FileReport.exitStatus(of: [report], isStrict: strictness.isStrict)
  }
}

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check blueprints, flow drafts and gate policies, recognized by their content.",
    discussion: """
      Takes any number of files and folders. Of a folder every .yaml, .yml and .json file below it is read; one \
      of another kind is counted and skipped there, and is an error if it is named. With --strict a \
      warning is refused like an error: so do the pre-commit hooks. Exit status 0: clean; 1: findings.
      """)

  @Argument(help: "Files and folders; `-` for standard input.")
  var paths: [String]

  @Option(help: "human, compact, json or ndjson.")
  var format = OutputFormat.human

  @OptionGroup var strictness: StrictnessOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var proof: ProofOptions

  func run() throws {
    var reports: [FileReport] = []
    var leftAlone: [String] = []
    for path in paths {
      guard Files.isFolder(path) else {
        reports.append(FileReport.make(path, as: nil, input, budget: proof.proofBudget))
        continue
      }
      let found: [String]
      do throws(FileFailure) {
        found = try Files.documents(below: path)
      } catch {
        reports.append(.unreadable(error))
        continue
      }
      for file in found {
        let report = FileReport.make(file, as: nil, input, budget: proof.proofBudget)
        if report.isOtherDocument { leftAlone.append(file) } else { reports.append(report) }
      }
    }
    if reports.isEmpty {
      Terminal.complain(
        "there is no blueprint, draft or gate policy in \(paths.map { "`\($0)`" }.joined(separator: ", "))")
      throw ExitStatus.inputNotReadable
    }
    try ReportRenderer(
      format: format, usesColour: Terminal.usesColour, isStrict: strictness.isStrict,
      isFull: reading.isFull
    ).print(reports)
    if !leftAlone.isEmpty {
      Terminal.complain(
        "skipped, because neither blueprint, draft nor gate policy: "
          + leftAlone.map { "`\($0)`" }.joined(separator: ", "))
    }
    throw FileReport.exitStatus(of: reports, isStrict: strictness.isStrict)
  }
}

extension FileReport {
  /// Whether this was read without fault and is some other kind of document.
  fileprivate var isOtherDocument: Bool {
    guard case .unrecognized(_, let diagnostics) = self else { return false }
    return diagnostics.allSatisfy { $0.rule == .unknownDocument }
  }
}
