import BlueprintCompiler
import Documents
import Rendering
import TestSupport
import Testing

/// The generated documents say what the code says.
struct DocumentationTests {
  @Test func rulesAreUpToDate() throws {
    try Repository.expectGolden(RulesPage.text, "Docs/rules.md")
  }

  @Test func defaultsAreUpToDate() throws {
    try Repository.expectGolden(DefaultsPage.text, "Docs/defaults.md")
  }

  @Test func blueprintIsUpToDate() throws {
    try Repository.expectGolden(BlueprintPage.text, "Docs/blueprint.md")
  }

  @Test func schemasAreUpToDate() throws {
    try Repository.expectGolden(PrettyJSON.text(of: PublishedSchema.blueprint), "Docs/blueprint.schema.json")
    try Repository.expectGolden(PrettyJSON.text(of: PublishedSchema.draft), "Docs/draft.schema.json")
  }
}
