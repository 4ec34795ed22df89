/// A draft together with where each of its edges begins and ends.
///
/// Finding nodes by their ids is what reading a large draft costs, and so it is done once: by the decoder, where the
/// draft comes from a document.
public struct ResolvedDraft: Sendable {
  /// The draft as it was given; the positions count in its `nodes` and `edges`.
  public let draft: Draft
  /// Of several nodes with one id, the first counts.
  let nodes: NameIndex<NodeSpace>
  /// The position of the node that each edge leaves; -1 if there is none.
  let sources: [Int32]
  /// The position of the node that each edge enters; -1 if there is none.
  let targets: [Int32]

  /// O(nodes + edges).
  public init(_ draft: Draft) {
    var nodes = NameIndex<NodeSpace>(capacity: draft.nodes.count)
    // Looked at in place: copying a node means counting references to all that it holds.
    for index in draft.nodes.indices { nodes.append(draft.nodes[index].id) }
    var sources: [Int32] = []
    var targets: [Int32] = []
    sources.reserveCapacity(draft.edges.count)
    targets.reserveCapacity(draft.edges.count)
    var last = -1
    for index in draft.edges.indices {
      // Edges of one node mostly stand together.
      last = nodes.position(of: draft.edges[index].from, guess: last) ?? -1
      sources.append(Int32(last))
      targets.append(Int32(nodes.position(of: draft.edges[index].to) ?? -1))
    }
    self.init(draft, nodes, sources: sources, targets: targets)
  }

  init(_ draft: Draft, _ nodes: NameIndex<NodeSpace>, sources: [Int32], targets: [Int32]) {
    self.draft = draft
    self.nodes = nodes
    self.sources = sources
    self.targets = targets
  }
}
