import Documents
import PolicyGraph

/// Graphviz: phases as clusters, kinds by shape, endings by colour.
public enum DotRenderer {
  /// The picture in the DOT language (https://graphviz.org/doc/info/lang.html), without a line feed at its end. O(size of
  /// the picture).
  public static func text(of picture: GraphPicture) -> String {
    let direction = picture.direction == .down ? "TB" : "LR"
    var lines = [
      "digraph policy {",
      "  graph [rankdir=\(direction), ranksep=0.4, nodesep=0.3, fontname=\"Helvetica\", fontsize=16,"
        + " labelloc=t, label=\(quoted([picture.title]))];",
      "  node [fontname=\"Helvetica\", fontsize=11, style=filled, fillcolor=white, color=\"#444444\"];",
      "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#555555\", arrowsize=0.7];",
    ]
    for (position, group) in picture.groups.enumerated() {
      let indent = group.title == nil ? "  " : "    "
      if let title = group.title {
        lines.append("  subgraph cluster_\(position) {")
        lines.append(
          "    label=\(quoted([title])); labeljust=l; style=rounded; color=\"#8899aa\"; fontsize=13;")
      }
      for box in group.boxes { lines.append("\(indent)\(box.name) [\(attributes(of: box))];") }
      if group.title != nil { lines.append("  }") }
    }
    for arrow in picture.arrows {
      var attributes: [String] = []
      // Blanks at both ends keep a label off the line that passes it.
      let label = arrow.linesWithSteps.map { " \($0) " }
      if !label.isEmpty { attributes.append("label=\(quoted(label))") }
      if arrow.isDashed { attributes.append("style=dashed") }
      if !arrow.steps.isEmpty {
        attributes.append("color=\"\(GraphTrail.colour)\", fontcolor=\"\(GraphTrail.colour)\", penwidth=2.5")
      }
      if arrow.from == GraphPicture.legend { attributes.append("color=\"#999999\"") }
      let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
      lines.append("  \(arrow.from) -> \(arrow.to)\(list);")
    }
    lines.append("}")
    return lines.joined(separator: "\n")
  }

  private static func attributes(of box: GraphPicture.Box) -> String {
    let isList = [.legend, .kind(.talk), .kind(.ask)].contains(box.shape) && !box.lines.isEmpty
    // Lists are set flush left (`\l`), below a centred title.
    let label =
      isList
      ? "\"" + escaped(box.title) + "\\n" + box.lines.map { escaped($0) + "\\l" }.joined() + "\""
      : quoted(box.title.isEmpty ? box.lines : [box.title] + box.lines)
    var attributes = ["label=\(label)", style(of: box)]
    if box.isStub { attributes.append("fontsize=9, height=0.2, margin=\"0.05,0.02\"") }
    if box.isFaulty {
      attributes.append("color=\"#cc0000\", penwidth=2")
    } else if box.isOnTrail {
      attributes.append("color=\"\(GraphTrail.colour)\", penwidth=2.5")
    }
    return attributes.joined(separator: ", ")
  }

  private static func style(of box: GraphPicture.Box) -> String {
    let tint = Tint(box)
    let fill = "fillcolor=\"\(tint.fill)\""
    switch box.shape {
    case .start: return "shape=point, width=0.15, fillcolor=\"#444444\""
    case .elsewhere: return "shape=box, style=dashed, color=\"#888888\""
    case .missing: return "shape=box, style=dashed, color=\"#cc0000\", fontcolor=\"#cc0000\""
    case .legend: return "shape=box, style=\"filled,dashed\", \(fill), color=\"#999999\", fontsize=10"
    case .kind(let kind):
      switch kind {
      case .open: return "shape=circle, \(fill)"
      case .route: return "shape=diamond, margin=\"0.02,0.02\", \(fill)"
      case .ask: return "shape=box, \(fill)"
      case .talk: return "shape=box, style=\"filled,rounded\", \(fill)"
      case .clarify, .nudge, .interject, .report, .apologize: return "shape=note, \(fill)"
      case .confirm: return "shape=hexagon, \(fill)"
      case .call: return "shape=component, \(fill)"
      case .handoff: return "shape=octagon, peripheries=\(box.isStub ? 1 : 2), \(fill)"
      case .close: return "shape=oval, peripheries=\(box.isStub ? 1 : 2), \(fill)"
      }
    }
  }

  private static func quoted(_ lines: [String]) -> String {
    "\"" + lines.map(escaped).joined(separator: "\\n") + "\""
  }

  /// In a quoted label, Graphviz reads backslash sequences and HTML entities.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Colours, the same in every drawing language.
enum Tint: String, CaseIterable {
  case neutral, question, aside, confirm, tool, success, declined, abandoned, handoff

  init(_ box: GraphPicture.Box) {
    guard case .kind(let kind) = box.shape else {
      self = .neutral
      return
    }
    switch kind {
    case .open: self = .success
    case .route: self = .neutral
    case .ask, .talk: self = .question
    case .clarify, .nudge, .interject: self = .aside
    case .confirm: self = .confirm
    case .call, .report, .apologize: self = .tool
    case .handoff: self = .handoff
    case .close:
      switch box.outcome {
      case .success: self = .success
      case .declined: self = .declined
      case .abandoned, nil: self = .abandoned
      }
    }
  }

  var fill: String {
    switch self {
    case .neutral: "#f3f3f3"
    case .question: "#cfe2f3"
    case .aside: "#fff2cc"
    case .confirm: "#fce5cd"
    case .tool: "#d9d2e9"
    case .success: "#b6d7a8"
    case .declined: "#ffd966"
    case .abandoned: "#cccccc"
    case .handoff: "#ea9999"
    }
  }
}

extension String {
  /// The lines of a label.
  var lines: [String] { split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}
