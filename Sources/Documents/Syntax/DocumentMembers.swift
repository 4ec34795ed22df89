/// Values as they are read from a document whose shape has been checked.
extension DocumentNode {
  /// The text of a text member.
  package func string(_ key: String) -> String? {
    guard let value = member(key), value.kind == .string else { return nil }
    return value.text
  }

  /// The elements of a member that is an array; nil for any other value, or without the member.
  package func list(_ key: String) -> [DocumentNode]? {
    guard let value = member(key), value.kind == .array else { return nil }
    return Array(value.elements)
  }

  /// The value of a number that is a whole one; see ``JSONNumber/wholeNumber(_:)``.
  package var integer: Int? { kind == .number ? text.flatMap(JSONNumber.wholeNumber) : nil }
}
