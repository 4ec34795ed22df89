import PolicyGraph

/// What all drawings share: nodes by phase, edges drawn once for each pair of ends with all their events.
struct GraphPicture {
  struct Arrow {
    let from: NodeID
    let to: NodeID
    var labels: [String]
    var isResume: Bool
  }

  /// Phases in the order of their first node; nil holds what belongs to none.
  let groups: [(phase: PhaseID?, nodes: [Node])]
  let arrows: [Arrow]
  /// Short names that every drawing language takes.
  let names: [NodeID: String]

  init(_ draft: Draft) {
    var order: [PhaseID?] = []
    var members: [PhaseID?: [Node]] = [:]
    var names: [NodeID: String] = [:]
    for node in draft.nodes {
      if members[node.phase] == nil { order.append(node.phase) }
      members[node.phase, default: []].append(node)
      if names[node.id] == nil { names[node.id] = "n\(names.count)" }
    }
    groups = order.map { ($0, members[$0] ?? []) }

    var positions: [[NodeID]: Int] = [:]
    var arrows: [Arrow] = []
    for edge in draft.edges {
      // An edge to a node that does not exist is drawn too, so that the gap can be seen.
      for end in [edge.from, edge.to] where names[end] == nil { names[end] = "n\(names.count)" }
      let label = Self.label(of: edge)
      if let position = positions[[edge.from, edge.to]], arrows[position].isResume == edge.resumes {
        arrows[position].labels.append(label)
      } else {
        positions[[edge.from, edge.to]] = arrows.count
        arrows.append(Arrow(from: edge.from, to: edge.to, labels: [label], isResume: edge.resumes))
      }
    }
    self.arrows = arrows
    self.names = names
  }

  private static func label(of edge: Edge) -> String {
    var label = edge.on == .auto ? "" : edge.on.name
    if let condition = edge.when { label += (label.isEmpty ? "" : " ") + "[\(text(of: condition))]" }
    if edge.sets != nil { label += " / defer" }
    if edge.clears != nil { label += " / take up" }
    return label
  }

  static func text(of condition: Guard) -> String {
    switch condition {
    case .filled(let slot): slot.text
    case .visits(let node, let below):
      "\(node.text.split(separator: "/").last ?? "") < \(below)"
    case .deferred: "deferred"
    case .all(let parts): parts.isEmpty ? "always" : parts.map(text).joined(separator: " & ")
    case .any(let parts): "(" + parts.map(text).joined(separator: " | ") + ")"
    case .not(.all(let parts)): "not (" + parts.map(text).joined(separator: " & ") + ")"
    case .not(let part): "not \(text(of: part))"
    }
  }

  /// The lines of a node's label: its id without the phase, and what it collects or ends with.
  static func caption(of node: Node) -> [String] {
    var lines = ["\(node.kind.rawValue)"]
    let id = node.id.text
    let short = id.split(separator: "/", omittingEmptySubsequences: false).dropFirst(
      node.phase == nil ? 0 : 1)
    let name = short.joined(separator: "/")
    if !name.isEmpty, name != node.kind.rawValue { lines.append(name) }
    if let slots = node.slots { lines.append(slots.map(\.text).joined(separator: ", ")) }
    return lines
  }
}

/// Graphviz: phases as clusters, kinds by shape.
enum DotRenderer {
  static func text(of draft: Draft) -> String {
    let picture = GraphPicture(draft)
    var lines = [
      "digraph policy {",
      "  graph [rankdir=TB, fontname=\"Helvetica\", labelloc=t, label=\(quoted(draft.member("name")?.text ?? "flow draft"))];",
      "  node [fontname=\"Helvetica\", fontsize=11, style=filled, fillcolor=white];",
      "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#555555\"];",
    ]
    for (index, group) in picture.groups.enumerated() {
      let indent = group.phase == nil ? "  " : "    "
      if let phase = group.phase {
        lines.append("  subgraph cluster_\(index) {")
        lines.append("    label=\(quoted(phase.text)); style=rounded; color=\"#8899aa\"; fontsize=13;")
      }
      for node in group.nodes {
        let label = quoted(GraphPicture.caption(of: node).joined(separator: "\n"))
        lines.append("\(indent)\(picture.names[node.id] ?? "n") [label=\(label), \(style(of: node.kind))];")
      }
      if group.phase != nil { lines.append("  }") }
    }
    for arrow in picture.arrows {
      guard let from = picture.names[arrow.from], let to = picture.names[arrow.to] else { continue }
      let label = quoted(arrow.labels.filter { !$0.isEmpty }.joined(separator: "\n"))
      lines.append("  \(from) -> \(to) [label=\(label)\(arrow.isResume ? ", style=dashed" : "")];")
    }
    lines.append("}")
    return lines.joined(separator: "\n")
  }

  private static func style(of kind: NodeKind) -> String {
    switch kind {
    case .open: "shape=circle, fillcolor=\"#d9ead3\""
    case .route: "shape=diamond, fillcolor=\"#eeeeee\""
    case .ask: "shape=box, fillcolor=\"#cfe2f3\""
    case .talk: "shape=box, style=\"filled,rounded\", fillcolor=\"#cfe2f3\""
    case .clarify, .nudge, .interject: "shape=note, fillcolor=\"#fff2cc\""
    case .confirm: "shape=hexagon, fillcolor=\"#fce5cd\""
    case .call: "shape=component, fillcolor=\"#d9d2e9\""
    case .report, .apologize: "shape=note, fillcolor=\"#d9d2e9\""
    case .handoff: "shape=doubleoctagon, fillcolor=\"#f4cccc\""
    case .close: "shape=oval, peripheries=2, fillcolor=\"#d9ead3\""
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
      }
    }
    return result + "\""
  }
}

/// Mermaid flow charts, for Markdown.
enum MermaidRenderer {
  static func text(of draft: Draft) -> String {
    let picture = GraphPicture(draft)
    var lines = ["flowchart TD"]
    for (index, group) in picture.groups.enumerated() {
      let indent = group.phase == nil ? "  " : "    "
      if let phase = group.phase { lines.append("  subgraph p\(index)[\(quoted(phase.text))]") }
      for node in group.nodes {
        let label = quoted(GraphPicture.caption(of: node).joined(separator: "<br/>"))
        let (open, close) = shape(of: node.kind)
        lines.append("\(indent)\(picture.names[node.id] ?? "n")\(open)\(label)\(close)")
      }
      if group.phase != nil { lines.append("  end") }
    }
    for arrow in picture.arrows {
      guard let from = picture.names[arrow.from], let to = picture.names[arrow.to] else { continue }
      let labels = arrow.labels.filter { !$0.isEmpty }
      let line = arrow.isResume ? "-.->" : "-->"
      let label = labels.isEmpty ? "" : "|\(quoted(labels.joined(separator: "<br/>")))|"
      lines.append("  \(from) \(line)\(label) \(to)")
    }
    return lines.joined(separator: "\n")
  }

  private static func shape(of kind: NodeKind) -> (String, String) {
    switch kind {
    case .open: ("((", "))")
    case .route: ("{", "}")
    case .ask: ("[", "]")
    case .talk: ("(", ")")
    case .clarify, .nudge, .interject, .report, .apologize: (">", "]")
    case .confirm: ("{{", "}}")
    case .call: ("[[", "]]")
    case .handoff, .close: ("(((", ")))")
    }
  }

  /// Mermaid's own escapes: entities, since a label is HTML to it. `<br/>` between lines is ours.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for piece in text.replacingLineBreaks {
      switch piece {
      case "\"": result += "#quot;"
      case "#": result += "#35;"
      case "<": result += "#lt;"
      case ">": result += "#gt;"
      case "\u{1}": result += "<br/>"
      default: result.unicodeScalars.append(piece.value < 0x20 ? " " : piece)
      }
    }
    return result + "\""
  }
}

extension String {
  /// The scalars, with `<br/>` as one control character that no label holds.
  fileprivate var replacingLineBreaks: [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var rest = Array(unicodeScalars)[...]
    let mark = Array("<br/>".unicodeScalars)
    while let first = rest.first {
      if rest.starts(with: mark) {
        result.append("\u{1}")
        rest = rest.dropFirst(mark.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

/// The graph alone, for other programs: nodes with kind and phase, edges with events.
enum GraphJSON {
  static func value(of draft: Draft) -> JSONValue {
    let all = JSONValue(draft)
    return .object([
      JSONMember("entry", .string(draft.entry.text)),
      JSONMember("nodes", all["nodes"] ?? .array([])),
      JSONMember("edges", all["edges"] ?? .array([])),
    ])
  }
}
