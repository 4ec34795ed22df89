extension Rule {
  package static let malformedValue = Rule(
    "FOH7101", "malformed-value", .meaning, .error, "text that does not have the form of its field",
    explanation: """
      Records of releases hold times (RFC 3339), digests (lower-case hexadecimal digits), keys (base64) and names. Each \
      has one form; nothing else is accepted or guessed.
      """,
    wrong: "\"opened_at\": \"yesterday\"", right: "\"opened_at\": \"2026-11-24T13:18:10Z\"")

  package static let contradictoryRecord = Rule(
    "FOH7102", "contradictory-record", .meaning, .error, "values of one record that contradict each other",
    explanation: """
      Two parts of the record are about the same thing and disagree: an id that is not that of its key, a state for \
      which the evidence is missing, an end before its beginning. One of them was changed; which one is not known.
      """,
    wrong: "\"state\": \"covered\", and no `coverage`",
    right: "\"state\": \"covered\", with the `coverage` that names the scenario")
}

extension [Rule] {
  /// What reading the records of releases can find: incidents, keys, audit logs.
  package static let records: [Rule] = [.malformedValue, .contradictoryRecord]
}
