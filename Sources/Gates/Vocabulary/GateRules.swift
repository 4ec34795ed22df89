import PolicyGraph

/// What can be wrong with the documents that gates read, beyond their shape.
extension Rule {
  static let notATime = Rule(
    "FOH7001", "not-a-time", .meaning, .error, "a moment is not written as RFC 3339",
    explanation: """
      Certificates, evaluations, waivers and audit records say when something was so. A time that cannot be read \
      makes the evidence unusable: nobody can tell whether it is stale. Write date, time and offset, such as \
      2026-11-24T13:18:10Z.
      """,
    wrong: #""issued_at": "yesterday""#, right: #""issued_at": "2026-11-24T13:18:10Z""#)
}

extension [Rule] {
  /// By code.
  public static let gates: [Rule] = [.notATime]
}
