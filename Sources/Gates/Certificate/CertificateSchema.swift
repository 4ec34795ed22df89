import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs

/// The shape of a simulation certificate, field by field. Platform clients read `overall_pass`, `mode`,
/// `journeys_covered`, `scenario_summary`, `adaptive_summary`, `blockers`, `warnings`, `recommendations` and
/// `performance_summary`; their names and types can never change.
public enum CertificateSchema {
  package static let version = "sim_certificate.v1"

  /// The shape of a certificate (`sim_certificate.v1`).
  public static let document = DocumentSchema(
    name: version, title: "Simulation certificate v1: what simulating a flow draft has shown", root: root)

  private static let count = ValueSchema.integer(0...9_007_199_254_740_991)
  private static let texts = ValueSchema.array(of: .text)

  private static let root = object(
    "a certificate",
    [
      .required("schema_version", .choice([version]), "what this document is."),
      .required("certificate_id", .text, "`cert_` and 16 digits of the SHA-256 of all that it says."),
      .required("draft_hash", .text, "the draft: XXH3-128 of its canonical bytes."),
      .required("sha256", .text, "the draft: SHA-256 of the same bytes."),
      .required("engine", engine, "what made the certificate."),
      .required("mode", .choice(SimulationMode.allCases.map(\.rawValue)), "how much was simulated."),
      .required("seed", count, "where the random users began."),
      // Bounded, because a gate plays them again where nobody signed for them.
      .required(
        "adaptive_runs", .integer(0...10_000), "random users that were asked for, for each scenario."),
      .required("selection", selection, "what was selected."),
      .required("overall_pass", .boolean, "whether everything passed."),
      .required("issued_at", .text, "RFC 3339."),
      .required("expires_at", .text, "RFC 3339."),
      .required("journeys_covered", texts, "the phases that conversations came to."),
      .required("scenario_summary", summary, "scenarios."),
      .required("scenarios", .array(of: scenario), "each scenario that was played."),
      .optional("adaptive_summary", adaptive, "random users; none in `quick`."),
      .optional("stress_summary", stress, "pairs and the explorer; only in `stress`."),
      .required("coverage", coverage, "what was exercised of what can happen."),
      .required("invariants", .array(of: invariant), "what was proved of the draft."),
      .required("blockers", .array(of: blocker), "what blocks a pass."),
      .required("warnings", texts, "what is worth knowing."),
      .required("recommendations", texts, "what would make the evidence stronger."),
      .required("open_obligations", .array(of: obligation), "what only a judge can tell."),
      .required("performance_summary", performance, "counts, never times."),
      .optional("signature", signature, "over the RFC 8785 bytes of everything else.", absent: "not signed"),
    ])

  private static func object(_ title: String, _ fields: [FieldSchema]) -> ObjectSchema {
    ObjectSchema(title, unknownKeys: .kept, fields)
  }

  private static let engine = ValueSchema.object(
    object(
      "an engine",
      [
        .required("name", .text, "the program."),
        .required("version", .text, "major.minor.patch."),
      ]))

  private static let selection = ValueSchema.object(
    object(
      "a selection",
      [
        .required("channel", .text, "`mixed`, `chat`, or a channel."),
        .required("scenarios_left_out", texts, "scenarios of the draft that were not played."),
        .required("complete", .boolean, "whether every scenario was played, wherever it may take place."),
      ]))

  private static let summary = ValueSchema.object(
    object(
      "a summary",
      [
        .required("passed", count, "passed."), .required("failed", count, "failed."),
        .required("total", count, "played."),
      ]))

  private static let scenario = ValueSchema.object(
    object(
      "a scenario",
      [
        .required("id", .text, "the scenario."),
        .required("channels", texts, "where it may take place."),
        .required("passed", .boolean, "whether all of its runs were as they have to be."),
        .required("runs", count, "conversations."),
        .required("failed_runs", count, "conversations that were not."),
        .required(
          "failures", .array(of: failure),
          "each kind of failure, with the plainest run that shows it; those of a cooperative user come first."
        ),
        .optional("not_looked_at", texts, "what no machine looked at: a pass says nothing of it."),
        .optional(
          "must_do", .array(of: duty), "what has to happen, and whether it did.", absent: "nothing has to"),
      ]))

  private static let duty = ValueSchema.object(
    object(
      "an item of `must_do`",
      [
        .required("item", .text, "its text."),
        .required("happened", .boolean, "whether it happened in every conversation of a cooperative user."),
      ]))

  private static let failure = ValueSchema.object(
    object(
      "a failure",
      [
        .required("invariant", .text, "what is broken."),
        .required("summary", .text, "how."),
        .required("run", .text, "the user with whom it shows."),
        .optional("cooperative", .boolean, "whether that user cooperates, and nothing else goes wrong."),
        .optional("node", .text, "where the conversation was then."),
      ]))

  private static let adaptive = ValueSchema.object(
    object(
      "the random users",
      [
        .required("runs", count, "conversations."),
        .required("failures", count, "conversations that failed."),
        .required("fail_rate", .share, "failures by runs."),
      ]))

  private static let stress = ValueSchema.object(
    object(
      "the stress test",
      [
        .required("pairs", count, "conversations with two perturbations."),
        .required("configurations", count, "configurations that the explorer saw."),
        .required("explored_all", .boolean, "whether those were all."),
        .required("violations", count, "rules that the explorer saw broken."),
      ]))

  private static let coverage = ValueSchema.object(
    object(
      "the coverage",
      ["nodes", "edges", "events", "tool_outcomes"].map { .required($0, share, "\($0).") }))

  private static let share = ValueSchema.object(
    object(
      "a share",
      [
        .required("covered", count, "exercised."), .required("total", count, "possible."),
        .required("ratio", .share, "covered by total, to four decimals, rounded down."),
      ]))

  private static let verdict = ValueSchema.choice(["proved", "refuted", "unknown"])

  private static let invariant = ValueSchema.object(
    object(
      "an invariant",
      [
        .required("name", .choice(Invariant.allCases.map(\.title)), "the invariant."),
        .required("verdict", verdict, "of the invariant."),
        .required("clauses", .map(of: verdict), "of its clauses."),
      ]))

  private static let blocker = ValueSchema.object(
    object(
      "a blocker",
      [
        .required("invariant", .text, "what is broken."),
        .required("scenario_id", .text, "by which scenario; `any` where it is not one."),
        .required("journey", .text, "the phase in which it shows; empty if it is in none."),
        .required("channel", .text, "where."),
        .required("detail", .text, "what happens."),
        .optional("suggested_fix", .text, "what to do."),
      ]))

  private static let obligation = ValueSchema.object(
    object(
      "an obligation",
      [.required("scenario_id", .text, "the scenario."), .required("item", .text, "its words.")]))

  private static let performance = ValueSchema.object(
    object(
      "the performance",
      [
        .required("runs", count, "conversations."), .required("turns", count, "events from users and tools."),
        .required("steps", count, "steps of the policy."),
      ]))

  private static let signature = ValueSchema.object(
    object(
      "a signature",
      [
        .required("algorithm", .choice(["ed25519"]), "Ed25519 (RFC 8032)."),
        .required("key_id", .text, "16 digits of the SHA-256 of the public key."),
        .required("value", .text, "base64."),
      ]))
}
