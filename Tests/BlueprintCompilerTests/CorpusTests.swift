import ReaderInvariants
import TestSupport
import Testing

/// The inputs that fuzzing found worth keeping (`make fuzz`), held to the very invariants it fuzzes for.
struct CorpusTests {
  static func inputs(_ syntax: ReaderSyntax) -> [String] {
    Repository.files(in: "Tests/Fixtures/corpus/\(syntax.rawValue)")
  }

  @Test(arguments: ReaderSyntax.allCases)
  func isThere(_ syntax: ReaderSyntax) { #expect(!Self.inputs(syntax).isEmpty) }

  @Test(arguments: inputs(.json))
  func invariantsHoldOfJSON(_ name: String) throws { try replay(name, .json) }

  @Test(arguments: inputs(.yaml))
  func invariantsHoldOfYAML(_ name: String) throws { try replay(name, .yaml) }

  private func replay(_ name: String, _ syntax: ReaderSyntax) throws {
    let bytes = try Repository.bytes("Tests/Fixtures/corpus/\(syntax.rawValue)/\(name)")
    #expect(throws: Never.self) { try checkInvariants(of: bytes, readAs: syntax) }
  }
}
