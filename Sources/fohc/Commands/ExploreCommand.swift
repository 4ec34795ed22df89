import ArgumentParser
import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Rendering

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Try every conversation of a draft, breadth-first, up to a bound.",
    discussion: """
      The slow, exhaustive check of both invariants: every event, with every value that it may bring, in every \
      configuration. Exit status 0: no guarantee was broken in what was tried; the output says whether that was everything, \
      and how to try more. 1: a guarantee was broken.
      """)

  @Argument(help: "A draft or a blueprint; `-` for standard input.")
  var file: String

  @Option(help: ArgumentHelp("Maximum number of configurations to try.", valueName: "n"))
  var maxStates = 100_000

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    guard (1...50_000_000).contains(maxStates) else {
      throw ValidationError("--max-states is from 1 to 50000000")
    }
  }

  func run() throws {
    let draft = try input.draft(at: file)
    let program = draft.program
    let exploration = Progress.during("trying every conversation") { [maxStates] shown in
      guard let shown else { return explore(program, maximum: maxStates) }
      return explore(program, maximum: maxStates) {
        shown.say("trying every conversation: \($0) of at most \(maxStates) configurations")
      }
    }
    if json {
      try Terminal.print(CanonicalJSON.text(of: object(exploration, program, draft.hash)))
    } else {
      try Terminal.print(lines(exploration, program))
    }
    if !exploration.violations.isEmpty { throw ExitStatus.findings }
  }

  private func lines(_ exploration: Exploration, _ program: PolicyProgram) -> [String] {
    let bound = exploration.isComplete ? "all of them" : "there are more"
    return [
      "configurations  \(exploration.configurations.count) (\(bound))",
      "depth           \(exploration.depth) events",
      "nodes           \(exploration.visitedNodes.count) of \(program.nodes.count)",
      "edges           \(exploration.takenEdges.count) of \(program.draft.edges.count)",
      "violations      \(exploration.violations.count)",
    ]
      + (exploration.isComplete
        ? []
        : ["! cut short: the rest was not tried; `--max-states \(maxStates * 10)` tries more"])
      + exploration.violations.map {
        "  \($0.rule.code) \($0.rule.name): \(Printable.line(program.message(of: $0, last: nil).text))"
      }
  }

  private func object(_ exploration: Exploration, _ program: PolicyProgram, _ hash: DraftHash) -> JSONValue {
    .object([
      JSONMember("draft_hash", .string(hash.draftHash)),
      JSONMember("complete", .boolean(exploration.isComplete)),
      JSONMember("states", .integer(exploration.configurations.count)),
      JSONMember("depth", .integer(exploration.depth)),
      JSONMember("nodes_visited", .integer(exploration.visitedNodes.count)),
      JSONMember("nodes", .integer(program.nodes.count)),
      JSONMember("edges_taken", .integer(exploration.takenEdges.count)),
      JSONMember("edges", .integer(program.draft.edges.count)),
      JSONMember(
        "violations",
        .array(
          exploration.violations.map { violation in
            .object(
              [
                JSONMember("code", .string(violation.rule.code)),
                JSONMember("name", .string(violation.rule.name)),
                JSONMember("clause", .string(Clause(of: violation.rule)?.rawValue ?? "")),
                JSONMember("node", .string(program.name(of: violation.node).text)),
              ] + (violation.event.map { [JSONMember("event", .string(program.event($0).name))] } ?? []))
          })),
    ])
  }
}
