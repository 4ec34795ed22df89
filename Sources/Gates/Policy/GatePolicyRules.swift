import Documents

/// What can be wrong with a gate policy, beyond its shape.
extension Rule {
  package static let waiverWithoutExpiry = Rule(
    "FOH7001", "waiver-without-expiry", .meaning, .error, "a waiver has no end",
    explanation: """
      A waiver sets a refusal aside for a while, until what it stands for is fixed. Without an end it would quietly \
      become the rule. Give it an `expires`; a gate refuses everything under a policy with an endless waiver.
      """,
    wrong: "waivers: [{kind: scenario_removed, subject: refund, owner: Ana, reason: moved to billing}]",
    right: """
      waivers:
        - {kind: scenario_removed, subject: refund, owner: Ana, reason: moved to billing, expires: 2026-12-24T00:00:00Z}
      """)

  package static let unaccountableWaiver = Rule(
    "FOH7002", "unaccountable-waiver", .meaning, .error, "a waiver does not say whose it is, why, or of what",
    explanation: """
      A waiver is read again when something went wrong: by then its owner and its reason are all there is. Name a \
      person, and say in a sentence why the refusal was set aside.
      """,
    wrong:
      #"waivers: [{kind: scenario_removed, subject: refund, owner: "", reason: "", expires: 2026-12-24T00:00:00Z}]"#,
    right: """
      waivers:
        - {kind: scenario_removed, subject: refund, owner: Ana, reason: moved to billing, expires: 2026-12-24T00:00:00Z}
      """)
}

extension [Rule] {
  /// By code.
  package static let gatePolicies: [Rule] = [.waiverWithoutExpiry, .unaccountableWaiver]
}
