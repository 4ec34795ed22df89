import Documents
import PolicyGraph

/// What no conversation ever comes to: nodes that are never entered, edges that are never taken (definition 2.7).
/// Warnings: they do no harm, but their author expected something of them.
enum DeadParts {
  static func report(_ analysis: PolicyAnalysis, on document: Document, findings: inout Findings) {
    // Without an entry everything is dead, and only the entry is to blame.
    guard analysis.program.entry != nil else { return }
    reportNodes(analysis, document, &findings)
    reportEdges(analysis, document, &findings)
  }

  /// One finding for each unreachable region, at the node through which the rest of it would be entered.
  private static func reportNodes(
    _ analysis: PolicyAnalysis, _ document: Document, _ findings: inout Findings
  ) {
    let program = analysis.program
    guard !program.nodes.indices.allSatisfy(analysis.facts.isReachable) else { return }
    let places = document.root.list("nodes") ?? []
    // A second node of one id is not a node of the program, and is reported as a duplicate.
    var ids: Set<NodeID> = []
    let dead = program.nodes.indices.filter {
      ids.insert(program.name(of: $0)).inserted && !analysis.facts.isReachable($0)
    }
    let isDead = Set(dead)
    let inside = program.edges.filter {
      isDead.contains($0.from) && isDead.contains($0.to) && $0.from != $0.to
    }
    let entered = Set(inside.map(\.to))
    let successors = Adjacency(nodeCount: program.nodes.count, arcs: inside.map { ($0.from, $0.to) })
    var claimed: Set<Int> = []
    for head in dead.filter({ !entered.contains($0) }) + dead where claimed.insert(head).inserted {
      var behind = 0
      var open = [head]
      while let node = open.popLast() {
        for next in successors[node] where claimed.insert(next).inserted {
          behind += 1
          open.append(next)
        }
      }
      let more = behind == 0 ? "" : behind == 1 ? ", nor 1 node behind it" : ", nor \(behind) nodes behind it"
      findings.report(
        .unreachableNode, "no conversation comes to `\(program.name(of: head))`\(more)",
        at: places[head].member("id") ?? places[head], help: "lead an edge to it, or remove it")
    }
  }

  private static func reportEdges(
    _ analysis: PolicyAnalysis, _ document: Document, _ findings: inout Findings
  ) {
    let program = analysis.program
    let dead = program.edges.indices.filter {
      !analysis.facts.isFeasible[$0] && analysis.facts.isReachable(program.edges[$0].from)
    }
    guard !dead.isEmpty else { return }
    let places = document.root.list("edges") ?? []
    for position in dead {
      let edge = program.edges[position]
      let place = places[edge.index]
      let from = program.name(of: edge.from)
      guard let condition = place.member("when") else {
        findings.report(
          .deadEdge,
          """
          this edge from `\(from)` is never taken: `\(program.event(edge.event).name)` cannot happen there as things \
          stand
          """, at: place, help: "see what leads to `\(from)`, and with which slots filled")
        continue
      }
      findings.report(
        .deadEdge, "this edge from `\(from)` is never taken: its condition cannot hold there", at: condition,
        help: "correct the condition, or remove the edge")
    }
  }
}
