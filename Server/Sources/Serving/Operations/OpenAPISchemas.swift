import Documents

/// Tables as the JSON Schemas of `/openapi.json`.
extension BodyTable {
  /// `isClosed`: no other members, because they would be refused. An answer may come with more than it has today.
  func openAPI(isClosed: Bool) -> JSONValue {
    var members = object.openAPI(isClosed: isClosed)
    if case .kept(let largest) = others, largest.isFinite {
      members.append(JSONMember("additionalProperties", ValueSchema.reference("KeptValue").openAPI()))
    }
    return .object(members)
  }

  /// Where the table stands.
  var reference: JSONValue { ValueSchema.reference(name).openAPI() }
}

extension Answer {
  var openAPI: JSONValue {
    switch self {
    case .object(let table): table.reference
    case .list(let element): ValueSchema.array(of: element).openAPI()
    case .form(let form): form.schema.openAPI()
    case .text: ValueSchema.text.openAPI()
    }
  }
}

extension ObjectSchema {
  fileprivate func openAPI(isClosed: Bool) -> [JSONMember] {
    let required = fields.filter(\.isRequired).map(\.key)
    var members = [
      JSONMember("title", .string(title)), JSONMember("type", .string("object")),
      JSONMember(
        "properties", .object(fields.map { JSONMember($0.key, $0.openAPI(isClosed: isClosed)) })),
    ]
    if !required.isEmpty { members.append(JSONMember("required", .strings(required))) }
    if isClosed, unknownKeys == .refused {
      members.append(JSONMember("additionalProperties", .boolean(false)))
    }
    return members
  }
}

extension FieldSchema {
  fileprivate func openAPI(isClosed: Bool) -> JSONValue {
    let absent = absent.map { " When absent: \($0)." } ?? ""
    guard case .object(let members) = schema.openAPI(isClosed: isClosed) else {
      preconditionFailure("a JSON Schema is an object")
    }
    return .object([JSONMember("description", .string(meaning + absent))] + members)
  }
}

extension ValueSchema {
  /// As a JSON Schema (2020-12).
  func openAPI(isClosed: Bool = false) -> JSONValue {
    switch self {
    case .text: .object([Self.type("string")])
    case .choice(let words): .object([Self.type("string"), JSONMember("enum", .strings(words.texts))])
    case .boolean: .object([Self.type("boolean")])
    case .onlyTrue: .object([Self.type("boolean"), JSONMember("enum", .array([.boolean(true)]))])
    case .integer(let range):
      .object([
        Self.type("integer"), JSONMember("minimum", .integer(range.lowerBound)),
        JSONMember("maximum", .integer(range.upperBound)),
      ])
    case .share:
      .object([Self.type("number"), JSONMember("minimum", .integer(0)), JSONMember("maximum", .integer(1))])
    case .array(let element, _):
      .object([Self.type("array"), JSONMember("items", element.openAPI(isClosed: isClosed))])
    case .object(let table): .object(table.openAPI(isClosed: isClosed))
    case .map(let element):
      .object([Self.type("object"), JSONMember("additionalProperties", element.openAPI(isClosed: isClosed))])
    case .orNull(let other):
      .object([
        JSONMember("anyOf", .array([other.openAPI(isClosed: isClosed), .object([Self.type("null")])]))
      ])
    case .reference(let name): .object([JSONMember("$ref", .string("#/components/schemas/\(name)"))])
    case .anything, .unread: .object([])
    case .tagged, .oneMember, .textOr:
      preconditionFailure("no body has this shape: say here how it is printed")
    }
  }

  private static func type(_ name: String) -> JSONMember { JSONMember("type", .string(name)) }
}
