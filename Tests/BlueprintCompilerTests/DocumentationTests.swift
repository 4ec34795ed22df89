import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

/// The generated documents say what the code says.
struct DocumentationTests {
  @Test func rulesAreUpToDate() throws {
    try Repository.expectGolden(ReferencePages.rules, "Docs/rules.md")
  }

  @Test func defaultsAreUpToDate() throws {
    try Repository.expectGolden(ReferencePages.defaults, "Docs/defaults.md")
  }

  @Test func schemasAreUpToDate() throws {
    try Repository.expectGolden(PrettyJSON.text(of: PublishedSchema.blueprint), "Docs/blueprint.schema.json")
    try Repository.expectGolden(PrettyJSON.text(of: PublishedSchema.draft), "Docs/draft.schema.json")
  }
}
