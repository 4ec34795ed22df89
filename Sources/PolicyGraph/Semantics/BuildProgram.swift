import Documents

/// Reads a draft into the parts of its program.
struct ProgramBuilder {
  let draft: Draft
  private(set) var nodes: [ProgramNode] = []
  private(set) var asks: [Questions] = []
  private(set) var groups: [EventGroup] = []
  private(set) var edges: [ProgramEdge] = []
  private(set) var guards: GuardTable
  private(set) var tools: [ProgramTool] = []
  private(set) var resumeTargets: [Int] = []
  /// The empty set, over what is remembered. Grows where guards ask for tools.
  private(set) var nothing: BitSet
  /// What has to be remembered where a conversation succeeds.
  private(set) var required: BitSet
  var names: GuardTable.Names
  private var toolNames = NameIndex<ToolSpace>(capacity: 0)
  /// The nodes of a tool mostly stand together.
  private var lastTool = -1
  /// Of each of the draft's edges, -1 where they do not exist.
  private let sources: [Int32]
  private let targets: [Int32]

  init(_ resolved: ResolvedDraft) {
    draft = resolved.draft
    sources = resolved.sources
    targets = resolved.targets
    guards = GuardTable(nodeCount: draft.nodes.count, edgeCount: draft.edges.count)
    var slots = NameIndex<SlotSpace>(capacity: draft.variables?.count ?? 0)
    for variable in draft.variables ?? [] where slots.position(of: variable.key) == nil {
      slots.append(variable.key)
    }
    var names = GuardTable.Names(nodes: resolved.nodes, slots: slots)
    let needed = (draft.successRequires ?? []).map { names.memory(of: $0) }
    self.names = names
    nothing = BitSet(capacity: names.memoryCount)
    required = nothing
    for memory in needed { required.insert(memory) }
    for variable in draft.variables ?? [] where variable.isRequired {
      if let slot = slots.position(of: variable.key) { required.insert(slot) }
    }
    for tool in draft.tools ?? [] where toolNames.position(of: tool.id) == nil {
      toolNames.append(tool.id)
      tools.append(ProgramTool(id: tool.id, declaration: tool, inputs: set(of: tool.inputs ?? [])))
    }
  }

  private mutating func set(of keys: [SlotKey]) -> BitSet {
    var set = nothing
    for key in keys { if let slot = names.slots.position(of: key) { set.insert(slot) } }
    return set
  }

  /// A tool's position; one that nobody declared gets one too, so that calling it can be told.
  private mutating func position(of tool: ToolID) -> Int {
    if let known = toolNames.position(of: tool, guess: lastTool) {
      lastTool = known
      return known
    }
    tools.append(ProgramTool(id: tool, declaration: nil, inputs: nothing))
    return toolNames.append(tool)
  }

  // MARK: Nodes

  mutating func addNodes() {
    nodes.reserveCapacity(draft.nodes.count)
    let hasGreeting = draft.greeting.map { !$0.isBlank } ?? false
    // Looked at in place: copying a node means counting references to all that it holds.
    for index in draft.nodes.indices {
      let kind = draft.nodes[index].kind
      var made = ProgramNode(kind: kind, outcome: draft.nodes[index].outcome)
      if let tool = draft.nodes[index].tool { made.tool = position(of: tool) }
      made.attempt = draft.nodes[index].attempt ?? 0
      var voiced = nothing
      switch draft.nodes[index].say {
      case .text(let text)?: made.hasVoice = kind.speaks && !text.isBlank
      case .questions(let questions)?:
        for (slot, question) in questions where !question.isBlank {
          if let slot = names.slots.position(of: slot) { voiced.insert(slot) }
        }
      // An opening without a text speaks the draft's greeting.
      case nil: made.hasVoice = kind == .open && hasGreeting
      }
      if let slots = draft.nodes[index].slots {
        made.ask = asks.count
        asks.append(Questions(asked: set(of: slots), voiced: voiced))
      }
      nodes.append(made)
    }
  }

  // MARK: Edges

  /// The draft's edges are sorted by node with a counting sort of their positions, then each node's few by event while
  /// they are read: so a talk with thousands of tools stays cheap.
  mutating func addEdges() {
    var offsets = Array(repeating: Int32(0), count: nodes.count + 1)
    for index in sources.indices where exists(index) { offsets[Int(sources[index]) + 1] += 1 }
    for node in nodes.indices { offsets[node + 1] += offsets[node] }
    var order = Array(repeating: Int32(0), count: Int(offsets[nodes.count]))
    var next = offsets
    for index in sources.indices where exists(index) {
      let source = Int(sources[index])
      order[Int(next[source])] = Int32(index)
      next[source] += 1
    }
    edges.reserveCapacity(order.count)
    groups.reserveCapacity(order.count)
    let alphabets = Alphabets(declaredSlots: names.slots.names.count)
    // The edges of a node by their events and their positions, in one number, which sorts like the two.
    var exits: [UInt64] = []
    for node in nodes.indices {
      exits.removeAll(keepingCapacity: true)
      for index in offsets[node]..<offsets[node + 1] {
        let index = Int(order[Int(index)])
        exits.append(UInt64(code(of: draft.edges[index].on).rank) << 32 | UInt64(index))
      }
      exits.sortFew()
      addGroups(of: node, alphabets, exits)
    }
    for node in nodes.indices where nodes[node].resumeTarget == 0 {
      nodes[node].resumeTarget = resumeTargets.count
      resumeTargets.append(node)
    }
    for (counter, index) in guards.counters.enumerated() { nodes[index.node].counter = counter }
    rememberTools()
  }

  /// Gives each tool that a guard or `success_requires` asks for its place behind the slots. Which those are is known
  /// once all guards have been read; sets that were made before get room for them.
  private mutating func rememberTools() {
    for (memory, tool) in names.rememberedTools.enumerated() {
      tools[position(of: tool)].memory = names.slots.names.count + memory
    }
    nothing = BitSet(capacity: names.memoryCount)
    required.grow(to: nothing)
    for index in asks.indices { asks[index].grow(to: nothing) }
    for index in tools.indices { tools[index].inputs.grow(to: nothing) }
  }

  /// Whether both ends of an edge do.
  private func exists(_ edge: Int) -> Bool { sources[edge] >= 0 && targets[edge] >= 0 }

  /// Reads an edge of the draft, in place, like the nodes.
  private mutating func addEdge(_ index: Int, on event: ProgramEvent) {
    let to = Int(targets[index])
    var made = ProgramEdge(from: Int(sources[index]), to: to, event: event, index: index)
    if let condition = draft.edges[index].when {
      made.condition = guards.add(condition, &names, target: to)
    }
    made.resumes = draft.edges[index].resumes
    made.setsDeferred = draft.edges[index].sets != nil
    made.clearsDeferred = draft.edges[index].clears != nil
    if made.resumes { nodes[to].resumeTarget = 0 }
    edges.append(made)
  }

  /// The groups of a node, in its alphabet's order. Only an ask's and a talk's alphabet depends on more than the kind.
  private mutating func addGroups(of node: Int, _ alphabets: Alphabets, _ exits: [UInt64]) {
    let first = groups.count
    let plain = alphabets.plain(nodes[node].kind, slots: draft.nodes[node].slots?.count ?? 0)
    // Events of an alphabet stand in the order of their ranks, and tools come last.
    var index = 0
    for (position, event) in plain.enumerated() {
      if position == Node.placeOfTools, nodes[node].kind == .talk { addTools(of: node, exits) }
      addGroup(node, event, exits, from: &index)
    }
    nodes[node].groups = first..<groups.count
  }

  private mutating func addTools(of node: Int, _ exits: [UInt64]) {
    guard let tools = draft.nodes[node].tools else { return }
    var known: Set<ToolID> = []
    // A talk may name a tool twice.
    for tool in tools where tools.count == 1 || known.insert(tool).inserted {
      let event = code(of: .tool(tool))
      var index = exits.partition { $0 >> 32 < event.rank }
      addGroup(node, event, exits, from: &index)
    }
  }

  /// The group of an event, whose edges stand behind those of events of lower ranks.
  private mutating func addGroup(
    _ node: Int, _ event: ProgramEvent, _ exits: [UInt64], from index: inout Int
  ) {
    let first = edges.count
    let rank = UInt64(event.rank)
    while index < exits.count, exits[index] >> 32 < rank { index += 1 }
    while index < exits.count, exits[index] >> 32 == rank {
      addEdge(Int(truncatingIfNeeded: exits[index] & 0xFFFF_FFFF), on: event)
      index += 1
    }
    groups.append(EventGroup(node: node, event: event, edges: first..<edges.count))
  }

  /// Terminals whose exits, which are not edges of the program, lead to a call by automatic steps.
  func callsAfterEnd() -> [Int] {
    var exits: [(from: Int, to: Int)] = []
    for index in sources.indices where exists(index) {
      if nodes[Int(sources[index])].kind.isTerminal {
        exits.append((Int(sources[index]), Int(targets[index])))
      }
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

  private mutating func code(of event: Event) -> ProgramEvent {
    if case .tool(let id) = event { return .tool(Int32(position(of: id))) }
    return ProgramEvent(plain: event)
  }
}

/// The events of each kind of node, without the tools that a talk offers.
private struct Alphabets {
  private let ask, longAsk, talk, confirm, call, automatic: [ProgramEvent]

  init(declaredSlots: Int) {
    func events(_ kind: NodeKind, slots: [SlotKey]? = nil) -> [ProgramEvent] {
      var node = Node("", kind)
      node.slots = slots
      return node.alphabet(declaredSlots: declaredSlots).map(ProgramEvent.init(plain:))
    }
    ask = events(.ask)
    longAsk = events(.ask, slots: ["", ""])
    talk = events(.talk)
    confirm = events(.confirm)
    call = events(.call)
    automatic = events(.route)
  }

  func plain(_ kind: NodeKind, slots: Int) -> [ProgramEvent] {
    switch kind {
    case .ask: slots > 1 ? longAsk : ask
    case .talk: talk
    case .confirm: confirm
    case .call: call
    case .open, .route, .clarify, .nudge, .interject, .report, .apologize: automatic
    case .handoff, .close: []
    }
  }
}

extension ProgramEvent {
  /// Any event but a tool that the user wants, which needs to know the tools.
  fileprivate init(plain event: Event) {
    switch event {
    case .answered: self = .answered
    case .partial: self = .partial
    case .goalMet: self = .goalMet
    case .unclear: self = .unclear
    case .silence: self = .silence
    case .interrupt: self = .interrupt
    case .correct: self = .correct
    case .affirm: self = .affirm
    case .deny: self = .deny
    case .escalate: self = .escalate
    case .ok: self = .ok
    case .error: self = .error
    case .timeout: self = .timeout
    case .auto: self = .auto
    case .tool: preconditionFailure("a plain alphabet names no tool")
    }
  }
}

extension [UInt64] {
  /// Sorts. Most are so few that inserting one after the other is quickest.
  fileprivate mutating func sortFew() {
    if count > 16 { return sort() }
    for index in indices.dropFirst() {
      let element = self[index]
      var free = index
      while free > 0, self[free - 1] > element {
        self[free] = self[free - 1]
        free -= 1
      }
      self[free] = element
    }
  }

  /// The first position whose element does not come before.
  fileprivate func partition(_ comesBefore: (UInt64) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
