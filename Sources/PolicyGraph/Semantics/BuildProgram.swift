extension PolicyProgram {
  /// O(nodes + edges + guard atoms), and a sort of each node's edges by event.
  package init(_ draft: Draft) {
    var builder = ProgramBuilder(draft)
    builder.addNodes()
    builder.addEdges()
    self.init(
      draft: draft, nodes: builder.nodes, groups: builder.groups, edges: builder.edges,
      guards: builder.guards,
      entry: builder.nodeByID[draft.entry], slots: builder.slots, requiredSlots: builder.requiredSlots,
      tools: builder.tools, defersInterruptions: draft.defersInterruptions,
      resumeTargets: builder.resumeTargets, callsAfterEnd: builder.callsAfterEnd())
  }
}

private struct ProgramBuilder {
  let draft: Draft
  var nodes: [ProgramNode] = []
  var groups: [EventGroup] = []
  var edges: [ProgramEdge] = []
  var guards = GuardTable()
  var tools: [ProgramTool] = []
  var resumeTargets: [Int] = []
  let slots: [SlotKey]
  let requiredSlots: BitSet
  private(set) var nodeByID: [NodeID: Int] = [:]
  private let slotByKey: [SlotKey: Int]
  private var toolByID: [ToolID: Int] = [:]
  /// Of each of the draft's edges, where they exist.
  private var ends: [(from: Int?, to: Int?)] = []

  init(_ draft: Draft) {
    self.draft = draft
    var slots: [SlotKey] = []
    var slotByKey: [SlotKey: Int] = [:]
    for variable in draft.variables ?? [] where slotByKey[variable.key] == nil {
      slotByKey[variable.key] = slots.count
      slots.append(variable.key)
    }
    var required = BitSet(capacity: slots.count)
    for variable in draft.variables ?? [] where variable.isRequired {
      if let slot = slotByKey[variable.key] { required.insert(slot) }
    }
    self.slots = slots
    self.slotByKey = slotByKey
    requiredSlots = required
    for tool in draft.tools ?? [] where toolByID[tool.id] == nil {
      toolByID[tool.id] = tools.count
      tools.append(ProgramTool(id: tool.id, declaration: tool, inputs: set(of: tool.inputs ?? [])))
    }
  }

  private func set(of keys: [SlotKey]) -> BitSet {
    var set = BitSet(capacity: slots.count)
    for key in keys { if let slot = slotByKey[key] { set.insert(slot) } }
    return set
  }

  /// A tool's position; one that nobody declared gets one too, so that calling it can be told.
  private mutating func position(of tool: ToolID) -> Int {
    if let known = toolByID[tool] { return known }
    toolByID[tool] = tools.count
    tools.append(ProgramTool(id: tool, declaration: nil, inputs: BitSet(capacity: slots.count)))
    return tools.count - 1
  }

  mutating func addNodes() {
    nodes.reserveCapacity(draft.nodes.count)
    nodeByID.reserveCapacity(draft.nodes.count)
    for (position, node) in draft.nodes.enumerated() {
      // Of several nodes with one id the first counts.
      let first = nodeByID.updateValue(position, forKey: node.id)
      if let first { nodeByID[node.id] = first }
      var made = ProgramNode(
        kind: node.kind, asked: BitSet(capacity: slots.count), voiced: BitSet(capacity: slots.count))
      made.tool = node.tool.map { self.position(of: $0) } ?? -1
      made.attempt = node.attempt ?? 0
      made.idempotencyKey = node.idempotencyKey
      made.outcome = node.outcome
      made.asked = set(of: node.slots ?? [])
      switch draft.say(of: node) {
      case .text(let text)?: made.hasVoice = node.kind.speaks && !text.isBlank
      case .questions(let questions)?:
        made.voiced = set(of: questions.filter { !$0.question.isBlank }.map(\.slot))
      case nil: break
      }
      nodes.append(made)
    }
  }

  /// Edges are sorted by node with a counting sort, then each node's few by event, so that a talk with
  /// thousands of tools stays cheap.
  mutating func addEdges() {
    ends = draft.edges.map { (from: nodeByID[$0.from], to: nodeByID[$0.to]) }
    let ranks = draft.edges.map { code(of: $0.on).rank }
    var offsets = Array(repeating: 0, count: nodes.count + 1)
    for case (let from?, _?) in ends { offsets[from + 1] += 1 }
    for node in nodes.indices { offsets[node + 1] += offsets[node] }
    var exits = Array(repeating: 0, count: offsets[nodes.count])
    var next = offsets
    for (index, end) in ends.enumerated() {
      guard let from = end.from, let to = end.to else { continue }
      exits[next[from]] = index
      next[from] += 1
      if draft.edges[index].resumes { nodes[to].resumeTarget = 0 }
    }
    edges.reserveCapacity(exits.count)
    let alphabets = plainAlphabets()
    for node in nodes.indices {
      let first = groups.count
      let own = offsets[node]..<offsets[node + 1]
      if own.count > 1 { exits[own].sort { (ranks[$0], $0) < (ranks[$1], $1) } }
      let kind = nodes[node].kind
      // Only an ask's and a talk's alphabet depends on more than the kind.
      let alphabet = kind == .ask || kind == .talk ? alphabet(of: node) : alphabets[kind] ?? []
      for event in alphabet { addGroup(node, event, exits[own], ranks) }
      nodes[node].groups = first..<groups.count
      if nodes[node].resumeTarget == 0 {
        nodes[node].resumeTarget = resumeTargets.count
        resumeTargets.append(node)
      }
    }
    for (counter, place) in guards.counters.enumerated() { nodes[place.node].counter = counter }
  }

  private mutating func plainAlphabets() -> [NodeKind: [ProgramEvent]] {
    var alphabets: [NodeKind: [ProgramEvent]] = [:]
    for kind in NodeKind.allCases {
      alphabets[kind] = Node("", kind).alphabet(declaredSlots: slots.count).map { code(of: $0) }
    }
    return alphabets
  }

  /// Without repetitions: a talk may name a tool twice.
  private mutating func alphabet(of node: Int) -> [ProgramEvent] {
    let events = draft.nodes[node].alphabet(declaredSlots: slots.count).map { code(of: $0) }
    guard draft.nodes[node].tools?.count ?? 0 > 1 else { return events }
    var known: Set<ProgramEvent> = []
    return events.filter { known.insert($0).inserted }
  }

  private mutating func addGroup(
    _ node: Int, _ event: ProgramEvent, _ sorted: ArraySlice<Int>, _ ranks: [Int]
  ) {
    let first = edges.count
    var position = partition(sorted) { ranks[$0] < event.rank }
    while position < sorted.endIndex, ranks[sorted[position]] == event.rank {
      let index = sorted[position]
      let edge = draft.edges[index]
      position += 1
      guard let to = ends[index].to else { continue }
      let condition = edge.when.map { condition in
        guards.add(condition, slot: { slotByKey[$0] }, node: { nodeByID[$0] })
      }
      edges.append(
        ProgramEdge(from: node, to: to, event: event, condition: condition ?? -1, index: index, of: edge))
    }
    groups.append(EventGroup(node: node, event: event, edges: first..<edges.count))
  }

  /// Terminals whose exits, which are no edges of the program, lead to a call by automatic steps.
  func callsAfterEnd() -> [Int] {
    let exits = ends.compactMap { end -> (from: Int, to: Int)? in
      guard let from = end.from, nodes[from].kind.isTerminal, let to = end.to else { return nil }
      return (from, to)
    }
    guard !exits.isEmpty else { return [] }
    // Backwards from the calls over automatic edges.
    var sources: [Int: [Int]] = [:]
    for edge in edges where edge.event == .auto { sources[edge.to, default: []].append(edge.from) }
    var open = nodes.indices.filter { nodes[$0].kind == .call }
    var leads = Set(open)
    while let node = open.popLast() {
      for source in sources[node] ?? [] where leads.insert(source).inserted { open.append(source) }
    }
    return Set(exits.filter { leads.contains($0.to) }.map(\.from)).sorted()
  }

  /// The first position whose element does not come before.
  private func partition(_ elements: ArraySlice<Int>, _ comesBefore: (Int) -> Bool) -> Int {
    var low = elements.startIndex
    var high = elements.endIndex
    while low < high {
      let middle = (low + high) / 2
      if comesBefore(elements[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func code(of event: Event) -> ProgramEvent {
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
    case .tool(let id): .tool(Int32(position(of: id)))
    case .ok: .ok
    case .error: .error
    case .timeout: .timeout
    case .auto: .auto
    }
  }
}
