import Documents
import PolicyGraph

/// How decisions were written by some release of the product. A format never changes: a new gate brings a new format
/// with it, so that the logs that are there stay readable and mean what they meant.
struct DecisionFormat: Sendable, Equatable {
  /// The `schema_version` of its decisions.
  let version: String
  /// The gates that such a decision was made by, in their order.
  let gates: [String]

  static let all = [DecisionFormat(version: "release_decision.v1", gates: ["sim_cert", "eval_loop"])]

  /// That of ``ReleaseDecision/json``.
  static var current: DecisionFormat { all[all.count - 1] }
}

/// A release decision as a record keeps it.
public struct RecordedDecision: Sendable {
  /// Whole, as it was written.
  public let json: JSONValue
  /// The draft that was decided about, as `xxh3-128:` and 32 hexadecimal digits; empty where it could not be read.
  public let draftHash: String
  /// SHA-256 of the same bytes, in 64 hexadecimal digits; empty where the draft could not be read.
  public let sha256: String
  /// When it was decided, as the record says.
  public let decidedAt: Instant
  /// Whether both gates passed then, by the rules of then.
  public let isPassed: Bool
  /// What was set aside under waivers.
  public let notes: [String]

  init(_ decision: ReleaseDecision) {
    json = decision.json
    draftHash = decision.draftHash
    sha256 = decision.sha256
    decidedAt = decision.decidedAt
    isPassed = decision.isPassed
    notes = decision.gates.flatMap(\.notes)
  }

  /// Returns nil if the value has none of the formats, or contradicts itself. Reason codes and members that are not known
  /// here are kept in ``json``, and decide nothing.
  init?(_ json: JSONValue, formats: [DecisionFormat] = DecisionFormat.all) {
    let version = json["schema_version"]?.text
    guard let format = formats.first(where: { $0.version == version }),
      let ok = json["ok"], case .boolean(let isPassed) = ok,
      let decidedAt = json["decided_at"]?.text.flatMap({ Instant($0) }),
      let gates = json["gates"]?.elements, gates.map({ $0["gate"]?.text ?? "" }) == format.gates
    else { return nil }
    let verdicts = gates.map { $0["verdict"]?.text ?? "" }
    guard verdicts.allSatisfy({ $0 == "pass" || $0 == "blocked" }),
      isPassed == verdicts.allSatisfy({ $0 == "pass" })
    else { return nil }
    self.json = json
    draftHash = json["draft_hash"]?.text ?? ""
    sha256 = json["sha256"]?.text ?? ""
    self.decidedAt = decidedAt
    self.isPassed = isPassed
    notes = gates.flatMap { $0["notes"]?.elements ?? [] }.compactMap(\.text)
  }

  /// Whether it is about this draft; a decision about none is about no draft.
  func isAbout(_ draft: DraftHash?) -> Bool {
    draftHash == draft?.draftHash ?? "" && sha256 == draft?.sha256 ?? ""
  }
}
