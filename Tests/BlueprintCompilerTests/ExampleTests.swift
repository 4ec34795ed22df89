import BlueprintCompiler
import Documents
import Foundation
import PolicyProofs
import TestSupport
import Testing

/// The examples are what newcomers read first: each compiles without a finding, to the draft beside it.
struct ExampleTests {
  @Test(arguments: Repository.examples)
  func compilesToItsGoldenDraft(_ name: String) throws {
    let compilation = compile(try Repository.source("Examples/blueprints/\(name)"))
    #expect(compilation.isValid)
    #expect(compilation.diagnostics.map(\.message) == [])
    let draft = try #require(compilation.draft)
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    try Repository.expectGolden(PrettyJSON.text(of: draft.json), "Examples/drafts/\(stem).draft.json")
  }

  @Test(arguments: Repository.examples)
  func draftSurvivesDecodingAndEncoding(_ name: String) throws {
    let draft = try #require(compile(try Repository.source("Examples/blueprints/\(name)")).draft)
    let text = PrettyJSON.text(of: draft.json)
    let validation = validateDraft(SourceText(name: "\(name).draft.json", text: text))
    #expect(validation.diagnostics.map(\.message) == [])
    #expect(validation.draft?.hash == draft.hash)
    #expect(validation.isValid && validation.notRun.isEmpty)
  }

  @Test func draftThatCannotBeReadSaysWhatWaits() {
    let validation = validateDraft(SourceText(name: "a.draft.json", text: "{\"nodes\": [}"))
    #expect(!validation.isValid && validation.draft == nil)
    #expect(validation.diagnostics.map(\.rule.stage) == [.syntax])
    #expect(validation.notRun == [.schema, .graph, .proof])
  }
}
