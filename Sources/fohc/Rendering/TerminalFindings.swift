import Documents
import Rendering

extension FindingsText {
  /// Findings with this program's options and commands as advice.
  static func ofCommandLine(
    usesColour: Bool, conversations: ConversationText = ConversationText()
  ) -> FindingsText {
    FindingsText(
      usesColour: usesColour, conversations: conversations,
      advice: Advice(wholeConversation: "`--full` shows all of it") { "fohc explain \($0.name)" })
  }

  func text(of report: FileReport) -> String {
    guard let source = report.source else { return "" }
    let waiting = WaitingText.line(of: report).map { "\n\(Colour.bold.paint($0, usesColour))\n" } ?? ""
    return text(of: report.diagnostics, in: source) + waiting
  }

  func print(
    _ diagnostics: [Diagnostic], in source: SourceText, to stream: Terminal.Stream = .output
  ) throws {
    try Terminal.print(text(of: diagnostics, in: source), to: stream)
  }
}

extension FindingsLines {
  static func lines(of report: FileReport) -> [String] {
    report.source.map { lines(of: report.diagnostics, in: $0) } ?? []
  }
}

/// How `diff` compares more.
let diffAdvice = "`--max-pairs N` tries more"
