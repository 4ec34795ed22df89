import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import Testing

/// A kind of fault, or of harmless change, that is planted in proved drafts. What has to come of it is said here,
/// from the clauses alone (definition 5, 6), and never asked of the analyses.
package struct MutationOperator: Sendable, CustomTestStringConvertible {
  package enum ExpectContinueHandler: Sendable {
    /// Wherever it is made, it breaks at least these rules.
    case breaks([Rule])
    /// It changes nothing that a clause speaks of (definition 5, 6).
    case keeps
    /// It depends on the place: the explorer decides.
    case depends
  }

  package let name: String
  /// What is done, in a line.
  package let summary: String
  package let expectation: ExpectContinueHandler
  /// Everywhere it can be done in a draft.
  package let places: @Sendable (MutationBase) -> [Mutation]

  package var testDescription: String { name }

  init(
    _ name: String, _ summary: String, _ expectation: ExpectContinueHandler,
    _ places: @escaping @Sendable (MutationBase) -> [Mutation]
  ) {
    self.name = name
    self.summary = summary
    self.expectation = expectation
    self.places = places
  }

  /// Those of the places that a run of this size tries: all of them, or a sample with a fixed seed.
  package func sample(of base: MutationBase, atMost count: Int) -> [Mutation] {
    let all = places(base)
    guard all.count > count else { return all }
    var random = SeededRandom(seed: UInt64(all.count))
    return Array(all.indices.shuffled(using: &random).prefix(count).sorted().map { all[$0] })
  }
}

extension MutationOperator {
  /// The clauses that it breaks wherever it is made.
  package var brokenClauses: Set<Clause> {
    guard case .breaks(let rules) = expectation else { return [] }
    return Set(rules.compactMap { Clause(of: $0) })
  }

  package static let all: [MutationOperator] =
    totalOperators + voicedOperators + endsOperators + lastWordsOperators + custodyOperators + callOperators
    + doneOperators + outcomeOperators + boundedOperators + harmlessOperators + reshapingOperators
    + blindOperators
}

/// One change at one place.
package struct Mutation: Sendable {
  package let place: String
  package let apply: @Sendable (inout Draft) -> Void

  init(_ place: some CustomStringConvertible, _ apply: @escaping @Sendable (inout Draft) -> Void) {
    self.place = "\(place)"
    self.apply = apply
  }

  package func mutant(of base: MutationBase) -> Draft {
    var draft = base.draft
    apply(&draft)
    return draft
  }
}

/// A proved draft with an index, so that operators find their places.
package struct MutationBase: Sendable, CustomTestStringConvertible {
  package let name: String
  package let draft: Draft
  private let positions: [NodeID: Int]
  private let exits: [NodeID: [Int]]
  private let entries: [NodeID: [Int]]

  package var testDescription: String { name }

  package init(_ name: String, _ draft: Draft) {
    self.name = name
    self.draft = draft
    positions = Dictionary(
      draft.nodes.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    exits = Dictionary(grouping: draft.edges.indices) { draft.edges[$0].from }
    entries = Dictionary(grouping: draft.edges.indices) { draft.edges[$0].to }
  }

  func node(_ id: NodeID) -> Node? { positions[id].map { draft.nodes[$0] } }
  func kind(_ id: NodeID) -> NodeKind? { node(id)?.kind }
  func edges(from id: NodeID) -> [Int] { exits[id] ?? [] }
  func edges(to id: NodeID) -> [Int] { entries[id] ?? [] }
  func edges(from id: NodeID, on event: Event) -> [Int] {
    edges(from: id).filter { draft.edges[$0].on == event }
  }

  func awaitsUser(_ id: NodeID) -> Bool { kind(id)?.awaits == .user }

  /// Where an edge is, for people.
  func name(ofEdge index: Int) -> String {
    let edge = draft.edges[index]
    return "\(edge.from) on \(edge.on.name) to \(edge.to)"
  }

  /// Nodes that are wanted, each with its change.
  func atNodes(
    _ isWanted: (Node) -> Bool, _ change: @escaping @Sendable (inout Draft, _ position: Int) -> Void
  ) -> [Mutation] {
    draft.nodes.indices.filter { isWanted(draft.nodes[$0]) }.map { position in
      Mutation(draft.nodes[position].id) { change(&$0, position) }
    }
  }

  /// Edges that are wanted, each with its change.
  func atEdges(
    _ isWanted: (Edge) -> Bool, _ change: @escaping @Sendable (inout Draft, _ index: Int) -> Void
  ) -> [Mutation] {
    draft.edges.indices.filter { isWanted(draft.edges[$0]) }.map { index in
      Mutation(name(ofEdge: index)) { change(&$0, index) }
    }
  }

  /// The node of a kind and tool nearest to another: of the same phase.
  func companion(of node: Node, _ kind: NodeKind, attempt: Int? = nil) -> Node? {
    draft.nodes.first {
      $0.kind == kind && $0.phase == node.phase && $0.tool == node.tool
        && (attempt == nil || $0.attempt == attempt)
    }
  }

  var requiredSlots: [SlotKey] { (draft.variables ?? []).filter(\.isRequired).map(\.key) }
  var requiredTools: [ToolID] { draft.successRequires ?? [] }
  var slots: [SlotKey] { (draft.variables ?? []).map(\.key) }
  var phases: [PhaseID] {
    draft.nodes.reduce(into: []) { phases, node in
      if let phase = node.phase, !phases.contains(phase) { phases.append(phase) }
    }
  }
  /// The node with this outcome.
  func close(_ outcome: CloseOutcome) -> NodeID? {
    draft.nodes.first { $0.kind == .close && $0.outcome == outcome }?.id
  }
  var handoff: NodeID? { draft.nodes.first { $0.kind == .handoff }?.id }
}

extension Draft {
  mutating func removeEdges(where isUnwanted: (Edge) -> Bool) { edges.removeAll(where: isUnwanted) }

  /// Adds a node that says something.
  mutating func addNode(_ id: NodeID, _ kind: NodeKind, say text: String? = "Something.") {
    var node = Node(id, kind)
    node.say = text.map(Say.text)
    nodes.append(node)
  }

  mutating func addSlot(_ key: SlotKey, isRequired: Bool) {
    variables =
      (variables ?? []) + [Variable(key: key, label: key.text, isRequired: isRequired, ask: "Which?")]
  }

  mutating func changeTool(_ id: ToolID, _ change: (inout Tool) -> Void) {
    for index in (tools ?? []).indices where tools?[index].id == id {
      if var tool = tools?[index] {
        change(&tool)
        tools?[index] = tool
      }
    }
  }
}

extension Edge {
  func changed(_ change: (inout Edge) -> Void) -> Edge {
    var copy = self
    change(&copy)
    return copy
  }

  /// On a count that is not used up yet, and on one that is.
  var isCounted: Bool {
    if case .visits? = when { return true }
    return false
  }
  var isCountedOut: Bool {
    if case .not(.visits)? = when { return true }
    return false
  }
}
