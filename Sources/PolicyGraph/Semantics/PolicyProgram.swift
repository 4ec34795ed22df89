import Documents

/// A draft made ready to run and to analyse: ids are positions, edges stand beside each other by node and event
/// (compressed sparse rows), guards are flat.
///
/// Total (definition 2.8): what a draft names and does not have is left out here, and reported by
/// ``readDraft(_:findings:)``. Of nodes with one id the first counts; an edge from or to a node that does not exist
/// is not an edge; an edge on an event that its node does not know is never taken.
///
/// A class because it never changes and is handed around at every step: shared, not copied.
package final class PolicyProgram: Sendable {
  package let draft: Draft
  package let nodes: [ProgramNode]
  package let asks: [Questions]
  /// For each node the events of its alphabet, in the alphabet's order.
  package let groups: [EventGroup]
  /// Sorted by node and event.
  package let edges: [ProgramEdge]
  package let guards: GuardTable
  /// Nil when the draft's entry does not exist.
  package let entry: Int?
  /// What a conversation remembers, by position: first the slots; behind them the tools whose success some guard or
  /// `success_requires` asks for.
  package let slots: [SlotKey]
  /// The empty set.
  package let noSlots: BitSet
  /// The slots, without the tools behind them.
  package let allSlots: BitSet
  /// The tools behind the slots.
  package let rememberedTools: BitSet
  /// What has to be remembered where a conversation succeeds: required slots, and tools of `success_requires`.
  package let requiredForSuccess: BitSet
  /// Declared tools first.
  package let tools: [ProgramTool]
  /// Whether `turn_taking` puts interrupting questions off.
  package let defersInterruptions: Bool
  /// Whether some node ends a conversation as declined: nothing else depends on what the user has declined.
  package let tellsRefusals: Bool
  /// Nodes that some edge resumes, in order of position.
  package let resumeTargets: [Int]
  /// Terminals from which edges that must not be there lead to a call. Ascending.
  package let callsAfterEnd: [Int]

  /// Resolves the names of a valid draft, and indexes it. O(nodes + edges + guard atoms), and a sort of each node's edges.
  package convenience init(_ draft: Draft) { self.init(ResolvedDraft(draft)) }

  /// O(nodes + edges + guard atoms), and a sort of each node's edges by event.
  package init(_ resolved: ResolvedDraft) {
    let draft = resolved.draft
    var builder = ProgramBuilder(resolved)
    builder.addNodes()
    builder.addEdges()
    self.draft = draft
    nodes = builder.nodes
    asks = builder.asks
    groups = builder.groups
    edges = builder.edges
    guards = builder.guards
    entry = builder.names.nodes.position(of: draft.entry)
    slots = builder.names.slots.names
    noSlots = builder.nothing
    let all = BitSet.all(capacity: builder.names.memoryCount)
    var slotsAlone = BitSet.all(capacity: builder.names.slots.names.count)
    slotsAlone.grow(to: all)
    allSlots = slotsAlone
    rememberedTools = all.subtracting(slotsAlone)
    requiredForSuccess = builder.required
    tools = builder.tools
    defersInterruptions = draft.defersInterruptions
    tellsRefusals = builder.nodes.contains { $0.outcome == .declined }
    resumeTargets = builder.resumeTargets
    callsAfterEnd = builder.callsAfterEnd()
  }
}

/// Small and without references, because the analyses go over the nodes again and again: what is larger stands in the
/// program's `asks`, or in the draft.
package struct ProgramNode: Sendable {
  package let kind: NodeKind
  package let outcome: CloseOutcome?
  /// Whether its text, if its kind speaks one, is not blank. Of an `ask` see ``PolicyProgram/speakable(of:)``.
  package var hasVoice = false
  private var place = Int32(-1)
  private var ordinal = Int32(0)
  private var questions = Int32(-1)
  private var first = Int32(0)
  private var end = Int32(0)
  private var resumed = Int32(-1)
  private var counted = Int32(-1)

  package init(kind: NodeKind, outcome: CloseOutcome?) {
    self.kind = kind
    self.outcome = outcome
  }

  /// Position in `tools`; -1 for none.
  package var tool: Int {
    get { Int(place) }
    set { place = Int32(newValue) }
  }
  package var attempt: Int {
    get { Int(ordinal) }
    set { ordinal = Int32(clamping: newValue) }
  }
  /// Position in `asks`; -1 for none.
  package var ask: Int {
    get { Int(questions) }
    set { questions = Int32(newValue) }
  }
  /// Its alphabet in `groups`.
  package var groups: Range<Int> {
    get { Int(first)..<Int(end) }
    set { (first, end) = (Int32(newValue.lowerBound), Int32(newValue.upperBound)) }
  }
  /// Position in `resumeTargets`; -1 for none.
  package var resumeTarget: Int {
    get { Int(resumed) }
    set { resumed = Int32(newValue) }
  }
  /// Position among the counters of the guards; -1 for none.
  package var counter: Int {
    get { Int(counted) }
    set { counted = Int32(newValue) }
  }
}

/// What a node asks for.
package struct Questions: Sendable {
  package private(set) var asked: BitSet
  /// Those of the slots whose question is not blank.
  package private(set) var speakable: BitSet

  package init(asked: BitSet, voiced: BitSet) {
    self.asked = asked
    speakable = asked.intersection(voiced)
  }

  mutating func grow(to larger: BitSet) {
    asked.grow(to: larger)
    speakable.grow(to: larger)
  }
}

/// An event at a node, with the edges that answer it. Several are told apart by their guards. Positions are kept in
/// 32 bits, because a draft has several groups and edges for each node.
package struct EventGroup: Sendable {
  private let place: Int32
  private let first: Int32
  private let end: Int32
  package let event: ProgramEvent

  package var node: Int { Int(place) }
  /// In the program's `edges`.
  package var edges: Range<Int> { Int(first)..<Int(end) }

  package init(node: Int, event: ProgramEvent, edges: Range<Int>) {
    place = Int32(node)
    first = Int32(edges.lowerBound)
    end = Int32(edges.upperBound)
    self.event = event
  }
}

package struct ProgramEdge: Sendable {
  private let source: Int32
  private let target: Int32
  private var term = Int32(-1)
  private let place: Int32
  package let event: ProgramEvent
  package var resumes = false
  package var setsDeferred = false
  package var clearsDeferred = false

  package var from: Int { Int(source) }
  package var to: Int { Int(target) }
  /// In the guard table; -1 for always.
  package var condition: Int {
    get { Int(term) }
    set { term = Int32(newValue) }
  }
  /// Position in the draft's `edges`.
  package var index: Int { Int(place) }

  package init(from: Int, to: Int, event: ProgramEvent, index: Int) {
    source = Int32(from)
    target = Int32(to)
    place = Int32(index)
    self.event = event
  }
}

/// An event with its tool as a position.
package enum ProgramEvent: Hashable, Sendable {
  case answered, partial, goalMet, unclear, silence, interrupt, correct, affirm, deny, escalate
  case tool(Int32)
  case ok, error, timeout, auto

  /// A distinct number for each event, in the order of every alphabet but for tools, which come last.
  package var rank: Int {
    switch self {
    case .answered: 0
    case .partial: 1
    case .goalMet: 2
    case .affirm: 3
    case .deny: 4
    case .unclear: 5
    case .silence: 6
    case .interrupt: 7
    case .escalate: 8
    case .correct: 9
    case .ok: 10
    case .error: 11
    case .timeout: 12
    case .auto: 13
    case .tool(let tool): 14 + Int(tool)
    }
  }

  package var isFromUser: Bool {
    switch self {
    case .answered, .partial, .goalMet, .unclear, .silence, .interrupt, .correct, .affirm, .deny, .escalate,
      .tool:
      true
    case .ok, .error, .timeout, .auto: false
    }
  }

  package var isFromTool: Bool { self == .ok || self == .error || self == .timeout }

  /// Whether the user was understood: all visit counts start again.
  package var resetsVisits: Bool { isFromUser && self != .unclear && self != .silence }

  /// The events that a conversation must not go on with for ever, because nothing is learnt in them.
  package var isIdle: Bool { self == .unclear || self == .silence || self == .auto || isFromTool }
}

package struct ProgramTool: Sendable {
  package let id: ToolID
  /// Nil if the draft does not declare it.
  package let declaration: Tool?
  package internal(set) var inputs: BitSet
  /// Where it is remembered that a call of it has answered `ok`; nil if nothing asks for that.
  package internal(set) var memory: Int?
}

extension PolicyProgram {
  package func name(of node: Int) -> NodeID { draft.nodes[node].id }
  package func toolID(of node: Int) -> ToolID { draft.nodes[node].tool ?? "" }

  /// The name of a slot or tool that is remembered.
  package func name(ofMemory memory: Int) -> String {
    if memory < slots.count { return slots[memory].text }
    return tools.first { $0.memory == memory }?.id.text ?? ""
  }

  /// Where a call's success is remembered; nil if nothing asks for that.
  package func memory(ofCall node: Int) -> Int? {
    let tool = nodes[node].tool
    return tool < 0 ? nil : tools[tool].memory
  }

  package func event(_ event: ProgramEvent) -> Event {
    switch event {
    case .answered: .answered
    case .partial: .partial
    case .goalMet: .goalMet
    case .unclear: .unclear
    case .silence: .silence
    case .interrupt: .interrupt
    case .correct: .correct
    case .affirm: .affirm
    case .deny: .deny
    case .escalate: .escalate
    case .tool(let tool): .tool(tools[Int(tool)].id)
    case .ok: .ok
    case .error: .error
    case .timeout: .timeout
    case .auto: .auto
    }
  }

  /// The slots that a node asks for.
  package func asked(of node: Int) -> BitSet {
    let ask = nodes[node].ask
    return ask < 0 ? noSlots : asks[ask].asked
  }

  /// Of an `ask`: those of its slots whose question is not blank.
  package func speakable(of node: Int) -> BitSet {
    let ask = nodes[node].ask
    return ask < 0 ? noSlots : asks[ask].speakable
  }

  /// The position of a node's event among the groups.
  package func group(of node: Int, on event: ProgramEvent) -> Int? {
    groups[nodes[node].groups].firstIndex { $0.event == event }
  }

  /// The edges that answer an event at a node.
  package func edges(of node: Int, on event: ProgramEvent) -> Range<Int> {
    group(of: node, on: event).map { groups[$0].edges } ?? 0..<0
  }

  /// All edges out of a node.
  package func exits(of node: Int) -> Range<Int> {
    let groups = nodes[node].groups
    guard let first = groups.first, let last = groups.last else { return 0..<0 }
    return self.groups[first].edges.lowerBound..<self.groups[last].edges.upperBound
  }
}
