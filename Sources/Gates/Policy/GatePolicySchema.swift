import ConversationSimulator
import Documents
import PolicyGraph

/// The shape of a gate policy, `gates.yaml`.
public enum GatePolicySchema {
  package static let version = "gate_policy.v1"

  /// The shape of a gate policy (`gate_policy.v1`).
  public static let document = DocumentSchema(
    name: version, title: "Gate policy v1: what a draft needs before it may go live", root: root)

  /// Weakest first.
  package static let confidences = Confidence.allCases.map(\.percent)

  private static let percent = ValueSchema.integer(0...100)
  private static let hours = ValueSchema.integer(1...87_600)

  private static let root = ObjectSchema(
    "a gate policy", unknownKeys: .refusedButExtensions,
    [
      .required("schema_version", .choice([version]), "what this document is."),
      .optional("certificate", certificate, "what a simulation certificate has to be."),
      .optional("blueprint", blueprint, "what a blueprint has to be before it is certified."),
      .optional("coverage", coverage, "least coverage, in percent.", absent: "no floor"),
      .optional("trusted_keys", .array(of: key), "who may sign certificates.", absent: "no signature needed"),
      .optional("evaluations", evaluations, "recorded evaluations.", absent: "none needed"),
      .optional(
        "critical", .array(of: .text), "items of `must_not_do` of which no run may break one.", absent: "none"
      ),
      .optional(
        "requires", .array(of: .choice(EvidenceKind.allCases.map(\.rawValue))),
        "evidence that has to be given even where there might be none.", absent: "none"),
      .optional("waivers", .array(of: waiver), "what is allowed for a while.", absent: "none"),
    ])

  private static let certificate = ValueSchema.object(
    .init(
      "the certificate's rules", unknownKeys: .refusedButExtensions,
      [
        .optional("max_age_hours", hours, "oldest.", absent: "24"),
        .optional(
          "min_mode", .choice(SimulationMode.allCases.map(\.rawValue)), "least simulated.", absent: "`quick`"),
        .optional(
          "min_adaptive_runs", .integer(0...10_000),
          "least random users for each scenario, in `full` and above.",
          absent: "0; where `min_mode` is above `quick`, one"),
      ]))

  private static let blueprint = ValueSchema.object(
    .init(
      "the blueprint's rules", unknownKeys: .refused,
      [
        .optional(
          "warnings", .choice(WarningRule.allCases.map(\.rawValue)),
          "what open warnings do: `report` tells them, `refuse` lets nothing with one be certified or released.",
          absent: "`report`")
      ]))

  private static let coverage = ValueSchema.object(
    .init(
      "coverage floors", unknownKeys: .refusedButExtensions,
      CoverageKind.allCases.map { .optional($0.rawValue, percent, "of \($0.noun).", absent: "0") }))

  private static let key = ValueSchema.object(
    .init(
      "a trusted key", unknownKeys: .refusedButExtensions,
      [
        .required("public_key", .text, "32 bytes in base64."),
        .optional("owner", .text, "whose it is."),
      ]))

  private static let evaluations = ValueSchema.object(
    .init(
      "the evaluations' rules", unknownKeys: .refusedButExtensions,
      [
        .optional("required", .boolean, "whether a release needs them.", absent: "`true`"),
        .optional("max_age_hours", hours, "oldest.", absent: "720"),
        .optional("min_runs", .integer(1...1_000_000), "runs for each scenario.", absent: "10"),
        .optional("pass_rate_percent", percent, "how often a scenario has to pass.", absent: "80"),
        .optional(
          "confidence", .choice(confidences), "how sure that has to be, one-sided.", absent: "`95%`"),
      ]))

  private static let waiver = ValueSchema.object(
    .init(
      "a waiver", unknownKeys: .refusedButExtensions,
      [
        .required("kind", .choice(Waiver.Kind.allCases.map(\.rawValue)), "which refusal is set aside."),
        .required("subject", .text, "the scenario, coverage, policy rule or guarantee that it is about."),
        .required("owner", .text, "who answers for it."),
        .required("reason", .text, "why."),
        .optional(
          "expires", .text,
          "RFC 3339; a date alone is the beginning of that day in UTC. A waiver without an end is refused."),
      ]))
}
