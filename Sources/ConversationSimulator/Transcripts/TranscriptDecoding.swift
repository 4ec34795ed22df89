import Documents
import PolicyGraph

/// Reads the conversations of one file, and reports each fault at its place.
struct TranscriptDecoding {
  let program: PolicyProgram
  private let slots: [SlotKey: Int]
  private let tools: [ToolID: Int]
  /// Undeclared slots, unknown states and trace types: each is reported where it first comes up in the file.
  private var reported: Set<Reported> = []

  private enum Reported: Hashable {
    case slot(SlotKey), state(Identifier<Reported>), traceType(Identifier<Reported>)
  }

  /// Where the turns of a conversation were taken from.
  typealias Origin = TranscriptReplay.Origin

  init(_ program: PolicyProgram) {
    self.program = program
    slots = Dictionary(
      program.slots.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    tools = Dictionary(
      program.tools.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The best of what a conversation holds that says anything; nil, with a finding, where nothing can be followed.
  /// The schema has been checked.
  mutating func transcript(_ node: DocumentNode, _ findings: inout Findings) -> (Transcript, Origin)? {
    guard let (found, origin) = source(node, &findings) else { return nil }
    var transcript = found
    guard !transcript.turns.isEmpty else {
      findings.report(
        .nothingToFollow, "there is nothing in this conversation that could be followed", at: node,
        help: "export it with its traces or its text (`traces`, `transcript_text`), or write its `turns`")
      return nil
    }
    if let state = node.member("terminal_state"), let ending = ending(ofState: state, &findings) {
      transcript.turns.append(
        .init(act: .agent(ending, asks: program.noSlots), place: state, number: nil, name: state.text))
    }
    return (transcript, origin)
  }

  private mutating func source(_ node: DocumentNode, _ findings: inout Findings) -> (Transcript, Origin)? {
    if let turns = node.list("turns") { return self.turns(turns, &findings).map { ($0, .turns) } }
    if let traces = node.list("traces") {
      let transcript = self.traces(traces, &findings)
      if !transcript.turns.isEmpty { return (transcript, .traces) }
    }
    if let text = node.member("transcript_text"), let words = text.text, !words.isBlank {
      return (self.text(words, text, &findings), .text)
    }
    let fixture = node.member("test_fixture")?.list("turns") ?? []
    return (self.fixture(fixture, &findings), .fixture)
  }
}

// MARK: - What all forms share

extension TranscriptDecoding {
  /// How the conversation ended according to the platform, in terms of a policy; nil, with a finding, if unknown.
  mutating func ending(ofState node: DocumentNode, _ findings: inout Findings) -> Transcript.TurnEnding? {
    guard node.kind != .null else { return nil }
    guard node.kind == .string, let state = node.text else {
      findings.reportUnread("`terminal_state` is not text", at: node)
      return nil
    }
    if node.hasText(TranscriptSchema.handoffState) { return .handoff }
    if !state.isBlank, reported.insert(.state(Identifier(state))).inserted {
      findings.report(
        .unknownEnding, "`\(state)` does not say where in a policy a conversation has ended", at: node,
        help: """
          such a conversation is followed to its last turn; only `\(TranscriptSchema.handoffState)` is known
          """)
    }
    return nil
  }

  func tool(_ name: String) -> Int? { tools[ToolID(name)] }

  /// A declared slot; reports one that is not.
  mutating func slot(_ name: DocumentNode, _ findings: inout Findings) -> Int? {
    let key = SlotKey(name.text ?? "")
    if let slot = slots[key] { return slot }
    if reported.insert(.slot(key)).inserted {
      let nearest = findings.suggestion(for: key.text, among: program.slots.map(\.text))
      findings.report(
        .transcriptSlot, "the draft declares no slot `\(key)`", at: name,
        help: nearest.map { "did you mean `\($0)`? It is ignored" } ?? "it is ignored")
    }
    return nil
  }

  /// Whether an unknown trace type comes up for the first time.
  mutating func isNew(traceType: String) -> Bool {
    reported.insert(.traceType(Identifier(traceType))).inserted
  }
}

extension Findings {
  mutating func reportUnread(_ message: FindingText, at node: DocumentNode, help: FindingText? = nil) {
    report(
      .unreadRecording, message, at: node, help: help ?? "it is followed as if it had not been recorded")
  }
}
