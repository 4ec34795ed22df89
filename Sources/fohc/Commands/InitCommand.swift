import ArgumentParser
import Documents
import PolicyGraph
import Rendering

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented, valid blueprint for a named trade to start from.",
    discussion: """
      Without -o it is printed. With -o it is written to a file: the pre-commit hooks check `\(proposedName)` \
      and every other name with this ending. The trades:

      \(Trade.list)
      """)

  /// What README and hooks call an agent's blueprint.
  static let proposedName = "agent.blueprint.yaml"

  @Argument(help: "The trade.", completion: .list(Trade.allCases.map(\.rawValue)))
  var trade = Trade.general.rawValue

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to this file, which must not exist yet: `\(proposedName)`, say.", valueName: "file"))
  var output: String?

  func run() throws {
    guard let known = Trade(rawValue: trade.lowercased()) else {
      let nearest = NearestName.of(trade, among: Trade.allCases.map(\.rawValue))
      let hint = nearest.map { "; did you mean `\($0)`?" } ?? "."
      Terminal.printError("fohc: there is no trade `\(trade)`\(hint) The trades:\n\n\(Trade.list)")
      throw ExitStatus.usage
    }
    let text = known.template.blueprint
    guard let output else {
      try Terminal.print(String(text.dropLast()))
      // Into a file or a program it goes without a word; a person may be waiting for one.
      if Terminal.isTerminal(.output) {
        Terminal.printError("\nnext: fohc init \(known.rawValue) -o \(Self.proposedName)")
      }
      return
    }
    do throws(FileFailure) {
      guard !Files.exists(output) else { throw FileFailure(output, reason: "it exists already") }
      try Files.write(text, to: output)
    } catch {
      Terminal.complain("`\(error.name)` cannot be written: \(error.reason)")
      throw ExitStatus.outputNotWritable
    }
    let name = Printable.line(output)
    try Terminal.print("wrote \(name); next: fohc check \(name)")
    if !Self.hooksLookAt(output) {
      try Terminal.print(
        "  the pre-commit hooks do not check a file of this name; they check \(Self.proposedName)")
    }
  }

  /// What `files` of the shipped hooks says of blueprints.
  private static func hooksLookAt(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    let endings = [".yaml", ".yml", ".json"]
    return endings.contains { path.hasSuffix(".blueprint" + $0) }
      || parts.dropLast().contains { $0 == "blueprints" || $0 == "drafts" }
        && endings.contains(where: path.hasSuffix)
  }
}
