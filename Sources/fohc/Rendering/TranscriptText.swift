import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import Rendering

/// What became of recorded conversations, for people and for programs.
///
///     followed: 12 of 14 (9 to their end)
///     left: 2
///        2  at visit/talk: `book_viewing` is called (conv_7, conv_12)
enum TranscriptText {
  static func lines(of replays: [TranscriptReplay]) -> [String] {
    let followed = replays.filter { $0.verdict == .followed }
    let ended = followed.count { $0.hasEnded }
    var lines = ["followed: \(followed.count) of \(replays.count) (\(ended) to their end)"]
    for verdict in [TranscriptReplay.Verdict.left, .undecided, .unreadable] {
      let those = replays.filter { $0.verdict == verdict }
      if those.isEmpty { continue }
      lines.append("\(verdict.rawValue): \(those.count)\(verdict == .unreadable ? names(of: those) : "")")
      lines += places(of: those).map { place in
        let count = String(place.those.count)
        return String(repeating: " ", count: max(1, 4 - count.count)) + count + "  "
          + Printable.line(place.text) + names(of: place.those)
      }
    }
    return lines
  }

  /// Where they left, the most frequent first.
  private static func places(of replays: [TranscriptReplay]) -> [(text: String, those: [TranscriptReplay])] {
    var places: [String: [TranscriptReplay]] = [:]
    for replay in replays {
      guard let recorded = replay.recorded else { continue }
      let nodes = replay.nodes.prefix(3).map(\.text).joined(separator: ", ")
      let more = replay.nodes.count > 3 ? " and \(replay.nodes.count - 3) more" : ""
      places["at \(nodes)\(more): \(recorded)", default: []].append(replay)
    }
    return places.map { (text: $0.key, those: $0.value) }.sorted {
      $0.those.count != $1.those.count
        ? $0.those.count > $1.those.count : $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
    }
  }

  /// The conversations by their ids, where they have any: the first few.
  private static func names(of replays: [TranscriptReplay]) -> String {
    let shown = 5
    let names = replays.lazy.compactMap(\.conversation).prefix(shown).map {
      Printable.line(FindingText.shortened($0))
    }
    if names.isEmpty { return "" }
    let rest = replays.count - names.count
    return " (\(names.joined(separator: ", "))\(rest > 0 ? " and \(rest) more" : ""))"
  }

  static func json(of files: [(name: String, file: TranscriptFile)]) -> JSONValue {
    let replays = files.flatMap(\.file.conversations)
    return .object([
      JSONMember("ok", .boolean(replays.allSatisfy { $0.verdict == .followed })),
      JSONMember("followed", .integer(replays.count { $0.verdict == .followed })),
      JSONMember("left", .integer(replays.count { $0.verdict == .left })),
      JSONMember("undecided", .integer(replays.count { $0.verdict == .undecided })),
      JSONMember("unreadable", .integer(replays.count { $0.verdict == .unreadable })),
      JSONMember(
        "transcripts",
        .array(files.flatMap { file in file.file.conversations.map { json(of: $0, file.name) } })),
      JSONMember(
        "findings",
        .array(
          files.flatMap { file in
            file.file.ofTheFile.map { .object([JSONMember("file", .string(file.name))] + members(of: $0)) }
          })),
    ])
  }

  private static func json(of replay: TranscriptReplay, _ file: String) -> JSONValue {
    .object([
      JSONMember("file", .string(file)),
      JSONMember("conversation_id", replay.conversation.map(JSONValue.string) ?? .null),
      JSONMember("verdict", .string(replay.verdict.rawValue)),
      JSONMember("read_from", replay.origin.map { .string($0.rawValue) } ?? .null),
      JSONMember("turns", .integer(replay.turns)),
      JSONMember("turn", replay.turn.map(JSONValue.integer) ?? .null),
      JSONMember("recorded", replay.recorded.map(JSONValue.string) ?? .null),
      JSONMember("nodes", .strings(replay.nodes.map(\.text))),
      JSONMember("possible", .strings(replay.possible.map(\.name))),
      JSONMember("ended", .boolean(replay.hasEnded)),
      JSONMember("findings", .array(replay.diagnostics.map { .object(members(of: $0)) })),
    ])
  }

  private static func members(of diagnostic: Diagnostic) -> [JSONMember] {
    [
      JSONMember("code", .string(diagnostic.rule.code)),
      JSONMember("severity", .string(diagnostic.rule.severity.rawValue)),
      JSONMember("message", .string(diagnostic.message)), JSONMember("path", .string(diagnostic.path)),
    ]
  }
}
