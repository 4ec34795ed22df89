import Documents
import PolicyGraph

/// Texts of a fixed form, read from the members of records. The schema has been checked: a member
/// that is given is text. Each returns nil, having reported why, where the text does not have the form.
extension Findings {
  /// A time (RFC 3339).
  mutating func instant(_ key: String, of node: DocumentNode) -> Instant? {
    let instant = node.string(key).flatMap { Instant($0) }
    if instant == nil {
      malformed(
        key, of: node, "not a date and time", help: "write it as RFC 3339 does: `2026-11-24T13:18:10Z`")
    }
    return instant
  }

  /// The two digests that name a draft.
  mutating func draftHash(of node: DocumentNode) -> DraftHash? {
    let (name, digest) = (node.string("draft_hash") ?? "", node.string("sha256") ?? "")
    if let hash = DraftHash(draftHash: name, sha256: digest) { return hash }
    let isNameAtFault = DraftHash(draftHash: name, sha256: String(repeating: "0", count: 64)) == nil
    malformed(
      isNameAtFault ? "draft_hash" : "sha256", of: node, "not a digest of a draft",
      help: "copy both digests from `fohc hash`")
    return nil
  }

  /// Text in which something can be seen.
  mutating func visibleText(_ key: String, of node: DocumentNode) -> String? {
    guard let text = node.string(key), !text.isBlank else {
      malformed(key, of: node, "blank", help: "write who or what it is")
      return nil
    }
    return text
  }

  mutating func malformed(_ key: String, of node: DocumentNode, _ what: FindingText, help: FindingText) {
    report(.malformedValue, "`\(key)` is \(what)", at: node.member(key) ?? node, help: help)
  }
}
