import PolicyGraph

/// How often a node can have been entered at most since the user was last understood, by counter.
///
/// What happens without the user being understood is a path of idle events, which leaves a strongly connected component
/// of the idle graph for good. So whatever enters a node from another component does so at most once, before all else; and
/// an edge within the component whose guard implies `visits(node) < k` brings the count to `k` at most. Where every edge
/// within the component that enters the node anew has such a guard, the greatest of these numbers bounds the count.
package struct VisitBounds: Sendable {
  /// By counter; `Int.max` where nothing bounds it. Empty where no counter is bounded more tightly than its guards are.
  private var most: [Int] = []

  /// Of more counters than these nothing is claimed. Proof checkers count to the same number, so that they see as much.
  private static let mostCounters = 1_000

  /// Nothing is known.
  package init() {}

  /// O(edges), and nothing but a look at the counted edges where each counter is bounded by the guard that counts it, as
  /// the compiler writes them.
  package init(_ program: PolicyProgram) {
    let counters = program.guards.counters
    guard !counters.isEmpty else { return }
    var isPlain = Array(repeating: false, count: counters.count)
    for edge in program.edges where edge.condition >= 0 && edge.event.isIdle && !edge.resumes {
      guard case .atom(.visits(let counter, let below)) = program.guards.terms[edge.condition] else {
        continue
      }
      if counters[counter].node == edge.to, counters[counter].cap == below { isPlain[counter] = true }
    }
    guard (1...Self.mostCounters).contains(isPlain.count { !$0 }) else { return }
    let components = StronglyConnectedComponents(Adjacency(program) { program.edges[$0].event.isIdle })
    most = isPlain.map { $0 ? .max : 1 }
    for edge in program.edges where edge.event.isIdle && !edge.resumes {
      let counter = program.nodes[edge.to].counter
      guard counter >= 0, most[counter] < .max,
        components.component(of: edge.from) == components.component(of: edge.to)
      else { continue }
      most[counter] = max(most[counter], program.guards.bound(of: edge.condition, on: counter) ?? .max)
    }
  }

  /// Whether there are fewer entries in every configuration.
  package func isBelow(_ count: Int, _ counter: Int) -> Bool { !most.isEmpty && most[counter] < count }

  /// The counters that are bounded, with the most entries of each.
  package var bounded: [(counter: Int, most: Int)] {
    most.enumerated().filter { $0.element < .max }.map { ($0.offset, $0.element) }
  }
}

extension GuardTable {
  /// The least count of entries with which a guard (-1 for always) cannot hold, whatever else it asks for; nil if there
  /// is none.
  fileprivate func bound(of condition: Int, on counter: Int) -> Int? {
    guard condition >= 0 else { return nil }
    var counts: [Int] = []
    addCounts(of: counter, in: condition, to: &counts)
    return ([0] + counts).sorted().first { reached in
      value(of: condition) { atom in
        if case .visits(counter, let below) = atom, below <= reached { return false }
        return nil
      } == false
    }
  }

  private func addCounts(of counter: Int, in term: Int, to counts: inout [Int]) {
    switch terms[term] {
    case .atom(.visits(counter, let below)): counts.append(below)
    case .constant, .atom: break
    case .not(let part): addCounts(of: counter, in: part, to: &counts)
    case .all(let parts), .any(let parts): for part in parts { addCounts(of: counter, in: part, to: &counts) }
    }
  }
}
