import Documents

/// The page of the documentation that is made from the defaults.
package enum DefaultsPage {
  /// What stands for an absent field, and the words of the composed briefs, in Markdown.
  package static var text: String {
    let fields = BlueprintSchema.document.root.fieldsByPath().compactMap { path, field in
      field.absent.map { "| `\(path)` | \(field.meaning) | \($0) |" }
    }
    let briefs = Brief.samples.map {
      "| \($0.place) | \($0.text.split(separator: "\n").joined(separator: "<br>")) |"
    }
    return """
      # Defaults

      Generated from the tables of the compiler.

      ## Absent fields

      | field | meaning | when absent |
      |---|---|---|
      \(fields.joined(separator: "\n"))

      The default hand-off text is: \(Defaults.handoffMessage)

      ## Briefs

      Where the author gave no text, a node carries a brief: what the agent has to convey, which a runtime phrases in
      the brand voice. Words in angle brackets are the author's.

      | where | brief |
      |---|---|
      \(briefs.joined(separator: "\n"))

      """
  }
}

extension Brief {
  /// Every brief with placeholders, for the documentation.
  fileprivate static var samples: [(place: String, text: String)] {
    [
      ("greeting", greeting(name: "<name>", role: "<role>", objective: "<objective>")), ("goodbye", goodbye),
      ("talk", talk(goal: "<goal>", successSignal: "<success_signal>")),
      ("talk, deferred question", deferredTalk),
      ("clarify an ask", clarifyAsk(["<slot label>"])), ("clarify a talk", clarifyTalk("<phase label>")),
      ("clarify a confirm", clarifyConfirm),
      (
        "menu at an ask",
        menu([menuAnswer("<slot label>"), menuSkip("<phase label>"), menuPerson])
      ),
      (
        "menu at a talk",
        menu([menuPhase("<phase label>"), menuTool("<tool>"), menuSkip("<phase label>"), menuPerson])
      ),
      ("menu at a confirm", menu(menuConfirm)), ("nudge", nudge),
    ]
      + InterruptionStyle.allCases.map { ("interjection, `\($0.rawValue)`", interrupted($0)) } + [
        ("correction", corrected), ("phase declined", declinedPhase("<phase label>")),
        ("deferred question declined", declinedDeferred), ("confirm", confirm("<tool>")),
        ("tool declined", declinedTool("<tool>")), ("report", report("<tool>")),
        ("apology after `error`", apologizeForError("<tool>")),
        ("apology after `timeout`", apologizeForTimeout("<tool>")), ("close, declined", closeDeclined),
        ("close, declined, with `success_requires`", closeUnfinished), ("close, abandoned", goodbye),
        ("close, abandoned, with `async_follow_up`", followUp), ("talk, unfinished", unfinished(["<tool>"])),
        ("unfinished declined", declinedUnfinished(["<tool>"])),
      ]
  }
}
