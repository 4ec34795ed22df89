import Documents
import Gates
import Registry

/// The bodies of requests about incidents, evaluations and gate policies, and of the answers.
enum EvidenceBodies {
  // MARK: Incidents

  static let createIncident = RequestTable(
    "CreateIncidentRequest", "an incident to report",
    .required("title", .text(.title), "what happened."),
    .optional("agentId", .agent, "the agent that it happened with."),
    .optional("severity", .text(.label), "how bad it is."),
    .optional("error_class", .text(.name), "what kind of fault it is."),
    .optional("traceId", .text(.name), "the trace that shows it."),
    .optional("metadata", .value(.keptObject), "whatever else belongs to it.")
  ) {
    ReportedIncident(
      title: $0, agent: $1, severity: $2, errorClass: $3, trace: $4, metadata: $5 ?? .object([]))
  }

  static let updateIncident = RequestTable(
    "UpdateIncidentRequest", "changes of an incident",
    .optional("state", .choice(IncidentLoop.State.self), "the state that it goes to."),
    .optional("regression_case_ref", .text(.title), "the scenario that covers what happened."),
    .optional("linked_eval_run_id", .text(.title), "the evaluation run or certificate that shows it."),
    .optional("metadata", .value(.keptObject), "what takes the place of the metadata.")
  ) {
    IncidentChange(
      state: $0, scenario: $1, run: $2, metadata: $3.map { CanonicalJSON.bytes(of: $0) })
  }

  private static let incident = ObjectSchema(
    "an incident", unknownKeys: .refused,
    [
      .required("id", .uuid, "the incident."),
      .required("incident_id", .text, "the name that a break-glass release gave it; otherwise the same."),
      .required("kind", .choice(["reported", "break_glass"]), "where it comes from."),
      .required("agent_id", .orNull(.uuid), "the agent that it happened with."),
      .required("title", .text, "what happened."),
      .required("state", .choice(IncidentLoop.State.self), "how far it has come."),
      .required("severity", .orNull(.text), "how bad it is."),
      .required("error_class", .orNull(.text), "what kind of fault it is."),
      .required("trace_id", .orNull(.text), "the trace that shows it."),
      .required("regression_case_ref", .orNull(.text), "the scenario that covers it."),
      .required("linked_eval_run_id", .orNull(.text), "the evaluation run or certificate that shows it."),
      .required("metadata", .anyObject, "whatever else belongs to it."),
      .required("opened_by", .text, "who opened it."),
      .required("created_at", .time, "when it was opened."),
      .required("updated_at", .time, "when it was last changed."),
    ])

  static let incidents = BodyTable(
    "Incidents", "incidents",
    [.required("incidents", .array(of: .object(incident)), "the incidents, newest first.")])

  static let changedIncident = BodyTable(
    "ChangedIncident", "an incident that was changed",
    [
      .required("ok", .onlyTrue, "it is stored."),
      .required("incident", .object(incident), "the incident."),
    ])

  // MARK: Evidence

  private static let gateStatus = ObjectSchema(
    "what a gate says", unknownKeys: .refused,
    [
      .required("ok", .boolean, "whether it passes."),
      .required("reasons", .array(of: .object(BodyTable.gateReason)), "why it does not."),
    ])

  static let readiness = BodyTable(
    "Readiness", "how far an agent is on its way to live",
    [
      .required("agent_id", .uuid, "the agent."),
      .required(
        "level", .choice(["not_ready", "sim_certified", "published", "live_ready"]), "how far it has come."),
      .required("is_active", .boolean, "whether a version is live."),
      .required("sim_cert_at", .orNull(.time), "when it last had a certificate that passes."),
      .required("live_version", .orNull(.count), "the version that is live."),
      .required("open_incidents", .texts, "incidents that nothing covers yet."),
      .required("gates", .map(of: .object(gateStatus)), "what each gate says of the stored draft."),
    ])

  static let release = BodyTable(
    "ReleaseEvidence", "what the latest release was made on",
    [
      .required("ok", .onlyTrue, "something is live."),
      .required("environment", .text, "the environment that was asked about."),
      .required("agent_id", .uuid, "the agent."),
      .required("agent_name", .text, "what it is called."),
      .required("release", .object(ReleaseBodies.version), "the version."),
      .required("decision", .anyObject, "the decision of the gates, as it is on record."),
      .required("policy", .orNull(.anyObject), "the gate policy that was in force, as it is on record."),
      .required("audit", .orNull(ReleaseBodies.checkpoint), "where the agent's audit log ends."),
    ])

  static let audit = BodyTable(
    "AuditRecords", "records of the audit logs",
    [.required("records", .array(of: .anyObject), "the records, newest first, each with its agent.")])

  static let evaluations = BodyTable(
    "StoredEvaluations", "evaluations that were stored",
    [
      .required("ok", .onlyTrue, "they are stored."),
      .required("on_record", .count, "evaluations of the agent, with those of before."),
    ])

  // MARK: Gate policy

  static let policy = BodyTable(
    "PolicyInForce", "a gate policy",
    [
      .required("policy", Form.gatePolicy.schema, "with every rule written out."),
      .required("is_own", .boolean, "whether the organisation wrote one."),
    ])

  static let replacedPolicy = BodyTable(
    "ReplacedPolicy", "a gate policy that was replaced",
    [
      .required("ok", .onlyTrue, "it is stored."),
      .required("policy", Form.gatePolicy.schema, "with every rule written out."),
    ])
}

/// An incident that somebody reports.
struct ReportedIncident: Sendable {
  let title: String
  let agent: AgentID?
  let severity, errorClass, trace: String?
  let metadata: JSONValue
}

/// What somebody changes of an incident; nil is what stays as it is.
struct IncidentChange: Sendable {
  var state: IncidentLoop.State?
  let scenario, run: String?
  let metadata: [UInt8]?

  var withoutState: IncidentChange {
    IncidentChange(state: nil, scenario: scenario, run: run, metadata: metadata)
  }
}
