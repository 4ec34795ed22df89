import Documents

/// A flow draft (definition 2.1), `flow_draft.v1`: the compiled policy, and the only thing that the gates look at.
///
/// A draft may be hand-written and need not be well-formed as a graph: ids may be missing or doubled. Optional
/// parts keep the difference between absent and empty, so that decoding and encoding give the same object.
public struct Draft: Sendable {
  /// The value of `schema_version` in every draft of this form.
  public static let schemaVersion = "flow_draft.v1"

  /// The node at which each conversation starts; it should be the only `open`.
  public var entry: NodeID
  /// In the order of the document, which is part of the hash but not of the meaning.
  public var nodes: [Node]
  /// In the order of the document. Edges of one node and event are alternatives: their guards tell them apart, not
  /// their order.
  public var edges: [Edge]
  /// The tools that the agent may call; calling any other breaks ToolDeterminism. Nil: the member is absent.
  public var tools: [Tool]?
  /// Tools each of which has to have answered `ok` before a conversation succeeds.
  public var successRequires: [ToolID]?
  /// The slots.
  public var variables: [Variable]?
  /// The evaluation scenarios that simulations play and certificates list. Nil: the member is absent.
  public var scenarios: [Scenario]?
  /// Every other top-level member, known or not, in the order given: greeting, persona, channels, provenance,
  /// and whatever clients have patched in.
  public var members: [JSONMember]

  /// Takes the parts as they are; the shape check says what does not fit together.
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
  /// Unique among the tools; nodes and guards name the tool by it.
  public var id: ToolID
  /// Whether each call needs the user's yes to that very call.
  public var requiresConfirmation: Bool
  /// What follows `error` and `timeout`.
  public var failureMode: FailureMode
  /// Slots that must be filled at the call; nil or empty for none.
  public var inputs: [SlotKey]?

  /// Takes the values as they are; that `inputs` names declared slots is for the checks.
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
  /// Unique among the slots; nodes, guards and scenarios name the slot by it.
  public var key: SlotKey
  /// What the value is called before people, such as “number of guests”.
  public var label: String
  /// Whether a conversation can succeed only with this slot filled.
  public var isRequired: Bool
  /// The question that asks for it.
  public var ask: String

  /// Takes the values as they are.
  public init(key: SlotKey, label: String, isRequired: Bool, ask: String) {
    self.key = key
    self.label = label
    self.isRequired = isRequired
    self.ask = ask
  }
}

/// An evaluation scenario.
public struct Scenario: Sendable {
  /// Unique among the scenarios; certificates and comparisons of releases name the scenario by it.
  public var id: ScenarioID
  /// Nil: every allowed channel.
  public var channel: String?
  /// What the user wants, in words. No machine reads them: they are for a judge or a simulated user with a model.
  public var userGoal: String
  /// Slots that have to be filled where the user cooperates. Nil: the member is absent.
  public var mustCollect: [SlotKey]?
  /// What has to happen in every conversation of a user who cooperates.
  public var mustDo: [String]?
  /// What must not happen: `call:<tool>`, `call:<tool>:unconfirmed`, `ask:<slot>`, `handoff`, `close:<outcome>`; any
  /// other text is for a judge. Nil: the member is absent.
  public var mustNotDo: [String]?

  /// Takes the values as they are.
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
