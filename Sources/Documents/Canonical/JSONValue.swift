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
  /// Unique in its object, compared by Unicode scalars.
  public var key: String
  /// What stands under ``key``.
  public var value: JSONValue

  /// Does not look for other members with the same key.
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

  /// Exact up to 2^53; beyond that the nearest double, as in JSON of RFC 8785.
  public static func integer(_ value: Int) -> JSONValue { .number(Double(value)) }

  /// An array of strings.
  public static func strings(_ values: some Sequence<String>) -> JSONValue {
    .array(values.map { .string($0) })
  }

  /// The value of a member; nil if this is not an object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.hasSameScalars(as: key) }?.value
  }

  /// The content of a string; nil for any other kind.
  public var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The elements of an array; empty for any other kind.
  public var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}
