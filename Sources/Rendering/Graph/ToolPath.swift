import Documents
import PolicyGraph

/// What follows when a talk offers a tool, where that can be said in one line: perhaps a confirm, a call, perhaps
/// a retry, a report, apologies, and back to the talk.
struct ToolPath {
  /// `book_table (asks first; on failure: hand-off)`
  let line: String
  let nodes: Set<NodeID>
  let edges: Set<Int>
  /// Where failures end the conversation.
  let terminals: [NodeID]

  init?(
    _ tool: ToolID, of talk: Node, _ index: GraphIndex, _ commonHandling: CommonEventHandling,
    _ words: GraphWords
  ) {
    var walk = Walk(tool: tool, talk: talk, index: index, commonHandling: commonHandling)
    guard let start = walk.step(from: talk.id, .tool(tool)), let first = index.nodes[start] else {
      return nil
    }
    var call = start
    let asksFirst = first.kind == .confirm
    if asksFirst {
      guard let next = walk.confirm(start) else { return nil }
      call = next
    }
    guard let outcome = walk.call(call, attempt: 1), walk.isClosed else { return nil }

    var remarks: [String] = []
    let declared = index.draft.tools?.first { $0.id == tool }
    if declared == nil { remarks.append("not declared") }
    if !(talk.tools ?? []).contains(tool) { remarks.append("not offered") }
    if asksFirst { remarks.append("asks first") }
    if !asksFirst, declared?.requiresConfirmation == true { remarks.append("does NOT ask first") }
    remarks.append(outcome.words(words, index))
    line = "\(words.name(tool.text)) (\(remarks.joined(separator: "; ")))"
    nodes = walk.nodes
    edges = walk.edges
    terminals = outcome.terminals
  }

  /// What failures lead to.
  private indirect enum Failure: Equatable {
    case terminal(NodeID)
    case apology
    case retry(Outcome)
  }

  private struct Outcome: Equatable {
    let error: Failure
    let timeout: Failure

    func words(_ words: GraphWords, _ index: GraphIndex) -> String {
      let (onError, onTimeout) = (text(of: error, words, index), text(of: timeout, words, index))
      return error == timeout
        ? "on failure: \(onError)" : "on error: \(onError); on timeout: \(onTimeout)"
    }

    private func text(of failure: Failure, _ words: GraphWords, _ index: GraphIndex) -> String {
      switch failure {
      case .terminal(let id): index.nodes[id].map(words.ending) ?? words.name(id.text)
      case .apology: "apology"
      case .retry(let last):
        last.error == last.timeout
          ? "one retry, then \(text(of: last.error, words, index))"
          : "one retry, then \(last.words(words, index))"
      }
    }

    var terminals: [NodeID] { ends(of: error) + ends(of: timeout) }

    private func ends(of failure: Failure) -> [NodeID] {
      switch failure {
      case .terminal(let id): [id]
      case .apology: []
      case .retry(let last): last.terminals
      }
    }
  }

  /// Follows the path and collects what it has accounted for; nil wherever something is out of the ordinary.
  private struct Walk {
    let tool: ToolID
    let talk: Node
    let index: GraphIndex
    let commonHandling: CommonEventHandling
    var nodes: Set<NodeID> = []
    var edges: Set<Int> = []

    /// The end of a node's only edge on an event.
    mutating func step(from id: NodeID, _ event: Event, resumes: Bool = false) -> NodeID? {
      guard let (position, edge) = index.plainEdge(from: id, on: event), edge.resumes == resumes else {
        return nil
      }
      edges.insert(position)
      return edge.to
    }

    private mutating func enter(_ id: NodeID, _ kind: NodeKind) -> Node? {
      guard index.canBeFolded(id), let node = index.nodes[id], node.kind == kind, node.phase == talk.phase,
        node.tool == tool, index.counting[id] == nil, index.unanswered(node).isEmpty
      else { return nil }
      nodes.insert(id)
      return node
    }

    /// Whether the path is entered at its start only, and left only where it was followed.
    var isClosed: Bool {
      let accounted = edges.union(commonHandling.edges)
      return nodes.allSatisfy { id in
        ((index.incoming[id] ?? []) + (index.outgoing[id] ?? [])).allSatisfy(accounted.contains)
      }
    }

    /// Follows a confirm to its call.
    mutating func confirm(_ id: NodeID) -> NodeID? {
      guard let node = enter(id, .confirm), let declined = step(from: id, .deny) else { return nil }
      guard let aside = Aside(declined, of: node, on: .deny, index), aside.edges.count == 1,
        step(from: declined, .auto, resumes: true) == talk.id
      else { return nil }
      nodes.insert(declined)
      return step(from: id, .affirm)
    }

    mutating func call(_ id: NodeID, attempt: Int) -> Outcome? {
      guard let node = enter(id, .call), node.attempt == attempt, let report = step(from: id, .ok),
        comesBack(report, .report), let onError = step(from: id, .error),
        let onTimeout = step(from: id, .timeout)
      else { return nil }
      if attempt == 1, onError == onTimeout, index.nodes[onError]?.kind == .call {
        // A retry under another key would act twice.
        guard let key = node.idempotencyKey, index.nodes[onError]?.idempotencyKey == key,
          let last = call(onError, attempt: 2)
        else { return nil }
        return Outcome(error: .retry(last), timeout: .retry(last))
      }
      guard let error = failure(onError), let timeout = failure(onTimeout) else { return nil }
      return Outcome(error: error, timeout: timeout)
    }

    private mutating func failure(_ id: NodeID) -> Failure? {
      if let end = index.nodes[id], end.kind.isTerminal, !index.doubled.contains(id) { return .terminal(id) }
      return comesBack(id, .apologize) ? .apology : nil
    }

    private mutating func comesBack(_ id: NodeID, _ kind: NodeKind) -> Bool {
      enter(id, kind) != nil && step(from: id, .auto, resumes: true) == talk.id
    }
  }
}
