import ArgumentParser
import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Rendering

struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draw the policy graph of a blueprint or draft.",
    discussion: """
      The overview says once, in a legend, what happens at every node that awaits the user, and lists tools in the talk \
      that offers them. Whatever differs from the ordinary is drawn, so that nothing surprising is hidden. \
      `--detail full` draws every node and edge.

      `--witness` shows the path of a conversation that breaks a guarantee, step by step, on the full graph: a \
      `flow_witness.v1` in a file, or what `fohc validate --format json` printed.

      SVG needs Graphviz (Debian package graphviz). JSON and \
      Promela are always the complete graph.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case dot, mermaid, json, svg, promela
  }

  enum Detail: String, ExpressibleByArgument, CaseIterable {
    case overview, full
  }

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @Option(help: "dot, mermaid, json, svg, or promela for the model checker SPIN.")
  var format = Format.dot

  @Option(help: "overview (default) or full.")
  var detail: Detail?

  @Option(
    name: .customLong("phase"),
    help: ArgumentHelp("Draw only this phase, and where it leads; may be repeated.", valueName: "id"))
  var phases: [String] = []

  @Option(help: ArgumentHelp("Show this conversation: a witness, or a validation result.", valueName: "file"))
  var witness: String?

  @OptionGroup var choice: WitnessNumber

  @Option(name: [.short, .long], help: ArgumentHelp("Write to this file.", valueName: "file"))
  var output: String?

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    if format == .json || format == .promela, detail == .overview || !phases.isEmpty {
      throw ValidationError(
        "--format \(format.rawValue) is always the complete graph; leave out --detail and --phase")
    }
    guard witness != nil else { return }
    if format == .json || format == .promela {
      throw ValidationError("--format \(format.rawValue) shows no conversation; leave out --witness")
    }
    if detail == .overview {
      throw ValidationError("--witness is shown on the full graph; leave out --detail, or name a --phase")
    }
  }

  func run() throws {
    let report = FileReport.make(file, as: nil, input)
    guard let compiled = report.draft else {
      try ReportRenderer(format: .human, usesColour: Terminal.usesColour).print([report])
      throw FileReport.exitStatus(of: [report])
    }
    let draft = compiled.draft
    let trail = try witness.map { path in
      let replayed = try WitnessInput.read(path, number: choice.number, on: compiled, in: file, input)
      return GraphTrail(replayed.witness, replayed.program)
    }
    if !report.isValid {
      // A draft with errors can be drawn, so that they can be seen; the findings go beside it.
      Terminal.printError(FindingsText.ofCommandLine(usesColour: false).text(of: report))
    }
    let text: String =
      switch format {
      case .dot: DotRenderer.text(of: try picture(of: draft, trail))
      case .mermaid:
        MermaidRenderer.text(of: try picture(of: draft, trail), advice: "draw one --phase at a time")
      case .json: String(PrettyJSON.text(of: GraphJSON.value(of: draft)).dropLast())
      case .svg: try Graphviz.svg(of: DotRenderer.text(of: try picture(of: draft, trail)))
      case .promela: try promela(of: draft)
      }
    if let output {
      try Output.write(text + "\n", to: output, madeFrom: [file])
    } else {
      try Terminal.print(text)
    }
    throw FileReport.exitStatus(of: [report])
  }

  private func promela(of draft: Draft) throws -> String {
    if let text = PromelaRenderer.text(of: draft) { return text }
    Terminal.complain(
      "the model of `\(file)` would have more than 32 MiB, more than SPIN can search")
    throw ExitStatus.findings
  }

  private func picture(of draft: Draft, _ trail: GraphTrail?) throws -> GraphPicture {
    let known = draft.nodes.compactMap(\.phase)
    for phase in phases where !known.contains(PhaseID(phase)) {
      var seen: Set<PhaseID> = []
      let names = known.filter { seen.insert($0).inserted }.map { "`\($0)`" }
      Terminal.printError(
        "fohc: there is no phase `\(phase)`; "
          + (names.isEmpty ? "the draft has none" : "the phases are \(names.joined(separator: ", "))"))
      throw ExitStatus.usage
    }
    let shown = phases.isEmpty ? nil : Set(phases.map { PhaseID($0) })
    switch detail ?? (trail == nil ? .overview : .full) {
    case .overview: return .overview(of: draft, phases: shown)
    case .full: return .full(of: draft, phases: shown, trail: trail)
    }
  }
}
