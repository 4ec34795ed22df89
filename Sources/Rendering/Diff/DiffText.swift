import Documents
import PolicyGraph
import PolicyProofs

/// A difference between two drafts for people: what is guaranteed, what is declared, how conversations go on, what is
/// said, what the scenarios ask for.
package struct DiffText {
  let diff: BehaviourDiff
  var conversations: ConversationText
  /// How more is compared, in the words of the program that shows it.
  var advice: String?

  package init(
    diff: BehaviourDiff, conversations: ConversationText = ConversationText(), advice: String? = nil
  ) {
    self.diff = diff
    self.conversations = conversations
    self.advice = advice
  }

  package var lines: [String] {
    let sections = [guarantees, declarations, changes, texts, scenarios].filter { !$0.isEmpty }
    var lines = sections.isEmpty ? ["no difference in behaviour, texts or scenarios"] : []
    if diff.isEmpty, !sections.isEmpty { lines += ["no difference in behaviour", ""] }
    lines += Array(sections.joined(separator: [""]))
    if !diff.isComplete { lines += ["", "! \(Self.cutShort(advice))"] }
    return lines
  }

  /// That the comparison is not complete, and how it is made so.
  package static func cutShort(_ advice: String?) -> String {
    "not everything was compared: the drafts have more configurations than are tried"
      + (advice.map { "; \($0)" } ?? "")
  }

  // MARK: The sections

  private var guarantees: [String] {
    diff.guarantees.map {
      "\($0.isLost ? "✗ guarantee lost:  " : "✓ guarantee gained:") \(Printable.line($0.text))"
        + ($0.isLost ? "  [\(Printable.line($0.name))]" : "")
    }
  }

  private var declarations: [String] {
    diff.declarations.isEmpty ? [] : ["declared:"] + diff.declarations.map { "  \(Printable.line($0))" }
  }

  private var changes: [String] {
    let changes = diff.changes
    if changes.isEmpty { return [] }
    var lines = ["conversations: \(DiffCounts(diff).conversations)"]
    var shown = ShownConversations()
    for (number, change) in changes.enumerated() {
      lines += ["", "  \(number + 1). \(Self.sites(of: change, isFull: conversations.isFull))"]
      lines.append("     - \(Self.acts(change.before))")
      lines.append("     + \(Self.acts(change.after))")
      let others = change.others > 0 ? ", and \(counted(change.others, "conversation")) more" : ""
      let earlier = shown.beginning(of: change.conversation, owner: "\(number + 1)")
      if let earlier, earlier.isAll, !conversations.isFull {
        lines.append("     the conversation of \(earlier.owner) above leads there\(others)")
      } else {
        lines.append("     for example\(others):")
        lines += conversations.lines(of: change.conversation, after: earlier, margin: "       ")
      }
    }
    return lines
  }

  private var texts: [String] {
    diff.texts.isEmpty
      ? []
      : ["said differently:"]
        + diff.texts.flatMap { change -> [String] in
          let (before, after) = excerpts(change.before, change.after)
          return ["  \(Self.names(of: change)):", "    - \(before)", "    + \(after)"]
        }
  }

  private var scenarios: [String] {
    diff.scenarios.isEmpty
      ? []
      : ["scenarios:"]
        + diff.scenarios.flatMap { change -> [String] in
          let line = "  \(Self.sentence(of: change))"
          guard let before = change.before, let after = change.after else { return [line] }
          let shown = excerpts(before, after)
          return ["\(line):", "    - \(shown.before)", "    + \(shown.after)"]
        }
  }

  // MARK: The words

  /// On what, and where: the first of many.
  static func sites(of change: BehaviourDiff.Change, isFull: Bool) -> String {
    func list(_ items: [String], _ separator: String, _ noun: String) -> String {
      let shown = isFull ? items.count : 6
      let more = items.count - shown
      return items.prefix(shown).joined(separator: separator)
        + (more > 0 ? "\(separator)and \(counted(more, noun)) more" : "")
    }
    let occasions = change.occasions.map { actionContext in
      "on \(list(actionContext.events.map { "`\($0)`" }, ", ", "event")), "
        + "where it \(list(actionContext.places, "; or ", "place"))"
    }
    return Printable.line(list(occasions, "; ", "event"))
  }

  static func acts(_ acts: [String]) -> String {
    acts.isEmpty ? "says and does nothing" : Printable.line(acts.joined(separator: ", then "))
  }

  static func names(of change: BehaviourDiff.TextChange) -> String {
    let shown = 4
    let names = change.names.prefix(shown).joined(separator: "; ")
    let more = change.names.count - shown
    return Printable.line(names) + (more > 0 ? "; and \(more) more" : "")
  }

  static func sentence(of change: BehaviourDiff.ScenarioChange) -> String {
    Printable.line("`\(change.scenario)` \(change.sentence)")
  }

  /// Two texts side by side, long ones from a little before where they part.
  private func excerpts(_ before: String?, _ after: String?) -> (before: String, after: String) {
    Self.excerpts(before, after, isFull: conversations.isFull)
  }

  static func excerpts(_ before: String?, _ after: String?, isFull: Bool) -> (before: String, after: String) {
    let texts = [before, after].map { $0.map(Printable.oneLine) }
    let (context, width) = (24, 100)
    guard !isFull, let left = texts[0], let right = texts[1] else {
      return (texts[0] ?? "(nothing)", texts[1] ?? "(nothing)")
    }
    let same = zip(left, right).prefix { $0 == $1 }.count
    let start = max(left.count, right.count) > width ? max(0, same - context) : 0
    func cut(_ text: String) -> String {
      let rest = text.dropFirst(start)
      return (start > 0 ? "…" : "") + rest.prefix(width) + (rest.count > width ? "…" : "")
    }
    return (cut(left), cut(right))
  }
}

/// How much differs, section by section.
package struct DiffCounts {
  let sections: [(name: String, count: String)]
  let conversations: String

  package init(_ diff: BehaviourDiff) {
    let changes = diff.changes
    let sites = changes.reduce(0) { $0 + $1.sites.count }
    conversations =
      changes.isEmpty
      ? "0"
      : "\(counted(changes.count, "change")) at \(counted(sites, "place"))"
    sections = [
      ("guarantees lost", "\(diff.guarantees.count(where: \.isLost))"),
      ("guarantees gained", "\(diff.guarantees.count { !$0.isLost })"),
      ("declarations", "\(diff.declarations.count)"), ("conversations", conversations),
      ("texts", "\(diff.texts.count)"), ("scenarios", "\(diff.scenarios.count)"),
    ]
  }

  package var lines: [String] {
    sections.map { $0.name + String(repeating: " ", count: 19 - $0.name.count) + $0.count }
  }
}
