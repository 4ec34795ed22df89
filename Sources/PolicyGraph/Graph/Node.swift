/// A state of the conversation policy (definition 2.3).
public struct Node: Sendable {
  /// Unique in its draft.
  public var id: NodeID
  /// Fixes whether the node speaks, what it awaits and which events it answers.
  public var kind: NodeKind
  /// The phase that it belongs to; nil for what stands between and around the phases.
  public var phase: PhaseID?
  /// What the agent has to convey on entering; nil if it has no text.
  public var say: Say?
  /// Whether `say` is the author's own text, to be spoken as it stands.
  public var isVerbatim: Bool?
  /// What an `ask` collects.
  public var slots: [SlotKey]?
  /// What a `talk` offers.
  public var tools: [ToolID]?
  /// What a `confirm`, `call`, `report` or `apologize` is about.
  public var tool: ToolID?
  /// Of a `call`: 1 or 2.
  public var attempt: Int?
  /// Of a `call`: together with the conversation and the ordinal of the first attempt, the run-time key under
  /// which the tool must not act twice.
  public var idempotencyKey: String?
  /// Of a `close`.
  public var outcome: CloseOutcome?

  /// A node without the members that only some kinds have.
  public init(_ id: NodeID, _ kind: NodeKind, phase: PhaseID? = nil) {
    self.id = id
    self.kind = kind
    self.phase = phase
  }
}

/// What a node says.
public enum Say: Sendable {
  case text(String)
  /// Of an `ask`: the question for each of its slots, in the order of the slots.
  case questions([(slot: SlotKey, question: String)])
}

/// How a conversation that closes has ended.
public enum CloseOutcome: String, Sendable, CaseIterable {
  case success, declined, abandoned
}

/// A kind fixes whether the node speaks when entered and what it awaits (definition 2.2).
public enum NodeKind: String, Sendable, CaseIterable {
  case open, route, ask, talk, clarify, nudge, interject, confirm, call, report, apologize, handoff, close
}

extension NodeKind {
  /// Where the next event comes from: nowhere (the conversation goes on by `auto`, or is over), the user, or a tool.
  public enum Awaited: Sendable {
    case nothing, user, tool
  }

  /// For messages: “an ask”, “a talk”.
  var withArticle: String {
    let isVowel = rawValue.utf8.first.map("aeiou".utf8.contains) ?? false
    return "\(isVowel ? "an" : "a") \(rawValue)"
  }

  /// Whether the agent says something on entering, unless the node is resumed.
  public var speaks: Bool {
    switch self {
    case .route, .call: false
    case .open, .ask, .talk, .clarify, .nudge, .interject, .confirm, .report, .apologize, .handoff, .close:
      true
    }
  }

  /// What the conversation waits for at such a node.
  public var awaits: Awaited {
    switch self {
    case .ask, .talk, .confirm: .user
    case .call: .tool
    case .open, .route, .clarify, .nudge, .interject, .report, .apologize, .handoff, .close: .nothing
    }
  }

  /// Whether the conversation ends here.
  public var isTerminal: Bool {
    switch self {
    case .handoff, .close: true
    case .open, .route, .ask, .talk, .clarify, .nudge, .interject, .confirm, .call, .report, .apologize: false
    }
  }
}
