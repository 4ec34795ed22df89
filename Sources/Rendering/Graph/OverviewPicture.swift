import Documents
import PolicyGraph

/// The conversation as people tell it: what is ordinary is said once, and everything that is not is drawn.
///
/// Nothing is taken for ordinary because of its name: side paths and tools are folded away only after their edges
/// have been followed, and an edge that no sentence accounts for is an arrow.
struct OverviewPicture {
  private let index: GraphIndex
  private let commonHandling: CommonEventHandling
  private var builder: PictureBuilder
  /// What is said in words.
  private var foldedNodes: Set<NodeID>
  private var foldedEdges: Set<Int>

  private struct Denial {
    let from, to: NodeID
    let isDashed: Bool
  }

  static func make(_ draft: Draft, phases: Set<PhaseID>?) -> GraphPicture {
    var overview = OverviewPicture(draft, phases: phases)
    return overview.make()
  }

  private init(_ draft: Draft, phases: Set<PhaseID>?) {
    index = GraphIndex(draft)
    commonHandling = CommonEventHandling(index)
    builder = PictureBuilder(index, phases: phases)
    foldedNodes = commonHandling.nodes
    foldedEdges = commonHandling.edges
  }

  private mutating func make() -> GraphPicture {
    let (tools, failureEnds) = foldTools()
    let denials = foldDenials()
    builder.addStart()
    var occurrences: [NodeID: Int] = [:]
    for node in index.draft.nodes where !foldedNodes.contains(node.id) {
      occurrences[node.id, default: 0] += 1
      let lines = builder.words.lines(of: node) + (tools[node.id] ?? [])
      builder.add(node, occurrences[node.id] ?? 1, lines: lines)
    }
    for (position, edge) in index.draft.edges.enumerated() {
      if let denial = denials[position] {
        builder.arrow(from: denial.from, to: denial.to, Event.deny.name, isDashed: denial.isDashed)
      }
      if foldedEdges.contains(position) { continue }
      builder.arrow(
        from: edge.from, to: edge.to, routeLabel(of: edge) ?? builder.words.label(of: edge),
        isDashed: edge.resumes)
    }
    addLegend(failureEnds)
    return builder.picture(.down)
  }

  // MARK: Folding

  /// The lines of tools by talk, and where failing tools end the conversation.
  private mutating func foldTools() -> (lines: [NodeID: [String]], ends: [NodeID]) {
    var lines: [NodeID: [String]] = [:]
    var ends: [NodeID] = []
    for talk in index.draft.nodes where talk.kind == .talk && !index.doubled.contains(talk.id) {
      var seen: Set<ToolID> = []
      let reached = (index.outgoing[talk.id] ?? []).compactMap { position in
        if case .tool(let id) = index.draft.edges[position].on { id } else { nil }
      }
      for tool in reached where seen.insert(tool).inserted {
        guard let path = ToolPath(tool, of: talk, index, commonHandling, builder.words) else { continue }
        lines[talk.id, default: []].append(path.line)
        foldedNodes.formUnion(path.nodes)
        foldedEdges.formUnion(path.edges)
        if builder.isShown(talk.phase) { ends += path.terminals.filter { !ends.contains($0) } }
      }
    }
    return (lines, ends)
  }

  /// A no that is acknowledged and leads on is an arrow past its acknowledgement. By the position of the first of
  /// the two edges.
  private mutating func foldDenials() -> [Int: Denial] {
    var denials: [Int: Denial] = [:]
    for node in index.draft.nodes where node.kind.awaits == .user && !foldedNodes.contains(node.id) {
      guard !index.doubled.contains(node.id),
        let (position, edge) = index.plainEdge(from: node.id, on: .deny), !edge.resumes,
        let aside = Aside(edge.to, of: node, on: .deny, index), aside.edges.count == 1,
        let (onward, next) = index.plainEdge(from: edge.to, on: .auto)
      else { continue }
      denials[position] = Denial(from: node.id, to: next.to, isDashed: next.resumes)
      foldedNodes.insert(edge.to)
      foldedEdges.formUnion([position, onward])
    }
    return denials
  }

  // MARK: Words

  /// A route that asks for what is missing, in its order, needs no list of slots on each arrow: the asks show
  /// them. Nil for any other edge.
  private func routeLabel(of edge: Edge) -> String? {
    guard edge.on == .auto, edge.sets == nil, edge.clears == nil, edge.fills == nil, !edge.resumes,
      index.nodes[edge.from]?.kind == .route, let condition = edge.when
    else { return nil }
    var earlier: [SlotKey] = []
    for position in index.edges(from: edge.from, on: .auto) {
      let other = index.draft.edges[position]
      guard let ask = index.nodes[other.to], ask.kind == .ask, let slots = ask.slots else { continue }
      if other.to == edge.to {
        return condition.asksForNext(slots, after: earlier) ? "missing" : nil
      }
      earlier += slots
    }
    return !earlier.isEmpty && condition.asks(exactlyFor: earlier) ? "all known" : nil
  }

  private mutating func addLegend(_ failureEnds: [NodeID]) {
    let lines = commonHandling.common.map { common in
      "\(common.event.name): \(text(of: common))" + (common.isUniform ? "" : " (unless drawn otherwise)")
    }
    guard !lines.isEmpty || !failureEnds.isEmpty else { return }
    let name = GraphPicture.legend
    builder.add(
      GraphPicture.Box(
        name: name, shape: .legend, title: "Wherever the agent awaits the user", lines: lines), to: nil)
    for common in commonHandling.common {
      for step in common.handling.steps {
        guard case .terminal(let id) = step.target, let node = index.nodes[id] else { continue }
        var label = common.event.name
        if case .afterwards(let limit) = step.circumstance {
          label += ", \(GraphWords.ordinal(limit + 1)) time"
        }
        builder.arrow(from: name, to: builder.shownTerminal(node), label, isDashed: false)
      }
    }
    for id in failureEnds {
      guard let node = index.nodes[id] else { continue }
      builder.arrow(from: name, to: builder.shownTerminal(node), "failed tool", isDashed: false)
    }
  }

  private func text(of common: CommonEventHandling.Common) -> String {
    common.handling.steps.map { step in
      var text: String
      switch step.target {
      case .terminal(let id): text = index.nodes[id].map(builder.words.ending) ?? ""
      case .aside(let kind, let speaksAgain):
        switch kind {
        case .clarify: text = "clarified"
        case .nudge: text = "nudged"
        default: text = "acknowledged"
        }
        if case .first(let limit) = step.circumstance {
          text += limit == 1 ? " once" : " up to \(limit) times"
        } else {
          text += ", and back"
        }
        if speaksAgain { text += ", saying it again" }
      }
      if step.sets != nil { text = "put off, \(text)" }
      return text
    }.joined(separator: ", then ")
  }
}

extension Guard {
  /// Whether it holds when all earlier slots are filled and one of the next is not.
  fileprivate func asksForNext(_ slots: [SlotKey], after earlier: [SlotKey]) -> Bool {
    var parts: [Guard] = [self]
    if case .all(let all) = self { parts = all }
    guard case .not(let next)? = parts.last, next.asks(exactlyFor: slots),
      let filled = GraphWords.slots(of: parts.dropLast())
    else { return false }
    return Set(filled) == Set(earlier) && filled.count == parts.count - 1
  }
}
