import Documents
import PolicyGraph

/// Checks a proof (`flow_proof.v1`) that a draft keeps NoSilentDrop and ToolDeterminism. True when it does; otherwise
/// the findings say why not, each with its place in the proof and the clause that it concerns.
///
/// The argument is Floyd's (1967): the recorded states hold of every configuration that can be reached, because the
/// opening is one of them, and every step from one of them arrives at one of them, with no more known there than
/// what all ways in agree on. So each clause that holds of every step from a recorded state holds of every
/// conversation. What must not go on for ever has a number that falls with each step. All this is checked one step
/// at a time, and nothing is searched for: finding the proof was the hard part (proof-carrying code; Necula 1997).
///
/// Trusted are this module, the draft's decoder and its hash; none of the analyses. Everything recorded has to be
/// exactly so, not only strong enough, so that hardly a digit of a proof could be another.
public func verifyProof(_ document: Document, of draft: Draft, findings: inout Findings) -> Bool {
  let hash = DraftHash(of: JSONValue(draft))
  for (key, value) in [("draft_hash", hash.draftHash), ("sha256", hash.sha256)] {
    guard let source = document.root.member(key), !source.hasText(value) else { continue }
    findings.report(
      .proofOfAnotherDraft, "the proof is about another draft: the `\(key)` of this one is `\(value)`",
      at: source,
      help: "prove this draft: `fohc prove DRAFT -o proof.json`")
    return false
  }
  // The schema asks for both hashes; and a proof that names nodes of another draft is not one of this draft.
  guard let proof = decodeProof(document, of: draft, findings: &findings) else { return false }
  var verification = Verification(proof, DraftGraph(draft), document.root, findings)
  verification.run()
  findings = verification.findings
  return verification.refusals == 0
}

struct Verification {
  let proof: ParsedProof
  let graph: DraftGraph
  let root: DocumentNode
  private(set) var findings: Findings
  private(set) var refusals = 0
  private var positions: [State: Int] = [:]
  /// By entry, what is known on each way into it.
  private var ways: [[Knowledge]]
  /// Which items of each choice some state has come to.
  private var used: [ParsedProof.Choice.Key: Set<Int>] = [:]

  /// The first reasons are enough.
  private static let enough = 20

  init(_ proof: ParsedProof, _ graph: DraftGraph, _ root: DocumentNode, _ findings: Findings) {
    self.proof = proof
    self.graph = graph
    self.root = root
    self.findings = findings
    ways = proof.entries.map { _ in [] }
    for (position, entry) in proof.entries.enumerated() { positions[entry.state] = position }
  }

  mutating func refuse(_ clause: Obligation, _ reason: String, at source: DocumentNode) {
    refusals += 1
    if refusals <= Self.enough {
      findings.report(.proofRefused, "\(clause.rawValue): \(reason)", at: source)
    }
  }

  mutating func run() {
    guard graph.isWellFormed, let entry = graph.positions[graph.draft.entry] else {
      return refuse(.invariant, "the draft is not a graph; `fohc validate` says why", at: root)
    }
    let isEnumeration = proof.kind == .enumeration
    if isEnumeration, graph.slots.count + graph.rememberedTools.count > 10 {
      return refuse(.invariant, "no enumeration can list so many slots", at: root.member("kind") ?? root)
    }
    if positions.count < proof.entries.count { refuse(.invariant, "some state is written twice", at: root) }

    let opening = graph.opening(at: entry, isEnumeration: isEnumeration)
    let first = arrive(opening, at: root)
    var arcs: [Arc] = []
    for (position, entry) in proof.entries.enumerated() where refusals < Self.enough {
      for step in steps(from: entry) {
        if let target = arrive(step, at: entry.source) {
          arcs.append(Arc(from: position, to: target, step: step))
        }
      }
    }
    for (entry, ways) in zip(proof.entries, ways) {
      if ways.isEmpty { refuse(.invariant, "nothing leads to this state", at: entry.source) }
      let isSo =
        Knowledge.common(to: ways)
        == Knowledge(filled: entry.filled, empty: entry.empty, someEmpty: entry.someEmpty)
      if !isSo { refuse(.invariant, "this is not what all ways into the state agree on", at: entry.source) }
    }
    for (key, choice) in proof.choices where used[key]?.count != choice.items.count {
      refuse(.invariant, "some of this tree is never come to", at: choice.source)
    }
    // Numbers mean something only where every step has been found.
    if let first, refusals == 0 { checkRanks(arcs, opening, first) }
  }

  /// Judges a step, and finds the state at which it arrives.
  private mutating func arrive(_ step: Step, at source: DocumentNode) -> Int? {
    let node = graph.nodes[step.target.node]
    let way = "`\(node.id)` is entered by " + (step.edge.map { "edge \($0)" } ?? "the opening")
    for (clause, fault) in graph.faults(of: step) { refuse(clause, "\(way), and \(fault)", at: source) }
    guard let target = positions[step.target] else {
      refuse(.invariant, "\(way) in a state that is not recorded", at: source)
      return nil
    }
    // Of an end nothing is recorded, and in an enumeration what is empty goes without saying.
    let kept = node.kind.isTerminal ? Knowledge() : step.known
    let isExact = step.target.filled != nil
    ways[target].append(
      Knowledge(filled: kept.filled, empty: isExact ? [] : kept.empty, someEmpty: kept.someEmpty))
    return target
  }

  /// Every step out of a state. Each event of the alphabet has to have exactly one in each case.
  private mutating func steps(from entry: ParsedProof.Entry) -> [Step] {
    let state = entry.state
    var recorded = Knowledge(filled: entry.filled, empty: entry.empty, someEmpty: entry.someEmpty)
    if let filled = state.filled {
      recorded = Knowledge(
        filled: filled, empty: graph.slots.union(graph.rememberedTools).subtracting(filled))
    }
    var steps: [Step] = []
    for event in graph.nodes[state.node].alphabet(declaredSlots: graph.slots.count) {
      let edges = graph.edges(of: state.node, on: event)
      if edges.isEmpty { refuse(.total, "nothing answers `\(event.name)`", at: entry.source) }
      let key = ParsedProof.Choice.Key(node: state.node, event: event)
      for known in graph.known(after: event, at: state, recorded) {
        for (edge, part) in answers(at: key, edges, known) {
          let values = edges.map { graph.edges[$0].when.map(part.value) ?? true }
          if values == edges.map({ $0 == edge }), edges.contains(edge) {
            steps.append(graph.follow(edge, from: state, part))
          } else {
            let isTwice = values.filter { $0 == true }.count > 1
            refuse(
              isTwice ? .oneSuccessor : .total, "`\(event.name)` is not shown to have one answer",
              at: entry.source)
          }
        }
      }
    }
    return steps
  }

  /// The edge that the tree gives for each part of a case; if there is none, the one that is enabled.
  private mutating func answers(
    at key: ParsedProof.Choice.Key, _ edges: [Int], _ known: Knowledge
  ) -> [(edge: Int, part: Knowledge)] {
    guard let choice = proof.choices[key] else {
      return [(edges.first { graph.edges[$0].when.map(known.value) ?? true == true } ?? -1, known)]
    }
    var answers: [(Int, Knowledge)] = []
    var open = [(position: 0, part: known)]
    while let (position, part) = open.popLast() {
      used[key, default: []].insert(position)
      switch choice.items[position] {
      case .edge(let edge): answers.append((edge, part))
      case .question(let question):
        let value = part.value(of: question)
        for holds in [true, false] where value == nil || value == holds {
          guard let narrowed = value == nil ? part.assuming(question, holds) : part else { continue }
          open.append((holds ? position + 1 : choice.ends[position + 1], narrowed))
        }
      }
    }
    return answers
  }
}
