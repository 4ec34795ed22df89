import Documents
import PolicyGraph

/// Every node and every edge.
enum FullPicture {
  static func make(_ draft: Draft, phases: Set<PhaseID>?, trail: GraphTrail? = nil) -> GraphPicture {
    var builder = PictureBuilder(GraphIndex(draft), phases: phases, trail: trail)
    builder.addStart()
    var occurrences: [NodeID: Int] = [:]
    for node in draft.nodes {
      occurrences[node.id, default: 0] += 1
      builder.add(node, occurrences[node.id] ?? 1, lines: builder.words.lines(of: node))
    }
    for (position, edge) in draft.edges.enumerated() {
      builder.arrow(
        from: edge.from, to: edge.to, builder.words.label(of: edge), isDashed: edge.resumes, edge: position)
    }
    // Dozens of side paths leave each node: below one another they can be read, beside one another they cannot.
    return builder.picture(.across)
  }
}
