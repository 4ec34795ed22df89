import Documents
import PolicyGraph

/// The JSON Schemas (2020-12) of what fohc reads, made from the tables that it checks with.
public enum PublishedSchema {
  public static let blueprint = JSONSchema.document(BlueprintSchema.document)
  public static let draft = JSONSchema.document(DraftSchema.document)
}
