import BlueprintCompiler
import Documents
import PolicyGraph

/// JSON Schemas of what is taken, for `/openapi.json`.
enum Schemas {
  static let string = object(type: "string")
  static let uuid = JSONValue.object([
    JSONMember("type", .string("string")), JSONMember("format", .string("uuid")),
  ])
  static let time = JSONValue.object([
    JSONMember("type", .string("string")), JSONMember("format", .string("date-time")),
  ])
  static let empty = object([])
  static let version = JSONValue.object([
    JSONMember("type", .string("string")), JSONMember("pattern", .string("^v?[1-9][0-9]{0,8}$")),
  ])
  /// A version, or the draft that is worked on.
  static let comparable = JSONValue.object([
    JSONMember("type", .string("string")), JSONMember("pattern", .string("^(draft|v?[1-9][0-9]{0,8})$")),
  ])
  /// The published schema, as a part of this document.
  static let blueprint: JSONValue = {
    guard case .object(let members) = PublishedSchema.blueprint else { return empty }
    return .object(members.filter { !$0.key.hasPrefix("$") })
  }()

  static let createAgent = closed(
    [("name", text(1, 200)), ("type", words(["custom", "inbound_buyer", "inbound_landlord"]))],
    required: ["name"])
  static let duplicateAgent = closed([("name", text(1, 200))])
  static let patchDraft = object([
    ("name", text(1, 200)), ("greeting", string), ("goodbye", string),
    (
      "voice",
      closed([
        ("tts_provider", words(["azure", "openai", "twilio", "cartesia", "elevenlabs", "xai"])),
        ("tts_voice_id", string), ("stt_provider", string),
      ])
    ),
  ])
  static let validateDraft = closed([("flowDraft", empty)], required: ["flowDraft"])
  static let compileBlueprint = closed(
    [("blueprint", blueprint), ("apply", object(type: "boolean"))], required: ["blueprint"])
  static let certify = closed(certification)
  static let certifyLoop = closed(certification + [("max_improvement_rounds", count(0, 5))])
  static let publish = closed([
    ("flowDraft", kept),
    (
      "break_glass",
      closed(
        [("reason", text(10, 10_000)), ("incident_id", text(1, 128))], required: ["reason", "incident_id"])
    ),
  ])
  static let rollback = closed([
    ("version_id", .object([JSONMember("oneOf", .array([version, count(1, Int(Int32.max))]))]))
  ])
  static let guardrail = keepsOthers(
    [("rule_id", text(1, 200)), ("name", text(1, 200)), ("type", text(1, 50)), ("mode", text(1, 50))],
    required: ["name"])
  static let createIncident = closed(
    [
      ("title", text(1, 500)), ("agentId", uuid), ("severity", text(1, 100)), ("error_class", text(1, 200)),
      ("traceId", text(1, 200)),
      ("metadata", kept),
    ], required: ["title"])
  static let updateIncident = closed([
    ("state", words(["open", "covered", "closed"])), ("regression_case_ref", text(1, 500)),
    ("linked_eval_run_id", text(1, 500)),
    ("metadata", kept),
  ])
  static let signIn = closed(
    [
      ("email", .object([JSONMember("type", .string("string")), JSONMember("format", .string("email"))])),
      ("password", text(8, 1024)),
    ], required: ["email", "password"])
  static let createOrganisation = closed(
    [("name", text(1, 200)), ("plan", words(["bronze", "silver", "gold"]))], required: ["name"])
  static let invite = closed(
    [
      ("email", .object([JSONMember("type", .string("string")), JSONMember("format", .string("email"))])),
      ("role", words(["admin", "member", "viewer"])),
    ], required: ["email", "role"])

  static let nothing = closed([])
  /// An object that is kept as it was sent.
  static let kept = keepsOthers([])

  /// A value that is kept as it was sent (``Fields/requireExactNumbers(in:upTo:)``).
  static let keptValue = JSONValue.object([
    JSONMember(
      "description",
      .string("Kept as it is. A number that a double does not hold exactly is refused: write it as text.")),
    JSONMember("minimum", .number(-largestSafeNumber)), JSONMember("maximum", .number(largestSafeNumber)),
    JSONMember("items", reference(to: "KeptValue")),
    JSONMember("additionalProperties", reference(to: "KeptValue")),
  ])

  /// The largest number to which all whole numbers are doubles (RFC 7493, 2.2).
  static let largestSafeNumber = Double(1 << 53 - 1)

  static func reference(to schema: String) -> JSONValue {
    .object([JSONMember("$ref", .string("#/components/schemas/\(schema)"))])
  }

  static func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> JSONValue
  where Choice.RawValue == String {
    words(Choice.allCases.map(\.rawValue))
  }

  static func count(_ least: Int, _ most: Int) -> JSONValue {
    .object([
      JSONMember("type", .string("integer")), JSONMember("minimum", .integer(least)),
      JSONMember("maximum", .integer(most)),
    ])
  }

  private static let certification: [(String, JSONValue)] = [
    ("mode", words(["quick", "full", "stress"])), ("adaptive_runs", count(1, 120)),
    ("channel", words(["chat", "voice", "mixed"])), ("scenario_ids", texts), ("journeys", texts),
  ]

  static let texts = JSONValue.object([
    JSONMember("type", .string("array")), JSONMember("items", object(type: "string")),
  ])

  static func words(_ words: [String]) -> JSONValue {
    .object([JSONMember("type", .string("string")), JSONMember("enum", .strings(words))])
  }

  static func text(_ least: Int, _ most: Int) -> JSONValue {
    .object([
      JSONMember("type", .string("string")), JSONMember("minLength", .integer(least)),
      JSONMember("maxLength", .integer(most)),
    ])
  }

  static func object(type: String) -> JSONValue { .object([JSONMember("type", .string(type))]) }

  /// Other members may stand beside these.
  static func object(_ members: [(String, JSONValue)], required: [String] = []) -> JSONValue {
    .object(described(members, required))
  }

  /// Other members are kept.
  static func keepsOthers(_ members: [(String, JSONValue)], required: [String] = []) -> JSONValue {
    .object(described(members, required) + [JSONMember("additionalProperties", reference(to: "KeptValue"))])
  }

  /// No other members: they would be lost.
  static func closed(_ members: [(String, JSONValue)], required: [String] = []) -> JSONValue {
    .object(described(members, required) + [JSONMember("additionalProperties", .boolean(false))])
  }

  private static func described(_ members: [(String, JSONValue)], _ required: [String]) -> [JSONMember] {
    [
      JSONMember("type", .string("object")),
      JSONMember("properties", .object(members.map { JSONMember($0.0, $0.1) })),
    ] + (required.isEmpty ? [] : [JSONMember("required", .strings(required))])
  }
}
