import Documents

/// What can be wrong with a gate policy, beyond its shape.
extension Rule {
  package static let waiverWithoutExpiry = Rule(
    "FOH7001", "waiver-without-expiry", .meaning, .error, "a waiver has no expiry",
    explanation: """
      A waiver sets a refusal aside for a while, until its cause is fixed. Without an end it would quietly \
      become the rule. Give it an `expires`; a gate refuses everything under a policy with an endless waiver.
      """,
    wrong: "waivers: [{kind: scenario_removed, subject: refund, owner: Ana, reason: moved to billing}]",
    right: """
      waivers:
        - {kind: scenario_removed, subject: refund, owner: Ana, reason: moved to billing, expires: 2026-12-24T00:00:00Z}
      """)

  package static let unaccountableWaiver = Rule(
    "FOH7002", "unaccountable-waiver", .meaning, .error, "a waiver without an owner, a reason or a subject",
    explanation: """
      When something goes wrong, people read the waiver again: its owner and its reason are then all they have. Name a \
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
