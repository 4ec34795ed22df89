/// The published form of a document's shape: JSON Schema 2020-12, made from the tables that the schema check
/// itself walks.
public struct JSONSchema: Sendable {
  /// What the names of shapes that are referred to begin with, such as `#/$defs/`.
  private let definitions: String
  private let isClosed: Bool

  /// For shapes that are parts of another document, which has the named ones under `definitions`. `isClosed` says that
  /// members are refused where a table refuses them; otherwise more of them may come.
  public init(definitions: String, isClosed: Bool) {
    self.definitions = definitions
    self.isClosed = isClosed
  }

  /// The JSON Schema of a document, made anew each time. O(size of the tables).
  public static func document(_ schema: DocumentSchema) -> JSONValue {
    let parts = JSONSchema(definitions: "#/$defs/", isClosed: true)
    var members: [JSONMember] = [
      JSONMember("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      JSONMember("$id", .string("urn:fohc:schema:\(schema.name)")),
    ]
    members += parts.object(schema.root)
    members.removeAll { $0.key == "title" }
    members.insert(JSONMember("title", .string(schema.title)), at: 2)
    if !schema.definitions.isEmpty {
      members.append(
        JSONMember(
          "$defs", .object(schema.definitions.map { JSONMember($0.name, parts.value($0.schema)) })))
    }
    return .object(members)
  }

  /// The JSON Schema of a shape. O(size of the tables).
  public func value(_ schema: ValueSchema) -> JSONValue { .object(shape(schema)) }

  private func shape(_ schema: ValueSchema) -> [JSONMember] {
    switch schema {
    case .text: [type("string")]
    case .choice(let words): [type("string"), JSONMember("enum", .strings(words.texts))]
    case .boolean: [type("boolean")]
    case .onlyTrue: [JSONMember("const", .boolean(true))]
    case .share:
      [type("number"), JSONMember("minimum", .integer(0)), JSONMember("maximum", .integer(1))]
    case .integer(let range):
      [
        type("integer"), JSONMember("minimum", .integer(range.lowerBound)),
        JSONMember("maximum", .integer(range.upperBound)),
      ]
    case .array(let element, let minimum):
      [type("array")] + (minimum > 0 ? [JSONMember("minItems", .integer(minimum))] : [])
        + [JSONMember("items", value(element))]
    case .object(let schema): object(schema)
    case .map(let element): [type("object"), JSONMember("additionalProperties", value(element))]
    case .tagged(let schema): tagged(schema)
    case .oneMember(let schema):
      [
        JSONMember("title", .string(schema.title)), type("object"), JSONMember("minProperties", .integer(1)),
        JSONMember("maxProperties", .integer(1)), JSONMember("additionalProperties", .boolean(false)),
        properties(schema.fields),
      ]
    case .textOr(let other):
      [
        JSONMember("type", .strings(["string", "object"])),
        JSONMember("if", .object([type("object")])), JSONMember("then", value(other)),
      ]
    case .reference(let name): [JSONMember("$ref", .string(definitions + name))]
    case .anything, .unread: []
    case .orNull(let other):
      [JSONMember("anyOf", .array([value(other), .object([type("null")])]))]
    }
  }

  /// The members of the JSON Schema of an object. O(size of the tables).
  public func object(_ schema: ObjectSchema) -> [JSONMember] {
    let required = schema.fields.filter(\.isRequired).map(\.key)
    var members = [JSONMember("title", .string(schema.title)), type("object")]
    if !required.isEmpty { members.append(JSONMember("required", .strings(required))) }
    members.append(properties(schema.fields))
    guard isClosed else { return members }
    switch schema.unknownKeys {
    case .refused: members.append(JSONMember("additionalProperties", .boolean(false)))
    case .refusedButExtensions:
      let pattern = JSONMember("^(\\$schema$|x[-_])", .object([]))
      members.append(JSONMember("patternProperties", .object([pattern])))
      members.append(JSONMember("additionalProperties", .boolean(false)))
    case .warned, .kept, .passed, .ignored: break
    }
    return members
  }

  /// `if`/`then` by tag rather than `oneOf`: editors then complete and complain for the one case that is meant.
  private func tagged(_ schema: TaggedSchema) -> [JSONMember] {
    let tag = schema.tag.text
    let tags = schema.tags.texts
    let choices = zip(tags, schema.objects).map { choice, object in
      let isCase = JSONValue.object([
        JSONMember(
          "properties", .object([JSONMember(tag, .object([JSONMember("const", .string(choice))]))])),
        JSONMember("required", .strings([tag])),
      ])
      return JSONValue.object([JSONMember("if", isCase), JSONMember("then", .object(self.object(object)))])
    }
    return [
      JSONMember("title", .string(schema.title)), type("object"), JSONMember("required", .strings([tag])),
      JSONMember("properties", .object([JSONMember(tag, .object([JSONMember("enum", .strings(tags))]))])),
      JSONMember("allOf", .array(choices)),
    ]
  }

  private func properties(_ fields: [FieldSchema]) -> JSONMember {
    JSONMember(
      "properties",
      .object(
        fields.map { field in
          let absent = field.absent.map { " When absent: \($0)." } ?? ""
          return JSONMember(
            field.key,
            .object([JSONMember("description", .string(field.meaning + absent))] + shape(field.schema)))
        }))
  }

  private func type(_ name: String) -> JSONMember { JSONMember("type", .string(name)) }
}
