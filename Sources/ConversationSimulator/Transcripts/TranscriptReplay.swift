import Documents
import PolicyGraph

/// What became of following a recorded conversation on a draft.
public struct TranscriptReplay: Sendable {
  /// How far the draft agrees with the recording.
  public enum Verdict: String, Sendable {
    /// The recorded part is a conversation of the draft.
    case followed
    /// No reading of it is.
    case left
    /// It leaves too much open.
    case undecided
    /// It is not a conversation, or it has nothing to follow.
    case unreadable
  }

  /// What the turns were taken from.
  public enum Origin: String, Sendable {
    case turns, traces, text, fixture
  }

  /// How far the draft agrees with the recording.
  public internal(set) var verdict = Verdict.followed
  /// The id of the conversation in the recording; nil if it has none.
  public let conversation: String?
  /// Nil if there are none.
  public let origin: Origin?
  /// Turns in the recording; those that nobody heard aside.
  public fileprivate(set) var turns = 0
  /// The turn at which it left the graph or could not be followed further, from 1; nil also where it is how the whole is
  /// said to have ended.
  public fileprivate(set) var turn: Int?
  /// What was recorded there.
  public fileprivate(set) var recorded: String?
  /// Where the conversation may have been before that turn, or at the end; ids in document order.
  public fileprivate(set) var nodes: [NodeID] = []
  /// What could have happened there instead.
  public fileprivate(set) var possible: [Event] = []
  /// Whether it has surely come to an end.
  public fileprivate(set) var hasEnded = false
  /// All that was found in it, by place.
  public internal(set) var diagnostics: [Diagnostic] = []

  init(conversation: String?, origin: Origin?) {
    self.conversation = conversation
    self.origin = origin
  }
}

extension TranscriptReplay {
  /// Follows a transcript on a program.
  ///
  /// Keeps the set of configurations that are consistent with what was recorded so far (``PossibleConfigurations``): a user's
  /// turn with an event or values is followed with these, one of text alone in every way that it may have been meant;
  /// calls, answers, closings and what is asked take away what does not agree. Four things need not have been recorded:
  /// where no call is, a tool may have been called and have answered anything; between two turns of the agent's the user
  /// may have been silent, and anywhere where none of the agent's turns is recorded; and what the user said before a
  /// call, or a question for leave, may have been the wish for it beside whatever else it was. An empty set means that
  /// the conversation left the policy: no reading of it is a run of the step function. Where there are too many to follow
  /// all, one that agrees to the end still shows that it did not. O(turns × configurations × moves), bounded.
  mutating func follow(
    _ transcript: Transcript, _ program: PolicyProgram, _ moves: inout Int, _ findings: inout Findings
  ) {
    turns = transcript.turns.count { $0.isHeard }
    let isShort = moves < PossibleConfigurations.budget.all + PossibleConfigurations.budget.some
    var possibilities = PossibleConfigurations(program, moves: moves)
    defer { moves -= possibilities.tried }
    var memory = ReplayHistory(transcript)
    for turn in transcript.turns {
      possibilities.fillIn(before: turn.act, memory, program)
      let before = possibilities.configurations
      possibilities.take(turn.act, program)
      memory.note(turn.act)
      guard possibilities.configurations.isEmpty else { continue }
      verdict = possibilities.isPartial ? .undecided : .left
      self.turn = turn.number
      recorded = program.words(for: turn)
      describe(before, program)
      report(turn.place, program, before, isShort, &findings)
      return
    }
    describe(possibilities.configurations, program)
    let isRecordedEnd = transcript.turns.last?.act.isEnd ?? false
    hasEnded =
      (isRecordedEnd || !possibilities.isPartial)
      && possibilities.configurations.allSatisfy { program.nodes[$0.node].kind.isTerminal }
  }

  private mutating func describe(_ configurations: [Configuration], _ program: PolicyProgram) {
    nodes = Set(configurations.map(\.node)).sorted().map { program.name(of: $0) }
    var ranks: [Int: ProgramEvent] = [:]
    for configuration in configurations {
      for group in program.groups[program.nodes[configuration.node].groups]
      where program.carried(by: group.event, at: configuration) != nil {
        ranks[group.event.rank] = group.event
      }
    }
    possible = ranks.sorted { $0.key < $1.key }.map { program.event($0.value) }
  }

  private func report(
    _ place: DocumentNode, _ program: PolicyProgram, _ before: [Configuration], _ isShort: Bool,
    _ findings: inout Findings
  ) {
    let whole: FindingText = conversation.map { "the conversation `\($0)`" } ?? "the conversation"
    let time: FindingText = turn.map { "turn \($0)" } ?? "its end"
    guard verdict == .left else {
      findings.report(
        .undecidedReplay, "there are too many ways to go on from \(time) of \(whole)", at: place,
        help: isShort
          ? "the file has more conversations than are followed at once: split it"
          : """
          record what the user's turns filled, or what they were: `variables` in traces, `values` and `event` in `turns`
          """)
      return
    }
    let places = FindingText.list(nodes.map(\.text))
    let hasEnded = before.allSatisfy { program.nodes[$0.node].kind.isTerminal }
    let events = FindingText.list(possible.map(\.name))
    findings.report(
      .leftTheGraph, "at \(time) \(whole) leaves the policy: \(FindingText(recorded ?? ""))", at: place,
      help: nodes.isEmpty
        ? "the draft has no beginning"
        : hasEnded
          ? "it had ended at \(places), and nothing may follow"
          : "it may have been at \(places), where these are possible: \(events)")
  }
}

/// What of the turns so far decides what may have happened unrecorded.
private struct ReplayHistory {
  let callsAreRecorded: Bool
  let silencesAreRecorded: Bool
  var agentSpokeLast = false
  /// A call was recorded, and no answer to it.
  var awaitsAnswer = false
  /// The user has spoken since the last call, and it is not recorded what that was.
  var wishIsOpen = false

  init(_ transcript: Transcript) {
    callsAreRecorded = transcript.recordsCalls
    silencesAreRecorded = transcript.recordsSilences
  }

  mutating func note(_ act: Transcript.Act) {
    switch act {
    case .user(let event, _, let isSilent):
      (agentSpokeLast, awaitsAnswer, wishIsOpen) = (false, false, event == nil && isSilent != true)
    case .agent: agentSpokeLast = true
    case .tool(_, let answer, _): (agentSpokeLast, awaitsAnswer, wishIsOpen) = (false, answer == nil, false)
    case .filled: break
    }
  }
}

extension PossibleConfigurations {
  /// What may have happened before a turn without being recorded.
  fileprivate mutating func fillIn(
    before act: Transcript.Act, _ memory: ReplayHistory, _ program: PolicyProgram
  ) {
    let none = program.noSlots
    if !memory.silencesAreRecorded {
      // Each is asked again only so often.
      for _ in 1...4 { mayAdvance { _, _ in [Move(event: .silence, values: none)] } }
    }
    if memory.wishIsOpen {
      // That what the user wants takes a tool is a judgement, and need not have been a separate turn.
      switch act {
      case .tool(let tool, _, _), .agent(.confirm(let tool), _):
        mayAdvance { at, _ in program.toolRequests(for: tool, at: at).map { Move(event: $0, values: none) } }
      case .agent(nil, let asks) where asks.isEmpty:
        mayAdvance { at, _ in program.toolRequests(for: nil, at: at).map { Move(event: $0, values: none) } }
      case .user, .agent, .filled: break
      }
    }
    // A call that was answered is not known by its next call alone: the answer may not have been recorded.
    if case .tool(_, _, let isCall) = act, !(isCall && memory.awaitsAnswer) { return }
    if !memory.callsAreRecorded || memory.awaitsAnswer {
      // Twice, because a failure may have been tried again.
      for _ in 1...2 {
        mayAdvance { _, _ in [.ok, .error, .timeout].map { Move(event: $0, values: none) } }
      }
    }
    if case .agent = act, memory.agentSpokeLast {
      mayAdvance { _, _ in [Move(event: .silence, values: none)] }
    }
  }

  fileprivate mutating func take(_ act: Transcript.Act, _ program: PolicyProgram) {
    switch act {
    case .user(let event, let values, let isSilent):
      advance { program.moves(ofUser: event, values, isSilent: isSilent, at: $0, isPartial: $1) }
    case .agent(let ending, let asks):
      keep { program.agrees(ending, asks, $0) }
    case .tool(let tool, let answer, _):
      keep { configuration in
        let node = program.nodes[configuration.node]
        return node.kind == .call && (tool == nil || tool == node.tool)
      }
      if let answer { advance { _, _ in [Move(event: answer, values: program.noSlots)] } }
    case .filled(let slots):
      keep { slots.isSubset(of: $0.filled) }
    }
  }
}

extension Transcript.Act {
  /// Whether nothing can follow it.
  fileprivate var isEnd: Bool {
    switch self {
    case .agent(.handoff, _), .agent(.close, _): true
    case .user, .agent, .tool, .filled: false
    }
  }
}

extension Transcript.Turn {
  /// Whether it is a turn, and not what was learnt of others.
  fileprivate var isHeard: Bool {
    if case .filled = act { return false }
    return number != nil
  }
}

extension PolicyProgram {
  /// Whether an agent that rests here may have done this last.
  fileprivate func agrees(_ ending: Transcript.TurnEnding?, _ asks: BitSet, _ configuration: Configuration)
    -> Bool
  {
    let node = nodes[configuration.node]
    if !asks.isEmpty {
      guard node.kind == .ask,
        asks.isSubset(of: asked(of: configuration.node).subtracting(configuration.filled))
      else {
        return false
      }
    }
    switch ending {
    case .handoff?: return node.kind == .handoff
    case .close(let outcome)?: return node.kind == .close && (outcome == nil || outcome == node.outcome)
    case .confirm(let tool)?: return node.kind == .confirm && (tool == nil || tool == node.tool)
    case nil: return true
    }
  }

  /// The events by which a talk comes to a tool, or to any where it is not known to which.
  fileprivate func toolRequests(for tool: Int?, at configuration: Configuration) -> [ProgramEvent] {
    groups[nodes[configuration.node].groups].map(\.event).filter { event in
      if case .tool(let offered) = event { tool == nil || tool == Int(offered) } else { false }
    }
  }

  /// A recorded turn in words.
  fileprivate func words(for turn: Transcript.Turn) -> String {
    let list: (BitSet) -> String = { $0.elements.map { "`\(self.slots[$0])`" }.joined(separator: ", ") }
    let name = turn.name.map { "`\(FindingText.shortened($0))`" }
    switch turn.act {
    case .user(_, let values, let isSilent):
      let speaks = isSilent == true ? "says nothing" : "speaks"
      return "the user \(name ?? speaks)\(values.known.map { " with \(list($0))" } ?? "")"
    case .agent where turn.number == nil: return "it ends in \(name ?? "its end")"
    case .agent(_, let asks):
      return "the agent \(name ?? (asks.isEmpty ? "speaks" : "asks"))"
        + (asks.isEmpty ? "" : " for \(list(asks))")
    case .tool(_, let answer, let isCall):
      let tool = name ?? "a tool"
      if let answer { return "\(tool) answers `\(event(answer).name)`" }
      return isCall ? "\(tool) is called" : "\(tool) answers"
    case .filled(let slots): return "\(list(slots)) is known"
    }
  }
}
