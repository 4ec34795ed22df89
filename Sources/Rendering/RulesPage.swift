import Documents

/// The page of the documentation that is made from the rules.
package enum RulesPage {
  /// Every rule, by code, in Markdown.
  package static var text: String {
    var page = "# What fohc can find\n\nGenerated from the rules themselves. `fohc explain NAME` shows one.\n"
    for rule in [Rule].all {
      page += """

        ## \(rule.code) \(rule.name)

        *\(rule.stage.rawValue), \(rule.severity.rawValue)*: \(rule.title).

        \(rule.explanation)

        Wrong:

        \(indented(rule.wrong))

        Right:

        \(indented(rule.right))

        """
    }
    return page
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
  }
}
