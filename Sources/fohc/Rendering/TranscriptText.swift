import Gates
import PolicyGraph

/// What became of recorded conversations, for people and for programs.
///
///     followed: 12 of 14 (9 to their end)
///     left: 2
///        2  at visit/talk: `book_viewing` is called
enum TranscriptText {
  static func lines(of replays: [TranscriptReplay]) -> [String] {
    let followed = replays.filter { $0.verdict == .followed }
    let ended = followed.count { $0.hasEnded }
    var lines = ["followed: \(followed.count) of \(replays.count) (\(ended) to their end)"]
    for verdict in [TranscriptReplay.Verdict.left, .undecided, .unreadable] {
      let those = replays.filter { $0.verdict == verdict }
      if !those.isEmpty { lines.append("\(verdict.rawValue): \(those.count)") }
      lines += places(of: those).map { place in
        let count = String(place.count)
        return String(repeating: " ", count: max(1, 4 - count.count)) + count + "  "
          + Printable.line(place.text)
      }
    }
    return lines
  }

  /// Where they left, the most frequent first.
  private static func places(of replays: [TranscriptReplay]) -> [(text: String, count: Int)] {
    var counts: [String: Int] = [:]
    for replay in replays {
      guard let recorded = replay.recorded else { continue }
      let nodes = replay.nodes.prefix(3).map(\.text).joined(separator: ", ")
      let more = replay.nodes.count > 3 ? " and \(replay.nodes.count - 3) more" : ""
      counts["at \(nodes)\(more): \(recorded)", default: 0] += 1
    }
    return counts.map { (text: $0.key, count: $0.value) }.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
    }
  }

  static func json(of replays: [(file: String, replay: TranscriptReplay)]) -> JSONValue {
    .object([
      JSONMember("ok", .boolean(replays.allSatisfy { $0.replay.verdict == .followed })),
      JSONMember("followed", .integer(replays.count { $0.replay.verdict == .followed })),
      JSONMember("left", .integer(replays.count { $0.replay.verdict == .left })),
      JSONMember("undecided", .integer(replays.count { $0.replay.verdict == .undecided })),
      JSONMember("unreadable", .integer(replays.count { $0.replay.verdict == .unreadable })),
      JSONMember("transcripts", .array(replays.map { json(of: $0.replay, $0.file) })),
    ])
  }

  private static func json(of replay: TranscriptReplay, _ file: String) -> JSONValue {
    .object([
      JSONMember("file", .string(file)),
      JSONMember("conversation_id", replay.conversation.map(JSONValue.string) ?? .null),
      JSONMember("verdict", .string(replay.verdict.rawValue)), JSONMember("turns", .integer(replay.turns)),
      JSONMember("turn", replay.turn.map(JSONValue.integer) ?? .null),
      JSONMember("recorded", replay.recorded.map(JSONValue.string) ?? .null),
      JSONMember("nodes", .strings(replay.nodes.map(\.text))),
      JSONMember("possible", .strings(replay.possible.map(\.name))),
      JSONMember("ended", .boolean(replay.hasEnded)),
      JSONMember(
        "findings",
        .array(
          replay.diagnostics.map {
            .object([
              JSONMember("code", .string($0.rule.code)),
              JSONMember("severity", .string($0.rule.severity.rawValue)),
              JSONMember("message", .string($0.message)), JSONMember("path", .string($0.path)),
            ])
          })),
    ])
  }
}
