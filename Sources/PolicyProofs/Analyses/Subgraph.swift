import PolicyGraph

/// Some edges of a program as a separate graph, over the nodes that they join: small where they are few.
struct Subgraph {
  /// By the numbers that the nodes have in this graph.
  private var nodes: [Int32] = []
  /// By node; -1 for nodes that no edge joins.
  private var numbers: [Int32]
  private var arcs: [(from: Int, to: Int)] = []

  /// Of these edges those that are wanted. O(edges), and an array over the program's nodes.
  @inline(__always)
  init(_ program: PolicyProgram, _ edges: [Int], where isWanted: (Int, ProgramEdge) -> Bool) {
    numbers = []
    for edge in edges where isWanted(edge, program.edges[edge]) {
      add(program.edges[edge], nodeCount: program.nodes.count)
    }
  }

  private mutating func add(_ edge: ProgramEdge, nodeCount: Int) {
    if numbers.isEmpty { numbers = Array(repeating: -1, count: nodeCount) }
    arcs.append((number(edge.from), number(edge.to)))
  }

  private mutating func number(_ node: Int) -> Int {
    if numbers[node] < 0 {
      numbers[node] = Int32(nodes.count)
      nodes.append(Int32(node))
    }
    return Int(numbers[node])
  }

  /// Ascending.
  var nodesOnCycles: [Int] { arcs.isEmpty ? [] : Cycles(self).nodes }

  /// The strongly connected components of a subgraph, by the nodes of the program.
  struct Cycles {
    private let components: StronglyConnectedComponents
    /// Nil if the components are those of a graph over all of the program's nodes.
    private let subgraph: Subgraph?

    init(_ subgraph: Subgraph) {
      self.subgraph = subgraph
      components = StronglyConnectedComponents(
        Adjacency(nodeCount: subgraph.nodes.count, arcs: subgraph.arcs))
    }

    init(_ components: StronglyConnectedComponents) {
      self.components = components
      subgraph = nil
    }

    /// The nodes that lie on a cycle. Ascending.
    var nodes: [Int] {
      let cyclic = components.isCyclic.indices.filter { components.isCyclic[$0] }
      guard let subgraph else { return cyclic }
      return cyclic.map { Int(subgraph.nodes[$0]) }.sorted()
    }

    /// Nil for a node that does not lie on a cycle.
    func component(of node: Int) -> Int? {
      var number = node
      if let subgraph {
        guard !subgraph.numbers.isEmpty, subgraph.numbers[node] >= 0 else { return nil }
        number = Int(subgraph.numbers[node])
      }
      return components.isCyclic[number] ? components.component(of: number) : nil
    }

    func contains(_ edge: ProgramEdge) -> Bool {
      guard let component = component(of: edge.from) else { return false }
      return component == self.component(of: edge.to)
    }
  }
}
