/// The facts of every node in every mode in which it can be entered: the least fixed point of the transfer along
/// all edges, by a first-in-first-out work list. O(edges × height of the facts' lattice), in practice a few visits
/// an edge.
package struct FactAnalysis: Sendable {
  /// By node times ``Mode/count`` plus mode; nil where the node cannot be entered in that mode.
  package private(set) var facts: [Facts?]
  /// Which edges can be taken.
  package private(set) var isFeasible: [Bool]
  private var isEntered: [Bool]
  /// Of edges that can be taken: whether its target is heard whenever one is.
  package private(set) var surelySpeaks: [Bool]

  package init(_ program: PolicyProgram) {
    facts = Array(repeating: nil, count: program.nodes.count * Mode.count)
    isFeasible = Array(repeating: false, count: program.edges.count)
    isEntered = Array(repeating: false, count: program.nodes.count)
    surelySpeaks = program.edges.map { !$0.resumes }
    guard let entry = program.entry else { return }
    var queue: [Int] = []
    var next = 0
    var isQueued = Array(repeating: false, count: facts.count)

    func enter(_ node: Int, _ mode: Mode, _ arriving: Facts) {
      let state = node * Mode.count + mode.index
      if let known = facts[state] {
        let joined = known.joined(with: arriving)
        if joined == known { return }
        facts[state] = joined
      } else {
        facts[state] = arriving
        isEntered[node] = true
      }
      if !isQueued[state] {
        isQueued[state] = true
        queue.append(state)
      }
    }

    enter(entry, .opening, program.openingFacts(entry))
    while next < queue.count {
      let state = queue[next]
      next += 1
      // Half of the queue is done with: drop it, so that memory stays within the number of states.
      if next > 1 << 16, next > queue.count / 2 {
        queue.removeFirst(next)
        next = 0
      }
      isQueued[state] = false
      let node = state / Mode.count
      let mode = Mode(index: state % Mode.count)
      guard let here = facts[state] else { continue }
      for group in program.groups[program.nodes[node].groups] where !group.edges.isEmpty {
        guard let situation = program.situation(after: group.event, at: node, here, mode) else { continue }
        for edge in group.edges {
          guard let arrival = program.follow(program.edges[edge], from: situation) else { continue }
          isFeasible[edge] = true
          // Facts only weaken from one visit to the next, so the last visit decides.
          if surelySpeaks[edge], !program.surelySpeaks(program.edges[edge].to, arrival.facts) {
            surelySpeaks[edge] = false
          }
          enter(program.edges[edge].to, arrival.mode, arrival.facts)
        }
      }
    }
  }

  /// The modes in which a node can be entered, with the facts that hold then.
  package func entries(of node: Int) -> [(mode: Mode, facts: Facts)] {
    (0..<Mode.count).compactMap { index in
      facts[node * Mode.count + index].map { (Mode(index: index), $0) }
    }
  }

  package func isReachable(_ node: Int) -> Bool { isEntered[node] }
}
