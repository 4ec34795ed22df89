import Documents

/// An element of what ``readXML(_:limits:findings:)`` reads.
struct XMLElement {
  struct Attribute {
    let name: String
    let value: String
    let place: DocumentNode

    /// As a message quotes it.
    var words: FindingText { "`\(name)=\"\(value)\"`" }
  }

  let node: DocumentNode
  /// As it is written, with its prefix.
  let name: String
  private let attributeNode: DocumentNode

  /// Nil for text.
  init?(_ node: DocumentNode) {
    var parts = node.elements
    guard let name = parts.next()?.text, let attributes = parts.next() else { return nil }
    self.node = node
    self.name = name
    attributeNode = attributes
  }

  /// The name without prefix, case and punctuation: writers differ in all three.
  var plainName: String { OutcomeWords.plainName(name) }

  func attribute(_ name: String) -> String? { attributeNode.string(name) }

  /// All of them but namespace declarations.
  var attributes: [Attribute] {
    attributeNode.members.compactMap { member in
      guard let name = member.key.text, name != "xmlns", !name.hasPrefix("xmlns:") else { return nil }
      return Attribute(name: name, value: member.value.text ?? "", place: member.value)
    }
  }

  var children: [XMLElement] { node.elements.dropFirst(2).compactMap { XMLElement($0) } }

  /// The text directly in it; nil if there is none.
  var text: String? {
    let texts = node.elements.dropFirst(2).filter { $0.kind == .string }.compactMap(\.text)
    return texts.isEmpty ? nil : texts.joined()
  }
}
