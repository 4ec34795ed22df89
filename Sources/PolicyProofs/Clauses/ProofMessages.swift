import Documents
import PolicyGraph

/// The message of a broken rule, in the words of the draft. Each clause has the texts of its rules.
extension PolicyProgram {
  /// `last` is the configuration in which the conversation breaks the rule.
  package func message(of violation: Violation, last: Configuration?) -> FindingText {
    guard let rule = ClauseRule.all[violation.rule] else { return "\(violation.rule.title)" }
    return rule.message(ViolationContext(program: self, violation: violation, last: last))
  }

  /// How to fix it.
  package func help(for violation: Violation) -> FindingText {
    guard let rule = ClauseRule.all[violation.rule] else {
      return "see `fohc explain \(violation.rule.name)`"
    }
    return rule.help(ViolationContext(program: self, violation: violation, last: nil))
  }
}

/// A broken rule, with the names that its message and help may use.
struct ViolationContext {
  let program: PolicyProgram
  let violation: Violation
  /// The configuration in which the conversation breaks the rule; nil if it is not known.
  let last: Configuration?

  var node: FindingText { "`\(program.name(of: violation.node))`" }
  var tool: FindingText { "`\(program.toolID(of: violation.node))`" }

  /// Whether the conversation is over at the node.
  var isEnd: Bool { program.nodes[violation.node].kind.isTerminal }

  /// The one that the tool at the node declares; nil if the tool is not declared.
  var failureMode: FailureMode? {
    program.tools[max(0, program.nodes[violation.node].tool)].declaration?.failureMode
  }

  /// The name of the event, or these words where the rule is about none.
  func event(else words: FindingText = "an event") -> FindingText {
    violation.event.map { "`\(program.event($0).name)`" } ?? words
  }

  /// The names of those slots and tools that are not known to be filled and done.
  func missing(_ memory: BitSet) -> FindingText {
    let missing = last.map { memory.subtracting($0.filled) } ?? memory
    return FindingText.list(missing.elements.map { program.name(ofMemory: $0) })
  }
}
