import Documents

/// What can happen while a node awaits somebody, or `auto` where it awaits nobody (definition 3.1).
public enum Event: Hashable, Sendable {
  // From the user.
  /// Every slot still asked for is given.
  case answered
  /// Some of them are.
  case partial
  case goalMet
  case unclear
  case silence
  case interrupt
  /// A filled slot gets another value.
  case correct
  case affirm
  /// At a `confirm`: no. At an `ask` or `talk`: the user does not want this phase.
  case deny
  case escalate
  /// What the user wants takes this tool.
  case tool(ToolID)
  // From a tool.
  case ok
  case error
  case timeout
  /// Out of a node that awaits nothing.
  case auto
}

extension Event {
  /// The event by its name in a draft; nil if there is none of this name.
  public init?(name: String) {
    if name.utf8.starts(with: "tool:".utf8), name.utf8.count > 5 {
      self = .tool(ToolID(String(decoding: name.utf8.dropFirst(5), as: UTF8.self)))
      return
    }
    guard let plain = Self.plain.first(where: { $0.name.hasSameScalars(as: name) }) else { return nil }
    self = plain
  }

  /// As drafts, transcripts and messages write it: `goal_met`, `tool:<id>`. `init(name:)` reads it back.
  public var name: String {
    switch self {
    case .answered: "answered"
    case .partial: "partial"
    case .goalMet: "goal_met"
    case .unclear: "unclear"
    case .silence: "silence"
    case .interrupt: "interrupt"
    case .correct: "correct"
    case .affirm: "affirm"
    case .deny: "deny"
    case .escalate: "escalate"
    case .tool(let id): "tool:\(id)"
    case .ok: "ok"
    case .error: "error"
    case .timeout: "timeout"
    case .auto: "auto"
    }
  }

  /// Every event but `tool:<id>`, of which there is one for each tool.
  public static let plain: [Event] = [
    .answered, .partial, .goalMet, .unclear, .silence, .interrupt, .correct, .affirm, .deny, .escalate, .ok,
    .error, .timeout, .auto,
  ]
}

extension Node {
  /// The events that this node has to answer, given how many slots the draft declares (definition 3.2). Whether one
  /// of them is possible at a given moment depends on the configuration too.
  public func alphabet(declaredSlots: Int) -> [Event] {
    let plain = plainAlphabet(declaredSlots: declaredSlots)
    guard kind == .talk, let tools else { return plain }
    return plain.prefix(Self.placeOfTools) + tools.map(Event.tool) + plain.dropFirst(Self.placeOfTools)
  }

  /// How many events of a talk's plain alphabet stand before its tools.
  static let placeOfTools = 2

  /// The alphabet without the tools that a `talk` offers, of which there is no bound.
  func plainAlphabet(declaredSlots: Int) -> [Event] {
    Self.orderOfAlphabets.filter { knows(plain: $0, declaredSlots: declaredSlots) }
  }

  private static let orderOfAlphabets: [Event] = [
    .answered, .partial, .goalMet, .affirm, .deny, .unclear, .silence, .interrupt, .escalate, .correct, .ok,
    .error,
    .timeout, .auto,
  ]

  /// Whether an event that is not a tool's is in the alphabet. O(1).
  func knows(plain event: Event, declaredSlots: Int) -> Bool {
    switch event {
    case .answered: kind == .ask
    case .partial: kind == .ask && slots?.count ?? 0 > 1
    case .goalMet: kind == .talk
    case .affirm: kind == .confirm
    case .deny, .unclear, .silence, .interrupt, .escalate: kind.awaits == .user
    // Another value needs a slot that is filled, and what an `ask` asks for is not.
    case .correct: kind.awaits == .user && declaredSlots > (kind == .ask ? 1 : 0)
    case .ok, .error, .timeout: kind.awaits == .tool
    case .auto: kind.awaits == .nothing && !kind.isTerminal
    case .tool: false
    }
  }
}
