import Documents
import PolicyGraph

/// How a node is entered: speaking, or taken up again without a word.
struct PromelaArrivals {
  let reading: PromelaReading
  let node: Node

  private var number: Int { reading.number(of: node) }
  private var tool: Int { reading.number(of: node.tool) }

  func write(to output: inout PromelaText) {
    output.blank()
    output.line("/* \(number): \(node.promelaComment) */")
    output.line("enter_\(number):")
    output.indented { write(isResumed: false, to: &$0) }
    if reading.resumed.contains(node.id) {
      output.line("resume_\(number):")
      output.indented { write(isResumed: true, to: &$0) }
    }
  }

  private func write(isResumed: Bool, to output: inout PromelaText) {
    output.line("atomic {")
    output.indented {
      $0.line("d_step {")
      $0.indented {
        $0.line("skip;")
        if isResumed {
          $0.line("RESUMED(\(number))")
        } else if let counter = reading.counter(of: node) {
          $0.line("count(\(counter.name), \(counter.bound));")
        }
        writeSpeech(isResumed, to: &$0)
        writeDuties(isResumed, to: &$0)
        if node.kind.awaits != .nothing || node.kind.isTerminal { writeTurnEnd(to: &$0) }
      }
      $0.line("};")
      if !isResumed, reading.resumed.contains(node.id) { $0.line("DISCHARGED") }
      $0.line("goto \(place)_\(number)")
    }
    output.line("};")
  }

  private var place: String {
    if node.kind.isTerminal { return "end" }
    return node.kind.awaits == .nothing ? "step" : "wait"
  }

  // MARK: Speech

  private func writeSpeech(_ isResumed: Bool, to output: inout PromelaText) {
    let questions = reading.questions(of: node)
    if !isResumed, node.kind == .ask, !questions.isEmpty {
      output.line("if")
      output.line(":: \(questions.map { "!\($0)" }.joined(separator: " || ")) ->")
      output.indented { writeWords(to: &$0) }
      output.line(":: else")
      output.line("fi;")
    } else if !isResumed, reading.hasVoice(node) {
      writeWords(to: &output)
    } else if node.kind.awaits == .nothing, !node.kind.isTerminal {
      output.must("!t\(number)", .silentCycle, at: number)
      output.line("t\(number) = 1;")
    }
  }

  private func writeWords(to output: inout PromelaText) {
    output.line("heard();")
    if reading.resumed.contains(node.id) { output.line("SPOKEN(\(number))") }
    switch node.kind {
    case .confirm: output.line("fresh = 1;")
    case .report: writeSettlement("a_report", "nothing", to: &output)
    case .apologize: writeSettlement("an_apology", "a_continuation", to: &output)
    default: break
    }
  }

  private func writeSettlement(_ debt: String, _ rest: String, to output: inout PromelaText) {
    output.line("if")
    output.line(":: owes == \(debt) && about == \(tool) -> owes = \(rest)")
    output.line(":: else")
    output.line("fi;")
  }

  // MARK: Duties

  /// What must hold where this node is entered, whatever the turn.
  private func writeDuties(_ isResumed: Bool, to output: inout PromelaText) {
    switch node.kind {
    case .ask:
      let missing = reading.bits(of: node.slots ?? []).map { "!\($0)" }
      output.must(missing.isEmpty ? "false" : missing.joined(separator: " || "), .nothingToAsk, at: number)
    case .report, .apologize: writeTelling(to: &output)
    case .call: writeCall(to: &output)
    case .handoff, .close:
      if isResumed || !reading.hasVoice(node) { output.must("false", .silentEnding, at: number) }
      writeOutcome(to: &output)
    case .open, .route, .talk, .clarify, .nudge, .interject, .confirm: break
    }
    guard node.kind.awaits == .nothing else { return }
    writeExclusion(of: reading.edges(of: node, on: .auto), reading, at: number, to: &output)
  }

  private func writeTelling(to output: inout PromelaText) {
    output.must(
      "(begun == success || begun == failure) && about == \(tool)", .foreignOutcome, at: number)
    if node.kind == .report {
      output.must("!(begun == failure && about == \(tool))", .reportAfterFailure, at: number)
    } else {
      output.must("!(begun == success && about == \(tool))", .apologyAfterSuccess, at: number)
    }
  }

  private func writeCall(to output: inout PromelaText) {
    let declaration = reading.declaration(of: node.tool)
    if declaration == nil { output.must("false", .undeclaredCall, at: number) }
    let inputs = reading.bits(of: declaration?.inputs ?? [])
    if !inputs.isEmpty { output.must(inputs.joined(separator: " && "), .unboundInput, at: number) }
    if node.attempt == 1, declaration?.requiresConfirmation ?? false {
      output.must("begun == a_yes && about == \(tool)", .unconfirmedCall, at: number)
    }
    output.must("!(attempt == 2 && about == \(tool))", .thirdAttempt, at: number)
    output.must("!c\(number)", .repeatedCall, at: number)
    output.line("c\(number) = 1;")
  }

  private func writeOutcome(to output: inout PromelaText) {
    let required = reading.bitsOfSuccess
    let isComplete = required.isEmpty ? "true" : "(" + required.joined(separator: " && ") + ")"
    switch node.outcome {
    case .success?:
      output.must(isComplete, .incompleteSuccess, at: number)
      if reading.defers { output.must("!deferred", .questionOpenAtSuccess, at: number) }
    case .declined?:
      output.must("declined", .declinedUnasked, at: number)
      output.must("!\(isComplete)", .declinedComplete, at: number)
    case .abandoned?, nil: break
    }
  }

  // MARK: The turn is over

  private func writeTurnEnd(to output: inout PromelaText) {
    if node.kind.awaits != .tool { output.must("said", .silentTurn, at: number) }
    if node.kind != .handoff { output.must("owes != a_person", .lostEscalation, at: number) }
    output.must("owes != a_report", .unreportedResult, at: number)
    output.must(kept, .brokenFailureMode, at: number)
    if node.kind == .ask { output.must("refused != \(number + 1)", .refusalIgnored, at: number) }
    if node.kind.awaits != .tool { output.line("calls_over();") }
    output.line("settle();")
  }

  /// That what follows a failure agrees with what the tool declares, if the turn ends here.
  private var kept: String {
    let open = "owes == nothing || owes == a_person || owes == a_report"
    switch node.kind {
    case .handoff: return "\(open) || owes == a_handoff"
    case .close: return open
    case .call where node.attempt == 2:
      return "\(open) || owes == a_continuation || (owes == a_retry && about == \(tool))"
    default: return "\(open) || owes == a_continuation"
    }
  }
}

/// That of the edges which answer one event no two are enabled.
func writeExclusion(
  of edges: [Int], _ reading: PromelaReading, at node: Int, to output: inout PromelaText
) {
  guard edges.count > 1 else { return }
  let guards = edges.map { "(\(reading.text(of: reading.draft.edges[$0].when)))" }
  output.must(guards.joined(separator: " + ") + " <= 1", .ambiguousEvent, at: node)
  let calling = zip(edges, guards).filter { edge, _ in
    reading.target(of: reading.draft.edges[edge]).map(reading.leadsToCall) ?? false
  }
  guard calling.count > 1 else { return }
  output.must(calling.map(\.1).joined(separator: " + ") + " <= 1", .twoCalls, at: node)
}
