import Documents
import PolicyGraph

/// What is drawn of a draft, in no drawing language yet: boxes in groups, and arrows between them. ``DotRenderer`` and
/// ``MermaidRenderer`` write it down.
public struct GraphPicture: Equatable, Sendable {
  /// The conversation as people tell it: what happens wherever the user is awaited is said once in a legend, and everything
  /// that differs is drawn. `phases` are those that are drawn; nil draws all. O(nodes * edges) at worst.
  public static func overview(of draft: Draft, phases: Set<PhaseID>? = nil) -> GraphPicture {
    OverviewPicture.make(draft, phases: phases)
  }

  /// Every node and every edge of the phases; nil draws all. O(size of the draft).
  public static func full(of draft: Draft, phases: Set<PhaseID>? = nil) -> GraphPicture {
    FullPicture.make(draft, phases: phases)
  }

  /// Every node and every edge, and the way of a witness conversation through them.
  package static func full(of draft: Draft, phases: Set<PhaseID>?, trail: GraphTrail?) -> GraphPicture {
    FullPicture.make(draft, phases: phases, trail: trail)
  }

  /// Kinds are told apart by shape.
  enum Shape: Hashable, Sendable {
    case kind(NodeKind)
    /// Where a conversation begins, drawn where the entry does not show it by its own shape.
    case start
    /// A node that another part of the picture shows.
    case elsewhere
    /// A node that an edge names and the draft does not have.
    case missing
    case legend
  }

  struct Box: Equatable, Sendable {
    let name: String
    let shape: Shape
    var outcome: CloseOutcome?
    var title: String
    var lines: [String] = []
    /// Something is wrong with the node; the lines say what.
    var isFaulty = false
    /// Stands for a terminal that many arrows lead to, near those that lead there.
    var isStub = false
    /// A witness conversation comes here.
    var isOnTrail = false
  }

  struct Arrow: Equatable, Sendable {
    let from: String
    let to: String
    var labels: [String]
    /// The target is taken up again without speaking.
    var isDashed = false
    /// The steps of a witness conversation that go this way.
    var steps: [Int] = []
  }

  struct Group: Equatable, Sendable {
    /// Nil holds what belongs to no phase.
    let title: String?
    var boxes: [Box]
  }

  enum Direction: Sendable { case down, across }

  /// The name of the legend's box.
  static let legend = "legend"

  var title: String
  let direction: Direction
  var groups: [Group]
  var arrows: [Arrow]
}

/// Puts a picture together from nodes and edges: which box an arrow ends at, and one arrow for each two ends.
struct PictureBuilder {
  let index: GraphIndex
  let words: GraphWords
  /// The phases that are drawn; nil for the whole draft.
  let phases: Set<PhaseID>?
  /// A witness conversation that the picture shows.
  let trail: GraphTrail?

  private var order: [PhaseID?] = []
  private var boxes: [PhaseID?: [GraphPicture.Box]] = [:]
  private var arrows: [GraphPicture.Arrow] = []
  private var arrowPositions: [[String]: Int] = [:]
  /// The labels of each arrow.
  private var knownLabels: [Set<String>] = []
  private var names: [NodeID: String] = [:]
  private var otherNames: [String: String] = [:]

  init(_ index: GraphIndex, phases: Set<PhaseID>?, trail: GraphTrail? = nil) {
    self.index = index
    self.phases = phases
    self.trail = trail
    words = GraphWords(index)
    for (position, node) in index.draft.nodes.enumerated() where names[node.id] == nil {
      names[node.id] = "n\(position)"
    }
  }

  func isShown(_ phase: PhaseID?) -> Bool {
    guard let phases else { return true }
    return phase.map(phases.contains) ?? false
  }

  mutating func add(_ box: GraphPicture.Box, to phase: PhaseID?) {
    if boxes[phase] == nil { order.append(phase) }
    boxes[phase, default: []].append(box)
  }

  /// The box of a node that is the `occurrence`-th of its id.
  mutating func add(_ node: Node, _ occurrence: Int, lines: [String]) {
    guard isShown(node.phase), let name = names[node.id] else { return }
    var box = GraphPicture.Box(
      name: occurrence == 1 ? name : "\(name)_\(occurrence)", shape: .kind(node.kind), outcome: node.outcome,
      title: words.title(of: node), lines: lines)
    for event in index.unanswered(node) { box.lines.append("no edge on \(words.name(event.name))") }
    if index.doubled.contains(node.id) { box.lines.append("one of several nodes of this id") }
    if let trail, occurrence == 1 {
      box.isOnTrail = trail.nodes.contains(node.id)
      if node.id == trail.fault { box.lines.append("✗ \(trail.rule)") }
    }
    box.isFaulty = box.lines.count > lines.count
    add(box, to: node.phase)
  }

  /// `edge` is the position in the draft of the edge that the arrow stands for, if it is one.
  mutating func arrow(from: NodeID, to: NodeID, _ label: String, isDashed: Bool, edge: Int? = nil) {
    let phase = index.nodes[from]?.phase
    guard isShown(phase) else { return }
    let start = name(of: from)
    let steps = edge.flatMap { trail?.steps[$0] } ?? []
    arrow(from: start, to: end(of: to, seenFrom: phase), label, isDashed: isDashed, steps: steps)
  }

  mutating func arrow(from: String, to: String, _ label: String, isDashed: Bool, steps: [Int] = []) {
    let key = [from, to, isDashed ? "resume" : ""]
    if let position = arrowPositions[key] {
      if !label.isEmpty, knownLabels[position].insert(label).inserted {
        arrows[position].labels.append(label)
      }
      arrows[position].steps = (arrows[position].steps + steps).sorted()
    } else {
      arrowPositions[key] = arrows.count
      knownLabels.append([label])
      arrows.append(
        GraphPicture.Arrow(
          from: from, to: to, labels: label.isEmpty ? [] : [label], isDashed: isDashed, steps: steps))
    }
  }

  /// The box of a node, wherever it is; one that is missing gets a box that says so.
  mutating func name(of id: NodeID) -> String {
    if let name = names[id] { return name }
    let name = "missing\(names.count)"
    names[id] = name
    add(
      GraphPicture.Box(name: name, shape: .missing, title: words.name(id.text), lines: ["missing"]), to: nil)
    return name
  }

  /// The box that an arrow from a phase to a node ends at. Terminals that half the graph leads to, and nodes of
  /// phases that are not drawn, get a small box of their own in each group.
  private mutating func end(of id: NodeID, seenFrom phase: PhaseID?) -> String {
    guard let node = index.nodes[id], node.phase != phase else { return name(of: id) }
    let isTerminal = node.kind == .handoff || (node.kind == .close && node.outcome == .abandoned)
    let isHidden = !isShown(node.phase)
    guard isTerminal || isHidden else { return name(of: id) }
    let name = "\(self.name(of: id))_at_\(order.firstIndex(of: phase) ?? order.count)"
    guard otherNames.updateValue(name, forKey: name) == nil else { return name }
    var box = GraphPicture.Box(
      name: name, shape: node.kind.isTerminal ? .kind(node.kind) : .elsewhere, outcome: node.outcome,
      title: words.title(of: node))
    if !node.kind.isTerminal, let phase = node.phase { box.lines = ["in \(words.title(of: phase))"] }
    box.isStub = true
    box.isOnTrail = trail?.nodes.contains(id) ?? false
    add(box, to: phase)
    return name
  }

  /// The name of a terminal's own box, which a filter by phase would leave out.
  mutating func shownTerminal(_ node: Node) -> String {
    let name = self.name(of: node.id)
    if !isShown(node.phase), otherNames.updateValue(name, forKey: name) == nil {
      add(
        GraphPicture.Box(
          name: name, shape: .kind(node.kind), outcome: node.outcome, title: words.title(of: node)), to: nil)
    }
    return name
  }

  func picture(_ direction: GraphPicture.Direction) -> GraphPicture {
    let ends = Set(arrows.flatMap { [$0.from, $0.to] })
    let stubs = Set(
      boxes.values.joined().filter(\.isStub).map { String($0.name.prefix { $0 != "_" }) })
    let groups = order.map { phase in
      // A terminal that only its small boxes are led to would stand alone.
      let shown = (boxes[phase] ?? []).filter { ends.contains($0.name) || !stubs.contains($0.name) }
      return GraphPicture.Group(title: phase.map(words.title), boxes: shown)
    }
    let name = index.draft.member("name")?.text ?? "flow draft"
    return GraphPicture(
      title: words.name(name), direction: direction, groups: groups.filter { !$0.boxes.isEmpty },
      arrows: arrows)
  }
}

extension PictureBuilder {
  /// Marks where the conversation begins, unless that shows.
  mutating func addStart() {
    let entry = index.draft.entry
    guard index.nodes[entry]?.kind != .open, isShown(index.nodes[entry]?.phase) else { return }
    add(GraphPicture.Box(name: "start", shape: .start, title: ""), to: nil)
    arrow(from: "start", to: name(of: entry), "", isDashed: false)
  }
}
