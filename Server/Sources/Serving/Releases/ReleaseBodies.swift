import ConversationSimulator
import Documents
import Gates
import Registry

/// The bodies of requests about certificates, releases and incidents, and of the answers.
enum ReleaseBodies {
  // MARK: Certificates

  private static let mode = BodyMember.optional(
    "mode", .choice(SimulationMode.self), "how much is simulated.", absent: "`quick`")
  private static let runs = BodyMember.optional(
    "adaptive_runs", .integer(1...120), "random users for each scenario, in `full` and above.",
    absent: "\(SimulationPlan.defaultAdaptiveRuns)")
  private static let channel = BodyMember.optional(
    "channel", .choice(CertificationRequest.Channel.self), "where conversations are held.", absent: "`mixed`")
  private static let scenarios = BodyMember.optional(
    "scenario_ids", .texts, "scenarios to play.", absent: "all of them")
  private static let journeys = BodyMember.optional(
    "journeys", .texts, "phases that the draft has to have.", absent: "any")

  static let certify = RequestTable(
    "CertifyRequest", "what to simulate", mode, runs, channel, scenarios, journeys,
    as: CertificationRequest.init)

  static let certifyLoop = RequestTable(
    "CertifyLoopRequest", "what to simulate, and how often to correct", mode, runs, channel, scenarios,
    journeys,
    .optional("max_improvement_rounds", .integer(0...5), "rounds of safe corrections.", absent: "2")
  ) { (request: CertificationRequest($0, $1, $2, $3, $4), rounds: $5 ?? 2) }

  static let certified = BodyTable(
    "Certified", "a certificate that was issued",
    [
      .required("ok", .onlyTrue, "it was issued, whether it passes or not."),
      .required("certificate", Form.certificate.schema, "the certificate."),
    ])

  static let latestCertificate = BodyTable(
    "LatestCertificate", "the latest certificate of an agent",
    [
      .required("ok", .onlyTrue, "there is one."),
      .required("certificate", Form.certificate.schema, "the certificate."),
      .required("certificate_id", .text, "its id."),
      .required("certified_at", .time, "when it was issued."),
      .required("draft_hash", .hash, "the draft that it is of."),
      .required("is_current_draft", .boolean, "whether that is the stored draft."),
    ])

  private static let attempt = ObjectSchema(
    "an attempt", unknownKeys: .refused,
    [
      .required("attempt", .count, "its number, from 1."),
      .required("scenarios_failed", .count, "scenarios that failed."),
      .required("scenarios_total", .count, "scenarios that were played."),
      .required("blockers", .count, "what stands in the way of a pass."),
      .required("improvement_applied", .boolean, "whether the draft was corrected before."),
    ])

  static let certifiedLoop = BodyTable(
    "CertifiedLoop", "a certificate of a draft that may have been corrected",
    [
      .required("ok", .onlyTrue, "it was issued, whether it passes or not."),
      .required("overall_pass", .boolean, "whether it passes."),
      .required("mode", .choice(SimulationMode.self), "how much was simulated."),
      .required("attempts", .array(of: .object(attempt)), "the attempts, in order."),
      .required("improvement_runs", .count, "how many rounds corrected something."),
      .required("improvement_note", .text, "what is corrected, and what is not."),
      .required("certificate", Form.certificate.schema, "the certificate."),
    ])

  // MARK: Releases

  private static let breakGlass = RequestTable(
    "BreakGlass", "a release in spite of the gates",
    .required("reason", .text(.breakGlassReason), "why it cannot wait."),
    .required("incident_id", .text(.incidentName), "the incident that it belongs to.")
  ) { (reason: $0, incident: IncidentID($1)) }

  static let publish = RequestTable(
    "PublishRequest", "a release",
    .optional(
      "flowDraft", .value(.flowDraft), "the draft as the client has it: it has to be the stored one."),
    .optional("break_glass", .object(breakGlass), "why the gates are passed by.", absent: "they decide")
  ) { (flowDraft: $0, breakGlass: $1) }

  private static let evidence = ObjectSchema(
    "what a release was made on", unknownKeys: .refused,
    [
      .required("source", .choice(["sim_cert_latest", "none"]), "the certificate, or nothing."),
      .required("outcome", .choice(ReleaseVersion.Outcome.self), "how the gates decided."),
      .optional("certificate_id", .text, "the certificate."),
      .optional("draft_hash", .hash, "the draft that it is of."),
      .optional("mode", .choice(SimulationMode.self), "how much was simulated."),
      .optional("certified_at", .time, "when it was issued."),
      .optional("signed", .boolean, "whether it is signed."),
    ])

  static let published = BodyTable(
    "Published", "a version that is live now",
    [
      .required("ok", .onlyTrue, "it is live."),
      .required("version", .count, "its number."),
      .required("published_at", .time, "since when it is live."),
      .required("outcome", .choice(ReleaseVersion.Outcome.self), "how the gates decided."),
      .required("draft_hash", .hash, "its draft."),
      .required("sha256", .digest, "the same draft, by SHA-256."),
      .required("incident_id", .orNull(.text), "the incident of a break-glass release."),
      .required("certification_evidence", .object(evidence), "what it was made on."),
      .required("audit", .orNull(checkpoint), "where the agent's audit log ends."),
      .required("notes", .texts, "what the gates noted."),
    ])

  /// Where an audit log ends.
  static let checkpoint = ValueSchema.object(AuditCheckpoint.schema.root)

  // MARK: Versions

  static let version = ObjectSchema(
    "a version", unknownKeys: .refused,
    [
      .required("id", .text, "its number, as text."),
      .required("version", .count, "its number."),
      .required("active", .boolean, "whether it is live."),
      .required("published_at", .time, "when it was released."),
      .required("live_since", .orNull(.time), "since when it is live."),
      .required("outcome", .choice(ReleaseVersion.Outcome.self), "how the gates decided."),
      .required("draft_hash", .hash, "its draft."),
      .required("sha256", .digest, "the same draft, by SHA-256."),
      .required("certificate_id", .orNull(.text), "the certificate that it was released on."),
      .required("incident_id", .orNull(.text), "the incident of a break-glass release."),
      .required("released_by", .text, "who released it."),
      .required("released_at", .time, "when it was released."),
      .required("notes", .texts, "what the gates noted."),
    ])

  static let versions = BodyTable(
    "Versions", "the versions of an agent",
    [
      .required("agent_id", .uuid, "the agent."),
      .required("active_version", .orNull(.count), "the version that is live."),
      .required("versions", .array(of: .object(version)), "every version, newest first."),
    ])

  static let difference = BodyTable(
    "Difference", "how a version behaves differently from another",
    [
      .required("same", .boolean, "whether both behave alike."),
      .required("complete", .boolean, "whether every difference is listed."),
      .required("guarantees_lost", .texts, "what the first promises and the second does not."),
      .required("guarantees_gained", .texts, "what only the second promises."),
      .required("guarantees", .array(of: .anyObject), "the same, with conversations that show it."),
      .required("declarations", .texts, "what they declare differently."),
      .required("differences", .array(of: .anyObject), "what they do differently, with conversations."),
      .required("texts", .array(of: .anyObject), "what they say differently."),
      .required("scenarios", .array(of: .anyObject), "scenarios that differ."),
      .required("version", .text, "the version that was asked about."),
      .required("compared_with", .text, "the version, or `draft`, that it was compared with."),
      .required("guarantee_lost", .boolean, "whether any guarantee is lost."),
    ])

  static let activate = RequestTable("ActivateRequest", "a version to make live: the path names it") {}

  /// The number of the version; nil for the one before.
  static let rollback = RequestTable(
    "RollbackRequest", "a version to go back to",
    .optional("version_id", .version, "its number.", absent: "the last that passed before the live one")
  ) { $0 ?? nil }

  static let activated = BodyTable(
    "Activated", "a version that is live again",
    [
      .required("ok", .onlyTrue, "it is live."),
      .required("version", .count, "its number."),
      .required("version_id", .text, "its number, as text."),
      .required("replaced_version", .orNull(.count), "the version that was live before."),
      .required("action", .text, "the action that is on record."),
      .required("activated_at", .time, "since when it is live."),
      .required("draft_hash", .hash, "its draft."),
      .required("sha256", .digest, "the same draft, by SHA-256."),
    ])
}
