import ArgumentParser
import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs

struct CompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile", abstract: "Compile blueprints into flow drafts.",
    discussion: """
      Prints the draft, or writes it with -o: to a file, or for several blueprints to a folder, under each \
      blueprint's name. A blueprint with errors writes no draft; with --strict, neither does one with warnings. A draft \
      never replaces a blueprint; with --no-clobber it replaces nothing. What was written and replaced is \
      reported on standard error. If the draft is printed, findings go to standard error too. Exit status 73: a file \
      could not be written, or was kept.
      """)

  @Argument(help: "Blueprints, as YAML or JSON; `-` for standard input.")
  var files: [String]

  @Option(help: "human, compact, json or ndjson.")
  var format = OutputFormat.human

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write drafts to this file or folder.", valueName: "path"))
  var output: String?

  @Flag(help: "With -o: refuse to replace a file; then nothing is written.")
  var noClobber = false

  @OptionGroup var strictness: StrictnessOptions
  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    if noClobber, output == nil { throw ValidationError("--no-clobber needs --output") }
    if format == .json, files.count > 1 {
      throw ValidationError("--format json prints one document; use --format ndjson for several files")
    }
  }

  func run() throws {
    let reports = files.map { FileReport.make($0, as: .blueprint, input) }
    if let output { try write(reports, to: output) }
    // Standard output is the draft's, so that it can be redirected into a file whatever there is to say.
    let stream: Terminal.Stream = output == nil ? .error : .output
    try ReportRenderer(
      format: format, usesColour: Terminal.usesColour(on: stream), stream: stream,
      isStrict: strictness.isStrict
    ).print(reports)
    if format == .human || format == .compact, output == nil {
      for report in reports where report.isAccepted(isStrict: strictness.isStrict) {
        guard let draft = report.draft else { continue }
        try Terminal.print(String(PrettyJSON.text(of: draft.json).dropLast()))
      }
    }
    throw FileReport.exitStatus(of: reports, isStrict: strictness.isStrict)
  }

  private func write(_ reports: [FileReport], to output: String) throws {
    let isFolder = Files.isFolder(output) || output.hasSuffix("/")
    guard isFolder || reports.count == 1 else {
      Terminal.complain("several blueprints need a folder after -o, and `\(output)` is not one")
      throw ExitStatus.usage
    }
    var writers: [String: String] = [:]
    var drafts: [(draft: PreparedDraft, path: String)] = []
    for report in reports where report.isAccepted(isStrict: strictness.isStrict) {
      guard let draft = report.draft else { continue }
      let path = isFolder ? Self.draftPath(for: report.name, in: output) : output
      if let other = writers.updateValue(report.name, forKey: path) {
        Terminal.complain("`\(other)` and `\(report.name)` would both be written to `\(path)`")
        throw ExitStatus.usage
      }
      drafts.append((draft, path))
    }
    if noClobber, let kept = drafts.first(where: { Files.exists($0.path) }) {
      Terminal.complain("`\(kept.path)` cannot be written: it exists, and --no-clobber keeps it")
      throw ExitStatus.outputNotWritable
    }
    let replaced = drafts.map { ReplacedFile($0.path, limit: input.maxInputBytes) }
    for ((_, path), file) in zip(drafts, replaced) {
      guard case .blueprint = file, !files.contains(where: { $0 != "-" && Files.areSame($0, path) }) else {
        continue
      }
      Terminal.complain("`\(path)` cannot be written: it is a blueprint, and a draft must not replace it")
      throw ExitStatus.outputNotWritable
    }
    for ((draft, path), replaced) in zip(drafts, replaced) {
      try Output.write(PrettyJSON.text(of: draft.json), to: path, madeFrom: files, replacing: !noClobber)
      Terminal.printError(CompileSummary(draft, path: path, replaced: replaced).line)
    }
  }

  /// `agents/hotel.yaml` is written to `hotel.draft.json`, and so is `agents/hotel.blueprint.yaml`.
  private static func draftPath(for name: String, in folder: String) -> String {
    let file = name == "-" ? "stdin" : name.split(separator: "/").last.map(String.init) ?? name
    var parts = file.split(separator: ".").dropLast()
    if parts.count > 1, parts.last == "blueprint" { parts.removeLast() }
    let stem = parts.joined(separator: ".")
    return (folder.hasSuffix("/") ? folder : folder + "/") + (stem.isEmpty ? file : stem) + ".draft.json"
  }
}
