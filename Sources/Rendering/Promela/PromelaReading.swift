import Documents
import PolicyGraph

/// A draft as the Promela model reads it: which slots and counts matter, and what everything is called there.
///
/// It is made from the draft alone and shares nothing with the step function or the analyses, so that a model
/// checker that agrees with them is an independent witness.
struct PromelaReading {
  let draft: Draft
  /// Of nodes with one id the first counts.
  let nodes: [Node]
  /// Declared slots that a guard, an ask, a tool's input or a requirement names, in the order of declaration.
  let slots: [SlotKey]
  let declaredSlots: Int
  let required: [SlotKey]
  /// Tools that a guard or `success_requires` names.
  let rememberedTools: [ToolID]
  /// For each node that a guard counts: the largest bound.
  let bounds: [NodeID: Int]
  let defers: Bool
  /// Whether anything depends on the flag.
  let tracksDeferred: Bool
  let tracksDeclined: Bool
  /// Nodes that some edge resumes.
  let resumed: Set<NodeID>
  private let nodeNumbers: [NodeID: Int]
  private let slotNumbers: [SlotKey: Int]
  private let toolNumbers: [ToolID: Int]
  private let declaredTools: [ToolID: Tool]
  private let exits: [NodeID: [Event: [Int]]]
  /// Nodes from which automatic steps without a choice lead to a call.
  private var callers: Set<NodeID> = []

  init(_ draft: Draft) {
    self.draft = draft
    var nodes: [Node] = []
    var numbers: [NodeID: Int] = [:]
    for node in draft.nodes where numbers[node.id] == nil {
      numbers[node.id] = nodes.count
      nodes.append(node)
    }
    self.nodes = nodes
    nodeNumbers = numbers

    var atoms = Atoms()
    for condition in draft.edges.compactMap(\.when) { atoms.add(condition) }
    var named = atoms.slots
    for node in nodes { named.formUnion(node.slots ?? []) }
    for tool in draft.tools ?? [] { named.formUnion(tool.inputs ?? []) }
    let variables = draft.variables ?? []
    named.formUnion(variables.filter(\.isRequired).map(\.key))
    let declared = Self.distinct(variables.map(\.key))
    slots = declared.filter(named.contains)
    declaredSlots = declared.count
    slotNumbers = Dictionary(uniqueKeysWithValues: zip(slots, 0...))
    required = Self.distinct(variables.filter(\.isRequired).map(\.key))
    rememberedTools = Self.distinct((draft.successRequires ?? []) + atoms.tools.sorted())
    bounds = atoms.bounds.filter { numbers[$0.key] != nil && $0.value > 0 }

    defers = draft.defersInterruptions
    tracksDeferred = draft.defersInterruptions || atoms.readsDeferred
    tracksDeclined = nodes.contains { $0.outcome == .declined }

    var exits: [NodeID: [Event: [Int]]] = [:]
    var resumed: Set<NodeID> = []
    for (index, edge) in draft.edges.enumerated() where numbers[edge.from] != nil && numbers[edge.to] != nil {
      exits[edge.from, default: [:]][edge.on, default: []].append(index)
      if edge.resumes { resumed.insert(edge.to) }
    }
    self.exits = exits
    self.resumed = resumed

    let tools = draft.tools ?? []
    declaredTools = Dictionary(tools.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    toolNumbers = Dictionary(
      uniqueKeysWithValues: zip(
        Self.distinct(tools.map(\.id) + nodes.compactMap(\.tool) + rememberedTools), 1...))
    callers = findCallers()
  }

  private static func distinct<Space>(_ names: [Identifier<Space>]) -> [Identifier<Space>] {
    var known: Set<Identifier<Space>> = []
    return names.filter { known.insert($0).inserted }
  }

  // MARK: Names

  func number(of node: Node) -> Int { nodeNumbers[node.id] ?? 0 }
  func number(of id: NodeID) -> Int? { nodeNumbers[id] }
  func number(of tool: ToolID?) -> Int { tool.flatMap { toolNumbers[$0] } ?? 0 }
  func declaration(of tool: ToolID?) -> Tool? { tool.flatMap { declaredTools[$0] } }

  func bit(of slot: SlotKey) -> String? { slotNumbers[slot].map { "s\($0)" } }

  /// The bit that tells whether a tool is done; nil where nothing asks for that.
  func doneBit(of tool: ToolID?) -> String? {
    tool.flatMap { rememberedTools.contains($0) ? "done\(number(of: $0))" : nil }
  }

  /// The bits of all that success needs.
  var bitsOfSuccess: [String] {
    bits(of: required) + Self.distinct(draft.successRequires ?? []).compactMap { doneBit(of: $0) }
  }

  /// The bits of declared slots, each once.
  func bits(of slots: [SlotKey]) -> [String] { Self.distinct(slots).compactMap(bit) }

  /// Whether slots are declared that nothing names: all that matters of them is whether any is filled.
  var hasOtherSlots: Bool { slots.count < declaredSlots }

  /// Every bit that tells whether something is filled.
  var allBits: [String] { slots.indices.map { "s\($0)" } + (hasOtherSlots ? ["other"] : []) }

  var numbersOfTools: [(number: Int, id: ToolID)] {
    toolNumbers.map { ($0.value, $0.key) }.sorted { $0.number < $1.number }
  }

  func counter(of node: Node) -> (name: String, bound: Int)? {
    bounds[node.id].map { ("v\(number(of: node))", $0) }
  }

  // MARK: Structure

  /// The positions of the edges that answer an event, in the draft's order.
  func edges(of node: Node, on event: Event) -> [Int] {
    exits[node.id]?[event] ?? []
  }

  func target(of edge: Edge) -> Node? { nodeNumbers[edge.to].map { nodes[$0] } }

  func alphabet(of node: Node) -> [Event] {
    var known: Set<Event> = []
    return node.alphabet(declaredSlots: declaredSlots).filter { known.insert($0).inserted }
  }

  /// What an `ask` can still say: the bits of its slots with a question that is not blank.
  func questions(of node: Node) -> [String] {
    guard node.kind == .ask, case .questions(let all)? = node.say else { return [] }
    let asked = Set(node.slots ?? [])
    return bits(of: all.filter { asked.contains($0.slot) && !$0.question.isBlank }.map(\.slot))
  }

  /// Whether a node other than an `ask` says something that can be heard.
  func hasVoice(_ node: Node) -> Bool {
    guard node.kind.speaks, node.kind != .ask, case .text(let text)? = draft.say(of: node) else {
      return false
    }
    return !text.isBlank
  }

  /// Whether the node can be passed without a sound: it awaits nobody, goes on, and says nothing.
  func mayBePassedSilently(_ node: Node) -> Bool {
    node.kind.awaits == .nothing && !node.kind.isTerminal && (!hasVoice(node) || resumed.contains(node.id))
  }

  /// Whether automatic steps without a choice lead from here to a call.
  func leadsToCall(_ start: Node) -> Bool { callers.contains(start.id) }

  /// Each node is passed once: a way without a choice ends like the way that it comes into.
  private func findCallers() -> Set<NodeID> {
    var found: Set<NodeID> = []
    var known: Set<NodeID> = []
    for start in nodes {
      var way: [NodeID] = []
      var here: Node? = start
      while let node = here, known.insert(node.id).inserted {
        way.append(node.id)
        here = node.kind == .call ? nil : onlyStep(from: node)
        if node.kind == .call { found.insert(node.id) }
      }
      if let last = here?.id ?? way.last, found.contains(last) { found.formUnion(way) }
    }
    return found
  }

  /// Where the one automatic step leads that is always taken.
  private func onlyStep(from node: Node) -> Node? {
    guard node.kind.awaits == .nothing else { return nil }
    let onward = edges(of: node, on: .auto)
    guard onward.count == 1, draft.edges[onward[0]].when == nil else { return nil }
    return target(of: draft.edges[onward[0]])
  }

  // MARK: Guards

  func text(of condition: Guard?) -> String {
    switch condition {
    case nil: "true"
    case .filled(let slot): bit(of: slot) ?? "false"
    case .done(let tool): doneBit(of: tool) ?? "false"
    case .visits(let id, let below):
      bounds[id] != nil && below > 0 ? "(v\(nodeNumbers[id] ?? 0) < \(below))" : "\(below > 0)"
    case .deferred: "deferred"
    case .all(let parts): parts.isEmpty ? "true" : "(" + parts.map(text).joined(separator: " && ") + ")"
    case .any(let parts): parts.isEmpty ? "false" : "(" + parts.map(text).joined(separator: " || ") + ")"
    case .not(let part): "!(\(text(of: part)))"
    }
  }

  /// What guards speak about.
  private struct Atoms {
    var slots: Set<SlotKey> = []
    var tools: Set<ToolID> = []
    var bounds: [NodeID: Int] = [:]
    var readsDeferred = false

    mutating func add(_ condition: Guard) {
      switch condition {
      case .filled(let slot): slots.insert(slot)
      case .done(let tool): tools.insert(tool)
      case .visits(let node, let below): bounds[node] = max(bounds[node] ?? 0, below)
      case .deferred: readsDeferred = true
      case .all(let parts), .any(let parts): for part in parts { add(part) }
      case .not(let part): add(part)
      }
    }
  }
}

extension Node {
  /// The node in a comment, where nothing of the author's can end the comment or the line.
  var promelaComment: String { "\(kind.rawValue) \(id.text.promelaComment)" }
}

extension String {
  /// Printable ASCII without what C's preprocessor or a comment could trip over.
  var promelaComment: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "*", "\\", "?": result += "<" + String(scalar.value, radix: 16) + ">"
      case " "..."~": result.unicodeScalars.append(scalar)
      default: result += "<" + String(scalar.value, radix: 16) + ">"
      }
    }
    return result
  }
}
