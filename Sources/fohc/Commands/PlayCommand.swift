import ArgumentParser
import BlueprintCompiler
import Gates
import PolicyGraph

struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Talk to a draft in the terminal, taking the user's part.",
    discussion: """
      Type the number or name of what you do. At a question any other text is an answer to what was asked; an empty \
      line is silence. When a tool is called you say what comes of it. `quit` ends. The runtime's own phrasing and \
      understanding are not part of a draft: what stands in brackets is what would be conveyed.
      """)

  @Argument(help: "A blueprint or a draft.")
  var file: String

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    if file == "-" { throw ValidationError("standard input is for what you say; name a file") }
  }

  func run() throws {
    let draft = try input.shapelyDraft(at: file)
    guard var rehearsal = Rehearsal(draft.draft) else {
      Terminal.complain("the draft's entry does not exist")
      throw ExitStatus.findings
    }
    while true {
      try Terminal.print(SimulatedConversationText.lines(of: rehearsal.news()))
      let choices = rehearsal.choices
      guard !rehearsal.isOver, !choices.isEmpty else { return }
      try Terminal.print("")
      try Terminal.print("   " + Self.menu(choices))
      guard try act(&rehearsal, choices) else { return }
    }
  }

  private static func menu(_ choices: [Rehearsal.Choice]) -> String {
    choices.enumerated().map { "\($0.offset + 1) \(Printable.line($0.element.event.name))" }
      .joined(separator: "   ")
  }

  /// Asks until something happened. False where the person wants to stop.
  private func act(_ rehearsal: inout Rehearsal, _ choices: [Rehearsal.Choice]) throws -> Bool {
    while true {
      guard let line = readLine(), line != "quit" else { return false }
      let text = String(line.drop { $0 == " " })
      let named = choices.first { $0.event.name == text }
      if let chosen = named ?? Int(text).flatMap({ choices.indices.contains($0 - 1) ? choices[$0 - 1] : nil })
      {
        if rehearsal.happen(chosen.event, giving: try given(chosen)) { return true }
      } else if let event = Self.event(meantBy: text, choices, awaitsTool: rehearsal.awaitsTool),
        rehearsal.happen(event, giving: [])
      {
        return true
      }
      try Terminal.print("   that is not possible here; type a number from 1 to \(choices.count), or quit")
    }
  }

  /// Of a partial answer, which of the questions are answered.
  private func given(_ choice: Rehearsal.Choice) throws -> [SlotKey] {
    guard choice.event == .partial else { return [] }
    var keys: [SlotKey] = []
    for slot in choice.slots {
      try Terminal.print("   \(Printable.line(slot.question)) (empty: not yet)")
      if let line = readLine(), !line.isBlank { keys.append(slot.key) }
    }
    return keys
  }

  /// An empty line is silence; other words answer a question, or say yes or no.
  private static func event(meantBy text: String, _ choices: [Rehearsal.Choice], awaitsTool: Bool) -> Event? {
    let events = choices.map(\.event)
    if awaitsTool { return nil }
    if text.isBlank { return events.contains(.silence) ? .silence : nil }
    if ["yes", "y", "ok"].contains(text.lowercased()), events.contains(.affirm) { return .affirm }
    if ["no", "n"].contains(text.lowercased()), events.contains(.deny) { return .deny }
    return events.contains(.answered) ? .answered : nil
  }
}
