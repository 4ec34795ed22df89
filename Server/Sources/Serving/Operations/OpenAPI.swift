import Documents
import Gates
import PolicyGraph

/// What is really served, as an OpenAPI 3.1 document, made from the table of endpoints.
enum OpenAPI {
  static func document(of endpoints: [Endpoint]) -> JSONValue {
    var paths: [(path: String, operations: [JSONMember])] = []
    for endpoint in endpoints {
      let operation = JSONMember(endpoint.method.rawValue.lowercased(), operation(endpoint))
      if let index = paths.firstIndex(where: { $0.path == endpoint.path }) {
        paths[index].operations.append(operation)
      } else {
        paths.append((endpoint.path, [operation]))
      }
    }
    return .object([
      JSONMember("openapi", .string("3.1.0")),
      JSONMember(
        "info",
        .object([
          JSONMember("title", .string("fohc")), JSONMember("version", .string(Reply.apiVersion)),
          JSONMember(
            "description", .string("Policy drafts, certificates and releases of conversational agents.")),
        ])),
      JSONMember("paths", .object(paths.map { JSONMember($0.path, .object($0.operations)) })),
      JSONMember("components", components(endpoints)),
    ])
  }

  private static func operation(_ endpoint: Endpoint) -> JSONValue {
    var members = [
      JSONMember("operationId", .string(endpoint.id)), JSONMember("summary", .string(endpoint.summary)),
      JSONMember("parameters", .array(parameters(endpoint))),
    ]
    if let body = body(endpoint.body) { members.append(JSONMember("requestBody", body)) }
    if case .anyone = endpoint.action {
    } else {
      members.append(
        JSONMember("security", .array([.object([JSONMember("bearerAuth", .array([]))])])))
    }
    if let role = endpoint.role { members.append(JSONMember("x-least-role", .string(role.rawValue))) }
    members.append(
      JSONMember(
        "responses",
        .object(
          endpoint.allStatuses.map { status in
            JSONMember(
              "\(status)",
              status < 400
                ? success(endpoint) : .object([JSONMember("$ref", .string("#/components/responses/Error"))]))
          })))
    return .object(members)
  }

  private static func parameters(_ endpoint: Endpoint) -> [JSONValue] {
    let names = endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
      $0.dropFirst().dropLast()
    }
    var parameters = names.map { name in
      parameter(String(name), "path", schema(ofPart: name), isRequired: true)
    }
    parameters += endpoint.query.map { parameter($0.name, "query", $0.schema.openAPI(), isRequired: false) }
    switch endpoint.action {
    case .anyone, .signedIn: return parameters
    case .member:
      parameters.append(parameter("x-org-id", "header", ValueSchema.uuid.openAPI(), isRequired: true))
    case .organisation, .agent:
      parameters.append(parameter("x-org-id", "header", ValueSchema.uuid.openAPI(), isRequired: false))
    }
    if endpoint.method != .get {
      parameters.append(
        parameter(
          "Idempotency-Key", "header",
          .object([
            JSONMember("type", .string("string")), JSONMember("minLength", .integer(1)),
            JSONMember("maxLength", .integer(255)),
          ]), isRequired: false))
    }
    return parameters
  }

  private static func schema(ofPart name: Substring) -> JSONValue {
    let schema: ValueSchema =
      switch name {
      case "id": .uuid
      case "version": Form.version.schema
      default: .name
      }
    return schema.openAPI()
  }

  private static func parameter(_ name: String, _ place: String, _ schema: JSONValue, isRequired: Bool)
    -> JSONValue
  {
    .object([
      JSONMember("name", .string(name)), JSONMember("in", .string(place)),
      JSONMember("required", .boolean(isRequired)), JSONMember("schema", schema),
    ])
  }

  private static func body(_ rule: Endpoint.BodyRule) -> JSONValue? {
    func body(_ types: [String], _ schema: JSONValue, isRequired: Bool) -> JSONValue {
      .object([
        JSONMember("required", .boolean(isRequired)),
        JSONMember(
          "content", .object(types.map { JSONMember($0, .object([JSONMember("schema", schema)])) })),
      ])
    }
    switch rule {
    case .none: return nil
    case .optional(let table), .unread(let table):
      return body(["application/json"], table.reference, isRequired: false)
    case .required(let table): return body(["application/json"], table.reference, isRequired: true)
    case .text:
      let text: [JSONMember] = [
        JSONMember("type", .string("string")), JSONMember("minLength", .integer(1)),
        JSONMember("maxLength", .integer(8 << 20)),
      ]
      return body(["text/plain"], .object(text), isRequired: true)
    }
  }

  private static func success(_ endpoint: Endpoint) -> JSONValue {
    .object([
      JSONMember("description", .string("Done")),
      JSONMember(
        "content",
        .object([
          JSONMember(
            endpoint.answer.mediaType, .object([JSONMember("schema", endpoint.answer.openAPI)]))
        ])),
    ])
  }

  private static func components(_ endpoints: [Endpoint]) -> JSONValue {
    .object([
      JSONMember(
        "securitySchemes",
        .object([
          JSONMember(
            "bearerAuth",
            .object([
              JSONMember("type", .string("http")), JSONMember("scheme", .string("bearer")),
              JSONMember("bearerFormat", .string("JWT")),
            ]))
        ])),
      JSONMember(
        "responses",
        .object([
          JSONMember(
            "Error",
            .object([
              JSONMember("description", .string("Not done, and why")),
              JSONMember(
                "content",
                .object([
                  JSONMember(
                    "application/json", .object([JSONMember("schema", BodyTable.refusal.reference)]))
                ])),
            ]))
        ])),
      JSONMember("schemas", .object(schemas(endpoints))),
    ])
  }

  /// Every table and every form, once, by name.
  private static func schemas(_ endpoints: [Endpoint]) -> [JSONMember] {
    var schemas = ["KeptValue": Form.keptValue]
    for form in Form.all { schemas[form.name] = form.json }
    for endpoint in endpoints {
      if let table = endpoint.body.table { schemas[table.name] = table.openAPI(isRequest: true) }
      if case .object(let table) = endpoint.answer { schemas[table.name] = table.openAPI(isRequest: false) }
    }
    schemas[BodyTable.refusal.name] = BodyTable.refusal.openAPI(isRequest: false)
    return schemas.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value) }
  }
}

extension Answer {
  /// Its content type without parameters.
  fileprivate var mediaType: String {
    String(contentType.prefix { $0 != ";" })
  }
}

extension Endpoint {
  /// Every status that it can answer with, in order.
  var allStatuses: [Int] {
    var all: Set = [200, 413, 503]
    all.formUnion(statuses)
    switch body {
    case .none: break
    case .optional, .required, .unread, .text: all.formUnion([400, 408, 415])
    }
    if !query.isEmpty { all.insert(400) }
    switch action {
    case .anyone: break
    case .signedIn: all.formUnion([400, 401])
    case .member: all.formUnion([400, 401, 403])
    case .organisation(_, let otherwise, _): all.formUnion([400, 401, 403, otherwise])
    case .agent: all.formUnion([400, 401, 403, 404])
    }
    return all.sorted()
  }
}
