/// Turns what the proofs say into findings on the draft's document. Places where one rule is broken by one event
/// are one finding, shown by the shortest of their conversations; the other places are its notes.
package struct ProofFindings {
  private let report: ProofReport
  private let draftHash: DraftHash
  private let nodes: [DocumentNode]
  private let edges: [DocumentNode]
  private let root: DocumentNode

  private static let namesShown = 10

  package static func report(
    _ proof: ProofReport, _ hash: DraftHash, on document: Document, findings: inout Findings
  ) {
    let writer = ProofFindings(proof, hash, document)
    for group in writer.groups { writer.report(group, &findings) }
    DeadParts.report(proof.analysis, on: document, findings: &findings)
    for (_, suspicion) in proof.undecided { writer.report(undecided: suspicion, &findings) }
  }

  private init(_ report: ProofReport, _ hash: DraftHash, _ document: Document) {
    self.report = report
    draftHash = hash
    root = document.root
    nodes = document.root.list("nodes") ?? []
    edges = document.root.list("edges") ?? []
  }

  private struct Group {
    var witnesses: [Witness]
  }

  private struct Key: Hashable {
    let rule: Rule
    let event: ProgramEvent?
  }

  private var groups: [Group] {
    var order: [Key] = []
    var members: [Key: [Witness]] = [:]
    for (_, witness) in report.refutations {
      let key = Key(rule: witness.violation.rule, event: witness.violation.event)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(witness)
    }
    return order.map { key in
      let sorted = (members[key] ?? []).enumerated().sorted {
        ($0.element.eventCount, $0.element.steps.count, $0.offset) < (
          $1.element.eventCount, $1.element.steps.count, $1.offset
        )
      }
      return Group(witnesses: sorted.map(\.element))
    }
  }

  private func report(_ group: Group, _ findings: inout Findings) {
    guard let witness = group.witnesses.first else { return }
    let program = report.program
    let violation = witness.violation
    var notes: [(message: FindingText, node: DocumentNode)] = []
    let last = witness.steps.last
    for edge in last?.edges ?? [] where program.edges[edge].index < edges.count {
      let text: FindingText = last?.node == nil ? "this edge answers it" : "by this edge"
      notes.append((text, edges[program.edges[edge].index]))
    }
    var named: Set<Int> = [violation.node]
    let others = group.witnesses.map(\.violation.node).filter { named.insert($0).inserted }
    if let first = others.first {
      let names = others.prefix(Self.namesShown).map { program.name(of: $0).text }
      notes.append(("the same at \(FindingText.list(names, count: others.count))", place(of: first)))
    }
    findings.report(
      violation.rule, program.message(of: violation, last: program.lastConfiguration(of: witness)),
      at: place(of: violation.node),
      notes: notes, help: program.help(for: violation),
      conversation: Conversation(witness, program, draftHash: draftHash))
  }

  private func report(undecided suspicion: Suspicion, _ findings: inout Findings) {
    guard let node = suspicion.nodes.first else { return }
    let name = report.program.name(of: node)
    findings.report(
      .undecided, "it could not be decided whether `\(suspicion.rule.name)` can happen at `\(name)`",
      at: place(of: node), help: "simplify the conditions on the way there, or raise --budget")
  }

  private func place(of node: Int) -> DocumentNode {
    guard node < nodes.count else { return root }
    return nodes[node].member("id") ?? nodes[node]
  }
}
