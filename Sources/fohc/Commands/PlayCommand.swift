import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Rendering

struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Talk to a draft in the terminal, as its user.",
    discussion: """
      Type the number or name of what you do. At a question any other text is an answer to what was asked (in quotes \
      if it is a number, such as "4"); an empty line is silence. When a tool is called, you choose its answer. `help` says what each choice means, `undo` takes \
      the last one back, `quit` ends. The runtime's phrasing and understanding are not part of a draft: text \
      in brackets is what the agent would convey.
      """)

  @Argument(help: "A blueprint or a draft.")
  var file: String

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    if file == "-" { throw ValidationError("standard input is for what you say; name a file") }
  }

  func run() throws {
    let draft = try input.shapelyDraft(at: file)
    guard let session = InteractiveSession(draft) else {
      Terminal.complain("the draft's entry does not exist")
      throw ExitStatus.findings
    }
    var play = Play(session, labels: draft.draft.variables ?? [])
    try play.go { readLine() }
  }
}

/// A conversation with a person at the terminal.
struct Play {
  private var now: Moment
  /// What `undo` goes back to, the last at the end.
  private var before: [Moment] = []
  private let labels: [SlotKey: String]
  private let print: ([String]) throws -> Void

  /// How the conversation stands, and in which words it came there.
  private struct Moment {
    var session: InteractiveSession
    /// What the person typed for a slot, where they typed it.
    var words: [SlotKey: String] = [:]
    /// What the agent said last.
    var lines: [SimulatedConversation.Line] = []
  }

  init(
    _ session: InteractiveSession, labels: [Variable],
    print: @escaping ([String]) throws -> Void = { try Terminal.print($0) }
  ) {
    now = Moment(session: session)
    self.labels = Dictionary(
      labels.map { ($0.key, $0.label.isBlank ? $0.key.text : $0.label) },
      uniquingKeysWith: { first, _ in first })
    self.print = print
  }

  /// Plays to the end, or until `read` gives nothing more.
  mutating func go(reading read: () -> String?) throws {
    try showNews()
    while !now.session.isOver, !now.session.choices.isEmpty {
      let known = known
      try print([""] + (known.isEmpty ? [] : ["   known: \(known)"]) + ["   \(menu)"])
      guard try act(read) else { return }
    }
  }

  private mutating func showNews() throws {
    now.lines = now.session.newLines()
    try print(SimulatedConversationText.lines(of: now.lines))
  }

  private var menu: String {
    now.session.choices.enumerated().map { "\($0.offset + 1) \(Printable.line($0.element.event.name))" }
      .joined(separator: "   ")
  }

  /// What was given, in the words that were typed where there are any, and which tools have done their work.
  private var known: String {
    let slots = now.session.filled.map { key in
      let label = Printable.line(labels[key] ?? key.text)
      return now.words[key].map { "\(label): “\(Printable.line($0))”" } ?? label
    }
    return (slots + now.session.done.map { "`\(Printable.line($0.text))` is done" }).joined(separator: "; ")
  }

  /// Asks until something happened. False where the person wants to stop.
  private mutating func act(_ read: () -> String?) throws -> Bool {
    let choices = now.session.choices
    while true {
      guard let line = read() else { return false }
      let text = String(line.drop { $0 == " " })
      switch text.lowercased() {
      case "quit": return false
      case "help", "?":
        try print(help(choices))
        continue
      case "undo":
        guard let last = before.popLast() else {
          try print(["   there is nothing to undo"])
          continue
        }
        now = last
        try print(["   ── back to where it was"] + SimulatedConversationText.lines(of: now.lines))
        return true
      default: break
      }
      if text.hasPrefix("\""), choices.contains(where: { $0.event == .answered }) {
        let quoted = text.dropFirst().prefix { $0 != "\"" }
        if try answer(String(quoted), choices) { return true }
      }
      let named = choices.first { $0.event.name == text }
      if let chosen = named ?? Int(text).flatMap({ choices.indices.contains($0 - 1) ? choices[$0 - 1] : nil })
      {
        if try happen(chosen.event, words: try given(chosen, read)) { return true }
      } else if let event = Self.event(meantBy: text, choices, awaitsTool: now.session.awaitsTool) {
        if try event == .answered ? answer(text, choices) : happen(event, words: [:]) { return true }
      }
      try print([
        "   that is not possible here; type a number from 1 to \(choices.count), help, undo or quit"
      ])
    }
  }

  /// An answer in the person's own words, to all that was asked.
  private mutating func answer(_ text: String, _ choices: [InteractiveSession.Choice]) throws -> Bool {
    let asked = choices.first { $0.event == .answered }?.slots.map(\.key) ?? []
    return try happen(
      .answered, words: Dictionary(asked.map { ($0, text) }, uniquingKeysWith: { first, _ in first }))
  }

  private mutating func happen(_ event: Event, words: [SlotKey: String]) throws -> Bool {
    var next = now
    // Everything else brings what it brings, whatever was typed.
    guard next.session.happen(event, giving: event == .partial ? words.keys.sorted() : []) else {
      return false
    }
    next.words.merge(words) { $1 }
    before.append(now)
    now = next
    try showNews()
    return true
  }

  /// Of a partial answer, which of the questions are answered, and in which words.
  private func given(_ choice: InteractiveSession.Choice, _ read: () -> String?) throws -> [SlotKey: String] {
    guard choice.event == .partial else { return [:] }
    var words: [SlotKey: String] = [:]
    for slot in choice.slots {
      try print(["   \(Printable.line(slot.question)) (empty: not yet)"])
      if let line = read(), !line.isBlank { words[slot.key] = line }
    }
    return words
  }

  private func help(_ choices: [InteractiveSession.Choice]) -> [String] {
    let width = (choices.map { $0.event.name.count } + [4]).max() ?? 0
    func line(_ number: String, _ name: String, _ meaning: String) -> String {
      "   \(number) \(Printable.line(name))\(String(repeating: " ", count: max(0, width - name.count)))  \(meaning)"
    }
    let words =
      now.session.awaitsTool
      ? [] : ["   any other text answers what was asked (quote a number); an empty line is silence"]
    return choices.enumerated().map {
      line("\($0.offset + 1)", $0.element.event.name, Self.meaning(of: $0.element.event))
    }
      + words
      + [
        line(" ", "undo", "takes back what happened last"), line(" ", "quit", "ends the conversation here"),
      ]
  }

  private static func meaning(of event: Event) -> String {
    switch event {
    case .answered: "you answer everything that was asked"
    case .partial: "you answer some of what was asked"
    case .goalMet: "you have what you came for in this phase"
    case .unclear: "what you say is not understood"
    case .silence: "you say nothing"
    case .interrupt: "you ask something else first"
    case .correct: "you change what you said before"
    case .affirm: "you say yes"
    case .deny: "you say no, or want to leave this out"
    case .escalate: "you ask for a person"
    case .tool(let tool): "you want something that needs `\(Printable.line(tool.text))`"
    case .ok: "the tool does its work"
    case .error: "the tool fails"
    case .timeout: "the tool does not answer in time"
    case .auto: "the conversation continues"
    }
  }

  /// An empty line is silence; other words answer a question, or say yes or no.
  private static func event(meantBy text: String, _ choices: [InteractiveSession.Choice], awaitsTool: Bool)
    -> Event?
  {
    let events = choices.map(\.event)
    if awaitsTool { return nil }
    if text.isBlank { return events.contains(.silence) ? .silence : nil }
    if ["yes", "y", "ok"].contains(text.lowercased()), events.contains(.affirm) { return .affirm }
    if ["no", "n"].contains(text.lowercased()), events.contains(.deny) { return .deny }
    return events.contains(.answered) ? .answered : nil
  }
}
