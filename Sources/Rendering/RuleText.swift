import Documents

/// A rule as `fohc explain` shows it.
package enum RuleText {
  package static func explanation(of rule: Rule) -> String {
    """
    \(rule.code) \(rule.name) (\(rule.severity.rawValue), found in stage `\(rule.stage.rawValue)`)

    \(rule.title)

    \(wrapped(rule.explanation))

    Wrong:

    \(indented(rule.wrong))

    Right:

    \(indented(rule.right))
    """
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= 88 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
