import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry

/// A shape with a name, which tables refer to: what a table alone cannot say, such as how long a text may be.
/// `/openapi.json` prints each under its name.
struct Form: Sendable {
  let name: String
  /// Its JSON Schema.
  let json: JSONValue
  /// What is wrong with a value that stands under a key, in the words of a refusal; empty if it has the form.
  let problems: @Sendable (DocumentNode, _ key: String) -> [String]

  var schema: ValueSchema { .reference(name) }

  static func named(_ name: String) -> Form {
    guard let form = byName[name] else { preconditionFailure("`Form.all` has no `\(name)`") }
    return form
  }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// All that tables refer to.
  static let all: [Form] = [
    text, speech, word, label, name, title, uuid, time, hash, digest, email, password, breakGlassReason,
    incidentName, version, versionOrDraft, versionID, texts, anyObject, keptObject, flowDraft, blueprint,
    certificate, gatePolicy,
  ]

  // MARK: Texts

  static let text = textForm("Text", 0...10_000)
  static let speech = textForm("Speech", 0...100_000)
  static let word = textForm("Word", 1...50)
  static let label = textForm("Label", 1...100)
  static let name = textForm("Name", 1...200)
  static let title = textForm("Title", 1...500)
  static let password = textForm("Password", Passwords.lengths)
  static let breakGlassReason = textForm("BreakGlassReason", BreakGlassRequest.shortestReason...10_000)
  static let incidentName = textForm("IncidentName", 1...BreakGlassRequest.longestIncidentID)
  static let uuid = textForm("Uuid", says: JSONMember("format", .string("uuid"))) { text, key in
    AgentID(text) == nil ? "`\(key)` has to be a UUID" : nil
  }
  static let time = textForm("Time", says: JSONMember("format", .string("date-time"))) { text, key in
    Instant(text) == nil ? "`\(key)` has to be a time such as 2026-11-24T13:18:10Z" : nil
  }
  static let email = textForm("Email", 3...320, says: JSONMember("format", .string("email"))) { text, key in
    text.isAddress ? nil : "`\(key)` is no address of mail"
  }
  /// XXH3-128 of a draft's canonical bytes.
  static let hash = textForm("DraftHash", says: pattern("^xxh3-128:[0-9a-f]{32}$")) { text, key in
    text.wholeMatch(of: /xxh3-128:[0-9a-f]{32}/) == nil ? "`\(key)` has to be the hash of a draft" : nil
  }
  /// SHA-256.
  static let digest = textForm("Digest", says: pattern("^[0-9a-f]{64}$")) { text, key in
    text.wholeMatch(of: /[0-9a-f]{64}/) == nil ? "`\(key)` has to be 64 hexadecimal digits" : nil
  }
  static let version = textForm("Version", says: pattern("^\(VersionNumber.pattern)$")) { text, _ in
    VersionNumber.parse(text) == nil ? VersionNumber.problem(text) : nil
  }
  /// A version, or the draft that is worked on.
  static let versionOrDraft = textForm(
    "VersionOrDraft", says: pattern("^(draft|\(VersionNumber.pattern))$")
  ) { text, _ in
    text == "draft" || VersionNumber.parse(text) != nil ? nil : VersionNumber.problem(text)
  }

  /// `says` stands for the lengths in the JSON Schema, where it says more.
  private static func textForm(
    _ name: String, _ length: ClosedRange<Int> = 0...10_000, says keyword: JSONMember? = nil,
    problem: @escaping @Sendable (_ text: String, _ key: String) -> String? = { _, _ in nil }
  ) -> Form {
    var keywords = [JSONMember("type", .string("string"))]
    if let keyword {
      keywords.append(keyword)
    } else {
      if length.lowerBound > 0 { keywords.append(JSONMember("minLength", .integer(length.lowerBound))) }
      keywords.append(JSONMember("maxLength", .integer(length.upperBound)))
    }
    return Form(name: name, json: .object(keywords)) { node, key in
      guard let text = node.text, node.kind == .string else { return ["`\(key)` has to be a text"] }
      guard length.contains(text.unicodeScalars.count) else {
        return ["`\(key)` has to have \(length.lowerBound) to \(length.upperBound) characters"]
      }
      return problem(text, key).map { [$0] } ?? []
    }
  }

  private static func pattern(_ pattern: String) -> JSONMember { JSONMember("pattern", .string(pattern)) }

  // MARK: Lists and numbers

  static let texts = Form(
    name: "Texts",
    json: .object([
      JSONMember("type", .string("array")), JSONMember("maxItems", .integer(1000)),
      JSONMember("items", .object([JSONMember("type", .string("string"))])),
    ])
  ) { node, key in
    let isList = node.kind == .array && node.elements.allSatisfy { $0.kind == .string }
    return isList && node.count <= 1000 ? [] : ["`\(key)` is a list of texts"]
  }

  /// The number of a version, as clients have it: as a number or as text. `null` is as good as nothing.
  static let versionID = Form(
    name: "VersionID",
    json: .object([
      JSONMember(
        "oneOf",
        .array([
          ValueSchema.reference("Version").openAPI(), ValueSchema.integer(VersionNumber.range).openAPI(),
          .object([JSONMember("type", .string("null"))]),
        ]))
    ])
  ) { node, key in
    switch node.kind {
    case .null: return []
    case .number:
      let isVersion = node.wholeDouble.map { VersionNumber.range.contains($0) } ?? false
      let range = VersionNumber.range
      return isVersion ? [] : ["`\(key)` is a whole number from \(range.lowerBound) to \(range.upperBound)"]
    default:
      let text = node.text ?? ""
      return VersionNumber.parse(text) == nil ? [VersionNumber.problem(text)] : []
    }
  }

  // MARK: Objects

  static let anyObject = object("Object", [])
  /// What is kept for others to read, with the numbers that every reader has.
  static let keptObject = object("KeptObject", keptValues) { inexactNumbers(in: $0, upTo: largestSafeNumber) }
  /// A draft as a client has it: only compared.
  static let flowDraft = object("FlowDraft", keptValues) { inexactNumbers(in: $0) }
  /// What is wrong with a blueprint, the compiler says.
  static let blueprint = object("Blueprint", members(of: PublishedSchema.blueprint))
  static let certificate = document("Certificate", CertificateSchema.document)
  static let gatePolicy = document("GatePolicy", GatePolicySchema.document)

  private static let keptValues = [
    JSONMember("additionalProperties", ValueSchema.reference("KeptValue").openAPI())
  ]

  /// The JSON Schema of a value that is kept as it was sent.
  static let keptValue = JSONValue.object([
    JSONMember(
      "description",
      .string("Kept as it is. A number that a double does not hold exactly is refused: write it as text.")),
    JSONMember("minimum", .number(-largestSafeNumber)), JSONMember("maximum", .number(largestSafeNumber)),
    JSONMember("items", ValueSchema.reference("KeptValue").openAPI()),
    JSONMember("additionalProperties", ValueSchema.reference("KeptValue").openAPI()),
  ])

  /// The largest number to which all whole numbers are doubles (RFC 7493, 2.2).
  static let largestSafeNumber = Double(1 << 53 - 1)

  /// Numbers that cannot be kept: one that a double does not hold would be another one when it is read back, and one that
  /// is larger than every double cannot be written at all. O(values).
  static func inexactNumbers(in node: DocumentNode, upTo largest: Double = .infinity) -> [String] {
    var problems: [String] = []
    reportInexactNumbers(in: node, upTo: largest, to: &problems)
    return problems
  }

  private static func reportInexactNumbers(
    in node: DocumentNode, upTo largest: Double, to problems: inout [String]
  ) {
    switch node.kind {
    case .number:
      guard let text = node.text, !JSONNumber.isExact(text) || abs(Double(text) ?? .infinity) > largest else {
        return
      }
      problems.append("the number `\(text.prefix(60))` cannot be kept exactly: write it as text")
    case .array:
      for element in node.elements { reportInexactNumbers(in: element, upTo: largest, to: &problems) }
    case .object:
      for member in node.members { reportInexactNumbers(in: member.value, upTo: largest, to: &problems) }
    case .null, .true, .false, .string: return
    }
  }

  private static func object(
    _ name: String, _ keywords: [JSONMember],
    problems: @escaping @Sendable (DocumentNode) -> [String] = { _ in [] }
  ) -> Form {
    let type = keywords.contains { $0.key == "type" } ? [] : [JSONMember("type", .string("object"))]
    return Form(name: name, json: .object(type + keywords)) { node, key in
      node.kind == .object ? problems(node) : ["`\(key)` has to be an object"]
    }
  }

  /// A document of ours, which the table of its kind describes.
  private static func document(_ name: String, _ schema: DocumentSchema) -> Form {
    object(name, members(of: JSONSchema.document(schema))) { node in
      var findings = Findings(limits: .standard)
      let document = node.document.part(node, named: name)
      let isAccepted = SchemaCheck.run(document, against: schema, findings: &findings).isAccepted
      return isAccepted ? [] : findings.sorted.map { "\($0.path): \($0.message)" }
    }
  }

  /// A published schema, as a part of another document.
  private static func members(of schema: JSONValue) -> [JSONMember] {
    guard case .object(let members) = schema else { preconditionFailure("a JSON Schema is an object") }
    return members.filter { !$0.key.hasPrefix("$") }
  }
}

// What tables are written with.
extension ValueSchema {
  static let uuid = Form.uuid.schema
  static let time = Form.time.schema
  static let hash = Form.hash.schema
  static let digest = Form.digest.schema
  static let name = Form.name.schema
  static let anyObject = Form.anyObject.schema
  static let texts = ValueSchema.array(of: .text)
  /// A number of things, or of one of them.
  static let count = ValueSchema.integer(0...(1 << 53 - 1))

  static func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> ValueSchema
  where Choice.RawValue == String { .choice(Choice.allCases.map(\.rawValue)) }
}
