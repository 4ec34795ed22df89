import ArgumentParser
import BlueprintCompiler
import PolicyGraph

struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draw the policy graph of a blueprint or draft.",
    discussion: "SVG is laid out by Graphviz (Debian package graphviz), which has to be installed for it.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case dot, mermaid, json, svg
  }

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @Option(help: "dot, mermaid, json or svg.")
  var format = Format.dot

  @Option(name: [.short, .long], help: ArgumentHelp("Write to this file.", valueName: "file"))
  var output: String?

  @OptionGroup var input: InputOptions

  func run() throws {
    let report = FileReport.make(file, as: nil, input)
    guard let draft = report.draft?.draft else {
      try ReportRenderer(format: .human, usesColour: Terminal.usesColour).print([report])
      throw FileReport.exitStatus(of: [report])
    }
    if !report.isValid {
      // A draft with errors can be drawn, so that they can be seen; the findings go beside it.
      Terminal.printError(HumanRenderer(usesColour: false).text(of: report))
    }
    let text: String =
      switch format {
      case .dot: DotRenderer.text(of: draft)
      case .mermaid: MermaidRenderer.text(of: draft)
      case .json: String(PrettyJSON.text(of: GraphJSON.value(of: draft)).dropLast())
      case .svg: try Graphviz.svg(of: DotRenderer.text(of: draft))
      }
    if let output {
      do throws(FileFailure) {
        try Files.write(text + "\n", to: output)
      } catch {
        Terminal.printError("fohc: `\(error.name)` cannot be written: \(error.reason)")
        throw ExitStatus.outputNotWritable
      }
    } else {
      try Terminal.print(text)
    }
    throw FileReport.exitStatus(of: [report])
  }
}
