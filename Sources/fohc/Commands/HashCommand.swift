import ArgumentParser
import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Rendering

struct HashCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hash", abstract: "Print the identity of a draft, or of a blueprint's draft.",
    discussion: """
      XXH3-128 over the RFC 8785 bytes of the draft, and SHA-256 of the same bytes. --canonical writes those bytes of one \
      file and nothing else, without a line break at the end: `fohc hash --canonical agent.yaml | sha256sum`.
      """)

  @Argument(help: "Blueprints or drafts; `-` for standard input.")
  var files: [String]

  @Flag(help: "Write the bytes that are hashed instead, of one file.")
  var canonical = false

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    if canonical, files.count > 1 { throw ValidationError("--canonical writes the bytes of one file") }
  }

  func run() throws {
    let reports = files.map { FileReport.make($0, as: nil, input) }
    var isWithoutDraft = false
    for report in reports {
      if case .policy(let source, let diagnostics) = report, diagnostics.errors.isEmpty {
        Terminal.complain("`\(source.name)` is a gate policy, and has no draft")
        isWithoutDraft = true
        continue
      }
      // A blueprint with errors has no identity; a draft that can be decoded has one, valid or not.
      guard let draft = report.draft, report.isValid || report.kind == .draft else {
        // Among the bytes nothing else may stand.
        try ReportRenderer(format: .compact, usesColour: false, stream: canonical ? .error : .output).print([
          report
        ])
        continue
      }
      if canonical {
        try Terminal.write(CanonicalJSON.bytes(of: draft.json))
      } else {
        try Terminal.print(
          "\(draft.hash.draftHash)  sha256:\(draft.hash.sha256)  \(Printable.line(report.name))")
      }
    }
    let status = FileReport.exitStatus(of: reports)
    throw isWithoutDraft && status == .success ? ExitStatus.findings : status
  }
}

/// For comparing readers: what fohc read, as JSON.
struct YAMLToJSONCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "yaml2json", abstract: "Print a YAML or JSON document as JSON.", shouldDisplay: false)

  @Argument(help: "The document; `-` for standard input.")
  var file = "-"

  @OptionGroup var input: InputOptions

  func run() throws {
    let source = try input.read(file)
    var findings = Findings(limits: input.limits)
    let document = readDocument(source, limits: input.limits, findings: &findings)
    guard let document, !findings.hasErrors else {
      let report = FileReport.unrecognized(source, findings.sorted)
      Terminal.printError(FindingsText.ofCommandLine(usesColour: false).text(of: report))
      throw ExitStatus.findings
    }
    try Terminal.print(DocumentJSON.text(of: document))
  }
}
