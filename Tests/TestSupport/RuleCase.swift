import BlueprintCompiler
import Documents
import PolicyProofs
import Testing

/// One rule with a document that it refuses and a near miss that it lets pass.
package struct RuleCase: Sendable, CustomTestStringConvertible {
  package let rule: Rule
  package let fires: SourceText
  /// The text that the finding underlines.
  package let marks: String
  package let quiet: SourceText

  package var testDescription: String { rule.name }

  package init(_ rule: Rule, _ fires: SourceText, marks: String, quiet: SourceText) {
    self.rule = rule
    self.fires = fires
    self.marks = marks
    self.quiet = quiet
  }
}

extension SourceText {
  package static func yaml(_ text: String) -> SourceText { SourceText(name: "case.yaml", text: text) }
  package static func json(_ text: String) -> SourceText { SourceText(name: "case.json", text: text) }
  package static func blueprint(_ edits: (old: String, new: String)...) -> SourceText {
    yaml(edits.reduce(BaseBlueprint.text) { $0.replacingOnce($1.old, with: $1.new) })
  }
  /// The draft of the base blueprint, with each edit made.
  package static func draft(_ edits: (old: String, new: String)...) -> SourceText {
    json(edits.reduce(BaseDraft.text) { $0.replacingOnce($1.old, with: $1.new) })
  }
}

package enum BaseDraft {
  package static let text: String = {
    guard let draft = compile(.yaml(BaseBlueprint.text)).draft else {
      preconditionFailure("the base blueprint compiles")
    }
    return PrettyJSON.text(of: draft.json)
  }()
}

/// What `fohc check` finds in a document of either kind.
package func findings(in source: SourceText, limits: Limits = .standard) -> [Diagnostic] {
  var findings = Findings(limits: limits)
  guard let document = readDocument(source, limits: limits, findings: &findings) else {
    return findings.sorted
  }
  switch DocumentKind(document) {
  case .draft: return validateDraft(document, findings: findings).diagnostics
  case .blueprint, nil: return compile(document, limits: limits, findings: findings).diagnostics
  }
}

extension Diagnostic {
  /// The source text under the finding's span.
  package func marked(in source: SourceText) -> String {
    String(decoding: source.bytes[span.start..<span.end], as: UTF8.self)
  }
}

extension Diagnostic.Fix {
  /// The source after the fix.
  package func applied(to source: SourceText) -> String {
    String(decoding: source.applying(edits).bytes, as: UTF8.self)
  }
}
