/// The fields of a schema by their paths, for descriptions of all of them.
extension ObjectSchema {
  /// Every field with its path, such as `slots[].key`: each before those below it, in the order of the tables. `prefix` is
  /// what the paths begin with. Shapes that refer to themselves, maps and alternatives are not entered. O(fields).
  package func fieldsByPath(below prefix: String = "") -> [(path: String, field: FieldSchema)] {
    fields.flatMap { field -> [(path: String, field: FieldSchema)] in
      let path = prefix + field.key
      guard let nested = field.schema.nested else { return [(path, field)] }
      return [(path, field)] + nested.object.fieldsByPath(below: path + nested.separator)
    }
  }
}

extension ValueSchema {
  /// The object whose fields stand below a value of this shape, and what their paths have between the value's and their
  /// own key: `.` below an object, `[].` below a list of objects; nil for every other shape.
  package var nested: (object: ObjectSchema, separator: String)? {
    switch self {
    case .object(let object): (object, ".")
    case .array(.object(let object), _): (object, "[].")
    default: nil
    }
  }
}
