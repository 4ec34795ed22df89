import Documents
import PolicyGraph

/// Clause `bound_inputs` (definition 6.5): each slot of the tool's `inputs` is filled when its call is entered.
///
/// The monitor judges it in `violations(calling:)`, the checker in `faults(of:)`.
extension ClauseDefinition {
  static let boundInputs = ClauseDefinition(
    .boundInputs, of: .toolDeterminism,
    promise: "a tool is called only with its inputs known",
    rules: [
      ClauseRule(
        .unboundInput,
        message: {
          let inputs = $0.program.tools[max(0, $0.program.nodes[$0.violation.node].tool)].inputs
          return "\($0.node) calls \($0.tool), and its input \($0.missing(inputs)) can be missing"
        },
        help: { _ in
          "ask for the slot on every way to the call, or guard the way with `filled`"
        })
    ],
    potentialViolations: potentialViolations)
}

// MARK: Its rules

extension Rule {
  package static let unboundInput = Rule(
    "FOH6501", "unbound-input", .proof, .error, "a tool is called with an input that may be missing",
    explanation:
      "The tool declares slots as its `inputs`, and there is a way to the call on which one of them was never filled.",
    wrong: "\"inputs\": [\"day\"], offered before the day is asked",
    right: "offer the tool after the ask for `day`")
}

// MARK: What the analyses must show

extension ClauseDefinition {
  private static func potentialViolations(_ analysis: PolicyAnalysis) -> [PotentialViolation] {
    let program = analysis.program
    return analysis.potentialViolations(.unboundInput, at: analysis.reachableNodes.calls) { node, facts in
      program.tools[program.nodes[node].tool].inputs.isSubset(of: facts.filled)
    }
  }
}
