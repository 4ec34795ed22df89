import PolicyGraph

/// What reading the guards of an event costs, in moves of a small draft (measured).
struct GuardWork {
  /// By group.
  private var known: [Int: Int] = [:]

  mutating func reading(_ group: Int, of program: PolicyProgram) -> Int {
    if let known = known[group] { return known }
    let edges = program.groups[group].edges
    let terms = edges.reduce(0) { sum, edge in
      let condition = program.edges[edge].condition
      return sum + (condition < 0 ? 0 : program.guards.size(of: condition))
    }
    known[group] = (edges.count + terms) / 64
    return (edges.count + terms) / 64
  }
}
