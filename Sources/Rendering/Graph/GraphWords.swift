import Documents
import PolicyGraph

/// The words of a drawing: names that are safe to show, titles of nodes, and guards as people say them.
struct GraphWords {
  let index: GraphIndex
  /// All slots that the draft requires: the end asks for exactly these.
  private let required: Set<SlotKey>
  private let phaseLabels: [PhaseID: String]

  init(_ index: GraphIndex) {
    self.index = index
    required = Set((index.draft.variables ?? []).filter(\.isRequired).map(\.key))
    // A draft need not know the labels of its phases; where one has been patched in, people read it more easily.
    var labels: [PhaseID: String] = [:]
    for phase in index.draft.member("phases")?.elements ?? [] {
      if let id = phase["id"]?.text, let label = phase["label"]?.text { labels[PhaseID(id)] = label }
    }
    phaseLabels = labels
  }

  /// A name that an author chose, on one line, not longer than can be read, and unable to reorder what stands
  /// beside it: direction controls are shown as code points, and right-to-left text is isolated (UAX #9).
  func name(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    var isRightToLeft = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: shown.append(" ")
      case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
        shown.append(contentsOf: "U+\(String(scalar.value, radix: 16, uppercase: true))".unicodeScalars)
      case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
        isRightToLeft = true
        shown.append(scalar)
      default: shown.append(scalar)
      }
    }
    var name = String(shown)
    if name.utf8.count > 60, name.count > 60 { name = "\(name.prefix(59))…" }
    return isRightToLeft ? "\u{2068}\(name)\u{2069}" : name
  }

  func title(of phase: PhaseID) -> String { name(phaseLabels[phase] ?? phase.text) }

  /// What a node is called: its kind, and whatever its id adds to that and to where it stands.
  func title(of node: Node) -> String {
    if node.kind == .call { return node.attempt == 2 ? "retry" : "call" }
    let kind = node.kind == .handoff ? "hand-off" : node.kind.rawValue
    var rest = node.id.text[...]
    if let phase = node.phase {
      let prefix = "\(JSONPointer.escape(phase.text))/"
      if rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
    }
    // A side path is named after the node that it leaves, to which arrows join it anyhow.
    if [.clarify, .nudge, .interject].contains(node.kind), let slash = rest.lastIndex(of: "/") {
      let parent = NodeID(String(node.id.text.dropLast(rest[slash...].count)))
      if index.nodes[parent] != nil { rest = rest[slash...].dropFirst() }
      if node.kind == .interject { return name(String(rest)) }
    }
    if let tool = node.tool {
      let prefix = "tool:\(JSONPointer.escape(tool.text))/"
      if rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
    }
    for separator in ["/", ":"] where rest.hasPrefix(node.kind.rawValue + separator) {
      rest = rest.dropFirst(node.kind.rawValue.count + 1)
      let isNumber = rest.utf8.allSatisfy { (0x30...0x39).contains($0) }
      if node.kind == .close { return "close: \(name(String(rest)))" }
      return isNumber ? "\(kind) \(rest)" : "\(kind) (\(name(String(rest))))"
    }
    return rest.isEmpty || rest == node.kind.rawValue ? kind : "\(kind): \(name(String(rest)))"
  }

  /// A terminal within a sentence.
  func ending(_ node: Node) -> String {
    let title = title(of: node)
    return title.hasPrefix("close: ") ? String(title.dropFirst(7)) : title
  }

  /// What a node is about, one line each.
  func lines(of node: Node) -> [String] {
    var lines = (node.slots ?? []).map { name($0.text) }
    if let tool = node.tool { lines.append(name(tool.text)) }
    // Calls under one key act once: the reader has to see which those are.
    if let key = node.idempotencyKey { lines.append("key \(name(key))") }
    if node.kind == .close, let outcome = node.outcome, !title(of: node).hasSuffix(outcome.rawValue) {
      lines.append(outcome.rawValue)
    }
    return lines
  }

  // MARK: Edges

  /// What an arrow says: the event, the circumstances, and what is remembered.
  func label(of edge: Edge) -> String {
    var parts = edge.on == .auto ? [] : [name(edge.on.name)]
    if let condition = edge.when { parts.append(text(of: condition, at: edge.from)) }
    if edge.sets != nil { parts.append("question is put off") }
    if edge.clears != nil { parts.append("is taken up") }
    return wrapped(parts.joined(separator: ", "))
  }

  /// A guard as it reads on an arrow that leaves a node.
  func text(of condition: Guard, at node: NodeID) -> String {
    switch condition {
    case .filled(let slot): return "\(name(slot.text)) known"
    case .done(let tool): return "\(name(tool.text)) done"
    case .not(.done(let tool)): return "\(name(tool.text)) not done"
    case .deferred: return "question put off"
    case .not(.deferred): return "no question put off"
    case .visits(let counted, let limit): return visits(of: counted, at: node, from: 1, below: limit)
    case .not(.visits(let counted, let limit)):
      return visits(of: counted, at: node, from: max(limit, 0) + 1, below: nil)
    case .not(.filled(let slot)): return "\(name(slot.text)) missing"
    case .not(.all(let parts)) where !parts.isEmpty:
      guard let slots = Self.slots(of: parts) else { break }
      if slots.count > 1, Set(slots) == required { return "something required is missing" }
      return slots.map { name($0.text) }.joined(separator: " or ") + " missing"
    case .not(.not(let part)): return text(of: part, at: node)
    case .all(let parts): return conjunction(parts, at: node)
    case .any(let parts):
      if parts.isEmpty { return "never" }
      return parts.map { nested($0, at: node) }.joined(separator: " or ")
    case .not: break
    }
    guard case .not(let part) = condition else { return "" }
    return "not (\(text(of: part, at: node)))"
  }

  private func conjunction(_ parts: [Guard], at node: NodeID) -> String {
    if parts.isEmpty { return "always" }
    let filled = parts.compactMap { if case .filled(let slot) = $0 { slot } else { nil } }
    var texts: [String] = []
    if filled.count > 1, Set(filled) == required {
      texts.append("all required known")
    } else if !filled.isEmpty {
      texts.append(filled.map { name($0.text) }.joined(separator: ", ") + " known")
    }
    for part in parts {
      if case .filled = part { continue }
      if case .all(let inner) = part {
        texts.append(conjunction(inner, at: node))
      } else {
        texts.append(nested(part, at: node))
      }
    }
    return texts.joined(separator: ", ")
  }

  /// The slots, if nothing else is asked for.
  static func slots(of parts: [Guard]) -> [SlotKey]? {
    let slots = parts.compactMap { if case .filled(let slot) = $0 { slot } else { nil } }
    return slots.count == parts.count ? slots : nil
  }

  private func nested(_ part: Guard, at node: NodeID) -> String {
    switch part {
    case .all(let parts) where parts.count > 1: "(\(text(of: part, at: node)))"
    case .any(let parts) where parts.count > 1: "(\(text(of: part, at: node)))"
    default: text(of: part, at: node)
    }
  }

  /// Visits are counted before the next one, so that fewer than one before makes it the first time.
  private func visits(of counted: NodeID, at node: NodeID, from first: Int, below limit: Int?) -> String {
    let times: String
    switch limit {
    case let limit? where limit < 1: times = "never"
    case 1?: times = "1st time"
    case let limit?: times = "first \(limit) times"
    case nil: times = first == 1 ? "always" : "\(Self.ordinal(first)) time"
    }
    let isOwn = index.isEdge(from: node, to: counted)
    return isOwn ? times : "\(times) at \(name(counted.text))"
  }

  static func ordinal(_ number: Int) -> String {
    switch (number % 10, number % 100) {
    case (1, let rest) where rest != 11: "\(number)st"
    case (2, let rest) where rest != 12: "\(number)nd"
    case (3, let rest) where rest != 13: "\(number)rd"
    default: "\(number)th"
    }
  }

  /// Breaks a label between words, since a long one pushes everything beside it away.
  private func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if line.count + word.count < 30 {
        lines[lines.count - 1] = "\(line) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
