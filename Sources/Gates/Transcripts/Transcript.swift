import PolicyGraph

/// A recorded conversation in the terms of a program.
struct Transcript {
  let conversation: String?
  let turns: [Turn]

  struct Turn {
    let act: Act
    /// In the file.
    let place: DocumentNode
    /// From 1, as the file counts them.
    let number: Int
  }

  enum Act {
    /// `values` nil: not recorded. An event with an unknown tool is one that is never possible.
    case user(event: ProgramEvent?, values: BitSet?, isSilent: Bool)
    case agent(Deed?, asks: BitSet)
    /// `tool` nil: not recorded; `unknownTool`: one that the draft does not have. `answer` nil: only the call is recorded.
    case tool(Int?, answer: ProgramEvent?)
  }

  /// No node is about it, and no event.
  static let unknownTool = -2

  /// How an agent's turn ends.
  enum Deed {
    case handoff
    case close(CloseOutcome?)
    /// Asks leave for a tool, where it says which.
    case confirm(Int?)
  }

  /// Whether any user's turn says what it filled. In such a transcript a turn that says nothing filled nothing.
  let recordsValues: Bool
  /// Whether calls are recorded at all.
  let recordsCalls: Bool
}

extension Transcript {
  /// Reads a transcript and reports everything in which it is none, at its place.
  static func decode(_ document: Document, _ program: PolicyProgram, _ findings: inout Findings)
    -> Transcript?
  {
    guard SchemaCheck.run(document, against: TranscriptSchema.document, findings: &findings).isAccepted else {
      return nil
    }
    var decoding = TranscriptDecoding(program, findings)
    let turns = (document.root.list("turns") ?? []).enumerated().compactMap { position, node in
      decoding.act(node).map { Turn(act: $0, place: node, number: position + 1) }
    }
    findings = decoding.findings
    guard !decoding.isFaulty else { return nil }
    return Transcript(
      conversation: document.root.string("conversation_id"), turns: turns,
      recordsValues: turns.contains { turn in
        if case .user(_, let values, _) = turn.act { values != nil } else { false }
      },
      recordsCalls: turns.contains { if case .tool = $0.act { true } else { false } })
  }
}

private struct TranscriptDecoding {
  private let program: PolicyProgram
  private let slots: [SlotKey: Int]
  private let tools: [ToolID: Int]
  private(set) var findings: Findings
  private(set) var isFaulty = false
  /// Undeclared slots, each reported where it first comes up.
  private var undeclared: Set<SlotKey> = []

  init(_ program: PolicyProgram, _ findings: Findings) {
    self.program = program
    self.findings = findings
    slots = Dictionary(
      program.slots.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    tools = Dictionary(
      program.tools.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// Nil for what nobody heard, and for what is faulty.
  mutating func act(_ node: DocumentNode) -> Transcript.Act? {
    let tool = node.string("tool").map { tools[ToolID($0)] ?? Transcript.unknownTool }
    switch TranscriptSchema.roles.first(where: { node.member("role")?.hasText($0.word) ?? false })?.role {
    case .user?:
      let values = node.member("values").map { slots(in: $0) }
      let isSilent = node.string("text")?.isBlank ?? false && values?.isEmpty ?? true
      return .user(event: userEvent(node), values: values, isSilent: isSilent)
    case .agent?:
      return .agent(deed(node, tool), asks: node.member("asks").map { slots(in: $0) } ?? program.noSlots)
    case .tool?:
      let answer = node.string("outcome").flatMap { outcome in
        [ProgramEvent.ok, .error, .timeout].first { program.event($0).name == outcome }
      }
      return .tool(tool, answer: answer)
    case .inner?, nil: return nil
    }
  }

  private mutating func userEvent(_ node: DocumentNode) -> ProgramEvent? {
    guard let place = node.member("event"), let name = place.text else { return nil }
    switch Event(name: name) {
    case .tool(let id)?: return .tool(Int32(tools[id] ?? Transcript.unknownTool))
    case let event?:
      if let found = Self.userEvents.first(where: { program.event($0) == event }) { return found }
    case nil: break
    }
    refuse(name, place, "the events are", Self.userEvents.map { program.event($0).name } + ["tool:<id>"])
    return nil
  }

  private mutating func deed(_ node: DocumentNode, _ tool: Int?) -> Transcript.Deed? {
    guard let place = node.member("event"), let name = place.text else { return nil }
    let closings = CloseOutcome.allCases.map { "close:\($0.rawValue)" }
    switch name {
    case "handoff": return .handoff
    case "close": return .close(nil)
    case "confirm": return .confirm(tool)
    default:
      if let position = closings.firstIndex(of: name) { return .close(CloseOutcome.allCases[position]) }
      refuse(name, place, "an agent's turn may say", ["handoff", "close", "confirm"] + closings)
      return nil
    }
  }

  private mutating func refuse(_ name: String, _ place: DocumentNode, _ lead: FindingText, _ known: [String])
  {
    isFaulty = true
    let nearest = findings.suggestion(for: name, among: known)
    findings.report(
      .transcriptEvent, "`\(name)` is no event of this turn's", at: place,
      help: nearest.map { "did you mean `\($0)`?" } ?? "\(lead) \(FindingText.list(known))")
  }

  /// Declared slots among the keys of an object or the texts of a list.
  private mutating func slots(in node: DocumentNode) -> BitSet {
    var set = program.noSlots
    for name in node.kind == .object ? node.members.map(\.key) : Array(node.elements) {
      let key = SlotKey(name.text ?? "")
      if let slot = slots[key] {
        set.insert(slot)
      } else if undeclared.insert(key).inserted {
        let nearest = findings.suggestion(for: key.text, among: program.slots.map(\.text))
        findings.report(
          .transcriptSlot, "the draft declares no slot `\(key)`", at: name,
          help: nearest.map { "did you mean `\($0)`? It is left aside" } ?? "it is left aside")
      }
    }
    return set
  }

  private static let userEvents: [ProgramEvent] = [
    .answered, .partial, .goalMet, .unclear, .silence, .interrupt, .correct, .affirm, .deny, .escalate,
  ]
}
