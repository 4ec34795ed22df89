import ConversationSimulator
import Documents

/// A gate policy as JSON (`gate_policy.v1`), every rule written out: so that what was in force at a release stays known
/// when the rules for what is not written change.
extension GatePolicy {
  /// With every rule written out. Reading it back gives an equal policy.
  public var json: JSONValue {
    var members = [
      JSONMember("schema_version", .string(GatePolicySchema.version)),
      JSONMember(
        "certificate",
        .object([
          JSONMember("max_age_hours", .integer(maximumAgeHours)),
          JSONMember("min_mode", .string(minimumMode.rawValue)),
          JSONMember("min_adaptive_runs", .integer(minimumAdaptiveRuns)),
        ])),
      JSONMember("blueprint", .object([JSONMember("warnings", .string(warnings.rawValue))])),
      JSONMember(
        "coverage",
        .object(
          CoverageKind.allCases.map { JSONMember($0.rawValue, .integer(coverageFloors[$0] ?? 0)) })),
      JSONMember("trusted_keys", .array(trustedKeys.map(\.json))),
    ]
    if let evaluations { members.append(JSONMember("evaluations", evaluations.json)) }
    return .object(
      members + [
        JSONMember("critical", .strings(critical)),
        JSONMember(
          "requires", .strings(EvidenceKind.allCases.filter(requires.contains).map(\.rawValue))),
        JSONMember("waivers", .array(waivers.map(\.json))),
      ])
  }
}

extension GatePolicy.TrustedKey {
  fileprivate var json: JSONValue {
    let owner = owner.map { [JSONMember("owner", .string($0))] } ?? []
    return .object([JSONMember("public_key", .string(publicKey))] + owner)
  }
}

extension GatePolicy.EvaluationRules {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("max_age_hours", .integer(maximumAgeHours)), JSONMember("min_runs", .integer(minimumRuns)),
      JSONMember("pass_rate_percent", .integer(passRatePercent)),
      JSONMember("confidence", .string(confidence.percent)),
    ])
  }
}

extension Waiver {
  fileprivate var json: JSONValue {
    let expires = expires.map { [JSONMember("expires", .string($0.text))] } ?? []
    return .object(
      [
        JSONMember("kind", .string(kind.rawValue)), JSONMember("subject", .string(subject)),
        JSONMember("owner", .string(owner)), JSONMember("reason", .string(reason)),
      ] + expires)
  }
}
