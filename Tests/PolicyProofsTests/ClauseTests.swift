import Documents
import PolicyProofs
import TestSupport
import Testing

/// Each clause is one file, and all of it there (definition 5, 6).
struct ClauseTests {
  /// The number of the clause's paragraph, such as `5.2`.
  private static func paragraph(of clause: Clause) throws -> String {
    let section = clause.invariant == .noSilentDrop ? 5 : 6
    let number = try #require(clause.invariant.clauses.firstIndex(of: clause)) + 1
    return "\(section).\(number)"
  }

  @Test(arguments: Clause.allCases)
  func codesOfRulesFollowTheParagraph(_ clause: Clause) throws {
    let prefix = try "FOH" + Self.paragraph(of: clause).filter { $0 != "." }
    #expect(!clause.rules.isEmpty && !clause.promise.isEmpty)
    for (number, rule) in clause.rules.enumerated() {
      #expect(rule.code == "\(prefix)0\(number + 1)")
      #expect(Clause(of: rule) == clause)
    }
  }

  @Test(arguments: Clause.allCases)
  func itsFileCitesTheParagraphAndHasTheRules(_ clause: Clause) throws {
    let file = "\(clause)".prefix(1).uppercased() + "\(clause)".dropFirst() + ".swift"
    let path = "Sources/PolicyProofs/Clauses/\(clause.invariant.title)/\(file)"
    let text = String(decoding: try Repository.bytes(path), as: UTF8.self)
    #expect(text.contains("/// Clause `\(clause.rawValue)` (definition \(try Self.paragraph(of: clause)))"))
    for rule in clause.rules { #expect(text.contains("\"\(rule.code)\", \"\(rule.name)\""), "\(rule.code)") }
  }
}
