import Documents
import PolicyGraph

/// What became of following the conversations of a file.
public struct TranscriptFile: Sendable {
  /// In the order of the file. An element that is not a conversation stands among them as unreadable, and a file
  /// without any as one such.
  public let conversations: [TranscriptReplay]
  /// All that was found, by place.
  public let diagnostics: [Diagnostic]
  /// Of that, what is of no single conversation.
  public let ofTheFile: [Diagnostic]

  fileprivate init(_ found: [Spanned<TranscriptReplay>], _ diagnostics: [Diagnostic]) {
    var conversations = found.map(\.value)
    var ofTheFile: [Diagnostic] = []
    // Both are in the order of the file.
    var index = 0
    for diagnostic in diagnostics {
      while index < found.count, found[index].span.end < diagnostic.span.start { index += 1 }
      if index < found.count, found[index].span.start <= diagnostic.span.start,
        diagnostic.rule != .tooManyFindings
      {
        conversations[index].diagnostics.append(diagnostic)
      } else {
        ofTheFile.append(diagnostic)
      }
    }
    self.conversations = conversations
    self.diagnostics = diagnostics
    self.ofTheFile = ofTheFile
  }
}

/// Follows the conversations of a file on a program: a packet of them, JSON Lines, or one.
///
/// Each is judged separately; one that cannot be read does not affect the others. `moves` is how many moves are tried in
/// all: a file may hold very many conversations that leave much open, and those for which nothing is left are undecided.
package func replayTranscripts(
  _ source: SourceText, on program: PolicyProgram, limits: Limits = .standard, moves: Int = 60_000_000
) -> TranscriptFile {
  var findings = Findings(limits: limits)
  var follower = Follower(program, moves)
  if source.isLikelyJSONLines {
    let lines = readLines(source, limits: limits, findings: &findings) { line, findings in
      follower.document(line, limits, &findings)
    }
    let located = lines.flatMap { line in line.value.map { $0.moved(by: line.span.start) } }
    return TranscriptFile(located.isEmpty ? [.unreadable(source)] : located, findings.sorted)
  }
  return TranscriptFile(follower.document(source, limits, &findings), findings.sorted)
}

private struct Follower {
  private let program: PolicyProgram
  private var decoding: TranscriptDecoding
  /// How many moves may still be tried.
  private var moves: Int

  init(_ program: PolicyProgram, _ moves: Int) {
    self.program = program
    self.moves = moves
    decoding = TranscriptDecoding(program)
  }

  /// One JSON document, of one conversation or many.
  mutating func document(_ source: SourceText, _ limits: Limits, _ findings: inout Findings)
    -> [Spanned<TranscriptReplay>]
  {
    guard let document = readJSON(source, limits: limits, findings: &findings) else {
      return [.unreadable(source)]
    }
    let root = document.root
    guard root.kind == .object, let list = root.member("conversations") else {
      let isAccepted = SchemaCheck.run(document, against: TranscriptSchema.document, findings: &findings)
        .isAccepted
      let replay = isAccepted ? conversation(root, &findings) : .unreadable(conversation: root.conversationID)
      return [Spanned(value: replay, span: source.span)]
    }
    guard SchemaCheck.run(document, against: TranscriptSchema.packet, findings: &findings).isAccepted else {
      return [.unreadable(source)]
    }
    for key in ["turns", "traces", "transcript_text", "test_fixture"] {
      guard let stray = root.member(key), stray.kind != .null else { continue }
      findings.reportUnread("beside `conversations`, `\(key)` is of none of them", at: stray)
    }
    guard list.count > 0 else {
      findings.report(
        .nothingToFollow, "there is no conversation in this export", at: list,
        help: "export more than none: an export of nothing shows nothing")
      return [.unreadable(source)]
    }
    return list.elements.map { node in
      let isAccepted = SchemaCheck.accepts(
        node, as: "conversation", of: TranscriptSchema.packet, findings: &findings)
      let replay = isAccepted ? conversation(node, &findings) : .unreadable(conversation: node.conversationID)
      return Spanned(value: replay, span: node.span)
    }
  }

  private mutating func conversation(_ node: DocumentNode, _ findings: inout Findings) -> TranscriptReplay {
    guard let (transcript, origin) = decoding.transcript(node, &findings) else {
      return .unreadable(conversation: node.conversationID)
    }
    var replay = TranscriptReplay(conversation: node.conversationID, origin: origin)
    replay.follow(transcript, program, &moves, &findings)
    return replay
  }
}

extension DocumentNode {
  fileprivate var conversationID: String? {
    let ids = [string("id"), string("conversation_id"), member("test_fixture")?.string("conversation_id")]
    return ids.lazy.compactMap { $0 }.first { !$0.isBlank }
  }
}

extension TranscriptReplay {
  fileprivate static func unreadable(conversation: String?) -> TranscriptReplay {
    var replay = TranscriptReplay(conversation: conversation, origin: nil)
    replay.verdict = .unreadable
    return replay
  }
}

extension Spanned<TranscriptReplay> {
  fileprivate static func unreadable(_ source: SourceText) -> Self {
    Spanned(value: .unreadable(conversation: nil), span: source.span)
  }

  fileprivate func moved(by offset: Int) -> Self {
    Spanned(value: value, span: SourceSpan(start: span.start + offset, end: span.end + offset))
  }
}

extension SourceText {
  fileprivate var span: SourceSpan { SourceSpan(start: 0, end: bytes.count) }

  /// By its name, or because its second line begins an object where within one JSON document none can begin.
  fileprivate var isLikelyJSONLines: Bool {
    if [".jsonl", ".ndjson"].contains(where: name.lowercased().hasSuffix) { return true }
    let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0D].contains($0) }
    let lines = bytes.lazy.split(separator: 0x0A, maxSplits: 64).filter { !$0.allSatisfy(isSpace) }.prefix(2)
    guard lines.count == 2, let first = lines.first, let second = lines.last else { return false }
    guard let end = first.last(where: { !isSpace($0) }), let start = second.first(where: { !isSpace($0) })
    else {
      return false
    }
    return !"[{:,".utf8.contains(end) && start == UInt8(ascii: "{")
  }
}
