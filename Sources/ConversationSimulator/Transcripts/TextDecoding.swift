import Documents
import PolicyGraph

/// `transcript_text` and `test_fixture`: what was said, and no more.
extension TranscriptDecoding {
  func text(_ words: String, _ node: DocumentNode, _ findings: inout Findings) -> Transcript {
    var transcript = Transcript(turns: [])
    var others: Set<String> = []
    for part in LabelledText(words).parts {
      let number = transcript.turns.count + 1
      switch part.speaker {
      case .user:
        let act = Transcript.Act.user(event: nil, values: .unrecorded, isSilent: part.words.isBlank)
        transcript.turns.append(.init(act: act, place: node, number: number))
      case .agent:
        let act = Transcript.Act.agent(nil, asks: program.noSlots)
        transcript.turns.append(.init(act: act, place: node, number: number))
      case .other(let label):
        guard others.insert(label).inserted else { break }
        findings.report(
          .unknownSpeaker, "`\(label)` is not a known speaker", at: node,
          help: "what it says is ignored; the speakers are \(FindingText.list(LabelledText.speakers))")
      case .nobody:
        guard !part.words.isBlank else { break }
        findings.report(
          .unknownSpeaker, "the text does not begin with a speaker", at: node,
          help: "text before the first of \(FindingText.list(LabelledText.speakers)) is ignored")
      }
    }
    transcript.recordsSilences = transcript.recordsAgent
    return transcript
  }

  /// What the user said; a fixture may have the agent's turns too.
  func fixture(_ nodes: [DocumentNode], _ findings: inout Findings) -> Transcript {
    var transcript = Transcript(turns: [])
    for (position, node) in nodes.enumerated() {
      let role = node.string("role")?.lowercased() ?? "user"
      let keys = ["user", "message", "content", "text"]
      let words = node.kind == .string ? node.text : keys.lazy.compactMap { node.string($0) }.first
      switch words {
      case let words? where role == "user":
        let act = Transcript.Act.user(event: nil, values: .unrecorded, isSilent: words.isBlank)
        transcript.turns.append(.init(act: act, place: node, number: position + 1))
      case _? where LabelledText.agents.contains(role):
        let act = Transcript.Act.agent(nil, asks: program.noSlots)
        transcript.turns.append(.init(act: act, place: node, number: position + 1))
      default:
        findings.reportUnread("a fixture's turn has to be an object with a `user` text", at: node)
      }
    }
    transcript.recordsSilences = transcript.recordsAgent
    return transcript
  }
}

/// A text in which each speaker's words begin on a separate line, after a label: `USER: Hello`.
///
/// A line without a label goes on with what was said before. Some exports write a line break as a backslash and an `n`,
/// which is taken for one where a known label follows. O(bytes).
struct LabelledText {
  enum Speaker {
    case user, agent
    /// A label in capitals that is not known.
    case other(String)
    /// Before any label.
    case nobody
  }

  private(set) var parts: [(speaker: Speaker, words: String)] = []

  static let users = ["user", "customer", "lead"]
  static let agents = ["assistant", "agent"]
  static let speakers = (users + agents).map { $0.uppercased() + ":" }
  private static let longestLabel = 24

  init(_ text: String) {
    let bytes = Array(text.utf8)
    var speaker = Speaker.nobody
    var start = 0
    var position = 0
    var isAtStart = true
    var isEscaped = false
    while position < bytes.count {
      if isAtStart, let label = Self.label(at: position, in: bytes, onlyKnown: isEscaped) {
        parts.append((speaker, String(decoding: bytes[start..<position], as: UTF8.self)))
        (speaker, start, position) = (label.speaker, label.end, label.end)
        isAtStart = false
        continue
      }
      isEscaped = bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
      isAtStart = isEscaped || bytes[position] == 0x0A || bytes[position] == 0x0D
      position += isEscaped ? 2 : 1
    }
    parts.append((speaker, String(decoding: bytes[start...], as: UTF8.self)))
  }

  private static func label(at start: Int, in bytes: [UInt8], onlyKnown: Bool) -> (
    speaker: Speaker, end: Int
  )? {
    var first = start
    while first < bytes.count, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    let line = bytes[first...].prefix(longestLabel)
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    var name = bytes[first..<colon]
    while name.last == 0x20 || name.last == 0x09 { name.removeLast() }
    let word = String(decoding: name, as: UTF8.self)
    if users.contains(word.lowercased()) { return (.user, colon + 1) }
    if agents.contains(word.lowercased()) { return (.agent, colon + 1) }
    let isCapital = name.count > 1 && name.allSatisfy { 0x41...0x5A ~= $0 || $0 == UInt8(ascii: "_") }
    return isCapital && !onlyKnown ? (.other(word), colon + 1) : nil
  }
}
