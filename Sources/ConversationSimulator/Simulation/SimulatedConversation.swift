import Documents
import PolicyGraph
import PolicyProofs

/// A simulated conversation, as a person would write it down.
public struct SimulatedConversation: Sendable {
  /// The scenario that was played.
  public let scenario: Scenario
  /// Whose user it was: “a cooperative user”.
  public let user: String
  /// From the greeting to the end, or to what was wrong.
  public let lines: [Line]

  /// One thing that is said or happens.
  public struct Line: Sendable {
    /// Who says it or what acts.
    public enum Speaker: String, Sendable {
      case agent, user, tool
      /// How the conversation ended, or what was wrong with it.
      case note, fault
    }

    /// Who says it.
    public let speaker: Speaker
    /// What is said or happens, in words.
    public let text: String
    /// Whether the text is spoken as it stands. Otherwise it says what is conveyed, not in which words.
    public let isVerbatim: Bool
    /// The node at which it is said or happens.
    public let node: NodeID?

    /// Takes the values as they are.
    public init(_ speaker: Speaker, _ text: String, isVerbatim: Bool = false, node: NodeID? = nil) {
      self.speaker = speaker
      self.text = text
      self.isVerbatim = isVerbatim
      self.node = node
    }
  }
}

extension Simulation {
  /// Every scenario that was played with its cooperative user, each followed by the plainest runs that failed.
  public var transcripts: [SimulatedConversation] {
    scenarios.flatMap { result in
      let failed = result.failures.map(\.run)
      // Of several users who cooperate one is enough, and one with whom it fails says more.
      var runs = failed.contains(where: \.isCooperative) ? [] : Array(result.cooperativeRuns.suffix(1))
      for run in failed where !runs.contains(run) { runs.append(run) }
      return runs.compactMap { transcript(of: $0, in: result) }
    }
  }

  /// Plays one run again, and writes it down. O(its turns; of a random user, those of the ones before too).
  public func transcript(of run: ScenarioRun, in result: ScenarioResult) -> SimulatedConversation? {
    guard let scenario = program.draft.scenarios?.first(where: { $0.id == result.id }) else { return nil }
    var play = ScenarioPlay(
      scenario, channels: result.channels, plan: plan,
      player: Player(program, turnBudget: plan.turnBudget))
    guard let conversation = play.playAgain(run) else { return nil }
    let faults = result.failures.filter { $0.run == run }.map { failure in
      let line = SimulatedConversation.Line(
        .fault, words(for: failure).summary, node: failure.node.map { program.name(of: $0) })
      return (place: failure.occurrence.flatMap { conversation.places[$0] }, line: line)
    }
    let lines = TranscriptWriter(program).lines(of: conversation, faults)
    return SimulatedConversation(scenario: scenario, user: run.name(in: program), lines: lines)
  }
}

/// Puts what happens in a conversation into the words that people would use.
public struct TranscriptWriter {
  private let program: PolicyProgram

  package init(_ program: PolicyProgram) { self.program = program }

  /// `faults` stand at the step at which they show, or at the end if there is no such step.
  func lines(
    of conversation: ConversationState, _ faults: [(place: Int?, line: SimulatedConversation.Line)] = []
  ) -> [SimulatedConversation.Line] {
    var lines: [SimulatedConversation.Line] = []
    var waiting = program.entry ?? 0
    for (position, step) in (conversation.record ?? []).enumerated() {
      if let move = step.move, move.event != .auto { lines += happening(move, at: waiting) }
      if let said = step.said { lines += speech(said) }
      if let node = step.node { waiting = node }
      lines += faults.filter { $0.place == position }.map(\.line)
    }
    switch conversation.ending {
    case .ended?:
      lines.append(.init(.note, ending(at: conversation.node), node: program.name(of: conversation.node)))
    case .stuck?:
      lines.append(
        .init(.fault, "nothing follows: the user is left waiting", node: program.name(of: waiting)))
    case .tooLong?:
      lines.append(.init(.fault, "the conversation comes to no end", node: program.name(of: waiting)))
    case nil: break
    }
    return lines + faults.filter { $0.place == nil }.map(\.line)
  }

  /// What the agent says.
  package func speech(_ said: PolicyProgram.Speech) -> [SimulatedConversation.Line] {
    let node = program.draft.nodes[said.node]
    switch program.draft.say(of: node) {
    case .text(let text)?:
      let isVerbatim = node.isVerbatim ?? false
      // The first line of a brief says what is to be conveyed; the others what is to be known for it.
      let first = text.split(separator: "\n").first.map(String.init) ?? text
      return [.init(.agent, isVerbatim ? text : first, isVerbatim: isVerbatim, node: node.id)]
    case .questions(let questions)?:
      let asked = Set(said.asked.elements.map { program.slots[$0] })
      return questions.filter { asked.contains($0.slot) }.map {
        .init(.agent, $0.question, isVerbatim: node.isVerbatim ?? false, node: node.id)
      }
    case nil: return []
    }
  }

  /// What the user or the tool does.
  package func happening(_ move: Move, at node: Int) -> [SimulatedConversation.Line] {
    let id = program.name(of: node)
    let tool = program.toolID(of: node).text
    func user(_ words: String, spoken: Bool = true) -> [SimulatedConversation.Line] {
      var lines: [SimulatedConversation.Line] = []
      if !words.isEmpty { lines.append(.init(.user, words, isVerbatim: spoken, node: id)) }
      if !move.values.isEmpty { lines.append(.init(.user, values(move.values), node: id)) }
      return lines
    }
    let isConfirm = program.nodes[node].kind == .confirm
    switch move.event {
    case .answered, .partial: return user("")
    case .goalMet: return user("That is what I needed, thank you.")
    case .unclear: return user("says something that cannot be made out", spoken: false)
    case .silence: return user("says nothing", spoken: false)
    case .interrupt: return user("Before that, I have a question of my own.")
    case .correct: return user("Sorry, I have to correct that.")
    case .affirm: return user("Yes, please do.")
    case .deny: return user(isConfirm ? "No, please don't." : "I'd rather not go into that.")
    case .escalate: return user("I want to talk to a person.")
    case .tool(let wanted):
      return user("asks for what takes \(program.tools[Int(wanted)].id)", spoken: false)
    case .ok: return [.init(.tool, "\(tool) has done it", node: id)]
    case .error: return [.init(.tool, "\(tool) fails", node: id)]
    case .timeout: return [.init(.tool, "\(tool) does not answer in time", node: id)]
    case .auto: return []
    }
  }

  private func values(_ slots: BitSet) -> String {
    let labels = slots.elements.map { slot in
      let key = program.slots[slot]
      let label = program.draft.variables?.first { $0.key == key }?.label ?? ""
      return label.isBlank ? key.text : label
    }
    return "gives: " + labels.joined(separator: "; ")
  }

  private func ending(at node: Int) -> String {
    switch program.nodes[node].outcome {
    case .success?: "the conversation ends well"
    case .declined?: "the conversation ends: the user declined"
    case .abandoned?: "the conversation ends: the user was gone"
    case nil: "a person takes over"
    }
  }
}
