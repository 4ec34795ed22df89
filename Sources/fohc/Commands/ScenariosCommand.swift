import ArgumentParser
import BlueprintCompiler
import Gates
import PolicyGraph

struct ScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios", abstract: "Work on an agent's evaluation scenarios.",
    subcommands: [SuggestScenariosCommand.self])
}

struct SuggestScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest", abstract: "Propose scenarios that are missing, as YAML to paste.",
    discussion: "Those that raise coverage most come first. The goals are for you to reword.")

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @Option(help: ArgumentHelp("Most suggestions.", valueName: "n"))
  var limit = 5

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    guard (1...50).contains(limit) else { throw ValidationError("--limit is from 1 to 50") }
  }

  func run() throws {
    let draft = try input.shapelyDraft(at: file)
    let suggestions = Simulation.suggestions(for: draft.draft, limit: limit)
    guard !suggestions.isEmpty else {
      Terminal.printError("nothing is missing: every channel, tool and required slot has its scenario")
      return
    }
    try Terminal.print(Self.lines(of: suggestions))
  }

  /// Text is written as JSON, which YAML reads the same.
  private static func lines(of suggestions: [ScenarioSuggestion]) -> [String] {
    func quoted(_ text: String) -> String { JSONString.quoted(Array(text.utf8)) }
    return suggestions.flatMap { suggestion -> [String] in
      let scenario = suggestion.scenario
      let gain = suggestion.gain > 0 ? " (touches \(suggestion.gain) events more)" : ""
      var lines = ["  # \(Printable.line(suggestion.reason))\(gain)", "  - id: \(quoted(scenario.id.text))"]
      if let channel = scenario.channel { lines.append("    channel: \(quoted(channel))") }
      lines.append("    user_goal: \(quoted(scenario.userGoal))")
      if let slots = scenario.mustCollect {
        lines.append("    must_collect: [\(slots.map { quoted($0.text) }.joined(separator: ", "))]")
      }
      if let items = scenario.mustNotDo {
        lines.append("    must_not_do:")
        lines += items.map { "      - \(quoted($0))" }
      }
      return lines
    }
  }
}
