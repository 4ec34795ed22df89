import Documents
import PolicyGraph

/// A witness as a conversation that a person can read.
extension Conversation {
  package init(_ witness: Witness, _ program: PolicyProgram, draftHash: DraftHash) {
    let writer = ConversationWriter(program)
    self.init(
      lines: writer.lines(of: witness),
      json: WitnessCoding.json(of: witness, program, draftHash: draftHash, origins: writer.origins))
  }
}

/// Puts the steps of a run into words.
struct ConversationWriter {
  let program: PolicyProgram
  let origins: Origins

  init(_ program: PolicyProgram) {
    self.program = program
    origins = Origins(program.draft)
  }

  func lines(of witness: Witness) -> [Conversation.Line] {
    var start: Int?
    if case .lasso(let from) = witness.shape { start = from + 1 }
    let last = program.lastConfiguration(of: witness)
    let circle = silentCircle(of: witness)
    let fault = line(.fault, program.message(of: witness.violation, last: last).text, witness.violation.node)
    return lines(of: witness.steps, circleFrom: start) + circle + [fault]
  }

  /// `circleFrom` is the step that comes again for ever.
  func lines(of steps: [Witness.Step], circleFrom: Int? = nil) -> [Conversation.Line] {
    var lines: [Conversation.Line] = []
    var waiting = steps.first?.node ?? 0
    for (position, step) in steps.enumerated() {
      if position == circleFrom {
        lines.append(line(.again, circle(Array(steps[position...]), from: waiting), waiting))
      }
      if let move = step.move, move.event != .auto {
        lines.append(line(move.event.isFromTool ? .tool : .user, description(of: move, at: waiting), waiting))
      }
      if let said = step.said { lines.append(line(.agent, text(of: said), said.node)) }
      if let node = step.node { waiting = node }
    }
    return lines
  }

  /// A circle in which nobody does or says anything is told by its nodes.
  private func circle(_ steps: [Witness.Step], from start: Int) -> String {
    let isSilent = steps.allSatisfy { !$0.isEvent && $0.said == nil }
    return isSilent
      ? "from here on it goes round in silence: \(list([start] + steps.compactMap(\.node)))"
      : "from here on it goes round:"
  }

  private func list(_ nodes: [Int]) -> String {
    let names = nodes.map { "`\(program.name(of: $0))`" }
    let shown = names.count > 8 ? names.prefix(4) + ["…"] + names.suffix(3) : names[...]
    return shown.joined(separator: ", ")
  }

  /// Of a conversation that ends where a silent circle closes, which no line of it shows: that circle.
  private func silentCircle(of witness: Witness) -> [Conversation.Line] {
    let nodes = witness.steps.compactMap(\.node)
    guard witness.violation.rule == .silentCycle, let last = nodes.last,
      let start = nodes.dropLast().lastIndex(of: last)
    else { return [] }
    return [line(.again, "it has gone round in silence: \(list(Array(nodes[start...])))", last)]
  }

  private func line(_ speaker: Conversation.Line.Speaker, _ text: String, _ node: Int) -> Conversation.Line {
    let id = program.name(of: node)
    return Conversation.Line(speaker: speaker, text: text, node: id.text, origin: origins.pointer(of: id))
  }

  private func text(of said: PolicyProgram.Speech) -> String {
    let node = program.draft.nodes[said.node]
    switch program.draft.say(of: node) {
    case .text(let text)?: return text
    case .questions(let questions)?:
      let asked = Set(said.asked.elements.map { program.slots[$0] })
      return questions.filter { asked.contains($0.slot) }.map(\.question).joined(separator: " ")
    case nil: return ""
    }
  }

  private func description(of move: Move, at node: Int) -> String {
    let names = move.values.elements.map { "`\(program.slots[$0])`" }.joined(separator: ", ")
    let tool = "`\(program.toolID(of: node))`"
    let words: String
    switch move.event {
    case .answered: return names.isEmpty ? "answers" : "answers: \(names)"
    case .partial: return names.isEmpty ? "answers in part" : "answers in part: \(names)"
    case .correct: return names.isEmpty ? "changes what was said before" : "changes \(names)"
    case .goalMet: words = "has what they came for"
    case .unclear: words = "says something that is not understood"
    case .silence: words = "says nothing"
    case .interrupt: words = "asks something else"
    case .affirm: words = "says yes"
    case .deny: words = program.nodes[node].kind == .confirm ? "says no" : "does not want this"
    case .escalate: words = "asks for a person"
    case .tool(let tool): words = "wants what takes `\(program.tools[Int(tool)].id)`"
    case .ok: words = "\(tool) succeeds"
    case .error: words = "\(tool) fails"
    case .timeout: words = "\(tool) does not answer in time"
    case .auto: words = "goes on"
    }
    return names.isEmpty ? words : "\(words), and mentions \(names)"
  }
}

/// Which part of a blueprint made each node, from a draft's `provenance`.
package struct Origins: Sendable {
  private var pointers: [NodeID: String] = [:]

  package init(_ draft: Draft) {
    guard case .object(let nodes)? = draft.member("provenance")?["nodes"] else { return }
    for member in nodes { pointers[NodeID(member.key)] = member.value["pointer"]?.text }
  }

  package func pointer(of node: NodeID) -> String? { pointers[node] }
}

extension PolicyProgram {
  /// The last configuration of a witness, while its steps have one answer.
  package func lastConfiguration(of witness: Witness) -> Configuration? {
    guard var now = opening()?.configuration else { return nil }
    for step in witness.steps.dropFirst() {
      guard let move = step.move, let edge = step.edges.first, step.node != nil else { break }
      now = follow(edge, from: store(move, in: now)).configuration
    }
    return now
  }
}
