import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import Rendering

struct ScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios", abstract: "Work on an agent's evaluation scenarios.",
    subcommands: [SuggestScenariosCommand.self])
}

struct SuggestScenariosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest", abstract: "Propose scenarios that are missing, to paste into the blueprint.",
    discussion: """
      Those that raise coverage most come first. They are written in the file's format, YAML or JSON, for the end of \
      its evaluation_scenarios, and pass a simulation there. Reword the goals.
      """)

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @Option(help: ArgumentHelp("Most suggestions.", valueName: "n"))
  var limit = 5

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    guard (1...50).contains(limit) else { throw ValidationError("--limit is from 1 to 50") }
  }

  func run() throws {
    let (draft, report) = try input.shapelyReport(at: file)
    let suggestions = suggestScenarios(for: draft, limit: limit)
    guard !suggestions.isEmpty else {
      Terminal.printError(
        "nothing is missing: every channel, tool, trigger and required slot has a scenario")
      return
    }
    guard let source = report.source else { preconditionFailure("a draft has a document") }
    let text = SuggestionText(source, input.limits)
    for remark in text.remarks(on: suggestions) { Terminal.printError(remark) }
    for line in text.lines(of: suggestions) { try Terminal.print(line) }
  }
}

/// Suggestions as they are pasted into the document that they are for.
struct SuggestionText {
  private enum Style {
    case json
    /// With the entries of the list at this indentation.
    case yaml(Int)
  }

  private let style: Style

  /// As the document writes its own scenarios.
  init(_ source: SourceText, _ limits: Limits) {
    var findings = Findings(limits: limits)
    let document = readDocument(source, limits: limits, findings: &findings)
    if source.bytes.first(where: { !Self.isSpace($0) }) == UInt8(ascii: "{") {
      style = .json
    } else {
      let scenarios = document?.root.member("evaluation_scenarios")
      let first = scenarios.flatMap { Array($0.elements).first }
      let margin = first.flatMap { Self.dash(before: $0.span.start, in: source) }
      style = .yaml(margin ?? 2)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 || byte >= 0xBB }

  /// The column of the dash before an entry of a list that has one.
  private static func dash(before offset: Int, in source: SourceText) -> Int? {
    let start = source.bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let margin = source.bytes[start..<offset]
    guard let dash = margin.firstIndex(where: { $0 != 0x20 }), margin[dash] == UInt8(ascii: "-") else {
      return nil
    }
    return dash - start
  }

  func lines(of suggestions: [ScenarioSuggestion]) -> [String] {
    switch style {
    case .json: json(suggestions)
    case .yaml(let indentation):
      suggestions.flatMap { yaml($0) }.map { String(repeating: " ", count: indentation) + $0 }
    }
  }

  private static func reason(of suggestion: ScenarioSuggestion) -> String {
    let gain = suggestion.gain > 0 ? " (touches \(suggestion.gain) events more)" : ""
    return Printable.line(suggestion.reason) + gain
  }

  /// Text is written as JSON, which YAML reads the same.
  private func yaml(_ suggestion: ScenarioSuggestion) -> [String] {
    func quoted(_ text: String) -> String { JSONString.quoted(Array(text.utf8)) }
    func list(_ items: [String]) -> String { "[\(items.map(quoted).joined(separator: ", "))]" }
    let scenario = suggestion.scenario
    var lines = ["# \(Self.reason(of: suggestion))", "- id: \(quoted(scenario.id.text))"]
    if let channel = scenario.channel { lines.append("  channel: \(quoted(channel))") }
    lines.append("  user_goal: \(quoted(scenario.userGoal))")
    if let slots = scenario.mustCollect { lines.append("  must_collect: \(list(slots.map(\.text)))") }
    if let items = scenario.mustDo { lines.append("  must_do: \(list(items))") }
    if let items = scenario.mustNotDo {
      lines.append("  must_not_do:")
      lines += items.map { "    - \(quoted($0))" }
    }
    return lines
  }

  /// JSON has no comments: the reasons stand beside what is printed.
  func remarks(on suggestions: [ScenarioSuggestion]) -> [String] {
    guard case .json = style else { return [] }
    return suggestions.map { "\(Printable.line($0.scenario.id.text)): \(Self.reason(of: $0))" }
  }

  private func json(_ suggestions: [ScenarioSuggestion]) -> [String] {
    let objects = suggestions.map { suggestion in
      PrettyJSON.text(of: JSONValue(suggestion.scenario)).split(separator: "\n").map { "    \($0)" }
        .joined(separator: "\n")
    }
    return [objects.joined(separator: ",\n")]
  }
}
