import Gates
import Testing

/// What the environment asks for beside a policy.
struct EnvironmentRulesTests {
  private static func rules(_ variables: [String: String]) throws -> EnvironmentRules {
    try EnvironmentRules { variables[$0] }
  }

  @Test func anEmptyVariableIsAnUnsetOne() throws {
    for variables in [[:], ["SIM_CERT_MAX_AGE_HOURS": "", "SIM_CERT_MIN_MODE": ""]] {
      let rules = try Self.rules(variables)
      #expect(rules.maximumAgeHours == nil && rules.minimumMode == nil)
    }
    let rules = try Self.rules(["SIM_CERT_MAX_AGE_HOURS": "12", "SIM_CERT_MIN_MODE": ""])
    #expect(rules.maximumAgeHours == 12 && rules.minimumMode == nil)
  }

  @Test(arguments: [
    ("SIM_CERT_MAX_AGE_HOURS", " "), ("SIM_CERT_MAX_AGE_HOURS", "0"), ("SIM_CERT_MAX_AGE_HOURS", "a day"),
    ("SIM_CERT_MIN_MODE", " "), ("SIM_CERT_MIN_MODE", "Full"), ("SIM_CERT_MIN_MODE", "none"),
  ])
  func oneThatCannotBeReadIsNotLeftOut(_ name: String, _ value: String) {
    #expect(throws: EnvironmentRules.Fault.self) { try Self.rules([name: value]) }
  }
}
