import Documents
import PolicyGraph
import PolicyProofs

/// The way of a witness conversation through a draft.
package struct GraphTrail {
  static let colour = "#1155cc"

  private(set) var nodes: Set<NodeID> = []
  /// By position in the draft's edges: the steps that take it, counted from 1.
  private(set) var steps: [Int: [Int]] = [:]
  /// Where the guarantee is broken, and which.
  let fault: NodeID
  let rule: String

  package init(_ witness: Witness, _ program: PolicyProgram) {
    fault = program.name(of: witness.violation.node)
    rule = "\(witness.violation.rule.code) \(witness.violation.rule.name)"
    for (number, step) in witness.steps.enumerated() {
      for edge in step.edges { steps[program.edges[edge].index, default: []].append(number) }
      if let node = step.node { nodes.insert(program.name(of: node)) }
    }
  }
}

extension GraphPicture.Arrow {
  /// The labels, headed by the steps of the conversation that go this way.
  var linesWithSteps: [String] {
    let lines = labels.flatMap(\.lines)
    if steps.isEmpty { return lines }
    return ["step \(steps.map(String.init).joined(separator: ", "))"] + lines
  }
}
