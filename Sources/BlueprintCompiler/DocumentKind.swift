import Documents
import PolicyGraph

/// What a document is, told by its content.
public enum DocumentKind: String, Sendable {
  case blueprint, draft

  /// By `schema_version`; without one, or with an unknown one, by the parts that only one of the two has.
  public init?(_ document: Document) {
    let root = document.root
    if document.schemaVersion(Blueprint.schemaVersion) != nil {
      self = .blueprint
    } else if document.schemaVersion(Draft.schemaVersion) != nil {
      self = .draft
    } else if root.member("nodes") != nil, root.member("edges") != nil {
      self = .draft
    } else if root.member("phases") != nil || root.member("channel_policy") != nil {
      self = .blueprint
    } else {
      return nil
    }
  }
}

extension Document {
  /// The value of `schema_version`, where it is this one.
  func schemaVersion(_ version: String) -> DocumentNode? {
    guard let value = root.member("schema_version"), value.hasText(version) else { return nil }
    return value
  }
}
