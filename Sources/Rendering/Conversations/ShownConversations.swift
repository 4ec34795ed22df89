import Documents
import PolicyGraph

/// Which conversations a report has shown: what several findings share is shown with the first. A tree of their lines, so
/// that each is gone through once however many there are.
package struct ShownConversations {
  /// What was shown of a conversation with another one.
  package struct Beginning: Equatable {
    /// With which.
    let owner: String
    /// So many of its lines.
    let count: Int
    /// Whether nothing of it is new, but for what is wrong at its end: that is what findings differ in.
    let isAll: Bool
  }

  private struct Step: Hashable {
    let after: Int
    let speaker: Conversation.Line.Speaker
    let node: NodeID
    let text: Identifier<Step>

    init(_ line: Conversation.Line, after: Int) {
      self.after = after
      speaker = line.speaker
      node = NodeID(line.node)
      text = Identifier(line.text)
    }
  }

  private var steps: [Step: Int] = [:]
  /// With which conversation each place of the tree was shown first. The first place is the root.
  private var owners = [""]
  /// Where conversations end, and which was the first to end there.
  private var ends: [Int: String] = [:]

  /// The longest beginning that was shown already; nil where nothing was. From now on `owner` has shown all of it.
  mutating func beginning(of conversation: [Conversation.Line], owner: String) -> Beginning? {
    let lines = conversation.filter { $0.speaker != .fault }
    var here = 0
    var count = 0
    while count < lines.count, let next = steps[Step(lines[count], after: here)] {
      here = next
      count += 1
    }
    let known = count == lines.count ? ends[here] : nil
    let beginning = known ?? (count > 0 ? owners[here] : nil)
    let found = beginning.map { Beginning(owner: $0, count: count, isAll: known != nil) }
    for line in lines.dropFirst(count) {
      steps[Step(line, after: here)] = owners.count
      here = owners.count
      owners.append(owner)
    }
    if ends[here] == nil { ends[here] = owner }
    return found
  }
}
