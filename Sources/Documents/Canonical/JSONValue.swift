/// A JSON value as a value: what drafts are written from and what unknown keys are kept as.
public indirect enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// Members in the order in which they are shown. Keys are distinct.
  case object([JSONMember])
}

/// One member of an object.
public struct JSONMember: Sendable {
  public var key: String
  public var value: JSONValue

  public init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue {
  /// The value that a document's node holds. Duplicate keys have been refused by the reader.
  public init(_ node: DocumentNode) {
    switch node.kind {
    case .null: self = .null
    case .true: self = .boolean(true)
    case .false: self = .boolean(false)
    case .number: self = .number(Double(node.text ?? "") ?? .nan)
    case .string: self = .string(node.text ?? "")
    case .array: self = .array(node.elements.map { JSONValue($0) })
    case .object:
      self = .object(node.members.map { JSONMember($0.key.text ?? "", JSONValue($0.value)) })
    }
  }

  public static func integer(_ value: Int) -> JSONValue { .number(Double(value)) }

  /// An array of strings.
  public static func strings(_ values: some Sequence<String>) -> JSONValue {
    .array(values.map { .string($0) })
  }

  /// The value of a member; nil where this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.hasSameScalars(as: key) }?.value
  }

  public var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  public var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}
