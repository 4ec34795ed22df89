import Documents
import PolicyGraph

/// What can happen at a node, and where it leads.
///
/// Each event is a branch: whether it can happen, what it brings, the choice of an edge. Values are
/// volunteered by `bring`, which leaves it open whether a missing slot is filled.
struct PromelaEvents {
  let reading: PromelaReading
  let node: Node

  private var number: Int { reading.number(of: node) }
  private var tool: Int { reading.number(of: node.tool) }
  private let asked: [String]
  private let isAsked: Set<String>

  init(reading: PromelaReading, node: Node) {
    self.reading = reading
    self.node = node
    asked = reading.bits(of: node.slots ?? [])
    isAsked = Set(asked)
  }

  func write(to output: inout PromelaText) {
    if node.kind.isTerminal {
      output.line("end_\(number):")
      output.line("  false;")
      return
    }
    switch node.kind.awaits {
    case .nothing: writeSteps(to: &output)
    case .tool:
      output.line("wait_\(number):")
      output.indented { writeChoice(reading.alphabet(of: node), to: &$0) }
    case .user:
      let events = reading.alphabet(of: node)
      output.line("wait_\(number):")
      output.indented {
        $0.line("if")
        $0.line(":: d_step { skip; reset_counts() };")
        $0.line("progress_\(number): /* the user is understood */")
        $0.indented { writeUnderstood(events.filter { !$0.isIdle }, to: &$0) }
        for event in events where event.isIdle { writeBranch(event, to: &$0) }
        $0.line("fi;")
      }
    }
  }

  private func writeSteps(to output: inout PromelaText) {
    let edges = reading.edges(of: node, on: .auto)
    output.line("step_\(number):")
    output.indented {
      $0.line("if")
      for index in edges {
        $0.line(":: atomic {")
        $0.indented {
          $0.line("\(reading.text(of: reading.draft.edges[index].when)) ->")
          writeEdge(index, to: &$0)
        }
        $0.line("}")
      }
      if edges.allSatisfy({ reading.draft.edges[$0].when != nil }) {
        $0.line("\(edges.isEmpty ? ":: true" : ":: else") ->")
        $0.indented {
          $0.must("false", .noWayOut, at: number)
          $0.line("stranded(\(number)); goto stuck")
        }
      }
      $0.line("fi;")
    }
  }

  /// What the user says is understood: the events that may bring whatever the user likes share the bringing.
  private func writeUnderstood(_ events: [Event], to output: inout PromelaText) {
    let free = events.filter(isFree)
    output.line("if")
    for event in events where !isFree(event) { writeBranch(event, to: &output) }
    if !free.isEmpty {
      output.line(":: atomic {")
      output.indented {
        bring(reading.allBits, to: &$0)
        $0.line("if")
        for event in free {
          $0.line(":: true -> /* \(event.name.promelaComment) */")
          $0.indented { writeAnswer(to: event, &$0) }
        }
        $0.line("fi")
      }
      output.line("}")
    }
    output.line("fi;")
  }

  private func isFree(_ event: Event) -> Bool {
    switch event {
    case .goalMet, .interrupt, .escalate, .tool: true
    case .deny: node.kind != .confirm
    case .answered, .partial, .unclear, .silence, .correct, .affirm, .ok, .error, .timeout, .auto: false
    }
  }

  private func writeChoice(_ events: [Event], to output: inout PromelaText) {
    output.line("if")
    for event in events { writeBranch(event, to: &output) }
    output.line("fi;")
  }

  private func writeBranch(_ event: Event, to output: inout PromelaText) {
    let edges = reading.edges(of: node, on: event)
    output.line(":: atomic { /* \(event.name.promelaComment) */")
    output.indented {
      if edges.isEmpty, isConditional(event) {
        // An event of the alphabet needs an edge even where it cannot happen.
        $0.line("goto stuck")
        return
      }
      writeValues(of: event, to: &$0)
      writeAnswer(to: event, &$0)
    }
    output.line("}")
  }

  private func writeAnswer(to event: Event, _ output: inout PromelaText) {
    let edges = reading.edges(of: node, on: event)
    writeBeginning(of: event, to: &output)
    writeExclusion(of: edges, reading, at: number, to: &output)
    if edges.isEmpty {
      output.line("stranded(\(number)); goto stuck")
    } else if edges.count == 1, reading.draft.edges[edges[0]].when == nil {
      writeEdge(edges[0], to: &output)
    } else {
      writeGuarded(edges, to: &output)
    }
  }

  private func isConditional(_ event: Event) -> Bool {
    event == .answered || event == .partial || event == .correct
  }

  private func writeGuarded(_ edges: [Int], to output: inout PromelaText) {
    output.line("if")
    for index in edges {
      output.line(":: \(reading.text(of: reading.draft.edges[index].when)) ->")
      output.indented { writeEdge(index, to: &$0) }
    }
    if edges.allSatisfy({ reading.draft.edges[$0].when != nil }) {
      output.line(":: else -> stranded(\(number)); goto stuck")
    }
    output.line("fi")
  }

  // MARK: What an event brings

  /// The first line that this writes says whether the event can happen.
  private func writeValues(of event: Event, to output: inout PromelaText) {
    let all = reading.allBits
    switch event {
    case .answered:
      output.line(asked.isEmpty ? "false;" : "(\(asked.map { "!\($0)" }.joined(separator: " || ")));")
      for slot in asked { output.line("\(slot) = 1;") }
      bring(all.filter { !isAsked.contains($0) }, to: &output)
    case .partial: writePartial(all, to: &output)
    case .unclear:
      output.line("true;")
      bring(all.filter { !isAsked.contains($0) }, to: &output)
    case .correct:
      output.line("if")
      if !all.isEmpty { output.line(":: \(all.joined(separator: " || "))") }
      if node.kind == .confirm {
        // A yes or a no with a value is a correction too, of a slot that was empty until then.
        for slot in all { output.line(":: !\(slot) -> \(slot) = 1") }
      }
      if all.isEmpty { output.line(":: false") }
      output.line("fi;")
      bring(all, to: &output)
    case .deny where node.kind == .confirm: output.line("true;")
    case .deny, .goalMet, .interrupt, .escalate, .tool: bring(all, to: &output)
    case .ok:
      output.line("true;")
      if let done = reading.doneBit(of: node.tool) { output.line("\(done) = 1;") }
    case .silence, .affirm, .error, .timeout, .auto: output.line("true;")
    }
  }

  /// Of the missing slots one is given and another is not.
  private func writePartial(_ all: [String], to output: inout PromelaText) {
    output.line("if")
    for given in asked {
      for kept in asked where kept != given && !output.isFull {
        output.line(":: !\(given) && !\(kept) ->")
        output.indented {
          $0.line("\(given) = 1;")
          bring(all.filter { $0 != given && $0 != kept }, to: &$0)
        }
      }
    }
    if asked.count < 2 { output.line(":: false") }
    output.line("fi;")
  }

  private func bring(_ slots: [String], to output: inout PromelaText) {
    guard !output.isFull else { return }
    guard !slots.isEmpty else { return output.line("skip;") }
    output.line(slots.map { "bring(\($0));" }.joined(separator: " "))
  }

  // MARK: How the turn begins

  private func writeBeginning(of event: Event, to output: inout PromelaText) {
    switch event {
    case .affirm:
      output.line("if")
      output.line(":: fresh -> begun = a_yes; about = \(tool)")
      output.line(":: else")
      output.line("fi;")
    case .deny where node.kind == .ask: output.line("refused = \(number + 1);")
    case .escalate: output.line("owes = a_person;")
    case .ok:
      output.line("begun = success; about = \(tool); attempt = \(node.attempt ?? 0); owes = a_report;")
    case .error, .timeout:
      output.line("begun = failure; about = \(tool); attempt = \(node.attempt ?? 0);")
      if let debt { output.line("owes = \(debt);") }
    default: break
    }
    if event == .deny, node.kind != .confirm, reading.tracksDeclined { output.line("declined = 1;") }
    if node.kind == .confirm { output.line("fresh = 0;") }
  }

  /// What a failure of this call owes the user; of a tool that nobody declared, nothing can be said.
  private var debt: String? {
    switch reading.declaration(of: node.tool)?.failureMode {
    case .handoff?: "a_handoff"
    case .retryOnce? where node.attempt == 1: "a_retry"
    case .retryOnce?, .apologizeAndContinue?: "an_apology"
    case nil: nil
    }
  }

  // MARK: Where it leads

  private func writeEdge(_ index: Int, to output: inout PromelaText) {
    let edge = reading.draft.edges[index]
    guard let target = reading.target(of: edge) else { return }
    let name = "\(node.id.text) \(edge.on.name) \(target.id.text)"
    output.line("/* edge \(index): \(name.promelaComment) */")
    if reading.defers, edge.on == .interrupt, edge.sets == nil {
      output.must("false", .forgottenQuestion, at: number)
    }
    if reading.defers, edge.clears != nil, !takesUp(edge, target) {
      output.must("false", .questionDropped, at: number)
    }
    if target.kind == .call, target.attempt == 2, !isRetry(edge, target) {
      output.must("false", .misplacedRetry, at: number)
    }
    if reading.tracksDeferred, edge.sets != nil { output.line("deferred = 1;") }
    if reading.tracksDeferred, edge.clears != nil { output.line("deferred = 0;") }
    output.line("goto \(edge.resumes ? "resume" : "enter")_\(reading.number(of: target))")
  }

  private func takesUp(_ edge: Edge, _ target: Node) -> Bool {
    target.kind == .talk && !edge.resumes && reading.hasVoice(target)
  }

  private func isRetry(_ edge: Edge, _ second: Node) -> Bool {
    (edge.on == .error || edge.on == .timeout) && node.kind == .call && node.attempt == 1
      && node.tool == second.tool && node.idempotencyKey == second.idempotencyKey
  }
}

extension Event {
  /// Whether nothing is learnt in it: the agent must not go on with such events for ever.
  fileprivate var isIdle: Bool {
    switch self {
    case .unclear, .silence, .ok, .error, .timeout, .auto: true
    case .answered, .partial, .goalMet, .interrupt, .correct, .affirm, .deny, .escalate, .tool: false
    }
  }
}
