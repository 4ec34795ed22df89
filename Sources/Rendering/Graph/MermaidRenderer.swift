import Documents
import PolicyGraph

/// Mermaid flow charts, for Markdown.
public enum MermaidRenderer {
  /// What Mermaid draws without being told (`maxEdges`, `maxTextSize`).
  private static let edgeLimit = 500
  private static let textLimit = 50_000

  /// The picture as a flow chart (https://mermaid.js.org/syntax/flowchart.html), without a line feed at its end. A comment
  /// heads one that is larger than Mermaid draws by default; it ends with `advice`, which says how a smaller one is made.
  /// O(size of the picture).
  public static func text(of picture: GraphPicture, advice: String = "draw one phase at a time") -> String {
    var lines = ["flowchart \(picture.direction == .down ? "TD" : "LR")"]
    var classes: [Tint: [String]] = [:]
    var marked: [String] = []
    var passed: [String] = []
    for (position, group) in picture.groups.enumerated() {
      let indent = group.title == nil ? "  " : "    "
      if let title = group.title { lines.append("  subgraph p\(position)[\(quoted([title]))]") }
      for box in group.boxes {
        let (open, close) = shape(of: box)
        let label = box.title.isEmpty ? box.lines : [box.title] + box.lines
        lines.append("\(indent)\(box.name)\(open)\(quoted(label.isEmpty ? [" "] : label))\(close)")
        classes[Tint(box), default: []].append(box.name)
        if box.isFaulty || box.shape == .missing {
          marked.append(box.name)
        } else if box.isOnTrail {
          passed.append(box.name)
        }
      }
      if group.title != nil { lines.append("  end") }
    }
    for arrow in picture.arrows {
      let line = arrow.isDashed ? "-.->" : "-->"
      let words = arrow.linesWithSteps
      let label = words.isEmpty ? "" : "|\(quoted(words))|"
      lines.append("  \(arrow.from) \(line)\(label) \(arrow.to)")
    }
    for tint in Tint.allCases {
      guard let names = classes[tint] else { continue }
      lines.append("  classDef \(tint.rawValue) fill:\(tint.fill),stroke:#444444,color:#000000")
      lines.append("  class \(names.joined(separator: ",")) \(tint.rawValue)")
    }
    if !marked.isEmpty {
      lines.append("  classDef faulty stroke:#cc0000,stroke-width:2px,stroke-dasharray:4")
      lines.append("  class \(marked.joined(separator: ",")) faulty")
    }
    if !passed.isEmpty {
      lines.append("  classDef passed stroke:\(GraphTrail.colour),stroke-width:3px")
      lines.append("  class \(passed.joined(separator: ",")) passed")
    }
    let taken = picture.arrows.indices.filter { !picture.arrows[$0].steps.isEmpty }.map(String.init)
    if !taken.isEmpty {
      lines.append("  linkStyle \(taken.joined(separator: ",")) stroke:\(GraphTrail.colour),stroke-width:3px")
    }
    let text = lines.joined(separator: "\n")
    guard let header = header(edges: picture.arrows.count, bytes: text.utf8.count, advice) else {
      return text
    }
    return "\(header)\n\(text)"
  }

  /// Asks for more than Mermaid draws of itself, where the drawing is beyond it. By default no drawing may raise these
  /// limits (https://mermaid.js.org/config/schema-docs/config-properties-secure.html): the page that shows it has to.
  private static func header(edges: Int, bytes: Int, _ advice: String) -> String? {
    guard edges > edgeLimit || bytes > textLimit else { return nil }
    let size = max(2 * bytes, textLimit)
    return """
      %%{init: {"maxEdges": \(max(edges, edgeLimit)), "maxTextSize": \(size)}}%%
      %% \(edges) arrows, \(bytes) bytes. Mermaid stops at \(edgeLimit) and \(textLimit), unless the site that shows it \
      has raised `maxEdges` and `maxTextSize` in `mermaid.initialize`. Otherwise \(advice).
      """
  }

  private static func shape(of box: GraphPicture.Box) -> (String, String) {
    switch box.shape {
    case .start: ("((", "))")
    case .elsewhere, .missing, .legend: ("[", "]")
    case .kind(let kind):
      switch kind {
      case .open: ("((", "))")
      case .route: ("{", "}")
      case .ask: ("[", "]")
      case .talk: ("(", ")")
      case .clarify, .nudge, .interject, .report, .apologize: (">", "]")
      case .confirm: ("{{", "}}")
      case .call: ("[[", "]]")
      case .handoff: box.isStub ? ("([", "])") : ("(((", ")))")
      case .close: ("([", "])")
      }
    }
  }

  private static func quoted(_ lines: [String]) -> String {
    "\"" + lines.map { MermaidText.escaped($0) }.joined(separator: "<br/>") + "\""
  }
}

/// Texts as Mermaid reads them.
enum MermaidText {
  /// Mermaid's own escapes: entities, since a label is HTML and Markdown to it, and a semicolon ends a message of a
  /// sequence diagram.
  static func escaped(_ text: String, alsoSemicolons: Bool = false) -> String {
    var result = ""
    var isStart = true
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      let isMarkup: Bool =
        switch scalar {
        case "\"", "#", "<", ">", "&", "*", "`", "~", "\\", "[", "]", "|", "$": true
        // `%%{init: …}%%` is a directive wherever it stands.
        case "%": true
        // A list or a heading to Markdown, but only at the start of a line.
        case "-", "+", "=": isStart
        case ".", ")": isStart && previous.properties.numericType != nil
        case ";": alsoSemicolons
        case "_": !previous.properties.isAlphabetic && previous.properties.numericType == nil
        default: false
        }
      if isMarkup { result += "#\(scalar.value);" } else { result.unicodeScalars.append(scalar) }
      isStart = isStart && scalar.properties.numericType != nil
      previous = scalar
    }
    return result
  }
}
