import PolicyGraph

/// A difference in behaviour for people and for programs.
enum DiffText {
  static func lines(of diff: BehaviourDiff) -> [String] {
    var lines: [String] = []
    for change in diff.guarantees {
      lines.append(
        "\(change.isLost ? "guarantee lost:  " : "guarantee gained:") \(Printable.line(change.text))")
    }
    lines += diff.declarations.map { "declared:         \(Printable.line($0))" }
    for divergence in diff.divergences {
      lines += ["", "\(Printable.line(divergence.place)), on `\(Printable.line(divergence.event))`:"]
      lines += ConversationText.lines(of: divergence.conversation).map { "    \($0)" }
      lines.append("  - \(Printable.line(divergence.before.joined(separator: ", then ")))")
      lines.append("  + \(Printable.line(divergence.after.joined(separator: ", then ")))")
      if divergence.others > 0 { lines.append("    (and \(divergence.others) more conversations like it)") }
    }
    if diff.isEmpty { lines.append("no difference in behaviour") }
    if !diff.isComplete {
      lines += ["", "not everything was compared: the drafts have more configurations than are tried"]
    }
    return lines
  }
}
