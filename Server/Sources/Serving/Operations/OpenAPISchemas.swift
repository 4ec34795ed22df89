import Documents

/// Tables as the JSON Schemas of `/openapi.json`.
extension BodyTable {
  /// As the body of a request, or of an answer.
  func openAPI(isRequest: Bool) -> JSONValue {
    var members = (isRequest ? JSONSchema.requests : .answers).object(object)
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

extension ValueSchema {
  /// As a JSON Schema (2020-12).
  func openAPI() -> JSONValue { JSONSchema.answers.value(self) }
}

extension JSONSchema {
  /// No other members, because they would be refused.
  fileprivate static let requests = JSONSchema(definitions: components, isClosed: true)
  /// An answer may come with more than it has today.
  fileprivate static let answers = JSONSchema(definitions: components, isClosed: false)
  private static let components = "#/components/schemas/"
}
