import Documents
import PolicyGraph

/// Clause `allowed` (definition 6.1): each tool that is called stands in `tools`.
///
/// The monitor judges it in `violations(calling:)`, the checker in `faults(of:)`.
extension ClauseDefinition {
  static let allowed = ClauseDefinition(
    .allowed, of: .toolDeterminism,
    promise: "only declared tools are called",
    rules: [
      ClauseRule(
        .undeclaredCall,
        message: { "\($0.node) calls \($0.tool), which the draft does not declare" },
        help: { _ in "declare the tool in `tools`, or call another" })
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let undeclaredCall = Rule(
    "FOH6101", "undeclared-call", .proof, .error, "a tool is called that the draft does not declare",
    explanation:
      "Only tools that stand in `tools` may be called: nothing says whether this one needs a yes, or what follows when it fails.",
    wrong: "{\"id\": \"visit/call\", \"kind\": \"call\", \"tool\": \"delete_account\", …}",
    right:
      "\"tools\": [{\"id\": \"delete_account\", \"requires_confirmation\": true, \"failure_mode\": \"handoff\"}]"
  )
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    return analysis.potentialViolations(.undeclaredCall, at: analysis.reachableNodes.calls) { call, _ in
      program.tools[program.nodes[call].tool].declaration != nil
    }
  }
}
