import ConversationSimulator
import Documents

/// The policy of a release as its record has it (definition 10.8). What is asked of an author's policy today is not
/// asked of it: a record says what was in force then, and stays readable whatever is asked later.
extension GatePolicy {
  /// Reads `gate_policy.v1` as ``json`` writes it. A rule that is not there did not exist when the record was written;
  /// members that are not known here are passed over. Returns nil if a rule that is there has an invalid value.
  init?(record json: JSONValue) {
    var reading = RecordedRules()
    let certificate = json["certificate"]
    guard json["schema_version"]?.text == "gate_policy.v1" else { return nil }
    self.init()
    reading.integer(certificate?["max_age_hours"], &maximumAgeHours)
    reading.word(certificate?["min_mode"], &minimumMode) { SimulationMode(rawValue: $0) }
    reading.integer(certificate?["min_adaptive_runs"], &minimumAdaptiveRuns)
    reading.word(json["blueprint"]?["warnings"], &warnings) { WarningRule(rawValue: $0) }
    for kind in CoverageKind.allCases {
      guard let floor = json["coverage"]?[kind.rawValue] else { continue }
      var percent = 0
      reading.integer(floor, &percent)
      coverageFloors[kind] = percent
    }
    trustedKeys = (json["trusted_keys"]?.elements ?? []).map { key in
      TrustedKey(publicKey: reading.text(key["public_key"]), owner: key["owner"]?.text)
    }
    if let written = json["evaluations"] {
      var rules = EvaluationRules()
      reading.integer(written["max_age_hours"], &rules.maximumAgeHours)
      reading.integer(written["min_runs"], &rules.minimumRuns)
      reading.integer(written["pass_rate_percent"], &rules.passRatePercent)
      reading.word(written["confidence"], &rules.confidence) { Confidence(percent: $0) }
      evaluations = rules
    }
    critical = (json["critical"]?.elements ?? []).map { reading.text($0) }
    for kind in json["requires"]?.elements ?? [] {
      guard let kind = EvidenceKind(rawValue: reading.text(kind)) else { return nil }
      requires.insert(kind)
    }
    waivers = (json["waivers"]?.elements ?? []).compactMap { Waiver(record: $0, &reading) }
    guard reading.isWhole else { return nil }
  }
}

extension Waiver {
  fileprivate init?(record json: JSONValue, _ reading: inout RecordedRules) {
    guard let kind = Kind(rawValue: reading.text(json["kind"])) else {
      reading.isWhole = false
      return nil
    }
    var end: Instant?
    if let expires = json["expires"] {
      end = Instant(reading.text(expires))
      if end == nil { reading.isWhole = false }
    }
    self.init(
      kind: kind, subject: reading.text(json["subject"]), owner: reading.text(json["owner"]),
      reason: reading.text(json["reason"]), expires: end)
  }
}

/// Values of a record, and whether each that was there could be read.
private struct RecordedRules {
  var isWhole = true

  mutating func text(_ json: JSONValue?) -> String {
    guard let text = json?.text else {
      isWhole = false
      return ""
    }
    return text
  }

  /// Leaves the value as it is where the record has none.
  mutating func integer(_ json: JSONValue?, _ value: inout Int) {
    guard let json else { return }
    if let integer = json.integer { value = integer } else { isWhole = false }
  }

  /// Leaves the value as it is where the record has none.
  mutating func word<Value>(_ json: JSONValue?, _ value: inout Value, _ read: (String) -> Value?) {
    guard let json else { return }
    if let known = json.text.flatMap(read) { value = known } else { isWhole = false }
  }
}
