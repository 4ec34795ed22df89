import Documents

/// How a draft begins and how it ends: there is exactly one `open`, which is the entry, and nobody who went silent is told
/// that everything has succeeded.
///
/// O(nodes).
func checkOpeningAndEnds(of resolved: ResolvedDraft, _ document: Document, findings: inout Findings) {
  guard let list = document.root.member("nodes") else { return }
  let draft = resolved.draft
  var opens: [(node: Node, place: DocumentNode)] = []
  var successes: [(words: String, place: DocumentNode)] = []
  var abandoned: [(node: Node, place: DocumentNode)] = []
  var entry: Node?
  for (position, place) in zip(draft.nodes.indices, document.children(of: list.index)) {
    if entry == nil, draft.nodes[position].id == draft.entry { entry = draft.nodes[position] }
    switch draft.nodes[position].kind {
    case .open: opens.append((draft.nodes[position], document[place]))
    case .close:
      let node = draft.nodes[position]
      if node.outcome == .abandoned { abandoned.append((node, document[place])) }
      if node.outcome == .success, let words = node.verbatimWords {
        successes.append((words, document[place]))
      }
    case .route, .ask, .talk, .clarify, .nudge, .interject, .confirm, .call, .report, .apologize, .handoff:
      break
    }
  }
  checkOpening(opens, entry, document, &findings)
  for (node, place) in abandoned {
    guard let words = node.verbatimWords,
      let success = successes.first(where: { $0.words.hasSameScalars(as: words) })
    else { continue }
    findings.report(
      .successToTheSilent, "`\(node.id)` tells a user who went silent what is said after success",
      at: place.member("say") ?? place, notes: [("the words of success are here", success.place)],
      help: "write a follow-up that says what is still open, or a goodbye")
  }
}

private func checkOpening(
  _ opens: [(node: Node, place: DocumentNode)], _ entry: Node?, _ document: Document,
  _ findings: inout Findings
) {
  let first = opens.firstIndex { $0.node.id == entry?.id } ?? 0
  for (index, (node, place)) in opens.enumerated() where index != first {
    findings.report(
      .misplacedOpening, "`\(node.id)` is a second `open`: a conversation opens once",
      at: place.member("kind") ?? place, notes: [("the other one is here", opens[first].place)],
      help: "make it a node of another kind, or remove it")
  }
  // An entry that does not exist is a separate finding.
  guard let entry, entry.kind != .open else { return }
  findings.report(
    .misplacedOpening,
    "the conversation starts at `\(entry.id)`, \(entry.kind.withArticle), and has to start at an `open`",
    at: document.root.member("entry") ?? document.root,
    help: opens.first.map { "write `\($0.node.id)`, or make `\(entry.id)` the `open`" }
      ?? "add a node of kind `open` that leads to `\(entry.id)`, and make it the entry")
}

extension Node {
  /// What it says word for word; nil if it has a brief, or says nothing.
  fileprivate var verbatimWords: String? {
    guard isVerbatim == true, case .text(let words)? = say else { return nil }
    return words
  }
}
