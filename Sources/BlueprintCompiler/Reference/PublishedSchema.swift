import Documents
import PolicyGraph

/// The JSON Schemas (2020-12) of what fohc reads, made from the tables that it checks with.
public enum PublishedSchema {
  /// Of Conversation Blueprint v1, as `Docs/blueprint.schema.json` has it.
  public static let blueprint = JSONSchema.document(BlueprintSchema.document)
  /// Of `flow_draft.v1`, as `Docs/draft.schema.json` has it. What a schema cannot say of a graph, the shape check
  /// does.
  public static let draft = JSONSchema.document(DraftSchema.document)
}
