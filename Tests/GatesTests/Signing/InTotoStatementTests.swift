import Documents
import BlueprintCompiler
import PolicyGraph
import Testing

@testable import Gates

struct InTotoStatementTests {
  /// Field by field what spec/v1 and spec/predicates/test-result.md ask for.
  @Test func hasTheFieldsOfTheSpecification() {
    let statement = InTotoStatement.testResult(
      of: .init(
        name: "custom.draft.json", sha256: DraftHash.first.sha256,
        annotations: [JSONMember("draft_hash", .string(DraftHash.first.draftHash))]),
      .failed, configuration: [.init(name: "mode", annotations: [JSONMember("seed", .integer(7))])],
      passed: ["a", "b"], failed: ["c"])
    let expected = """
      {"_type":"https://in-toto.io/Statement/v1","predicate":{"configuration":[{"annotations":{"seed":7},\
      "name":"mode"}],"failedTests":["c"],"passedTests":["a","b"],"result":"FAILED","warnedTests":[]},\
      "predicateType":"https://in-toto.io/attestation/test-result/v0.1","subject":[{"annotations":\
      {"draft_hash":"\(DraftHash.first.draftHash)"},"digest":{"sha256":"\(DraftHash.first.sha256)"},\
      "name":"custom.draft.json"}]}
      """
    #expect(CanonicalJSON.text(of: statement) == expected)
    #expect(InTotoStatement.TestResult.allCases.map(\.rawValue) == ["PASSED", "WARNED", "FAILED"])
  }
}
