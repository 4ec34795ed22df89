import Documents

/// A flow draft (definition 2.1), `flow_draft.v1`: the compiled policy, and the only thing that the gates look at.
///
/// A draft may be hand-written and need not be well-formed as a graph: ids may be missing or doubled. Optional
/// parts keep the difference between absent and empty, so that decoding and encoding give the same object.
public struct Draft: Sendable {
  public static let schemaVersion = "flow_draft.v1"

  public var entry: NodeID
  public var nodes: [Node]
  public var edges: [Edge]
  public var tools: [Tool]?
  /// Tools each of which has to have answered `ok` before a conversation succeeds.
  public var successRequires: [ToolID]?
  /// The slots.
  public var variables: [Variable]?
  public var scenarios: [Scenario]?
  /// Every other top-level member, known or not, in the order given: greeting, persona, channels, provenance,
  /// and whatever clients have patched in.
  public var members: [JSONMember]

  public init(
    entry: NodeID, nodes: [Node], edges: [Edge], tools: [Tool]?, successRequires: [ToolID]? = nil,
    variables: [Variable]?, scenarios: [Scenario]?, members: [JSONMember]
  ) {
    self.entry = entry
    self.nodes = nodes
    self.edges = edges
    self.tools = tools
    self.successRequires = successRequires
    self.variables = variables
    self.scenarios = scenarios
    self.members = members
  }

  /// The value of a further top-level member.
  public func member(_ key: String) -> JSONValue? {
    members.first { $0.key.hasSameScalars(as: key) }?.value
  }

  /// The text member, where it is text.
  public var greeting: String? { member("greeting")?.text }

  /// What a node says on entering: its own `say`; for an `open` without one, the draft's greeting.
  public func say(of node: Node) -> Say? {
    node.say ?? (node.kind == .open ? greeting.map(Say.text) : nil)
  }

  /// Whether an interrupting question is put off and must be taken up later.
  public var defersInterruptions: Bool {
    member("turn_taking")?["interruption_style"]?.text == "defer"
  }
}

/// A tool that the agent may call.
public struct Tool: Sendable {
  public var id: ToolID
  public var requiresConfirmation: Bool
  public var failureMode: FailureMode
  /// Slots that must be filled at the call; nil or empty for none.
  public var inputs: [SlotKey]?

  public init(id: ToolID, requiresConfirmation: Bool, failureMode: FailureMode, inputs: [SlotKey]? = nil) {
    self.id = id
    self.requiresConfirmation = requiresConfirmation
    self.failureMode = failureMode
    self.inputs = inputs
  }
}

/// What follows when a tool fails.
public enum FailureMode: String, Sendable, CaseIterable {
  case apologizeAndContinue = "apologize_and_continue"
  case handoff
  case retryOnce = "retry_once"
}

/// A slot.
public struct Variable: Sendable {
  public var key: SlotKey
  public var label: String
  public var isRequired: Bool
  /// The question that asks for it.
  public var ask: String

  public init(key: SlotKey, label: String, isRequired: Bool, ask: String) {
    self.key = key
    self.label = label
    self.isRequired = isRequired
    self.ask = ask
  }
}

/// An evaluation scenario.
public struct Scenario: Sendable {
  public var id: ScenarioID
  /// Nil: every allowed channel.
  public var channel: String?
  public var userGoal: String
  public var mustCollect: [SlotKey]?
  /// What has to happen in every conversation of a user who cooperates.
  public var mustDo: [String]?
  public var mustNotDo: [String]?

  public init(
    id: ScenarioID, channel: String?, userGoal: String, mustCollect: [SlotKey]?, mustDo: [String]? = nil,
    mustNotDo: [String]?
  ) {
    self.id = id
    self.channel = channel
    self.userGoal = userGoal
    self.mustCollect = mustCollect
    self.mustDo = mustDo
    self.mustNotDo = mustNotDo
  }
}
