import Documents

/// What a conversation never forgets: that a slot has a value, or that a tool has answered `ok`.
package enum Memory: Hashable, Sendable {
  case slot(SlotKey)
  case tool(ToolID)
}

/// A proof as it was written down, its nodes by their positions in the draft. What it says need not be so: a proof
/// that was misread, too, would only be another claim that has to be checked.
package struct ParsedProof: Sendable {
  package let kind: ProofKind
  package fileprivate(set) var entries: [Entry] = []
  package fileprivate(set) var choices: [Choice.Key: Choice] = [:]
  /// By node.
  package fileprivate(set) var quiet: [Int]
  package fileprivate(set) var calls: [Int]

  /// All configurations at a node that are alike in this.
  package struct State: Hashable, Sendable {
    package var node: Int
    package var isDeferred = false
    package var hasDeclined = false
    /// Nil if the agent waits or has ended.
    package var turn: TurnSoFar?
    /// In an enumeration: what is remembered, and the visit counts that are not zero.
    package var filled: Set<Memory>?
    package var visits: [NodeID: Int] = [:]

    package init(node: Int, filled: Set<Memory>? = nil) {
      self.node = node
      self.filled = filled
    }
  }

  /// A turn so far: what began it (`opening`, `user`, or an event that a clause asks about, with its node), whether
  /// anything has been said since, and whether what a tool answered has been told.
  package struct TurnSoFar: Hashable, Sendable {
    package var on: String
    package var at: Int?
    package var hasSpoken = false
    package var hasTold = false

    package init(on: String, at: Int? = nil) {
      self.on = on
      self.at = at
    }
  }

  /// A state with what is recorded of it.
  package struct Entry: Sendable {
    package fileprivate(set) var state: State
    package fileprivate(set) var filled: Set<Memory>
    package fileprivate(set) var empty: Set<Memory>
    package fileprivate(set) var someEmpty: Set<Memory>
    package fileprivate(set) var rank: Int
    package fileprivate(set) var end: Int
    package fileprivate(set) var heard: Set<Int>
    package let source: DocumentNode
  }

  /// How the edges of one event are told apart: a decision tree in Polish notation.
  package struct Choice: Sendable {
    package struct Key: Hashable, Sendable {
      package let node: Int
      package let event: Event

      package init(node: Int, event: Event) {
        self.node = node
        self.event = event
      }
    }

    package enum Item: Sendable {
      /// The tree where it holds follows, then the tree where it does not.
      case question(Guard)
      case edge(Int)
    }

    package let items: [Item]
    /// For each item the position past its tree.
    package let ends: [Int]
    package let source: DocumentNode
  }
}

/// Reads a proof of a draft, and reports each fault at its place. Returns nil if it does not
/// have the shape of a proof, or names what the draft does not have.
package func decodeProof(_ document: Document, of draft: Draft, findings: inout Findings) -> ParsedProof? {
  guard SchemaCheck.run(document, against: ProofSchema.document, findings: &findings).isAccepted else {
    return nil
  }
  var decoding = ProofDecoding(draft, findings)
  let proof = decoding.proof(document.root)
  findings = decoding.findings
  return decoding.isFaulty ? nil : proof
}

private struct ProofDecoding {
  private var positions: [NodeID: Int] = [:]
  private let nodeCount: Int
  private(set) var findings: Findings
  private(set) var isFaulty = false

  init(_ draft: Draft, _ findings: Findings) {
    nodeCount = draft.nodes.count
    self.findings = findings
    for (position, node) in draft.nodes.enumerated() { positions[node.id] = position }
  }

  private mutating func refuse(_ reason: FindingText, _ source: DocumentNode) {
    isFaulty = true
    findings.report(.proofRefused, reason, at: source)
  }

  mutating func proof(_ root: DocumentNode) -> ParsedProof {
    let kind = root.string("kind").flatMap(ProofKind.init) ?? .facts
    var proof = ParsedProof(
      kind: kind, quiet: levels(root.member("quiet")), calls: levels(root.member("calls")))
    proof.entries = (root.list("states") ?? []).map { entry($0, kind) }
    for source in root.list("choices") ?? [] {
      let node = self.node(source.member("node") ?? source)
      let event = Event(name: source.string("on") ?? "")
      guard let event, let choice = choice(source) else {
        refuse("this is not one tree for one event", source)
        continue
      }
      if proof.choices.updateValue(choice, forKey: .init(node: node, event: event)) != nil {
        refuse("there is another tree for this event", source)
      }
    }
    return proof
  }

  private mutating func node(_ name: DocumentNode) -> Int {
    if let position = positions[NodeID(name.text ?? "")] { return position }
    refuse("the draft has no node `\(name.text ?? "")`", name)
    return 0
  }

  private mutating func levels(_ map: DocumentNode?) -> [Int] {
    var levels = Array(repeating: 0, count: nodeCount)
    guard let map else { return levels }
    for member in map.members {
      let node = self.node(member.key)
      if levels.indices.contains(node) { levels[node] = member.value.integer ?? 0 }
    }
    return levels
  }

  private mutating func entry(_ source: DocumentNode, _ kind: ProofKind) -> ParsedProof.Entry {
    var state = ParsedProof.State(node: node(source.member("node") ?? source))
    state.isDeferred = source.member("deferred") != nil
    state.hasDeclined = source.member("declined") != nil
    if let turn = source.member("turn") {
      state.turn = ParsedProof.TurnSoFar(on: turn.string("on") ?? "", at: turn.member("at").map { node($0) })
      state.turn?.hasSpoken = turn.member("spoken") != nil
      state.turn?.hasTold = turn.member("told") != nil
    }
    if let visits = source.member("visits") {
      for member in visits.members { state.visits[NodeID(member.key.text ?? "")] = member.value.integer }
    }
    let filled = remembered(source, slots: "filled", tools: "done")
    if kind == .enumeration { state.filled = filled }
    return ParsedProof.Entry(
      state: state, filled: filled, empty: remembered(source, slots: "empty", tools: "not_done"),
      someEmpty: remembered(source, slots: "some_empty", tools: "some_not_done"),
      rank: source.member("rank")?.integer ?? 0, end: source.member("end")?.integer ?? 0,
      heard: distinct(source.member("heard")) { $0.node($1) }, source: source)
  }

  private mutating func remembered(_ source: DocumentNode, slots: String, tools: String) -> Set<Memory> {
    distinct(source.member(slots)) { Memory.slot(SlotKey($1.text ?? "")) }
      .union(distinct(source.member(tools)) { Memory.tool(ToolID($1.text ?? "")) })
  }

  private mutating func distinct<Name: Hashable>(
    _ list: DocumentNode?, _ name: (inout ProofDecoding, DocumentNode) -> Name
  ) -> Set<Name> {
    var names: Set<Name> = []
    guard let list else { return names }
    for element in list.elements where !names.insert(name(&self, element)).inserted {
      refuse("this is named twice", element)
    }
    return names
  }

  /// Nil if the items are not one tree.
  private func choice(_ source: DocumentNode) -> ParsedProof.Choice? {
    let items = (source.list("tree") ?? []).map(Self.item)
    var ends = items.map { _ in 0 }
    for position in items.indices.reversed() {
      ends[position] = position + 1
      guard case .question = items[position] else { continue }
      guard position + 1 < items.count, ends[position + 1] < items.count else { return nil }
      ends[position] = ends[ends[position + 1]]
    }
    return ends.first == items.count ? ParsedProof.Choice(items: items, ends: ends, source: source) : nil
  }

  private static func item(_ source: DocumentNode) -> ParsedProof.Choice.Item {
    if let edge = source.member("edge")?.integer { return .edge(edge) }
    if let slot = source.string("filled") { return .question(.filled(SlotKey(slot))) }
    if let tool = source.string("done") { return .question(.done(ToolID(tool))) }
    guard let visits = source.member("visits") else { return .question(.deferred) }
    return .question(
      .visits(NodeID(visits.string("node") ?? ""), below: visits.member("below")?.integer ?? 0))
  }
}
