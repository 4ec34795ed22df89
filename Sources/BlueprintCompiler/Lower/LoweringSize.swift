import Documents
import PolicyGraph

/// How large a draft will be, computed before any of it is made.
extension LoweringPlan {
  /// Upper bound of the nodes, edges and guard atoms that lowering will make.
  var elementCount: Int {
    let perTool = 40
    return phases.reduce(100 + (perTool + 10) * successRequires.count) { total, phase in
      let guardAtoms = phase.slots.count * (phase.batches.count + 6)
      return total + 40 + 30 * phase.batches.count + guardAtoms + perTool * tools.count
    }
  }

  /// Upper bound of the bytes of text in the draft, without escapes. Counts how often lowering writes each name
  /// that the author chose; what it writes of its own is rounded up. O(phases × (slots + tools)), so that it comes
  /// after ``elementCount``.
  var byteCount: Int {
    let outside = 8_000 + 2 * blueprint.root.document.textBytes
    return phases.indices.reduce(outside + unfinishedBytes) { total, index in
      let next = index + 1 < phases.count ? phases[index + 1].prefix.utf8.count : 0
      return total + byteCount(of: phases[index], next: next)
    } + awaitingBytes(id: 10, phase: 0, next: 0)
  }

  /// The talk `end/unfinished` with its tools.
  private var unfinishedBytes: Int {
    let needed = Set(successRequires)
    return tools.filter { needed.contains($0.id) }.reduce(awaitingBytes(id: 14, phase: 0, next: 0)) {
      $0 + byteCount(of: $1, prefix: 14, phase: 0)
    }
  }

  /// One node with its provenance, its own words and a brief; and one edge.
  private static let nodeBytes = 600
  private static let edgeBytes = 240
  /// Around a slot in a guard or a list.
  private static let atomBytes = 20

  private func byteCount(of phase: PhasePlan, next: Int) -> Int {
    let prefix = phase.prefix.utf8.count
    let id = phase.phase.id.value.text.utf8.count
    let label = phase.phase.label.value.utf8.count
    var total = 0
    var earlier = 0
    for batch in phase.batches {
      let atoms = batch.reduce(0) { $0 + $1.text.utf8.count + Self.atomBytes }
      let texts = batch.reduce(0) { total, slot in
        total + (slotByKey[slot].map { $0.ask.utf8.count + $0.label.utf8.count + Self.atomBytes } ?? 0)
      }
      // The ask, its edges `answered` and `partial`, the edge to it, and what leads back while a slot is missing.
      total += Self.nodeBytes + 3 * Self.edgeBytes + 8 * (prefix + 14) + id + earlier + 9 * atoms + texts
      total += 3 * label + awaitingBytes(id: prefix + 14, phase: id, next: next)
      earlier += atoms
    }
    let goal = phase.phase.goal.value.utf8.count + phase.phase.successSignal.value.utf8.count
    // The route and the talk.
    total +=
      2 * Self.nodeBytes + 2 * Self.edgeBytes + 10 * (prefix + 14) + 2 * id + goal + 5 * label + earlier
    total += awaitingBytes(id: prefix + 14, phase: id, next: next)
    return tools.reduce(total) { $0 + byteCount(of: $1, prefix: prefix, phase: id) }
  }

  /// The five side paths of a node that awaits the user: each a node, in all fourteen edges.
  private func awaitingBytes(id: Int, phase: Int, next: Int) -> Int {
    5 * (Self.nodeBytes + phase) + 14 * Self.edgeBytes + 42 * (id + 12) + 2 * (next + 10)
  }

  private func byteCount(of tool: ToolPlan, prefix: Int, phase: Int) -> Int {
    let name = tool.id.text.utf8.count
    let id = prefix + 26 + JSONPointer.escape(tool.id.text).utf8.count
    // Two calls, the report, two apologies; their edges; the tool's place in the talk, its event and menu.
    var total = 5 * (Self.nodeBytes + phase) + 10 * Self.edgeBytes + 34 * id + 14 * (name + Self.atomBytes)
    if tool.confirmationPointer != nil {
      total += Self.nodeBytes + phase + 5 * Self.edgeBytes + 12 * id + 3 * name
      total += awaitingBytes(id: id, phase: phase, next: 0)
    }
    return total
  }
}
