import Documents
import PolicyGraph

/// How often nodes can be entered while the user is not understood.
extension DraftGraph {
  /// With more counted nodes than this nothing is claimed; what makes proofs has the same limit.
  private static let mostNodes = 1_000

  /// By counted node the most entries, where guards that ask for its count do not say as much themselves.
  func boundedEntries() -> [NodeID: Int] {
    var entering: [NodeID: [Edge]] = [:]
    for edge in edges where edge.on.isIdle && !edge.resumes && caps[edge.to] != nil {
      entering[edge.to, default: []].append(edge)
    }
    let open = caps.filter { node, cap in
      // Nothing is gained where an edge counts up to the largest count that a guard tells apart.
      cap > 0 && !(entering[node] ?? []).contains { $0.when == .visits(node, below: cap) }
    }
    guard open.count <= Self.mostNodes else { return [:] }
    var most: [NodeID: Int] = [:]
    for node in open.keys { most[node] = mostEntries(of: node, by: entering[node] ?? []) }
    return most
  }

  /// Nil if nothing is claimed.
  ///
  /// Until the user is understood, a conversation takes idle steps only. What leads into a node and back to itself again
  /// lies on a circle of idle steps; whatever else enters it does so once, before it has come into the first such circle.
  /// So where every edge on a circle that enters the node anew asks for fewer than `k` entries, there are never more than
  /// the greatest such `k`, or one.
  private func mostEntries(of node: NodeID, by entering: [Edge]) -> Int? {
    guard let position = positions[node] else { return nil }
    let behind = idlyReached(from: position)
    var most = 1
    for edge in entering where positions[edge.from].map(behind.contains) ?? false {
      guard let condition = edge.when, let bound = condition.bound(on: node) else { return nil }
      most = max(most, bound)
    }
    return most
  }

  /// The nodes that idle steps lead to, the node itself among them.
  private func idlyReached(from node: Int) -> Set<Int> {
    var reached: Set<Int> = [node]
    var open = [node]
    while let here = open.popLast() {
      for edge in exits[here] where edges[edge].on.isIdle {
        guard let next = positions[edges[edge].to] else { continue }
        if reached.insert(next).inserted { open.append(next) }
      }
    }
    return reached
  }
}

extension Guard {
  /// The least number of entries with which it fails, whatever else it asks.
  fileprivate func bound(on node: NodeID) -> Int? {
    let counts = questions.compactMap { question -> Int? in
      if case .visits(node, let below) = question { below } else { nil }
    }
    return ([0] + counts).sorted().first { reached in
      value { question in
        if case .visits(node, let below) = question, below <= reached { return false }
        return nil
      } == false
    }
  }
}
