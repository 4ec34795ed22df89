/// Whether a draft is a graph at all: names that resolve, events that belong, marks where they may stand.
///
/// All findings in one run. O(nodes + edges + guard atoms).
package func checkShape(of draft: Draft, _ document: Document, findings: inout Findings) {
  var check = ShapeCheck(draft: draft, document: document, findings: findings)
  check.run()
  findings = check.findings
}

private struct ShapeCheck {
  let draft: Draft
  let root: DocumentNode
  let nodeDocuments: [DocumentNode]
  let edgeDocuments: [DocumentNode]
  /// The first node of each id.
  let nodeByID: [NodeID: Node]
  let declaredSlots: Set<SlotKey>
  let declaredTools: Set<ToolID>
  var findings: Findings

  init(draft: Draft, document: Document, findings: Findings) {
    self.draft = draft
    root = document.root
    nodeDocuments = root.list("nodes") ?? []
    edgeDocuments = root.list("edges") ?? []
    nodeByID = Dictionary(draft.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    declaredSlots = Set((draft.variables ?? []).map(\.key))
    declaredTools = Set((draft.tools ?? []).map(\.id))
    self.findings = findings
  }

  mutating func run() {
    checkDeclarations()
    for (node, place) in zip(draft.nodes, nodeDocuments) { checkNode(node, place) }
    for (edge, place) in zip(draft.edges, edgeDocuments) { checkEdge(edge, place) }
    if nodeByID[draft.entry] == nil {
      reportUnknownNode(draft.entry, "`entry`", at: root.member("entry") ?? root)
    }
    checkIdempotencyKeys()
  }

  // MARK: Declarations

  private mutating func checkDeclarations() {
    checkDistinct(draft.nodes.map(\.id), nodeDocuments, "id", .duplicateNode, "node")
    checkDistinct(
      (draft.variables ?? []).map(\.key), root.list("variables") ?? [], "key", .duplicateDeclaration,
      "variable")
    checkDistinct(
      (draft.tools ?? []).map(\.id), root.list("tools") ?? [], "id", .duplicateDeclaration, "tool")
    checkDistinct(
      (draft.scenarios ?? []).map(\.id), root.list("evaluation_scenarios") ?? [], "id", .duplicateDeclaration,
      "scenario")
    for (tool, place) in zip(draft.tools ?? [], root.list("tools") ?? []) {
      checkSlots(tool.inputs ?? [], "the inputs of tool `\(tool.id)`", at: place.member("inputs") ?? place)
    }
  }

  private mutating func checkDistinct<Space>(
    _ names: [Identifier<Space>], _ places: [DocumentNode], _ key: String, _ rule: Rule, _ noun: String
  ) {
    var first: [Identifier<Space>: DocumentNode] = [:]
    for (name, place) in zip(names, places) {
      let place = place.member(key) ?? place
      if let earlier = first[name] {
        findings.report(
          rule, "the \(noun) `\(name)` is declared twice", at: place,
          notes: [("first declared here", earlier)], help: "rename one of the two, or remove it")
      } else {
        first[name] = place
      }
    }
  }

  // MARK: Nodes

  private mutating func checkNode(_ node: Node, _ place: DocumentNode) {
    checkSlots(node.slots ?? [], "node `\(node.id)`", at: place.member("slots") ?? place)
    checkTools(node.tools ?? [], "node `\(node.id)`", at: place.member("tools") ?? place)
    if let tool = node.tool { checkTools([tool], "node `\(node.id)`", at: place.member("tool") ?? place) }
    if node.kind == .ask { checkQuestions(of: node, place) }
    if !node.kind.speaks, case .text(let text)? = node.say, !text.isBlank {
      findings.report(
        .unspokenText, "`\(node.id)` is a \(node.kind.rawValue), which never says its text",
        at: place.member("say") ?? place, help: "move the text to a node that speaks")
    }
  }

  private mutating func checkQuestions(of node: Node, _ place: DocumentNode) {
    let slots = node.slots ?? []
    var questions: [SlotKey: String] = [:]
    if case .questions(let all)? = node.say { for (slot, question) in all { questions[slot] = question } }
    let say = place.member("say") ?? place
    for slot in slots where questions[slot]?.isBlank ?? true {
      findings.report(
        .questionsMismatch, "`\(node.id)` asks for `\(slot)` without a question", at: say,
        help: "write the question into `say`, under `\(slot)`")
    }
    for extra in questions.keys.filter({ !slots.contains($0) }).sorted() {
      findings.report(
        .questionsMismatch, "`\(node.id)` has a question for `\(extra)`, which is not among its slots",
        at: say,
        help: "add `\(extra)` to `slots`, or remove the question")
    }
    if Set(slots).count < slots.count {
      findings.report(
        .questionsMismatch, "`\(node.id)` asks for one slot twice", at: place.member("slots") ?? place,
        help: "name each slot once")
    }
  }

  // MARK: Edges

  private mutating func checkEdge(_ edge: Edge, _ place: DocumentNode) {
    let target = nodeByID[edge.to]
    if target == nil { reportUnknownNode(edge.to, "the edge's target", at: place.member("to") ?? place) }
    if let condition = edge.when { checkGuard(condition, at: place.member("when") ?? place) }
    guard let source = nodeByID[edge.from] else {
      return reportUnknownNode(edge.from, "the edge's source", at: place.member("from") ?? place)
    }
    checkEvent(of: edge, from: source, place)
    checkMarks(of: edge, from: source, to: target, place)
  }

  private mutating func checkEvent(of edge: Edge, from source: Node, _ place: DocumentNode) {
    let name = place.member("on") ?? place
    if source.kind.isTerminal {
      findings.report(
        .exitFromTerminal, "`\(source.id)` ends the conversation, and an edge leaves it", at: name,
        help: "remove the edge, or make the node one that goes on")
      return
    }
    let alphabet = source.alphabet(declaredSlots: declaredSlots.count)
    guard !alphabet.contains(edge.on) else { return }
    findings.report(
      .foreignEvent, "`\(edge.on.name)` cannot happen at `\(source.id)`, a \(source.kind.rawValue)", at: name,
      help: "what can happen there: " + alphabet.map { "`\($0.name)`" }.joined(separator: ", "))
  }

  private mutating func checkMarks(of edge: Edge, from source: Node, to target: Node?, _ place: DocumentNode)
  {
    if edge.resumes, let target, target.kind.awaits != .user || target.kind == .confirm {
      findings.report(
        .misplacedResume, "`\(target.id)`, a \(target.kind.rawValue), cannot be resumed",
        at: place.member("resume") ?? place, help: "remove `resume`, so that the node is entered and speaks")
    }
    if edge.on == .answered, source.kind == .ask {
      if edge.fills.map(Set.init) != Set(source.slots ?? []) {
        findings.report(
          .fillsMismatch, "`answered` at `\(source.id)` has to fill exactly the slots of the ask",
          at: place.member("fills") ?? place,
          help: "write `fills`: " + (source.slots ?? []).map { "`\($0)`" }.joined(separator: ", "))
      }
    } else if edge.fills != nil {
      findings.report(
        .fillsMismatch, "only `answered` fills slots, and this edge is on `\(edge.on.name)`",
        at: place.member("fills") ?? place, help: "remove `fills`")
    }
    if edge.sets != nil, edge.on != .interrupt {
      findings.report(
        .misplacedFlag, "only `interrupt` puts a question off, and this edge is on `\(edge.on.name)`",
        at: place.member("sets") ?? place, help: "remove `sets`")
    }
    let takesUp = edge.on == .auto && source.kind == .route && target?.kind == .talk && !edge.resumes
    if edge.clears != nil, !takesUp {
      findings.report(
        .misplacedFlag, "a question is taken up only where a route goes on into a talk that speaks",
        at: place.member("clears") ?? place, help: "remove `clears`, or move it to such an edge")
    }
  }

  private mutating func checkGuard(_ condition: Guard, at place: DocumentNode) {
    switch condition {
    case .filled(let slot): checkSlots([slot], "the guard", at: place)
    case .visits(let node, _):
      if nodeByID[node] == nil { reportUnknownNode(node, "the guard", at: place) }
    case .deferred: return
    case .all(let parts), .any(let parts): for part in parts { checkGuard(part, at: place) }
    case .not(let part): checkGuard(part, at: place)
    }
  }

  // MARK: Names

  private mutating func checkSlots(_ slots: [SlotKey], _ user: String, at place: DocumentNode) {
    for slot in slots where !declaredSlots.contains(slot) {
      reportUndeclared("slot", slot, user, declaredSlots, at: place)
    }
  }

  private mutating func checkTools(_ tools: [ToolID], _ user: String, at place: DocumentNode) {
    for tool in tools where !declaredTools.contains(tool) {
      reportUndeclared("tool", tool, user, declaredTools, at: place)
    }
  }

  private mutating func reportUndeclared<Space>(
    _ noun: String, _ name: Identifier<Space>, _ user: String, _ declared: Set<Identifier<Space>>,
    at place: DocumentNode
  ) {
    let nearest = findings.suggestion(for: name.text, among: declared.sorted().map(\.text))
    let list = noun == "slot" ? "variables" : "tools"
    findings.report(
      .undeclaredName, "\(user) names the \(noun) `\(name)`, which is not declared", at: place,
      help: nearest.map { "did you mean `\($0)`?" } ?? "declare it in `\(list)`")
  }

  private mutating func reportUnknownNode(_ id: NodeID, _ user: String, at place: DocumentNode) {
    let nearest = findings.suggestion(for: id.text, among: draft.nodes.map(\.id.text))
    findings.report(
      .unknownNode, "\(user) names the node `\(id)`, which does not exist", at: place,
      help: nearest.map { "did you mean `\($0)`?" } ?? "add the node, or name one that exists")
  }

  // MARK: Whole graph

  /// Two calls may share a key only as the attempts of one call of one tool.
  private mutating func checkIdempotencyKeys() {
    var first: [String: (id: NodeID, place: DocumentNode)] = [:]
    for (node, place) in zip(draft.nodes, nodeDocuments) where node.kind == .call && node.attempt == 1 {
      guard let key = node.idempotencyKey else { continue }
      let keyPlace = place.member("idempotency_key") ?? place
      if let earlier = first[key] {
        findings.report(
          .sharedKey, "`\(node.id)` has the idempotency key of `\(earlier.id)`", at: keyPlace,
          notes: [("first used here", earlier.place)], help: "give each first attempt a key of its own")
      } else {
        first[key] = (node.id, keyPlace)
      }
    }
  }
}
