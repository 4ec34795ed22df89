import Documents
import PolicyGraph

/// Turns what the proofs say into findings on the draft's document. Places where one rule is broken by one event
/// are one finding, shown by the shortest of their conversations; the other places are its notes.
package struct ProofFindings {
  private let report: ProofReport
  private let draftHash: DraftHash
  private let nodes: [DocumentNode]
  private let edges: [DocumentNode]
  private let root: DocumentNode
  /// Edges that would answer an event, but for the node that they name.
  private let lostAnswers: [Answer: Int]

  private static let namesShown = 10

  package static func report(
    _ proof: ProofReport, _ hash: DraftHash, on document: Document, findings: inout Findings
  ) {
    guard !proof.refutations.isEmpty || !proof.undecided.isEmpty else {
      return DeadParts.report(proof.analysis, on: document, findings: &findings)
    }
    let writer = ProofFindings(proof, hash, document)
    let groups = writer.groups
    let causes = Consequences(groups.witnesses, proof.analysis)
    var following: [Consequences.Group: [Witness]] = [:]
    var own: [Consequences.Group] = []
    for group in groups.order {
      let witnesses = groups.witnesses[group] ?? []
      if let cause = causes.cause(of: witnesses, group) {
        following[cause, default: []] += witnesses.prefix(1)
      } else {
        own.append(group)
      }
    }
    for group in own {
      writer.report(groups.witnesses[group] ?? [], following[group] ?? [], &findings)
    }
    DeadParts.report(proof.analysis, on: document, findings: &findings)
    for (_, potentialViolation) in proof.undecided { writer.report(undecided: potentialViolation, &findings) }
  }

  private init(_ report: ProofReport, _ hash: DraftHash, _ document: Document) {
    self.report = report
    draftHash = hash
    root = document.root
    nodes = document.root.list("nodes") ?? []
    edges = document.root.list("edges") ?? []
    lostAnswers = Self.lostAnswers(report.program)
  }

  private struct Answer: Hashable {
    let node: NodeID
    let event: Event
  }

  /// The first edge of each that the program has left out.
  private static func lostAnswers(_ program: PolicyProgram) -> [Answer: Int] {
    let draft = program.draft
    guard program.edges.count < draft.edges.count else { return [:] }
    let kept = Set(program.edges.map(\.index))
    var lost: [Answer: Int] = [:]
    for index in draft.edges.indices where !kept.contains(index) {
      let answer = Answer(node: draft.edges[index].from, event: draft.edges[index].on)
      if lost[answer] == nil { lost[answer] = index }
    }
    return lost
  }

  /// The refutations by rule and event, in the order found, the shortest of each first.
  private var groups: (order: [Consequences.Group], witnesses: [Consequences.Group: [Witness]]) {
    var order: [Consequences.Group] = []
    var witnesses: [Consequences.Group: [Witness]] = [:]
    for (_, witness) in report.refutations {
      let group = Consequences.Group(rule: witness.violation.rule, event: witness.violation.event)
      if witnesses[group] == nil { order.append(group) }
      witnesses[group, default: []].append(witness)
    }
    return (
      order,
      witnesses.mapValues {
        $0.enumerated().sorted {
          ($0.element.eventCount, $0.element.steps.count, $0.offset) < (
            $1.element.eventCount, $1.element.steps.count, $1.offset
          )
        }.map(\.element)
      }
    )
  }

  private func report(
    _ witnesses: [Witness], _ consequences: [Witness], _ findings: inout Findings
  ) {
    guard let witness = witnesses.first else { return }
    let program = report.program
    let violation = witness.violation
    var notes: [(message: FindingText, node: DocumentNode)] = []
    let (decisive, text) = decisiveStep(of: witness)
    for edge in decisive?.edges ?? [] where program.edges[edge].index < edges.count {
      notes.append((text, edges[program.edges[edge].index]))
    }
    var named: Set<Int> = [violation.node]
    let others = witnesses.map(\.violation.node).filter { named.insert($0).inserted }
    if let first = others.first {
      let names = others.prefix(Self.namesShown).map { program.name(of: $0).text }
      notes.append(("the same at \(FindingText.list(names, count: others.count))", place(of: first)))
    }
    let hint = hint(for: witness, named: named)
    notes += hint.notes
    notes += consequences.map { (message(following: $0), place(of: $0.violation.node)) }
    findings.report(
      violation.rule, program.message(of: violation, last: program.lastConfiguration(of: witness)),
      at: place(of: violation.node),
      notes: notes, help: hint.help ?? program.help(for: violation),
      conversation: Conversation(witness, program, draftHash: draftHash))
  }

  /// The step whose edge has to be another one. Where a turn does not do what its event asks for, that is the step on the
  /// event, wherever the turn ends.
  private func decisiveStep(of witness: Witness) -> (step: Witness.Step?, note: FindingText) {
    let violation = witness.violation
    switch violation.rule {
    case .brokenFailureMode, .unreportedResult, .lostEscalation, .refusalIgnored:
      let began = witness.steps.last { $0.isEvent && $0.move?.event == violation.event }
      if let began, began.node != nil { return (began, "this edge begins the turn") }
    default: break
    }
    let last = witness.steps.last
    return (last, last?.node == nil ? "this edge answers it" : "by this edge")
  }

  private func message(following consequence: Witness) -> FindingText {
    let rule = consequence.violation.rule
    let program = report.program
    let message = program.message(of: consequence.violation, last: program.lastConfiguration(of: consequence))
    return "\(rule.code) \(rule.name) follows from it: \(message)"
  }

  // MARK: Causes

  private typealias Hint = (notes: [(message: FindingText, node: DocumentNode)], help: FindingText?)

  /// What else has to do with it, and what to fix first where the cause lies elsewhere.
  private func hint(for witness: Witness, named: Set<Int>) -> Hint {
    let violation = witness.violation
    switch violation.rule {
    case .unansweredEvent, .unansweredCase:
      let answer = violation.event.map {
        Answer(node: report.program.name(of: violation.node), event: report.program.event($0))
      }
      guard let edge = answer.flatMap({ lostAnswers[$0] }), edges.indices.contains(edge),
        let place = edges[edge].member("to")
      else { return (conditions(of: violation), nil) }
      return (
        [("this edge would answer it, and leads to a node that does not exist", place)],
        "correct where that edge leads"
      )
    case .silentTurn, .silentEnding: return blankTexts(in: witness)
    case .noWayOut: return deadEnd(behind: violation.node)
    case .lostEscalation: return otherEscalations(than: named)
    case .brokenFailureMode:
      let tool = report.program.toolID(of: violation.node)
      guard let declared = root.list("tools")?.first(where: { $0.string("id") == tool.text }),
        let mode = declared.member("failure_mode")
      else { return ([], nil) }
      return ([("declared here", mode)], nil)
    default: return ([], nil)
    }
  }

  /// The conditions of an event's edges, none of which holds; the first of many.
  private func conditions(of violation: Violation) -> [(message: FindingText, node: DocumentNode)] {
    let program = report.program
    guard let event = violation.event else { return [] }
    return program.edges(of: violation.node, on: event).prefix(4).compactMap { edge in
      let place = program.edges[edge].index
      guard edges.indices.contains(place), let condition = edges[place].member("when") else { return nil }
      return ("this edge answers it only under its condition", condition)
    }
  }

  /// Nodes of the last turn that should have spoken and have no words.
  private func blankTexts(in witness: Witness) -> Hint {
    let program = report.program
    let begin = witness.steps.lastIndex { $0.isEvent } ?? 0
    let blank = witness.steps[begin...].compactMap { step -> Int? in
      guard let node = step.node, step.said == nil, !program.nodes[node].hasVoice else { return nil }
      guard program.nodes[node].kind.speaks, program.nodes[node].kind != .ask else { return nil }
      return step.edges.contains { program.edges[$0].resumes } ? nil : node
    }
    guard let node = blank.first, nodes.indices.contains(node) else { return ([], nil) }
    let place = nodes[node].member("say") ?? nodes[node]
    let name = program.name(of: node)
    return (
      [("`\(name)` would speak here, and has no words", place)], "write what `\(name)` says into its `say`"
    )
  }

  /// Where the way ends that leads on from a node: fixing that may be all there is to do.
  private func deadEnd(behind node: Int) -> Hint {
    let program = report.program
    let analysis = report.analysis
    let ends = Set(analysis.uncovered.map { program.groups[$0].node } + analysis.silentCycles)
    guard !ends.isEmpty else { return ([], nil) }
    var known: Set<Int> = [node]
    var open = [node]
    while let here = open.popLast() {
      if ends.contains(here) {
        let name = program.name(of: here)
        let why: FindingText =
          analysis.silentCycles.contains(here)
          ? "the policy goes round in silence at `\(name)`" : "`\(name)` leaves something without an answer"
        return ([("the way ends here: \(why)", place(of: here))], "fix `\(name)` first")
      }
      for edge in program.exits(of: here) where analysis.facts.isFeasible[edge] {
        if known.insert(program.edges[edge].to).inserted { open.append(program.edges[edge].to) }
      }
    }
    return ([], nil)
  }

  /// Other nodes at which asking for a person leads no edge on to a hand-off. The search shows one of those that come to
  /// rest at the same place.
  private func otherEscalations(than named: Set<Int>) -> Hint {
    let program = report.program
    let others = report.analysis.groups {
      $0.event == .escalate && !named.contains($0.node) && !$0.edges.isEmpty
        && $0.edges.allSatisfy { !report.analysis.turns.reachesHandoff[program.edges[$0].to] }
    }.map(\.node)
    guard let first = others.first else { return ([], nil) }
    let names = others.prefix(Self.namesShown).map { program.name(of: $0).text }
    return ([("look at \(FindingText.list(names, count: others.count)) too", place(of: first))], nil)
  }

  private func report(undecided potentialViolation: PotentialViolation, _ findings: inout Findings) {
    guard let node = potentialViolation.nodes.first else { return }
    let name = report.program.name(of: node)
    findings.report(
      .undecided, "it could not be decided whether `\(potentialViolation.rule.name)` can happen at `\(name)`",
      at: place(of: node), help: "simplify the conditions on the way there, or raise --budget")
  }

  private func place(of node: Int) -> DocumentNode {
    guard node < nodes.count else { return root }
    return nodes[node].member("id") ?? nodes[node]
  }
}
