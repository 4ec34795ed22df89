import Documents
import PolicyGraph

/// Where a node or an edge comes from: a place in the blueprint, and the lowering rule that made it.
struct Origin {
  /// JSON Pointer into the blueprint.
  var pointer: String
  var rule: LoweringRule
}

/// The rules of lowering, by the names that provenance shows (definition 7.9).
enum LoweringRule: String, CaseIterable {
  case opening
  case phaseOrder = "phase-order"
  case questionBatch = "question-batch"
  case phaseGoal = "phase-goal"
  case phaseDeclined = "phase-declined"
  case repair
  case repairExhausted = "repair-exhausted"
  case silence
  case silenceExhausted = "silence-exhausted"
  case interruption
  case correction
  case escalation
  case toolOffer = "tool-offer"
  case toolConfirmation = "tool-confirmation"
  case toolCall = "tool-call"
  case toolResult = "tool-result"
  case toolFailure = "tool-failure"
  case toolRetry = "tool-retry"
  case deferredQuestion = "deferred-question"
  case unfinished
  case closing
}

/// Collects the nodes and edges of a draft, each with its origin.
struct DraftBuilder {
  private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []
  private var nodeOrigins: [JSONMember] = []
  private var edgeOrigins: [JSONMember] = []

  mutating func add(_ node: Node, _ origin: Origin) {
    nodes.append(node)
    nodeOrigins.append(JSONMember(node.id.text, json(origin)))
  }

  mutating func add(_ edge: Edge, _ origin: Origin) {
    edgeOrigins.append(JSONMember(String(edges.count), json(origin)))
    edges.append(edge)
  }

  var provenance: JSONValue {
    .object([
      JSONMember("authoring_model", .string(Blueprint.schemaVersion)),
      JSONMember("nodes", .object(nodeOrigins)),
      JSONMember("edges", .object(edgeOrigins)),
    ])
  }

  private func json(_ origin: Origin) -> JSONValue {
    .object([
      JSONMember("pointer", .string(origin.pointer)), JSONMember("rule", .string(origin.rule.rawValue)),
    ])
  }
}

extension Guard {
  /// Every slot is filled.
  static func allFilled(_ slots: some Sequence<SlotKey>) -> Guard { conjunction(slots.map(Guard.filled)) }

  /// Every tool is done.
  static func allDone(_ tools: some Sequence<ToolID>) -> Guard { conjunction(tools.map(Guard.done)) }

  /// `all` of the parts, or the one part.
  static func conjunction(_ parts: [Guard]) -> Guard {
    if parts.count == 1, let only = parts.first { return only }
    return .all(parts)
  }
}
