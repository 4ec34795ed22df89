import Documents
import PolicyGraph
import PolicyProofs

/// A difference between two drafts as GitHub-flavoured Markdown, for a pull request. No colour, and nothing in the names
/// or texts becomes markup.
package struct DiffMarkdown {
  let diff: BehaviourDiff
  var isFull: Bool
  /// What is compared, as the reader knows it.
  let old: String
  let new: String
  /// How more is compared, in the words of the program that shows it.
  var advice: String?

  package init(diff: BehaviourDiff, isFull: Bool = false, old: String, new: String, advice: String? = nil) {
    self.diff = diff
    self.isFull = isFull
    self.old = old
    self.new = new
    self.advice = advice
  }

  package var lines: [String] {
    let sections = [guarantees, declarations, changes, texts, scenarios].filter { !$0.isEmpty }
    var lines = ["### What changes from \(Self.code(old)) to \(Self.code(new))", ""]
    lines += sections.isEmpty ? ["No difference in behaviour, texts or scenarios."] : summary
    for section in sections { lines += [""] + section }
    if !diff.isComplete { lines += ["", "**\(Self.escaped(DiffText.cutShort(advice)))**"] }
    return lines
  }

  private var summary: [String] {
    let counts = DiffCounts(diff).sections
    return [
      "| " + counts.map(\.name).joined(separator: " | ") + " |",
      "|" + counts.map { _ in "---|" }.joined(),
      "| " + counts.map(\.count).joined(separator: " | ") + " |",
    ]
  }

  private var guarantees: [String] {
    func list(_ title: String, _ isLost: Bool) -> [String] {
      let those = diff.guarantees.filter { $0.isLost == isLost }
      return those.isEmpty
        ? [] : ["#### \(title)", ""] + those.map { "- \(Self.escaped($0.text)) (\(Self.escaped($0.name)))" }
    }
    return Array(
      [list("❌ Guarantees lost", true), list("✅ Guarantees gained", false)].filter { !$0.isEmpty }
        .joined(separator: [""]))
  }

  private var declarations: [String] {
    diff.declarations.isEmpty
      ? [] : ["#### Declared differently", ""] + diff.declarations.map { "- \(Self.escaped($0))" }
  }

  private var changes: [String] {
    let changes = diff.changes
    if changes.isEmpty { return [] }
    var lines = [
      "#### Conversations go on differently", "", "| | where | before | after |", "|---|---|---|---|",
    ]
    for (number, change) in changes.enumerated() {
      lines.append(
        "| \(number + 1) | \(Self.cell(DiffText.sites(of: change, isFull: isFull))) | \(Self.cell(DiffText.acts(change.before))) "
          + "| \(Self.cell(DiffText.acts(change.after))) |")
    }
    lines += ["", "<details><summary>Conversations that lead there</summary>", "", "```text"]
    var shown = ShownConversations()
    for (number, change) in changes.enumerated() {
      if number > 0 { lines.append("") }
      let earlier = shown.beginning(of: change.conversation, owner: "\(number + 1)")
      if let earlier, earlier.isAll, !isFull {
        lines.append("\(number + 1). the conversation of \(earlier.owner)")
      } else {
        lines.append("\(number + 1).")
        lines += ConversationText(isFull: isFull)
          .lines(of: change.conversation, after: earlier, margin: "   ")
      }
    }
    return lines + ["```", "", "</details>"]
  }

  private var texts: [String] {
    guard !diff.texts.isEmpty else { return [] }
    return ["#### Said differently", "", "| where | before | after |", "|---|---|---|"]
      + diff.texts.map { change in
        let (before, after) = DiffText.excerpts(change.before, change.after, isFull: isFull)
        return "| \(Self.cell(DiffText.names(of: change))) | \(Self.cell(before)) | \(Self.cell(after)) |"
      }
  }

  private var scenarios: [String] {
    guard !diff.scenarios.isEmpty else { return [] }
    return ["#### Scenarios", ""]
      + diff.scenarios.flatMap { change -> [String] in
        let line = "- \(Self.escaped(DiffText.sentence(of: change)))"
        guard let before = change.before, let after = change.after else { return [line] }
        let shown = DiffText.excerpts(before, after, isFull: isFull)
        return [
          line + ":", "  - before: \(Self.escaped(shown.before))", "  - after: \(Self.escaped(shown.after))",
        ]
      }
  }

  // MARK: Markup

  private static func cell(_ text: String) -> String { escaped(text).replacing("|", with: "\\|") }

  /// Names keep their backquotes; everything else that Markdown would take for markup is shown as it is.
  static func escaped(_ text: String) -> String {
    var output = ""
    var isCode = false
    for character in Printable.oneLine(text) {
      if character == "`" { isCode.toggle() }
      if !isCode, "\\*_[]<>#~&".contains(character) {
        output +=
          character == "<"
          ? "&lt;" : character == ">" ? "&gt;" : character == "&" ? "&amp;" : "\\\(character)"
      } else {
        output.append(character)
      }
    }
    // A name that has a backquote in it would leave all that follows in code.
    return isCode ? output.replacing("`", with: "\\`") : output
  }

  private static func code(_ name: String) -> String {
    escaped("`\(Printable.line(name).replacing("`", with: "'"))`")
  }
}
