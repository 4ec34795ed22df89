import ConversationSimulator
import Documents
import PolicyGraph

/// Reads a gate policy. Nil if it does not have the shape of one; a policy beside findings that are errors is for
/// telling more of them, and opens no gate.
public func readGatePolicy(_ document: Document, findings: inout Findings) -> GatePolicy? {
  guard SchemaCheck.run(document, against: GatePolicySchema.document, findings: &findings).isAccepted else {
    return nil
  }
  let root = document.root
  var policy = GatePolicy()
  if let certificate = root.member("certificate") {
    policy.maximumAgeHours = certificate.member("max_age_hours")?.integer ?? policy.maximumAgeHours
    policy.minimumMode =
      certificate.string("min_mode").flatMap { SimulationMode(rawValue: $0) } ?? policy.minimumMode
    policy.minimumAdaptiveRuns =
      certificate.member("min_adaptive_runs")?.integer ?? policy.minimumAdaptiveRuns
  }
  policy.warnings =
    root.member("blueprint")?.string("warnings").flatMap { WarningRule(rawValue: $0) } ?? policy.warnings
  for kind in CoverageKind.allCases {
    policy.coverageFloors[kind] = root.member("coverage")?.member(kind.rawValue)?.integer
  }
  for key in root.list("trusted_keys") ?? [] {
    if let owner = key.member("owner"), owner.text?.isBlank ?? true {
      findings.malformed("owner", of: key, "blank", help: "say whose key it is, or leave it out")
    }
    policy.trustedKeys.append(
      .init(publicKey: key.string("public_key") ?? "", owner: key.string("owner")))
  }
  if let rules = root.member("evaluations"), rules.member("required")?.boolean ?? true {
    policy.evaluations = evaluationRules(rules)
  }
  for item in root.list("critical") ?? [] where item.text?.isBlank ?? true {
    findings.report(
      .malformedValue, "an item of `critical` is blank", at: item,
      help: "write the item of `must_not_do` that no run may break, or leave it out")
  }
  policy.critical = (root.list("critical") ?? []).compactMap(\.text)
  policy.requires = Set(
    (root.list("requires") ?? []).compactMap { $0.text.flatMap { EvidenceKind(rawValue: $0) } })
  policy.waivers = (root.list("waivers") ?? []).map { waiver($0, &findings) }
  return policy
}

extension Findings {
  /// When something ends: a time, or a day, at whose beginning in UTC it ends; nil, having reported it, where the text is
  /// neither. The end of the day would let it count a day longer than its author may have meant.
  fileprivate mutating func end(_ key: String, of node: DocumentNode) -> Instant? {
    let text = node.string(key) ?? ""
    if let time = Instant(text) ?? Instant(startOf: text) { return time }
    malformed(
      key, of: node, "not a date, and not a date and time",
      help: "write `2026-12-24T00:00:00Z` (RFC 3339); `2026-12-24` alone ends it when that day begins in UTC")
    return nil
  }
}

private func evaluationRules(_ node: DocumentNode) -> GatePolicy.EvaluationRules {
  var rules = GatePolicy.EvaluationRules()
  rules.maximumAgeHours = node.member("max_age_hours")?.integer ?? rules.maximumAgeHours
  rules.minimumRuns = node.member("min_runs")?.integer ?? rules.minimumRuns
  rules.passRatePercent = node.member("pass_rate_percent")?.integer ?? rules.passRatePercent
  rules.confidence = node.string("confidence").flatMap { Confidence(percent: $0) } ?? rules.confidence
  return rules
}

private func waiver(_ node: DocumentNode, _ findings: inout Findings) -> Waiver {
  var expires: Instant?
  if node.member("expires") != nil {
    expires = findings.end("expires", of: node)
  } else {
    findings.report(
      .waiverWithoutExpiry, "this waiver has no expiry", at: node, help: "give it an `expires`, as RFC 3339")
  }
  for key in ["owner", "reason", "subject"] {
    guard let text = node.member(key), text.text?.isBlank ?? true else { continue }
    findings.report(
      .unaccountableWaiver, "the waiver's `\(key)` is blank", at: text,
      help: "say who answers for it, why, and what it is about")
  }
  return Waiver(
    kind: node.string("kind").flatMap { Waiver.Kind(rawValue: $0) } ?? .scenarioRemoved,
    subject: node.string("subject") ?? "", owner: node.string("owner") ?? "",
    reason: node.string("reason") ?? "", expires: expires)
}
