import Documents
import PolicyGraph

/// `turns`: fohc's own form, in which a recording can say exactly what happened.
extension TranscriptDecoding {
  /// Nil if a turn is faulty: nothing can be followed past it.
  mutating func turns(_ nodes: [DocumentNode], _ findings: inout Findings) -> Transcript? {
    var turns: [Transcript.Turn] = []
    var isFaulty = false
    for (position, node) in nodes.enumerated() {
      guard let act = act(node, &isFaulty, &findings) else { continue }
      let name = node.string(act.isOfTool ? "tool" : "event")
      turns.append(.init(act: act, place: node, number: position + 1, name: name))
    }
    guard !isFaulty else { return nil }
    // Where any turn says what it filled, one that says nothing filled nothing.
    let recordsValues = turns.contains { turn in
      if case .user(_, .exactly, _) = turn.act { true } else { false }
    }
    for index in turns.indices where recordsValues {
      if case .user(nil, .unrecorded, let isSilent) = turns[index].act {
        turns[index].act = .user(event: nil, values: .exactly(program.noSlots), isSilent: isSilent)
      }
    }
    return Transcript(turns: turns)
  }

  /// Nil for what nobody heard, and for what is faulty.
  private mutating func act(_ node: DocumentNode, _ isFaulty: inout Bool, _ findings: inout Findings)
    -> Transcript.Act?
  {
    let tool = node.string("tool").map { self.tool($0) ?? Transcript.unknownTool }
    let role = TranscriptSchema.role(node.member("role"))
    switch role {
    case .user?:
      let values = node.member("values").map { slots(in: $0, &findings) }
      let isSilent = node.string("text")?.isBlank ?? false && values?.isEmpty ?? true
      return .user(
        event: userEvent(node, &isFaulty, &findings), values: values.map { .exactly($0) } ?? .unrecorded,
        isSilent: isSilent)
    case .agent?:
      let asks = node.member("asks").map { slots(in: $0, &findings) }
      return .agent(ending(node, tool, &isFaulty, &findings), asks: asks ?? program.noSlots)
    case .toolCall?, .toolAnswer?:
      let answer = node.string("outcome").flatMap { outcome in
        [ProgramEvent.ok, .error, .timeout].first { program.event($0).name == outcome }
      }
      return .tool(tool, answer: answer, isCall: role == .toolCall)
    case .inner?, nil: return nil
    }
  }

  private func userEvent(_ node: DocumentNode, _ isFaulty: inout Bool, _ findings: inout Findings)
    -> ProgramEvent?
  {
    guard let place = node.member("event"), let name = place.text else { return nil }
    switch Event(name: name) {
    case .tool(let id)?: return .tool(Int32(tool(id.text) ?? Transcript.unknownTool))
    case let event?:
      if let found = Self.userEvents.first(where: { program.event($0) == event }) { return found }
    case nil: break
    }
    isFaulty = true
    let known = Self.userEvents.map { program.event($0).name } + ["tool:<id>"]
    refuse(name, place, "the events are", known, &findings)
    return nil
  }

  private func ending(
    _ node: DocumentNode, _ tool: Int?, _ isFaulty: inout Bool, _ findings: inout Findings
  ) -> Transcript.TurnEnding? {
    guard let place = node.member("event"), let name = place.text else { return nil }
    let closings = CloseOutcome.allCases.map { "close:\($0.rawValue)" }
    switch name {
    case "handoff": return .handoff
    case "close": return .close(nil)
    case "confirm": return .confirm(tool)
    default:
      if let position = closings.firstIndex(of: name) { return .close(CloseOutcome.allCases[position]) }
      isFaulty = true
      refuse(name, place, "an agent's turn may say", ["handoff", "close", "confirm"] + closings, &findings)
      return nil
    }
  }

  private func refuse(
    _ name: String, _ place: DocumentNode, _ lead: FindingText, _ known: [String],
    _ findings: inout Findings
  ) {
    let nearest = findings.suggestion(for: name, among: known)
    findings.report(
      .transcriptEvent, "`\(name)` is not an event of this turn", at: place,
      help: nearest.map { "did you mean `\($0)`?" } ?? "\(lead) \(FindingText.list(known))")
  }

  /// Declared slots among the keys of an object or the texts of a list.
  private mutating func slots(in node: DocumentNode, _ findings: inout Findings) -> BitSet {
    var set = program.noSlots
    if node.kind != .object, node.kind != .array, node.kind != .null {
      findings.reportUnread("`values` is neither a list of slots nor an object", at: node)
    }
    for name in node.kind == .object ? node.members.map(\.key) : Array(node.elements) {
      if let slot = slot(name, &findings) { set.insert(slot) }
    }
    return set
  }

  private static let userEvents: [ProgramEvent] = [
    .answered, .partial, .goalMet, .unclear, .silence, .interrupt, .correct, .affirm, .deny, .escalate,
  ]
}

extension Transcript.Act {
  fileprivate var isOfTool: Bool { if case .tool = self { true } else { false } }
}
