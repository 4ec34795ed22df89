import PolicyGraph

/// What a document is, told by its content.
public enum DocumentKind: String, Sendable {
  case blueprint, draft

  /// By `schema_version`; without one, or with an unknown one, by the parts that only one of the two has.
  public init?(_ document: Document) {
    let root = document.root
    if root.member("schema_version")?.hasText(Blueprint.schemaVersion) == true {
      self = .blueprint
    } else if root.member("schema_version")?.hasText(Draft.schemaVersion) == true {
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
