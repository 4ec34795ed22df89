import Documents
import PolicyGraph
import PolicyProofs

/// Which parts of a policy were exercised.
struct CoverageRecord {
  /// By position in the program: nodes, edges, and (node, event) pairs, which are its groups.
  private(set) var nodes: [Bool]
  private(set) var edges: [Bool]
  private(set) var pairs: [Bool]

  init(_ program: PolicyProgram) {
    nodes = Array(repeating: false, count: program.nodes.count)
    edges = Array(repeating: false, count: program.edges.count)
    pairs = Array(repeating: false, count: program.groups.count)
  }

  mutating func enter(_ node: Int) { nodes[node] = true }
  mutating func take(_ edge: Int) { edges[edge] = true }
  mutating func answer(_ group: Int) { pairs[group] = true }
}

/// How many of those parts that a conversation can come to were exercised (definition 8.7).
public struct Coverage: Sendable, Equatable {
  /// Nodes that were entered.
  public let nodes: Share
  /// Edges that were followed.
  public let edges: Share
  /// (node, event) pairs.
  public let events: Share
  /// Answers of tools, by call: the pairs among `events` that begin with `ok`, `error` or `timeout`.
  public let toolOutcomes: Share

  /// So many of so many.
  public struct Share: Sendable, Equatable {
    /// How many were exercised.
    public let covered: Int
    /// How many a conversation can come to.
    public let total: Int

    /// `covered` should not be greater than `total`.
    public init(covered: Int, total: Int) {
      self.covered = covered
      self.total = total
    }

    /// From 0 to 1, to four decimals, rounded down so that only everything is 1. Of nothing everything is covered.
    public var ratio: Double { Double(tenThousandths) / 10_000 }

    /// The share in ten-thousandths, rounded down.
    var tenThousandths: Int { fraction.covered * 10_000 / fraction.total }

    /// Exact: whether this share is smaller than the other.
    package func isLower(than other: Share) -> Bool {
      fraction.covered * other.fraction.total < other.fraction.covered * fraction.total
    }

    private var fraction: (covered: Int, total: Int) { total == 0 ? (1, 1) : (covered, total) }
  }

  package init(nodes: Share, edges: Share, events: Share, toolOutcomes: Share) {
    self.nodes = nodes
    self.edges = edges
    self.events = events
    self.toolOutcomes = toolOutcomes
  }

  /// What can be reached is what the analyses cannot rule out; for what lowering makes, that is what can be.
  init(_ coverageRecord: CoverageRecord, of analysis: PolicyAnalysis) {
    let program = analysis.program
    let isPossible = analysis.possibleGroups
    func share(_ indices: Range<Int>, where isCounted: (Int) -> Bool, _ covered: [Bool]) -> Share {
      let counted = indices.filter(isCounted)
      return Share(covered: counted.count { covered[$0] }, total: counted.count)
    }
    nodes = share(program.nodes.indices, where: { analysis.facts.isReachable($0) }, coverageRecord.nodes)
    edges = share(program.edges.indices, where: { analysis.facts.isFeasible[$0] }, coverageRecord.edges)
    events = share(program.groups.indices, where: { isPossible[$0] }, coverageRecord.pairs)
    toolOutcomes = share(
      program.groups.indices, where: { isPossible[$0] && program.groups[$0].event.isFromTool },
      coverageRecord.pairs
    )
  }
}
