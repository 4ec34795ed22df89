import Documents
import PolicyGraph

/// `traces`: what the runtime recorded of a conversation, in order.
///
/// A payload's keys are those of the runtime's answers as its public client reads them. What the agent knows
/// (`variables` and the like) is written down now and then, and is about all turns so far: what is new in it was brought
/// by the user's turn since the last such record, where that is one turn. Where there are more of them it may have been
/// any, and they are followed in every way.
extension TranscriptDecoding {
  mutating func traces(_ nodes: [DocumentNode], _ findings: inout Findings) -> Transcript {
    var record = KnowledgeRecord(program)
    var transcript = Transcript(turns: [])
    var clock = TraceClock()
    var number = 0
    for node in nodes {
      clock.note(node, &findings)
      guard let place = node.member("trace_type"), let word = place.text else { continue }
      guard let type = TranscriptSchema.traceTypes.first(where: { place.hasText($0.word) }) else {
        reportType(word, place, &findings)
        continue
      }
      let payload = self.payload(of: node, type.role, &findings)
      if type.role != .inner { number += 1 }
      switch type.role {
      case .user:
        record.userSpeaks(at: transcript.turns.count)
        let words = said(payload, at: node, &findings)
        transcript.turns.append(
          .init(
            act: .user(event: nil, values: .unrecorded, isSilent: words.map(\.isBlank)), place: node,
            number: number))
      case .agent:
        let state = payload?.member("terminal_state")
        let ending = state.flatMap { self.ending(ofState: $0, &findings) }
        transcript.turns.append(
          .init(
            act: .agent(ending, asks: program.noSlots), place: node, number: number,
            name: ending == nil ? nil : state?.text))
      case .toolCall, .toolAnswer:
        let (tool, name) = self.tool(in: payload, at: node, &findings)
        let answer = type.role == .toolAnswer ? self.answer(payload, &findings) : nil
        transcript.turns.append(
          .init(
            act: .tool(tool, answer: answer, isCall: type.role == .toolCall), place: node, number: number,
            name: name))
      case .inner: break
      }
      switch type.role {
      case .toolCall, .toolAnswer: break
      case .user, .agent, .inner:
        if let filled = learn(from: payload, &record, &findings) {
          transcript.turns.append(.init(act: .filled(filled), place: node, number: max(1, number)))
        }
      }
    }
    record.settle(&transcript.turns)
    transcript.recordsSilences = transcript.recordsAgent
    return transcript
  }

  private mutating func reportType(_ word: String, _ place: DocumentNode, _ findings: inout Findings) {
    guard isNew(traceType: word) else { return }
    let known = TranscriptSchema.traceTypes.map(\.word)
    let nearest = findings.suggestion(for: word, among: known)
    findings.report(
      .unknownTrace, "`\(word)` is not a known type of trace", at: place,
      help: nearest.map { "did you mean `\($0)`? Such traces are ignored" }
        ?? "such traces are ignored; the types are \(FindingText.list(known))")
  }

  /// Nil if there is none.
  private func payload(of node: DocumentNode, _ role: TranscriptSchema.Role, _ findings: inout Findings)
    -> DocumentNode?
  {
    guard let payload = node.member("payload"), payload.kind != .null else { return nil }
    if payload.kind == .object { return payload }
    findings.reportUnread("a trace's `payload` has to be an object", at: payload)
    return nil
  }

  /// What the user said; nil, with a finding, where that is not recorded.
  private func said(_ payload: DocumentNode?, at node: DocumentNode, _ findings: inout Findings) -> String? {
    let keys = ["message", "text", "content", "reply"]
    let given = keys.lazy.compactMap { payload?.member($0) }.filter { $0.kind != .null }
    if let words = given.first(where: { $0.kind == .string }) { return words.text }
    let help: FindingText = "it may have been anything, or nothing"
    if let other = given.first {
      findings.reportUnread("what was said is not text", at: other, help: help)
    } else {
      findings.reportUnread("it is not recorded what was said", at: node, help: help)
    }
    return nil
  }

  /// The tool by its id, and what it is called in the file.
  private func tool(in payload: DocumentNode?, at node: DocumentNode, _ findings: inout Findings)
    -> (tool: Int?, name: String?)
  {
    let function = payload?.member("function")
    let places = ["tool", "name", "tool_id"].map { payload?.member($0) } + [function?.member("name")]
    let names = places.compactMap { $0 }.filter { $0.kind == .string }.compactMap(\.text)
    // An id may as well be that of the call.
    let id = payload?.string("id").flatMap { tool($0) == nil ? nil : $0 }
    for name in names + [id].compactMap({ $0 }) {
      if let tool = self.tool(name) { return (tool, name) }
    }
    if let name = names.first { return (Transcript.unknownTool, name) }
    findings.reportUnread(
      "it is not recorded which tool this was", at: payload ?? node, help: "it may be any")
    return (nil, nil)
  }

  /// What a tool answered; nil if it is not known.
  private func answer(_ payload: DocumentNode?, _ findings: inout Findings) -> ProgramEvent? {
    let given = ["outcome", "status"].lazy.compactMap { payload?.member($0) }.filter { $0.kind != .null }
    guard let place = given.first else { return nil }
    switch place.kind == .string ? place.text?.lowercased() : nil {
    case "ok", "success": return .ok
    case "error", "failed": return .error
    case "timeout": return .timeout
    default:
      findings.reportUnread(
        "a tool answers `ok` (`success`), `error` (`failed`) or `timeout`, and nothing else",
        at: place,
        help: "it may have answered anything")
      return nil
    }
  }

  /// Gives back what is filled by now where it cannot be told since which turn.
  private mutating func learn(
    from payload: DocumentNode?, _ record: inout KnowledgeRecord, _ findings: inout Findings
  ) -> BitSet? {
    var news = program.noSlots
    var keys: [String] = []
    for key in KnowledgeRecord.keys {
      guard let values = payload?.member(key), values.kind != .null else { continue }
      guard values.kind == .object else {
        findings.reportUnread("`\(key)` has to be an object of slots and their values", at: values)
        continue
      }
      keys.append(key)
      for member in values.members {
        guard let slot = slot(member.key, &findings) else { continue }
        if record.note(slot, member.value, under: key) { news.insert(slot) }
      }
    }
    guard !keys.isEmpty else { return nil }
    return record.attribute(news, isWhole: keys != [KnowledgeRecord.partial])
  }
}

/// The order of traces is that of the file. Where their times say another, what follows from it may be wrong.
private struct TraceClock {
  private var latest: Instant?
  private var hasComplained = false

  mutating func note(_ node: DocumentNode, _ findings: inout Findings) {
    guard let place = node.member("created_at"), let text = place.text, let time = Instant(text) else {
      return
    }
    if let latest, time < latest, !hasComplained {
      hasComplained = true
      findings.report(
        .traceOrder, "this trace is older than one that stands before it", at: place,
        help: "traces are followed in the order of the file: write the oldest first")
    }
    latest = max(latest ?? time, time)
  }
}
