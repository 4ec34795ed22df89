import ConversationSimulator
import Documents
import Gates
import Registry

/// JSON Schemas of what is answered, for `/openapi.json`. Members beside those listed may come with it.
enum Answers {
  static let string = Schemas.string
  static let empty = Schemas.empty
  static let ok = Schemas.object([("ok", yes)], required: ["ok"])
  static let token = Schemas.object(
    [("token", string), ("expires_at", Schemas.time)], required: ["token", "expires_at"])

  // MARK: Organisations

  static let organisation = Schemas.object(
    [("id", Schemas.uuid), ("name", string), ("plan", plan), ("note", Schemas.words(["already_exists"]))],
    required: ["id", "name", "plan"])
  static let membership = Schemas.object(
    [("org_id", Schemas.uuid), ("org_name", string), ("plan", plan), ("role", role)],
    required: ["org_id", "org_name", "plan", "role"])
  static let member = Schemas.object(
    [("user_id", Schemas.uuid), ("role", role), ("created_at", Schemas.time)], required: ["user_id", "role"])
  static let invited = Schemas.object(
    [("status", Schemas.words(["invited"])), ("user_id", Schemas.uuid), ("role", string)],
    required: ["status", "user_id", "role"])
  static let onboarding = Schemas.object(
    [
      ("isLiveReady", boolean), ("percent", Schemas.count(0, 100)), ("phone_number", nullable("string")),
      ("provisioning_status", nullable("string")),
      ("steps", array(Schemas.object([("key", string), ("label", string), ("complete", boolean)]))),
    ], required: ["isLiveReady", "percent", "steps"])

  // MARK: Agents

  static let agent = Schemas.object(
    [
      ("id", Schemas.uuid), ("org_id", Schemas.uuid), ("name", string),
      ("type", Schemas.choice(Agent.Kind.self)),
      ("template_id", string), ("is_active", boolean), ("live_version", nullable("integer")),
      ("sim_cert_at", nullable("string")), ("created_at", Schemas.time), ("updated_at", Schemas.time),
    ], required: ["id", "org_id", "name", "type", "is_active", "created_at", "updated_at"])
  static let createdAgent = Schemas.object(
    [("ok", yes), ("agent", agent), ("draft_hash", hash)], required: ["ok", "agent"])
  static let validation = Schemas.object(
    [
      ("ok", boolean), ("errors", Schemas.texts), ("warnings", Schemas.texts),
      (
        "issues",
        array(Schemas.object([("code", string), ("message", string)], required: ["code", "message"]))
      ),
      ("draft_hash", nullable("string")), ("sha256", nullable("string")), ("proof", nullable("object")),
    ], required: ["ok", "errors", "warnings", "issues"])
  static let compilation = Schemas.object(
    [
      ("ok", boolean), ("applied", boolean),
      ("authoring_model", Schemas.words(["conversation_blueprint.v1"])),
      ("draft_hash", hash), ("sha256", string),
      (
        "validation",
        Schemas.object(
          [
            ("valid", boolean), ("errors", Schemas.texts), ("warnings", Schemas.texts),
            ("confidence", Schemas.object(type: "number")), ("issues", array(empty)),
          ], required: ["valid", "errors", "warnings", "confidence"])
      ), ("draft", empty),
    ], required: ["ok", "applied", "authoring_model", "draft_hash", "validation", "draft"])

  // MARK: Releases

  static let certified = Schemas.object(
    [("ok", yes), ("certificate", certificate)], required: ["ok", "certificate"])
  static let certifiedLoop = Schemas.object(
    [
      ("ok", yes), ("overall_pass", boolean), ("mode", Schemas.choice(SimulationMode.self)),
      (
        "attempts",
        array(
          Schemas.object(
            [
              ("attempt", integer), ("scenarios_failed", integer), ("scenarios_total", integer),
              ("blockers", integer), ("improvement_applied", boolean),
            ],
            required: ["attempt", "scenarios_failed", "scenarios_total", "blockers", "improvement_applied"]))
      ), ("improvement_runs", integer), ("certificate", certificate),
    ], required: ["ok", "overall_pass", "mode", "attempts", "improvement_runs", "certificate"])
  static let published = Schemas.object(
    [
      ("ok", yes), ("version", integer), ("published_at", Schemas.time),
      ("outcome", Schemas.choice(ReleaseVersion.Outcome.self)), ("draft_hash", hash), ("sha256", string),
      ("incident_id", nullable("string")),
      ("certification_evidence", Schemas.object([("source", string)], required: ["source"])),
    ], required: ["ok", "version", "published_at", "outcome", "certification_evidence"])
  static let version = Schemas.object(
    [
      ("id", string), ("version", integer), ("active", boolean), ("published_at", Schemas.time),
      ("outcome", Schemas.choice(ReleaseVersion.Outcome.self)), ("draft_hash", hash), ("sha256", string),
      ("certificate_id", nullable("string")), ("incident_id", nullable("string")), ("released_by", string),
    ], required: ["id", "version", "active", "published_at", "outcome", "draft_hash", "sha256"])
  static let difference = Schemas.object(
    [
      ("same", boolean), ("complete", boolean), ("guarantees", array(empty)),
      ("guarantees_lost", Schemas.texts),
      ("guarantees_gained", Schemas.texts), ("declarations", Schemas.texts), ("differences", array(empty)),
      ("version", string), ("compared_with", string), ("guarantee_lost", boolean),
    ], required: ["same", "complete", "guarantees_lost", "differences", "version", "compared_with"])
  static let activated = Schemas.object(
    [
      ("ok", yes), ("version", integer), ("version_id", string), ("replaced_version", nullable("integer")),
      ("action", string), ("activated_at", Schemas.time),
    ], required: ["ok", "version", "version_id", "action"])
  static let readiness = Schemas.object(
    [
      ("agent_id", Schemas.uuid),
      ("level", Schemas.words(["not_ready", "sim_certified", "published", "live_ready"])),
      ("is_active", boolean), ("sim_cert_at", nullable("string")), ("live_version", nullable("integer")),
      ("open_incidents", Schemas.texts), ("gates", empty),
    ], required: ["agent_id", "level", "is_active", "gates"])
  static let incident = Schemas.object(
    [
      ("id", Schemas.uuid), ("incident_id", string), ("kind", Schemas.words(["reported", "break_glass"])),
      ("agent_id", nullable("string")), ("title", string), ("state", Schemas.choice(IncidentLoop.State.self)),
      ("metadata", empty), ("opened_by", string), ("created_at", Schemas.time), ("updated_at", Schemas.time),
    ], required: ["id", "incident_id", "kind", "title", "state", "metadata", "created_at", "updated_at"])
  static let changedIncident = Schemas.object(
    [("ok", yes), ("incident", incident)], required: ["ok", "incident"])
  static let policy = Schemas.object([("policy", empty)], required: ["policy"])

  static func list(_ key: String, _ element: JSONValue) -> JSONValue {
    Schemas.object([(key, array(element))], required: [key])
  }

  static func array(_ element: JSONValue) -> JSONValue {
    .object([JSONMember("type", .string("array")), JSONMember("items", element)])
  }

  private static let certificate = Schemas.object(
    [
      ("overall_pass", boolean), ("mode", Schemas.choice(SimulationMode.self)),
      ("journeys_covered", Schemas.texts),
      (
        "scenario_summary",
        Schemas.object(
          [("passed", integer), ("failed", integer), ("total", integer)],
          required: ["passed", "failed", "total"])
      ), ("blockers", array(empty)), ("warnings", Schemas.texts), ("recommendations", Schemas.texts),
    ],
    required: [
      "overall_pass", "mode", "journeys_covered", "scenario_summary", "blockers", "warnings",
      "recommendations",
    ])

  private static let boolean = Schemas.object(type: "boolean")
  private static let integer = Schemas.object(type: "integer")
  private static let yes = JSONValue.object([
    JSONMember("type", .string("boolean")), JSONMember("enum", .array([.boolean(true)])),
  ])
  private static let hash = JSONValue.object([
    JSONMember("type", .string("string")), JSONMember("pattern", .string("^xxh3-128:[0-9a-f]{32}$")),
  ])
  private static let plan = Schemas.choice(Organisation.Plan.self)
  private static let role = Schemas.choice(Role.self)

  private static func nullable(_ type: String) -> JSONValue {
    .object([JSONMember("type", .strings([type, "null"]))])
  }
}
