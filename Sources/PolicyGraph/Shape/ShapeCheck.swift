import Documents

/// Reads a draft and checks its shape: every check but the proofs. Nil if the document is not a draft; a
/// draft beside errors is for saying more of it.
public func readDraft(_ document: Document, findings: inout Findings) -> ResolvedDraft? {
  guard let draft = decodeResolvedDraft(document, findings: &findings) else { return nil }
  checkShape(of: draft, document, findings: &findings)
  return draft
}

/// Whether a draft is a graph (definition 2.6): names that resolve, events that belong, marks where they may
/// stand.
///
/// All findings in one run. O(nodes + edges + guard atoms).
package func checkShape(of draft: ResolvedDraft, _ document: Document, findings: inout Findings) {
  var check = ShapeCheck(draft, document, consume findings)
  check.run()
  findings = check.findings
  checkOpeningAndEnds(of: draft, document, findings: &findings)
  checkScenarioItems(of: draft.draft, document, findings: &findings)
  checkFaults(of: document, findings: &findings)
}

/// A name of a node that does not exist: where it is used first and next, and how often. No more, because a hostile draft
/// uses one a million times.
private struct UnknownNode {
  let id: NodeID
  let user: FindingText
  let place: DocumentNode
  private(set) var next: DocumentNode?
  private(set) var uses = 1

  init(id: NodeID, user: FindingText, place: DocumentNode) {
    self.id = id
    self.user = user
    self.place = place
  }

  mutating func add(_ place: DocumentNode) {
    next = next ?? place
    uses += 1
  }
}

private struct ShapeCheck {
  let draft: Draft
  let document: Document
  var root: DocumentNode { document.root }
  var findings: Findings
  private let sources: [Int32]
  private let targets: [Int32]
  private var nodes: NameIndex<NodeSpace>
  private let declaredSlots: Set<SlotKey>
  private let declaredTools: Set<ToolID>
  /// What the first node of an id offers or asks, by its position; made when an edge needs it.
  private var toolsOffered: [Int: Set<ToolID>] = [:]
  private var slotsAsked: [Int: Set<SlotKey>] = [:]
  /// Names of nodes that do not exist, in the order in which they were met.
  private var unknownNodes: [UnknownNode] = []
  private var unknownPositions: [NodeID: Int] = [:]

  init(_ resolved: ResolvedDraft, _ document: Document, _ findings: consuming Findings) {
    draft = resolved.draft
    sources = resolved.sources
    targets = resolved.targets
    nodes = resolved.nodes
    self.document = document
    declaredSlots = Set((draft.variables ?? []).map(\.key))
    declaredTools = Set((draft.tools ?? []).map(\.id))
    self.findings = findings
  }

  mutating func run() {
    checkDeclarations()
    if let list = root.member("nodes") {
      for (position, place) in zip(draft.nodes.indices, document.children(of: list.index)) {
        checkNode(draft.nodes[position], place)
      }
    }
    if let list = root.member("edges") {
      for (position, place) in zip(draft.edges.indices, document.children(of: list.index)) {
        checkEdge(position, place)
      }
    }
    checkIdempotencyKeys()
    HandoffMessage.check(draft, root, findings: &findings)
    if nodes.position(of: draft.entry) == nil {
      noteUnknownNode(draft.entry, "the conversation starts at", at: root.member("entry") ?? root)
    }
    for unknown in unknownNodes { report(unknown) }
  }

  // MARK: Declarations

  private mutating func checkDeclarations() {
    if nodes.hasDoubles { checkDistinct(draft.nodes.map(\.id), "nodes", "id", .duplicateNode, "node") }
    checkDistinct((draft.variables ?? []).map(\.key), "variables", "key", .duplicateDeclaration, "variable")
    checkDistinct((draft.tools ?? []).map(\.id), "tools", "id", .duplicateDeclaration, "tool")
    checkDistinct(
      (draft.scenarios ?? []).map(\.id), "evaluation_scenarios", "id", .duplicateDeclaration, "scenario")
    let needed = root.list("success_requires") ?? []
    checkTools(draft.successRequires ?? [], "`success_requires` names", at: needed)
    for (tool, place) in zip(draft.tools ?? [], root.list("tools") ?? []) {
      checkSlots(tool.inputs ?? [], "tool `\(tool.id)` needs", at: place.list("inputs") ?? [])
    }
  }

  private mutating func checkDistinct<Space>(
    _ names: [Identifier<Space>], _ list: String, _ key: String, _ rule: Rule, _ noun: String
  ) {
    var first: [Identifier<Space>: DocumentNode] = [:]
    for (name, place) in zip(names, root.list(list) ?? []) {
      let place = place.member(key) ?? place
      if let earlier = first[name] {
        findings.report(
          rule, "the \(noun) `\(name)` is declared twice", at: place,
          notes: [("first declared here", earlier)], help: "remove one, or rename it")
      } else {
        first[name] = place
      }
    }
  }

  // MARK: Nodes

  // Values are named by their positions, and looked up where something is to be said of them: most of a draft is in
  // order, and looking would cost more than checking.

  private mutating func checkNode(_ node: Node, _ place: Int) {
    let document = document
    if let slots = node.slots {
      checkSlots(slots, "`\(node.id)` asks for", at: document[place].list("slots") ?? [])
    }
    if let tools = node.tools {
      checkTools(tools, "`\(node.id)` offers", at: document[place].list("tools") ?? [])
    }
    if let tool = node.tool {
      checkTools([tool], "`\(node.id)` names", at: [document[place].member("tool") ?? document[place]])
    }
    if node.kind == .ask { checkQuestions(of: node, document[place]) }
    if !node.kind.speaks, case .text(let text)? = node.say, !text.isBlank {
      findings.report(
        .unspokenText, "`\(node.id)` is \(node.kind.withArticle), which never says its text",
        at: member("say", of: place), help: "move the text to a node that speaks")
    }
  }

  /// A member, or the object itself where it has none.
  private func member(_ key: String, of place: Int) -> DocumentNode {
    document[place].member(key) ?? document[place]
  }

  private mutating func checkQuestions(of node: Node, _ place: DocumentNode) {
    let slots = node.slots ?? []
    let say = place.member("say") ?? place
    var questions: [SlotKey: DocumentNode] = [:]
    for member in say.members { questions[SlotKey(member.key.text ?? "")] = member.value }
    for slot in slots {
      guard let question = questions[slot] else {
        findings.report(
          .questionsMismatch, "`\(node.id)` asks for `\(slot)` without a question", at: say,
          help: "write the question into `say`, under `\(slot)`")
        continue
      }
      guard question.text?.isBlank ?? true else { continue }
      findings.report(
        .questionsMismatch, "the question for `\(slot)` is blank", at: question,
        help: "write what the agent asks")
    }
    let asked = Set(slots)
    for member in say.members {
      guard let name = member.key.text, !asked.contains(SlotKey(name)) else { continue }
      findings.report(
        .questionsMismatch, "`\(node.id)` has a question for `\(name)`, which is not among its slots",
        at: member.key, help: "add `\(name)` to `slots`, or remove the question")
    }
    var seen: Set<SlotKey> = []
    for (slot, entry) in zip(slots, place.list("slots") ?? []) where !seen.insert(slot).inserted {
      findings.report(
        .questionsMismatch, "`\(node.id)` asks for `\(slot)` twice", at: entry, help: "remove one")
    }
  }

  // MARK: Edges

  private mutating func checkEdge(_ position: Int, _ place: Int) {
    let (from, to) = (Int(sources[position]), Int(targets[position]))
    if to < 0 { noteUnknownNode(draft.edges[position].to, "the edge goes to", at: member("to", of: place)) }
    if let condition = draft.edges[position].when {
      checkGuard(condition, at: document.member(of: place, Self.when) ?? place, guess: to)
    }
    guard from >= 0 else {
      return noteUnknownNode(draft.edges[position].from, "the edge comes from", at: member("from", of: place))
    }
    checkEvent(of: position, from: from, place)
    checkMarks(of: position, from: from, to: to, place)
  }

  private mutating func checkEvent(of edge: Int, from position: Int, _ place: Int) {
    guard !canHappen(draft.edges[edge].on, at: position) else { return }
    let source = draft.nodes[position]
    let name = member("on", of: place)
    if source.kind.isTerminal {
      findings.report(
        .exitFromTerminal, "`\(source.id)` ends the conversation, and an edge leaves it", at: name,
        help: "remove the edge, or make the node one that does not end")
      return
    }
    let plain = source.plainAlphabet(declaredSlots: declaredSlots.count)
    let tools = source.kind == .talk ? source.tools ?? [] : []
    findings.report(
      .foreignEvent,
      "`\(draft.edges[edge].on.name)` cannot happen at `\(source.id)`, \(source.kind.withArticle)",
      at: name,
      help: """
        what can happen there: \
        \(FindingText.list((plain + tools.prefix(20).map(Event.tool)).map(\.name), count: plain.count + tools.count))
        """)
  }

  /// Whether an event belongs to a node's alphabet, which is not made for it: a talk may offer many tools.
  private mutating func canHappen(_ event: Event, at position: Int) -> Bool {
    guard case .tool(let tool) = event else {
      return draft.nodes[position].knows(plain: event, declaredSlots: declaredSlots.count)
    }
    guard draft.nodes[position].kind == .talk else { return false }
    if toolsOffered[position] == nil { toolsOffered[position] = Set(draft.nodes[position].tools ?? []) }
    return toolsOffered[position]?.contains(tool) == true
  }

  /// `to` is -1 where there is no such node.
  private mutating func checkMarks(of edge: Int, from: Int, to: Int, _ place: Int) {
    let source = draft.nodes[from].kind
    let target = to < 0 ? nil : draft.nodes[to].kind
    let event = draft.edges[edge].on
    if draft.edges[edge].resumes, let target, target.awaits != .user || target == .confirm {
      findings.report(
        .misplacedResume, "`\(draft.edges[edge].to)`, \(target.withArticle), cannot be resumed",
        at: member("resume", of: place), help: "remove `resume`, so that the node is entered and speaks")
    }
    if event == .answered, source == .ask {
      checkFills(draft.edges[edge].fills, from: from, place)
    } else if draft.edges[edge].fills != nil {
      findings.report(
        .fillsMismatch, "only `answered` fills slots, and this edge is on `\(event.name)`",
        at: member("fills", of: place), help: "remove `fills`")
    }
    if draft.edges[edge].sets != nil, event != .interrupt {
      findings.report(
        .misplacedFlag, "only `interrupt` puts a question off, and this edge is on `\(event.name)`",
        at: member("sets", of: place), help: "remove `sets`")
    }
    let takesUp = event == .auto && source == .route && target == .talk && !draft.edges[edge].resumes
    if draft.edges[edge].clears != nil, !takesUp {
      findings.report(
        .misplacedFlag, "a question is taken up only where a route goes on into a talk that speaks",
        at: member("clears", of: place), help: "remove `clears`, or move it to such an edge")
    }
  }

  private mutating func checkFills(_ fills: [SlotKey]?, from position: Int, _ place: Int) {
    let slots = draft.nodes[position].slots ?? []
    // As the compiler writes them.
    if fills == slots { return }
    if slotsAsked[position] == nil { slotsAsked[position] = Set(slots) }
    guard let asked = slotsAsked[position], fills.map({ Set($0) != asked }) ?? true else { return }
    let source = draft.nodes[position].id
    let foreign = zip(fills ?? [], document[place].list("fills") ?? []).filter { !asked.contains($0.0) }
    for (slot, entry) in foreign {
      findings.report(
        .fillsMismatch, "`\(source)` does not ask for `\(slot)`, so that its answer cannot fill it",
        at: entry, help: "write `fills`: \(FindingText.list(slots.lazy.map(\.text), count: slots.count))")
    }
    guard foreign.isEmpty else { return }
    findings.report(
      .fillsMismatch, "`answered` at `\(source)` has to fill all slots of the ask",
      at: member("fills", of: place),
      help: "write `fills`: \(FindingText.list(slots.lazy.map(\.text), count: slots.count))")
  }

  private static let when: SchemaWord = "when"

  /// `place` is the guard's own object, which has one member, a key and its value; `guess` a node that it may well count.
  private mutating func checkGuard(_ condition: Guard, at place: Int, guess: Int) {
    let value = place + 2
    switch condition {
    case .filled(let slot):
      if !declaredSlots.contains(slot) {
        reportUndeclared("slot", slot, "the guard asks about", declaredSlots, at: document[value])
      }
    case .visits(let node, _):
      if nodes.position(of: node, guess: guess) == nil {
        noteUnknownNode(node, "the guard counts visits of", at: member("node", of: value))
      }
    case .done(let tool):
      if !declaredTools.contains(tool) {
        reportUndeclared("tool", tool, "the guard asks about", declaredTools, at: document[value])
      }
    case .deferred: return
    case .all(let parts), .any(let parts):
      for (part, element) in zip(parts, document.children(of: value)) {
        checkGuard(part, at: element, guess: guess)
      }
    case .not(let part): checkGuard(part, at: value, guess: guess)
    }
  }

  // MARK: Names

  // What is said where something is wrong is only made there.

  private mutating func checkSlots(
    _ slots: [SlotKey], _ user: @autoclosure () -> FindingText, at places: @autoclosure () -> [DocumentNode]
  ) {
    guard !slots.allSatisfy(declaredSlots.contains) else { return }
    for (slot, place) in zip(slots, places()) where !declaredSlots.contains(slot) {
      reportUndeclared("slot", slot, user(), declaredSlots, at: place)
    }
  }

  private mutating func checkTools(
    _ tools: [ToolID], _ user: @autoclosure () -> FindingText, at places: @autoclosure () -> [DocumentNode]
  ) {
    guard !tools.allSatisfy(declaredTools.contains) else { return }
    for (tool, place) in zip(tools, places()) where !declaredTools.contains(tool) {
      reportUndeclared("tool", tool, user(), declaredTools, at: place)
    }
  }

  private mutating func reportUndeclared<Space>(
    _ noun: String, _ name: Identifier<Space>, _ user: FindingText, _ declared: Set<Identifier<Space>>,
    at place: DocumentNode
  ) {
    let nearest = findings.suggestion(for: name.text, among: declared.sorted().map(\.text))
    let list = noun == "slot" ? "variables" : "tools"
    findings.report(
      .undeclaredName, "\(user) the \(noun) `\(name)`, which is not declared", at: place,
      help: nearest.map { "did you mean `\($0)`?" } ?? "declare it in `\(list)`",
      fix: nearest.map { place.fix(writing: $0) })
  }

  private mutating func noteUnknownNode(_ id: NodeID, _ user: FindingText, at place: DocumentNode) {
    if let known = unknownPositions[id] { return unknownNodes[known].add(place) }
    unknownPositions[id] = unknownNodes.count
    unknownNodes.append(UnknownNode(id: id, user: user, place: place))
  }

  /// One finding for each name, at its first use: mostly it is the node that is misspelt or gone where many use it.
  private mutating func report(_ unknown: UnknownNode) {
    let nearest = findings.suggestion(for: unknown.id.text, among: draft.nodes.map(\.id.text))
    let others = unknown.uses - 1
    let again: FindingText = others == 1 ? "used once more, here" : "used \(others) times more, next here"
    findings.report(
      .unknownNode, "\(unknown.user) `\(unknown.id)`, which does not exist", at: unknown.place,
      notes: unknown.next.map { [(again, $0)] } ?? [],
      help: Self.help(nearest: nearest, uses: unknown.uses),
      // Where many places use the name, which of them is wrong is for a person to say.
      fix: others == 0 ? nearest.map { unknown.place.fix(writing: $0) } : nil)
  }

  private static func help(nearest: String?, uses: Int) -> FindingText {
    guard let nearest else { return "add the node, or name one that exists" }
    if uses == 1 { return "did you mean `\(nearest)`?" }
    return "did you mean `\(nearest)`? Then rename that node, or fix the name in all \(uses) places"
  }

  // MARK: Whole graph

  /// Two calls may share a key only as the attempts of one call of one tool.
  private mutating func checkIdempotencyKeys() {
    var first: [Identifier<Never>: (id: NodeID, place: DocumentNode)] = [:]
    guard let list = root.member("nodes") else { return }
    for (position, place) in zip(draft.nodes.indices, list.elements)
    where draft.nodes[position].kind == .call && draft.nodes[position].attempt == 1 {
      let node = draft.nodes[position]
      guard let key = node.idempotencyKey.map({ Identifier<Never>($0) }) else { continue }
      let keyPlace = place.member("idempotency_key") ?? place
      if let earlier = first[key] {
        findings.report(
          .sharedKey, "`\(node.id)` has the idempotency key of `\(earlier.id)`", at: keyPlace,
          notes: [("first used here", earlier.place)], help: "give each first attempt its own key")
      } else {
        first[key] = (node.id, keyPlace)
      }
    }
  }
}
