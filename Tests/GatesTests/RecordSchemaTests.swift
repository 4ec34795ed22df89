import Documents
import TestSupport
import Testing

@testable import Gates

/// The published schemas say what the code checks.
struct RecordSchemaTests {
  @Test func schemasAreUpToDate() throws {
    for (name, schema) in [
      ("audit_record", AuditRecord.schema), ("audit_checkpoint", AuditCheckpoint.schema),
      ("incident", Incident.schema), ("key", KeyFile.schema),
    ] {
      try Repository.expectGolden(
        PrettyJSON.text(of: JSONSchema.document(schema)), "Docs/\(name).schema.json")
    }
  }
}
