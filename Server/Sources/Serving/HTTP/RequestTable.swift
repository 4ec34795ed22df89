import Documents
import PolicyGraph
import Registry

/// The table of a request's body, with what is made of a body that fits.
///
/// A value is made from what the table's members read, in their order: code cannot ask for a member that the table does
/// not have, and a required member is no optional.
struct RequestTable<Value: Sendable>: Sendable {
  let table: BodyTable
  private let value: @Sendable (DocumentNode?) -> Value

  init<each Part>(
    _ name: String, _ title: String, others: BodyTable.Others = .refused,
    _ members: repeat BodyMember<each Part>, as make: @escaping @Sendable (repeat each Part) -> Value
  ) {
    var fields: [FieldSchema] = []
    for member in repeat each members { fields.append(member.field) }
    table = BodyTable(name, title, others: others, fields)
    let all = (repeat each members)
    value = { root in make(repeat (each all).read(root)) }
  }

  /// The value of a body. Throws everything that is wrong with it. O(values).
  func read(_ body: RequestBody) throws -> Value {
    let root = body.document?.root
    let problems = table.problems(of: root)
    if !problems.isEmpty { throw Refusal.malformed(problems) }
    return value(root)
  }

  /// Of an object that fits.
  fileprivate func read(_ object: DocumentNode) -> Value { value(object) }
}

/// A member of a request's body: its row in the table, and how its value is read.
struct BodyMember<Value: Sendable>: Sendable {
  let field: FieldSchema
  /// From an object that fits; nil for an empty body.
  let read: @Sendable (DocumentNode?) -> Value

  static func required(_ key: String, _ shape: Shape<Value>, _ meaning: String) -> BodyMember {
    BodyMember(field: .required(key, shape.schema, meaning)) { object in
      guard let node = object?.member(key) else { preconditionFailure("`\(key)` is required") }
      return shape.read(node, key)
    }
  }

  static func optional<Present>(
    _ key: String, _ shape: Shape<Present>, _ meaning: String, absent: String? = nil
  ) -> BodyMember where Value == Present? {
    BodyMember(field: .optional(key, shape.schema, meaning, absent: absent)) { object in
      object?.member(key).map { shape.read($0, key) }
    }
  }
}

/// A shape of values, and how a value that has it is read.
struct Shape<Value: Sendable>: Sendable {
  let schema: ValueSchema
  /// The value, and the key that it stands under.
  let read: @Sendable (DocumentNode, String) -> Value
}

extension Shape<String> {
  /// A text of a form.
  static func text(_ form: Form = .text) -> Shape {
    Shape(schema: form.schema) { node, _ in
      guard let text = node.text else { preconditionFailure("the form is one of texts") }
      return text
    }
  }
}

extension Shape where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the words of a type.
  static func choice(_: Value.Type = Value.self) -> Shape {
    Shape(schema: .choice(Value.self)) { node, _ in
      guard let choice = node.text.flatMap({ Value(rawValue: $0) }) else {
        preconditionFailure("the words are those of the type")
      }
      return choice
    }
  }
}

extension Shape<Bool> {
  static let boolean = Shape(schema: .boolean) { node, _ in
    guard let boolean = node.boolean else { preconditionFailure("the value is true or false") }
    return boolean
  }
}

extension Shape<Int> {
  static func integer(_ range: ClosedRange<Int>) -> Shape {
    Shape(schema: .integer(range)) { node, _ in
      guard let integer = node.wholeDouble else { preconditionFailure("the value is a whole number") }
      return integer
    }
  }
}

extension Shape<[String]> {
  static let texts = Shape(schema: Form.texts.schema) { node, _ in node.elements.compactMap(\.text) }
}

extension Shape<AgentID> {
  static let agent = Shape(schema: .uuid) { node, _ in
    guard let id = node.text.flatMap({ AgentID($0) }) else { preconditionFailure("the value is a UUID") }
    return id
  }
}

extension Shape<Int?> {
  /// The number of a version, as number or text; nil for `null`.
  static let version = Shape(schema: Form.versionID.schema) { node, _ in
    node.kind == .number ? node.wholeDouble : node.text.flatMap { VersionNumber.parse($0) }
  }
}

extension Shape<JSONValue> {
  /// An object that is kept, or looked at as a whole.
  static func value(_ form: Form) -> Shape { Shape(schema: form.schema) { node, _ in JSONValue(node) } }
}

extension Shape<[JSONMember]> {
  /// The members of an object, as they are.
  static func members(of table: ObjectSchema) -> Shape {
    Shape(schema: .object(table)) { node, _ in
      node.members.map { JSONMember($0.key.text ?? "", JSONValue($0.value)) }
    }
  }
}

extension Shape<Document> {
  /// A separate document, so that places in it are counted from its beginning.
  static func document(_ form: Form) -> Shape {
    Shape(schema: form.schema) { node, key in node.document.part(node, named: key) }
  }
}

extension Shape {
  /// An object with a separate table.
  static func object(_ request: RequestTable<Value>) -> Shape {
    Shape(schema: .object(request.table.object)) { node, _ in request.read(node) }
  }
}

extension DocumentNode {
  /// A number that is a whole one as a double, which is what a request's numbers are; nil for any other value.
  var wholeDouble: Int? {
    guard case .number(let number) = JSONValue(self) else { return nil }
    return Int(exactly: number)
  }
}
