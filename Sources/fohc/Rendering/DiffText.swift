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

  static func json(of diff: BehaviourDiff) -> JSONValue {
    .object([
      JSONMember("same", .boolean(diff.isEmpty)),
      JSONMember("complete", .boolean(diff.isComplete)),
      JSONMember("guarantees_lost", .strings(diff.guarantees.filter(\.isLost).map(\.text))),
      JSONMember("guarantees_gained", .strings(diff.guarantees.filter { !$0.isLost }.map(\.text))),
      JSONMember("declarations", .strings(diff.declarations)),
      JSONMember("differences", .array(diff.divergences.map(json))),
    ])
  }

  private static func json(of divergence: BehaviourDiff.Divergence) -> JSONValue {
    .object([
      JSONMember("place", .string(divergence.place)), JSONMember("event", .string(divergence.event)),
      JSONMember("before", .strings(divergence.before)), JSONMember("after", .strings(divergence.after)),
      JSONMember("others", .integer(divergence.others)),
      JSONMember(
        "conversation",
        .array(
          divergence.conversation.map { line in
            .object([
              JSONMember("speaker", .string(line.speaker.rawValue)), JSONMember("text", .string(line.text)),
              JSONMember("node", .string(line.node)),
            ])
          })),
    ])
  }
}
