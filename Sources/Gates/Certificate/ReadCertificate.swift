import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs

/// Reads a certificate; nil, having reported why, if the document is not one.
public func readCertificate(_ document: Document, findings: inout Findings) -> Certificate? {
  guard SchemaCheck.run(document, against: CertificateSchema.document, findings: &findings).isAccepted else {
    return nil
  }
  let root = document.root
  guard let issuedAt = findings.instant("issued_at", of: root),
    let expiresAt = findings.instant("expires_at", of: root)
  else { return nil }
  return Certificate(JSONValue(root), issuedAt: issuedAt, expiresAt: expiresAt)
}

extension Certificate {
  /// From JSON that has the shape of a certificate.
  init(_ json: JSONValue, issuedAt: Instant, expiresAt: Instant) {
    func text(_ key: String, of value: JSONValue? = nil) -> String { (value ?? json)[key]?.text ?? "" }
    id = text("certificate_id")
    draftHash = text("draft_hash")
    sha256 = text("sha256")
    engineVersion = json["engine"].map { text("version", of: $0) } ?? ""
    mode = SimulationMode(rawValue: text("mode")) ?? .quick
    seed = UInt64(json["seed"]?.integer ?? 0)
    adaptiveRuns = json["adaptive_runs"]?.integer ?? 0
    channels = ChannelSelection(json["selection"].map { text("channel", of: $0) } ?? "")
    isComplete = json["selection"]?["complete"]?.isTrue ?? false
    leftOut = (json["selection"]?["scenarios_left_out"]?.elements ?? []).compactMap {
      $0.text.map { ScenarioID($0) }
    }
    isPassing = json["overall_pass"]?.isTrue ?? false
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
    scenarios = (json["scenarios"]?.elements ?? []).map { scenario in
      ScenarioVerdict(
        id: ScenarioID(text("id", of: scenario)),
        channels: scenario["channels"]?.elements.compactMap(\.text) ?? [],
        isPassed: scenario["passed"]?.isTrue ?? false)
    }
    coverage = Coverage(json["coverage"])
    invariants = (json["invariants"]?.elements ?? []).map { invariant in
      (text("name", of: invariant), ClauseVerdict(rawValue: text("verdict", of: invariant)) ?? .unknown)
    }
    blockers = (json["blockers"]?.elements ?? []).map { blocker in
      Simulation.Blocker(
        invariant: text("invariant", of: blocker), scenario: text("scenario_id", of: blocker),
        journey: text("journey", of: blocker), channel: text("channel", of: blocker),
        detail: text("detail", of: blocker), suggestedFix: blocker["suggested_fix"]?.text)
    }
    openObligations = (json["open_obligations"]?.elements ?? []).map {
      OpenObligation(scenario: ScenarioID(text("scenario_id", of: $0)), item: text("item", of: $0))
    }
    signature = json["signature"].map {
      Signature(keyID: text("key_id", of: $0), value: text("value", of: $0))
    }
    self.json = json
  }
}

extension Coverage {
  fileprivate init(_ json: JSONValue?) {
    func share(_ key: String) -> Share {
      let share = json?[key]
      return Share(covered: share?["covered"]?.integer ?? 0, total: share?["total"]?.integer ?? 0)
    }
    self.init(
      nodes: share("nodes"), edges: share("edges"), events: share("events"),
      toolOutcomes: share("tool_outcomes"))
  }
}

extension JSONValue {
  var isTrue: Bool { if case .boolean(true) = self { true } else { false } }
}
