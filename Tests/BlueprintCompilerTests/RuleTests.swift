import BlueprintCompiler
import Documents
import PolicyGraph
import Rendering
import TestSupport
import Testing

/// Every rule fires on its fixture, at the right place, and stays quiet on a near miss.
struct RuleTests {
  static let cases = syntaxCases + schemaCases + meaningCases + scenarioCases + graphCases

  @Test(arguments: cases)
  func firesAtItsPlace(_ rule: RuleCase) {
    let found = findings(in: rule.fires).filter { $0.rule == rule.rule }
    #expect(found.map { $0.marked(in: rule.fires) }.contains(rule.marks))
  }

  @Test(arguments: cases)
  func staysQuietOnANearMiss(_ rule: RuleCase) {
    #expect(!findings(in: rule.quiet).map(\.rule.code).contains(rule.rule.code))
  }

  /// A near miss differs from what fires, and from the base: that the base has no finding is tested elsewhere.
  @Test func nearMissesAreDocumentsOfTheirOwn() {
    let bases = [BaseBlueprint.text, BaseDraft.text].map { Array($0.utf8) }
    let idle = Self.cases.filter { $0.quiet.bytes == $0.fires.bytes || bases.contains($0.quiet.bytes) }
    #expect(idle.map { "\($0.rule.name): \($0.marks)" } == [])
  }

  /// These depend on limits or on the command and have tests of their own.
  @Test func everyRuleHasACase() {
    let covered = Set(Self.cases.map(\.rule.code))
    // The rules of the proofs have their cases in `ProofRuleTests`, those of evidence (FOH7xxx) in `GatesTests`.
    let missing = [Rule].all.filter {
      $0.stage != .proof && !$0.code.hasPrefix("FOH7") && !covered.contains($0.code)
    }.map(\.name)
    #expect(
      missing == [
        "too-many-findings", "input-too-large", "unknown-document", "other-document", "draft-too-large",
      ])
  }

  @Test func documentOfTheOtherKindIsOneFinding() throws {
    let draft = compile(.json(BaseDraft.text))
    #expect(draft.diagnostics.map(\.rule) == [.otherDocument])
    #expect(draft.diagnostics.first?.marked(in: draft.source) == "\"flow_draft.v1\"")
    #expect(draft.draft == nil && !draft.isValid)

    var findings = Findings(limits: .standard)
    let source = SourceText.yaml(BaseBlueprint.text)
    let document = try #require(readDocument(source, findings: &findings))
    let blueprint = validateDraft(document, findings: findings)
    #expect(blueprint.diagnostics.map(\.rule) == [.otherDocument])
    #expect(blueprint.diagnostics.first?.marked(in: source) == "conversation_blueprint.v1")
    #expect(blueprint.draft == nil && !blueprint.isValid)
  }

  @Test func codesAndNamesAreUniqueAndSorted() {
    let codes = [Rule].all.map(\.code)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    #expect(Set([Rule].all.map(\.name)).count == codes.count)
  }

  @Test func findingsOverTheLimitAreCountedAndRefused() throws {
    let keys = (0..<50).map { "key\($0): 1" }.joined(separator: "\n") + "\n"
    let source = SourceText.yaml(BaseBlueprint.text + keys)
    let found = findings(in: source, limits: Limits(findings: 20))
    #expect(found.count == 21)
    let summary = try #require(found.first { $0.rule.name == "too-many-findings" })
    #expect(summary.message == "30 more findings are not shown")
    #expect(!findings(in: source).contains { $0.rule.name == "too-many-findings" })
    // A draft whose findings are cut is not valid, even where all of them are warnings.
    #expect(!compile(source, limits: Limits(findings: 20)).isValid)
    #expect(compile(source).isValid)
  }

  @Test func inputOverTheLimitIsRefusedUnread() {
    let source = SourceText.yaml(BaseBlueprint.text)
    let limit = source.bytes.count
    #expect(findings(in: source, limits: Limits(inputBytes: limit)).isEmpty)
    #expect(findings(in: source, limits: Limits(inputBytes: limit - 1)).map(\.rule) == [.inputTooLarge])
  }

  @Test func draftOverTheLimitIsRefused() {
    let source = SourceText.yaml(BaseBlueprint.text)
    let found = compile(source, limits: Limits(draftElements: 100))
    #expect(found.diagnostics.map(\.rule) == [.draftTooLarge])
    #expect(found.draft == nil)
    #expect(compile(source).draft != nil)
  }
}
